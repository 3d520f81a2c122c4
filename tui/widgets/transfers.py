"""The files that a session moved: one row for each file and direction."""

from tui.audit.counters import Transfer, TransferKey
from tui.audit.event import Kind
from tui.picture.picture import Detail, Version
from tui.view.ordered import Ordered
from tui.widgets.lines import Line, Span, line
from tui.widgets.searched import SearchedList
from tui.words.text import fit_path, number, number_in, pad, pad_left, plural, visible

DIRECTION, GAP = 4, 2
NOTE = 11
"""Cells of what is said of a transfer between its bytes and its path."""

Place = tuple[bool, int, str, str]
"""What a transfer is ordered by."""


class TransferList(SearchedList):
    """What came out first, most bytes on top; then what went in."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._transfers: dict[TransferKey, Transfer] = {}
        self._places: Ordered[Place] = Ordered()
        self._key: TransferKey | None = None
        self._sid: str | None = None
        self._version = Version()

    def known(self, sid: str) -> Version:
        """How far it knows the transfers of a session."""
        return self._version if sid == self._sid else Version()

    def show(self, detail: Detail | None) -> None:
        """Show a session's transfers, all or those that changed; the cursor stays on its file."""
        sid = None if detail is None else detail.sid
        if sid != self._sid:
            self._sid, self._key, self._version = sid, None, Version()
            self._clear()
            self.cursor = 0
            self.top = 0
        if detail is not None:
            self._take(detail)
        self.set_count(len(self._places))
        known = None if self._key is None else self._transfers.get(self._key)
        if self._key is not None and known is not None:
            index = self._places.index(_place(self._key, known))
            if index != self.cursor:
                self.cursor = index
                self.show_cursor()
        self.repaint_changed()

    def _take(self, detail: Detail) -> None:
        if detail.version.watching != self._version.watching:
            self._clear()
        self._version = detail.version
        changed = dict(detail.transfers)
        before = [_place(key, known) for key in changed if (known := self._transfers.get(key))]
        self._transfers |= changed
        self._places.change(before, [_place(*item) for item in changed.items()])

    def _clear(self) -> None:
        self._transfers = {}
        self._places.clear()

    def _item(self, index: int) -> tuple[TransferKey, Transfer]:
        read, _, directory, path = self._places[index]
        key = TransferKey(Kind.READ if read else Kind.WRITE, directory, path)
        return key, self._transfers[key]

    def go_to(self, index: int) -> None:
        """Put the cursor on a row, and keep it on that file."""
        super().go_to(index)
        self._key = self._item(self.cursor)[0] if self.count else None

    @property
    def fixed(self) -> int:
        """Direction and size."""
        return DIRECTION + self.telling.sizes.cells + GAP

    def row(self, index: int, width: int) -> Line:
        """Direction, size, operations or trouble, the file's path."""
        key, transfer = self._item(index)
        out = key.kind is Kind.WRITE
        note, tone = _note(transfer)
        path = visible(f"{key.directory}/{key.path}" if key.directory else key.path)
        sizes = self.telling.sizes
        told = pad_left(sizes.told(transfer.bytes), sizes.cells)
        moved = Span(told, "out" if out else "in")
        rest = max(1, width - DIRECTION - sizes.cells - GAP - NOTE - 1)
        return line(
            Span(pad("OUT" if out else "IN", DIRECTION), "out" if out else "in"),
            moved if transfer.bytes else Span(moved.text, "quiet"),
            " " * GAP,
            Span(pad(note, NOTE), tone),
            " ",
            fit_path(path or "-", rest),
        )


def _place(key: TransferKey, transfer: Transfer) -> Place:
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
