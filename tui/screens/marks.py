"""All marks in one list: gone to, noted, copied, taken away."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer

from tui.marks.mark import Mark
from tui.screens.listed import ListedScreen
from tui.terminal.keys import hint, quiet
from tui.view.marked import FLAG, Marked
from tui.widgets.marks import MarkList
from tui.widgets.prompt import Prompt, Question
from tui.widgets.rows import RowList
from tui.words.telling import Telling
from tui.words.text import visible


class MarksScreen(ListedScreen[Mark]):
    """Is dismissed with the mark that one wants to go to, or with nothing.

    A mark that was taken away stays in the list until that is left, so that it can be put back.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("escape", "leave", "Back", "back", "to where one was"),
        hint("m", "mark", "Mark or not", "mark", "take the mark away, or put it back"),
        hint("M", "note", "Note", "mark.note", "change the note"),
        hint("y", "copy_row", "Copy", "copy.row", "copy the row"),
        quiet("Y", "copy_line", "Copy line", "copy.line", "copy the log's own line"),
        quiet("delete", "mark", "Delete", "marks.delete", "take the mark away, or put it back"),
        quiet("apostrophe", "leave", "Marks", "marks", "to where one was"),
        quiet("q", "leave", "Quit", "leave", "to where one was"),
        quiet("question_mark,f1", "app.help", "Help", "help", "which keys work here"),
        quiet("ctrl+c", "app.interrupt", "End", "end", "twice: end at once"),
    ]

    def __init__(self, marked: Marked, telling: Telling, now: int) -> None:
        super().__init__()
        self._marked = marked
        self._telling = telling
        self._now = now
        self._question = Question("note", FLAG, "what there is to say of it", goes_on=True)

    def compose(self) -> ComposeResult:
        """The list, where one types a note, and the keys."""
        yield MarkList(self._marked, self._telling, self._now)
        yield Prompt()
        yield Footer(compact=True, show_command_palette=False)

    @property
    def line(self) -> bytes | None:
        """The log's own line of what is under the cursor; None if it is not there."""
        mark = self._list.mark
        return None if mark is None else self._marked.line(mark)

    @property
    def _list(self) -> MarkList:
        return self.query_one(MarkList)

    @property
    def _prompt(self) -> Prompt:
        return self.query_one(Prompt)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """The whole note stands in the lower border."""
        message.stop()
        self._list.tell_note()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """Go to what is marked, if it is there."""
        message.stop()
        mark = self._list.mark
        missing = self._marked.missing(mark) if mark is not None else ""
        if mark is None:
            return
        if missing and not self._marked.knows_session(mark):
            self.app.notify(f"{missing}: there is nowhere to go", timeout=4)
            return
        self.dismiss(mark)

    def action_mark(self) -> None:
        """Take the mark away, or put it back."""
        mark, marks = self._list.mark, self._marked.marks
        if mark is None:
            return
        if marks.get(mark.id) is not None:
            marks.remove(mark)
        else:
            marks.put(mark)
        self._list.tell_marks()

    def action_note(self) -> None:
        """Ask for another note."""
        if self._list.mark is not None:
            self._prompt.ask(self._question, visible(self._list.mark.note))

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Keep the note."""
        message.stop()
        mark = self._list.mark
        if mark is not None:
            noted = mark.noted(message.text)
            self._marked.marks.put(noted)
            self._list.replace(noted)
        self._leave_prompt()

    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Keep the one that was there."""
        message.stop()
        self._leave_prompt()

    def _leave_prompt(self) -> None:
        self._prompt.leave()
        self._list.focus()
