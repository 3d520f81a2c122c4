"""What the screens have in common that can be looked at as of an earlier moment."""

from typing import ClassVar

from textual.binding import BindingType

from tui.audit.rfc3339 import SECOND
from tui.picture.picture import Picture
from tui.screens.live import LiveScreen
from tui.terminal.keys import keys_of, quiet
from tui.widgets.feed import FeedList
from tui.widgets.prompt import Prompt
from tui.widgets.searched import SearchedList
from tui.words.when import ago, period
from tui.words.wording import as_of_in_words

AS_OF = "as of"
MINUTE = 60 * SECOND


class AsOfScreen(LiveScreen):
    """Goes back to what was known at a moment, from there to others, and to now again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("at", "as_of", "As of", "asof", "everything as it stood at 12:40, -5m, yesterday"),
    ]

    as_of: int | None = None
    """The moment (ns) that is looked at; None if that is now."""
    time_of_day = 0
    _asked_from: SearchedList | None = None

    def show(self, picture: Picture, now: int, problem: str) -> None:
        """Show a picture, of now or of then."""
        super().show(picture, now, problem)
        self.as_of, self.time_of_day = picture.as_of, now

    def past_note(self, picture: Picture) -> str:
        """What must be known of a picture of then; empty for one of now."""
        if picture.as_of is None:  # to ask for the keys takes 0.4 ms
            return ""
        zone = self.telling.zone
        return as_of_in_words(picture, self.time_of_day, zone, keys_of(self, "follow"))

    # -- to another moment ---------------------------------------------------------------

    def action_as_of(self) -> None:
        """Ask for the moment."""
        focused = self.focused
        self._asked_from = focused if isinstance(focused, SearchedList) else None
        self.prompt.ask(self.question(AS_OF, "@", "as of 12:40, -5m, yesterday 18:00 (UTC)"))

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Go to the moment that was asked for."""
        if message.question.name != AS_OF:
            return
        message.stop()
        try:
            moment = self._moment(message.text) if message.text.strip() else None
        except ValueError as error:
            self.prompt.say(str(error), "-problem")
            return
        if moment is not None and moment > self.time_of_day:
            self.prompt.say("that is still to come", "-problem")
            return
        self.leave_prompt(self._asked_from)
        if moment is not None:
            self.look_back(moment)

    def _moment(self, text: str) -> int:
        """What is so long ago is seen from what is shown, a clock from now. Raises ValueError."""
        passed = ago(text.strip())
        return period(text, self.time_of_day).begin if passed is None else self.now - passed

    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Stay where one was."""
        if message.question.name == AS_OF:
            self.leave_prompt(self._asked_from)

    def look_back(self, moment: int) -> None:
        """Show what was known at a moment (ns); from the present on it is that of now."""
        if moment >= self.time_of_day:
            self.look_at_now()
            return
        self.monitor.go_back(moment)
        self.post_message(self.Came())

    def look_at_now(self) -> None:
        """Show what is known now."""
        self.monitor.thaw()
        self.post_message(self.Came())

    def action_minute(self, step: int) -> None:
        """A minute on or back: of everything as of a moment, else in the feed."""
        if self.as_of is not None:
            self.look_back(self.as_of + step * MINUTE)
        elif self.query(FeedList):
            super().action_minute(step)

    def action_follow(self) -> None:
        """Back to now; and follow the feed's end."""
        if self.as_of is not None:
            self.look_at_now()
        elif self.query(FeedList):
            super().action_follow()
