"""The files that a session moved: one row for each file and direction."""

from tui.audit.counters import Transfer, TransferKey
from tui.audit.event import Kind
from tui.picture import Detail
from tui.text import fit_path, number, number_in, pad, pad_left, plural, size, visible
from tui.widgets.lines import Line, Span, line
from tui.widgets.rows import RowList

Item = tuple[TransferKey, Transfer]
NOTE = 11
"""Cells of what is said of a transfer between its bytes and its path."""


class TransferList(RowList):
    """What came out first, most bytes on top; then what went in."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._items: list[Item] = []
        self._key: TransferKey | None = None
        self._sid: str | None = None

    def show(self, detail: Detail | None) -> None:
        """Show a session's transfers; the cursor stays on its file."""
        if detail is None or detail.sid != self._sid:
            self._sid, self._key = (None if detail is None else detail.sid), None
            self.cursor = 0
            self.top = 0
        self._items = sorted(detail.transfers, key=_order) if detail is not None else []
        self.set_count(len(self._items))
        for index, (key, _) in enumerate(self._items):
            if key == self._key and index != self.cursor:
                self.cursor = index
                self.show_cursor()
                break
        self.repaint_changed()

    def go_to(self, index: int) -> None:
        """Put the cursor on a row, and keep it on that file."""
        super().go_to(index)
        self._key = self._items[self.cursor][0] if self._items else None

    def row(self, index: int, width: int) -> Line:
        """Direction, size, operations or trouble, the file's path."""
        key, transfer = self._items[index]
        out = key.kind is Kind.WRITE
        note, tone = _note(transfer)
        path = visible(f"{key.directory}/{key.path}" if key.directory else key.path)
        moved = Span(pad_left(size(transfer.bytes), 6), "out" if out else "in")
        rest = max(1, width - 24)
        return line(
            Span("OUT " if out else "IN  ", "out" if out else "in"),
            moved if transfer.bytes else Span(moved.text, "quiet"),
            "  ",
            Span(pad(note, NOTE), tone),
            " ",
            fit_path(path or "-", rest),
        )


def _order(item: Item) -> tuple[object, ...]:
    key, transfer = item
    return (key.kind is Kind.READ, -transfer.bytes, key.directory, key.path)


def _note(transfer: Transfer) -> tuple[str, str]:
    """What most needs to be said of a transfer in NOTE cells, and its tone."""
    operations, failed, incomplete = transfer.operations, transfer.failed, transfer.incomplete
    if failed == operations:
        return f"{number_in(failed, 4)} failed", "problem"
    if failed:
        told = f"{number(operations)} · {number(failed)} ✕"
        short = f"{number_in(operations, 4)}·{number_in(failed, 4)} ✕"
        return told if len(told) <= NOTE else short, "problem"
    if incomplete:
        short = f"{number_in(incomplete, 4)} inc."
        return f"{incomplete} incompl." if incomplete < 100 else short, "warning"
    told = plural(operations, "op")
    return told if len(told) <= NOTE else f"{number_in(operations, 4)} ops", ""
