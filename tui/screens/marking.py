"""Marks and notes on what is under the cursor, and the way from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual.binding import BindingType
from textual.message import Message

from tui.marks.mark import Mark
from tui.screens.taking import TakingScreen
from tui.terminal.keys import hint, keys_of, quiet
from tui.view.marked import FLAG, Marked
from tui.widgets.prompt import Prompt
from tui.widgets.searched import SearchedList
from tui.words.telling import USUAL, Telling
from tui.words.text import number, visible

NOTE = "note"
Position = TypeVar("Position", int, tuple[int, int])


class MarkingScreen(TakingScreen):
    """Marks the line under the feed's cursor while the feed has the focus, else the session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("m", "mark", "Mark", "mark", "mark the feed's line or the session, or no more"),
        quiet("M", "note", "Note", "mark.note", "mark it with a note, or change that"),
        quiet("u", "go_to_mark(1)", "Next mark", "mark.next", "to the next mark in this list"),
        quiet("U", "go_to_mark(-1)", "Previous mark", "mark.previous", "to the mark before"),
        quiet("apostrophe", "marks", "Marks", "marks", "all marks and notes"),
    ]

    marked: Marked
    telling: Telling = USUAL
    _taken_away: Mark | None = None
    _in_question: tuple[Mark, SearchedList | None] | None = None

    @dataclass
    class Wanted(Message):
        """A session is to be shown, and the line at a place in its feed, if there is one."""

        sid: str
        place: int | None

    def show_at_once(self) -> None:
        """Show everything anew."""
        raise NotImplementedError

    @property
    def all_marks(self) -> Sequence[Mark]:
        """All that this user has."""
        return tuple(self.marked.marks)

    # -- marking -------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Mark what is under the cursor, or mark it no more."""
        mark = self._mark_here()
        if mark is None:
            self.app.notify("nothing here that can be marked", timeout=2)
        elif self.marked.marks.get(mark.id) is not None:
            self.marked.marks.remove(mark)
            self._taken_away = mark
            self.tell_marks_changed()
            if mark.note:
                told = f"its note went too; {keys_of(self, 'mark')} puts both back"
                self.app.notify(told, timeout=4, markup=False)
        else:
            before = self._taken_away
            self._put(mark if before is None or before.id != mark.id else before)

    def action_note(self) -> None:
        """Ask for a note on what is under the cursor."""
        mark = self._mark_here()
        if mark is None:
            self.app.notify("nothing here that can be marked", timeout=2)
            return
        focused = self.focused
        self._in_question = mark, focused if isinstance(focused, SearchedList) else None
        question = self.question(NOTE, FLAG, "what there is to say of it")
        question.goes_on = True
        self.prompt.ask(question, visible(mark.note))

    def _mark_here(self) -> Mark | None:
        """The mark on what is under the cursor, or one that can be put there."""
        if self.feed.has_focus:
            told = self.feed.selected
            if told is None:
                return None
            return self.marked.of_row(told) or self.marked.new_on_row(told)
        sid = self.looked_at
        if sid is None:
            return None
        return self.marked.of_session(sid) or self.marked.new_on_session(sid)

    def _put(self, mark: Mark) -> None:
        if not self.marked.marks.put(mark):
            many = number(len(self.marked.marks))
            told = f"no more marks than {many} are kept: take some away first"
            self.app.notify(told, severity="warning", markup=False)
        self.tell_marks_changed()

    def tell_marks_changed(self) -> None:
        """Have marks shown as they are, and what is wrong with their file said."""
        self.tell_problem_of_marks()
        self.show_at_once()

    def tell_problem_of_marks(self) -> None:
        """Say what is wrong with the file of the marks, once."""
        problem = self.marked.marks.take_problem()
        if problem:
            self.app.notify(visible(problem), severity="warning", markup=False)

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Keep the note."""
        if message.question.name == NOTE and self._in_question is not None:
            message.stop()
            mark, _ = self._in_question
            self._leave_question()
            self._put(mark.noted(message.text))

    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Mark nothing."""
        if message.question.name == NOTE:
            self._leave_question()

    def _leave_question(self) -> None:
        focus = None if self._in_question is None else self._in_question[1]
        self._in_question = None
        self.leave_prompt(focus)

    # -- from one to the next ------------------------------------------------------------

    def action_go_to_mark(self, step: int) -> None:
        """To the feed's next mark (step 1), or to the one before (-1)."""
        feed = self.feed
        rows = [] if feed.sid is None else self.marked.rows(feed.sid)
        found = following([row for row in rows if feed.lets(row[0])], feed.event_number, step)
        if found is None:
            self.say_no_mark(step)
        else:
            feed.go_to_event(*found)

    def say_no_mark(self, step: int) -> None:
        """Say that there is none in this direction."""
        self.app.notify(f"no mark {'after' if step > 0 else 'before'} this", timeout=2)

    def action_marks(self) -> None:
        """List all marks."""
        from tui.screens.marks import MarksScreen

        self.marked.marks.refresh()
        self.tell_problem_of_marks()
        screen = MarksScreen(self.marked, self.telling, self.now)
        self.app.push_screen(screen, self._go_to)

    def _go_to(self, mark: Mark | None) -> None:
        self.show_at_once()
        if mark is None:
            return
        place = None if mark.of_session else self.marked.place(mark)
        if place is None and not mark.of_session:
            self.app.notify("the line is gone; this is its session", timeout=4)
        self.go_to(mark.sid, place)

    def go_to(self, sid: str, place: int | None) -> None:
        """Show a session, and the line at a place in its feed, on the main screen."""
        self.leave_for(self.Wanted(sid, place))

    def leave_for(self, wanted: Message) -> None:
        """Go back to the main screen, which is told what is wanted there."""
        while len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        self.app.screen.post_message(wanted)


def following(positions: Sequence[Position], here: Position, step: int) -> Position | None:
    """The next (step 1) or last (-1) of some positions in order, seen from one; None if none is."""
    if step > 0:
        return next((at for at in positions if at > here), None)
    return next((at for at in reversed(positions) if at < here), None)
