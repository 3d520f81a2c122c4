"""What every screen with a feed has: searching in its lists, and jumps to times and problems."""

from functools import cached_property
from typing import ClassVar

from textual.binding import BindingType

from tui.audit.rfc3339 import SECOND
from tui.live.monitor import Monitor
from tui.terminal.composing import FrugalScreen
from tui.terminal.keys import hint, keys_of, quiet
from tui.view.search import Needle
from tui.widgets.feed import FeedList
from tui.widgets.prompt import Prompt, Question
from tui.widgets.searched import SearchedList
from tui.words.when import period

MINUTE = 60 * SECOND
SEARCH = "search"
TIME = "time"


class FindingScreen(FrugalScreen[None]):
    """Searches in the list that has the focus, else in the feed; jumps are the feed's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("slash", "search", "Search", "search", "look for a text in this list"),
        quiet("n", "hit(1)", "Next hit", "search.next", "to the next hit"),
        quiet("N", "hit(-1)", "Previous hit", "search.previous", "to the hit before"),
        quiet("e", "problem(1)", "Next problem", "problem.next", "to the next thing that failed"),
        quiet("E", "problem(-1)", "Previous problem", "problem.previous", "to the one before"),
        quiet("ctrl+g", "time", "To a time", "time", "to 12:40, -5m, yesterday 18:00 in the feed"),
        quiet(
            "left_square_bracket", "minute(-1)", "Minute back", "minute.previous", "a minute back"
        ),
        quiet("right_square_bracket", "minute(1)", "Minute on", "minute.next", "a minute on"),
    ]

    def __init__(self, monitor: Monitor) -> None:
        super().__init__()
        self.monitor = monitor
        self._questions: dict[str, Question] = {}
        self._searched: SearchedList | None = None
        self._came_from = 0

    @cached_property
    def feed(self) -> FeedList:
        """The feed that is looked at."""
        return self.query_one(FeedList)

    @property
    def prompt(self) -> Prompt:
        """Where one types."""
        return self.query_one(Prompt)

    @property
    def now(self) -> int:
        """The moment that is shown, in nanoseconds."""
        return self.feed.look.now

    def question(self, name: str, mark: str, hint_: str) -> Question:
        """What is asked again and again, with what was typed before."""
        return self._questions.setdefault(name, Question(name, mark, hint_))

    # -- searching -----------------------------------------------------------------------

    def action_search(self) -> None:
        """Ask what to look for."""
        focused = self.focused
        self._searched = focused if isinstance(focused, SearchedList) else self.feed
        self._came_from = self._searched.cursor
        self.prompt.ask(self.question(SEARCH, "/", "a text; capitals count if there are any"))

    def action_hit(self, step: int) -> None:
        """To the next hit, or the one before."""
        searched = self._searched
        if searched is None or searched.needle is None:
            told = f"nothing is searched for; press {keys_of(self, 'search')}"
            self.app.notify(told, timeout=2, markup=False)
            return
        searched.show_hits(searched.go_to_hit(step))

    def stop_searching(self) -> bool:
        """Take the marks away; False if there are none."""
        searched, self._searched = self._searched, None
        if searched is None or searched.needle is None:
            return False
        searched.look_for(None)
        searched.show_hits("")
        return True

    def on_prompt_changed(self, message: Prompt.Changed) -> None:
        """Look for what is typed while it is."""
        if message.question.name != SEARCH or self._searched is None:
            return
        message.stop()
        if not message.text:
            self._searched.look_for(None)
            self._searched.show_hits("")
            self.prompt.say("")
            return
        self._searched.look_for(Needle.of(message.text))
        self._searched.go_to(self._came_from)
        said = self._searched.go_to_hit(1, here=True)
        self._searched.show_hits(said)
        self.prompt.say(said, "-problem" if said.startswith("not") else "")

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Go to what was asked for."""
        match message.question.name:
            case "search":
                self.leave_prompt(self._searched)
            case "time":
                message.stop()
                self._go_to_time(message.text)

    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Back to where one was."""
        searched = self._searched
        if message.question.name == SEARCH and searched is not None:
            self.stop_searching()
            searched.go_to(self._came_from)
            self.leave_prompt(searched)
        elif message.question.name == TIME:
            self.leave_prompt(self.feed)

    def leave_prompt(self, focus: SearchedList | None) -> None:
        """Take the prompt away, and give the focus to a list."""
        self.prompt.leave()
        (focus or self.feed).focus()

    # -- jumps ---------------------------------------------------------------------------

    def action_problem(self, step: int) -> None:
        """To the next row of the feed in which something went wrong, or to the one before."""
        if self.feed.sid is None or not self.feed.count:
            self.app.notify("no event is shown here", timeout=2)
            return
        with self.monitor.feeds() as feeds:
            row = feeds.problem(self.feed.sid, self.feed.row_number, step)
        self.go_to_row(row, "no problem after this" if step > 0 else "no problem before this")

    def go_to_row(self, row: int | None, none: str) -> None:
        """Go to a row of the feed; if there is none, say so."""
        if row is None:
            self.app.notify(none, timeout=2)
            return
        self.feed.go_to_row(row)

    def action_time(self) -> None:
        """Ask for a time to go to."""
        self.prompt.ask(self.question(TIME, ">", "12:40, -5m, yesterday 18:00, 2026-11-20 18:00"))

    def _go_to_time(self, text: str) -> None:
        if not text.strip():
            self.leave_prompt(self.feed)
            return
        try:
            moment = period(text, self.now).begin
        except ValueError as error:
            self.prompt.say(str(error), "-problem")
            return
        self.leave_prompt(self.feed)
        self._go_to_moment(moment)

    def _go_to_moment(self, moment: int) -> None:
        if self.feed.sid is None or not self.feed.count:
            return
        with self.monitor.feeds() as feeds:
            row = feeds.at(self.feed.sid, moment)
        self.feed.go_to_row(row)

    def action_minute(self, step: int) -> None:
        """A minute on or back, from the row under the cursor."""
        selected = self.feed.selected
        if selected is not None and selected.event is not None and selected.event.time is not None:
            self._go_to_moment(selected.event.time + step * MINUTE)
