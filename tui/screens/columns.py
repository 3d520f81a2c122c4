"""The dialogue in which the session table's columns are chosen and put in order."""

from collections.abc import Callable, Sequence
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Label

from tui.config.settings import SETTINGS
from tui.terminal.copying import CopyingApp
from tui.terminal.keys import hint, quiet
from tui.widgets.lines import Line, Span, line
from tui.widgets.rows import RowList
from tui.words.columns import COLUMNS
from tui.words.text import pad

MARK, TITLE = 4, 9
"""Cells of a row: a mark, which a click sets, and the column's title."""


class ColumnList(RowList):
    """All columns; those that are shown first, in their order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("enter", "open", "Keep", "columns.keep", "keep the columns that are shown"),
        hint("space", "mark", "Show/hide", "columns.toggle", "show this column, or not"),
        hint("J,shift+down", "carry(1)", "Later", "columns.later", "move it to the right"),
        hint("K,shift+up", "carry(-1)", "Earlier", "columns.earlier", "move it to the left"),
    ]

    class Changed(Message):
        """Other columns are chosen, or in another order."""

    def __init__(self, shown: Sequence[str]) -> None:
        super().__init__(id="all-columns")
        self._order = [*shown, *(name for name in COLUMNS if name not in shown)]
        self._marked = set(shown)

    def on_mount(self) -> None:
        """All rows are known from the beginning."""
        self.set_count(len(self._order))

    @property
    def shown(self) -> tuple[str, ...]:
        """Those that are chosen, in their order."""
        return tuple(name for name in self._order if name in self._marked)

    def action_mark(self) -> None:
        """Show the column under the cursor, or not; one is always shown."""
        name = self._order[self.cursor]
        if self._marked == {name}:
            self.app.notify("one column is needed", timeout=2)
            return
        self._marked ^= {name}
        self._change()

    def action_carry(self, step: int) -> None:
        """Move the column under the cursor."""
        at, to = self.cursor, self.cursor + step
        if 0 <= to < self.count:
            order = self._order
            order[at], order[to] = order[to], order[at]
            self.go_to(to)
            self._change()

    def _change(self) -> None:
        self.repaint_all()
        self.post_message(self.Changed())

    def on_click(self, event: Click) -> None:
        """A click on a mark sets it, or takes it away."""
        offset = event.get_content_offset(self)
        is_row = offset is not None and offset.y + self.top < self.count
        if is_row and offset is not None and self.row_cell(offset.x) < MARK:
            self.go_to(self.row_at(offset.y))
            self.action_mark()

    def row(self, index: int, width: int) -> Line:  # noqa: ARG002
        """A mark, the title, and what it tells."""
        name = self._order[index]
        column, marked = COLUMNS[name], name in self._marked
        return line(
            Span(pad("[x]" if marked else "[ ]", MARK), "active" if marked else "quiet"),
            Span(pad(column.title, TITLE), "head" if marked else "quiet"),
            Span(column.told, "" if marked else "quiet"),
        )


class ColumnsScreen(ModalScreen[None]):
    """Has what is chosen shown at each change by `show`, and what was there before if it is left.

    It holds until the program ends: the settings file is its user's own, and is never written to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("escape", "drop", "Leave", "columns.drop", "leave the columns as they were"),
        hint("y", "copy", "Copy", "columns.copy", "copy the line for the settings file"),
        quiet("question_mark,f1", "app.help", "Help", "help", "which keys work here"),
        quiet("ctrl+c", "app.interrupt", "End", "end", "twice: end at once"),
    ]

    def __init__(self, shown: Sequence[str], show: Callable[[Sequence[str]], None]) -> None:
        super().__init__()
        self._before = shown
        self._show = show

    def compose(self) -> ComposeResult:
        """The list, what keeps it for good, and the keys."""
        with Vertical(id="columns") as dialogue:
            dialogue.border_title = Content("Columns of the session table")
            yield ColumnList(self._before)
            yield Label(Content("For good, a line in the file that desktail config --path names:"))
            yield Label(id="setting")
            with Horizontal():
                yield Button("Keep", id="keep", variant="primary", compact=True)
                yield Button("Leave", id="drop", compact=True)
                yield Button("Copy the line", id="copy", compact=True)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begin in the list."""
        self._list.focus()
        self._say()

    @property
    def _list(self) -> ColumnList:
        return self.query_one(ColumnList)

    @property
    def _setting(self) -> str:
        return f"columns = {SETTINGS['columns'].kind.written(self._list.shown)}"

    def _say(self) -> None:
        self.query_one("#setting", Label).update(Content(self._setting))

    def on_column_list_changed(self, message: ColumnList.Changed) -> None:
        """Show the table with them."""
        message.stop()
        self._show(self._list.shown)
        self._say()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """It concerns nobody else."""
        message.stop()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """Keep them."""
        message.stop()
        self.dismiss(None)

    def on_button_pressed(self, message: Button.Pressed) -> None:
        """By the mouse."""
        message.stop()
        match message.button.id:
            case "keep":
                self.dismiss(None)
            case "copy":
                self.action_copy()
            case _:
                self.action_drop()

    def action_drop(self) -> None:
        """Have the columns again that there were before."""
        self._show(self._before)
        self.dismiss(None)

    def action_copy(self) -> None:
        """Copy the line that keeps them for good."""
        cast("CopyingApp[None]", self.app).copy("the line", self._setting.encode())
