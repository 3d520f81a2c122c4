"""A list that stands above a screen: gone through, copied from, left with what one goes to."""

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from textual.screen import ModalScreen

from tui.widgets.rows import RowList

if TYPE_CHECKING:
    from tui.terminal.copying import CopyingApp

Wanted = TypeVar("Wanted")


class ListedScreen(ModalScreen[Wanted], Generic[Wanted]):
    """Is dismissed with what one wants to go to, or with nothing."""

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    @property
    def line(self) -> bytes | None:
        """The log's own line of what is under the cursor; None if there is none."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Begin in the list."""
        self.rows.focus()

    def action_leave(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def action_copy_row(self) -> None:
        """Copy the row under the cursor, as shown."""
        if self.rows.count:
            row = self.rows.row_text(self.rows.cursor).strip()
            cast("CopyingApp[None]", self.app).copy("the row", row.encode())

    def action_copy_line(self) -> None:
        """Copy the log's own line, byte for byte."""
        line = self.line
        if line is None:
            self.app.notify("no line here to copy", timeout=2)
        else:
            cast("CopyingApp[None]", self.app).copy("the line", line)
