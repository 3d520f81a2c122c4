"""What moved: clipboard and file counters, and how fast, of all sessions and of one."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tui.audit.counters import Counters
from tui.audit.rates import Moved, speed
from tui.widgets.lines import Line, LinePane, Span, line
from tui.words.telling import Sizes
from tui.words.text import bars, number, number_in, pad, pad_left, size

LABEL = 11
COLUMN = {Sizes.BINARY: 20, Sizes.EXACT: 26}
"""Cells of the widest column: further apart, in and out are no longer seen as one row."""
AMOUNT = {Sizes.BINARY: 5, Sizes.EXACT: Sizes.EXACT.cells}
"""Cells of how much."""
COUNT = 4
"""Cells that how many takes at least, and so the room beside how much."""
JOINT = " · "


class Section(NamedTuple):
    """The counters of one subject; `title` is visible text."""

    title: str
    counters: Counters
    series: tuple[Moved, ...]


class MovedPane(LinePane, can_focus=True):
    """The counters of some subjects below each other, in the columns in and out."""

    BORDER_TITLE = "Moved"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sections: list[Section] = []
        self._now = 0

    def show_sections(self, sections: list[Section], now: int) -> None:
        """Show these; `now` in nanoseconds, for the current speed."""
        self._sections, self._now = sections, now
        width = max(LABEL + 2, self.size.width)
        lines: list[Line] = []
        for section in sections:
            lines += [line("")] if lines else []
            lines += _section(section, width, now, self.telling.sizes)
        self.show(lines)

    def on_resize(self) -> None:
        """Set the columns for the new width."""
        self.show_sections(self._sections, self._now)


def _section(section: Section, width: int, now: int, sizes: Sizes) -> Iterator[Line]:
    counters, column = section.counters, min(COLUMN[sizes], (width - LABEL) // 2)
    width = LABEL + 2 * column
    yield line(Span(pad(section.title, width), "strong"))
    yield _row(column, "", Span("IN → DESKTOP", "head"), Span("DESKTOP → OUT", "head"))
    told = _Amounts(column, sizes)
    yield from told.rows(
        "Clipboard",
        (counters.clipboard_sent, counters.clipboard_sent_bytes),
        (counters.clipboard_received, counters.clipboard_received_bytes),
    )
    yield from told.rows(
        "Files",
        (counters.read, counters.read_bytes),
        (counters.written, counters.written_bytes),
    )
    yield _row(
        column,
        "Failed",
        _trouble(counters.reads_failed, "problem"),
        _trouble(counters.writes_failed, "problem"),
    )
    yield _row(
        column,
        "Incomplete",
        _trouble(counters.reads_incomplete, "warning"),
        _trouble(counters.writes_incomplete, "warning"),
    )
    yield _row(column, "Shares", *_shares(counters))
    current = speed(section.series, now)
    yield _graph(width, "out", [moved.bytes_out for moved in section.series], current.bytes_out)
    yield _graph(width, "in", [moved.bytes_in for moved in section.series], current.bytes_in)


def _row(column: int, label: str, *values: Span) -> Line:
    return line(
        Span(pad(label, LABEL), "quiet"),
        *(Span(pad_left(text, column), tone) for text, tone in values),
    )


class _Amounts(NamedTuple):
    """How many and how much, in columns of so many cells: below each other where they are small."""

    column: int
    sizes: Sizes

    def rows(self, label: str, sent: tuple[int, int], received: tuple[int, int]) -> Iterator[Line]:
        """Events and bytes, in and out."""
        room = self.column - 1 - len(JOINT) - AMOUNT[self.sizes]
        if room >= COUNT:
            yield self._row(label, sent, received, lambda both: self._beside(*both, room))
        else:
            yield self._row(label, sent, received, lambda both: number_in(both[0], self.column - 1))
            yield self._row("  bytes", sent, received, lambda both: self.sizes.told(both[1]))

    def _row(
        self,
        label: str,
        sent: tuple[int, int],
        received: tuple[int, int],
        told: Callable[[tuple[int, int]], str],
    ) -> Line:
        ways = (("in", sent), ("out", received))
        spans = (Span(told(both), way if both[0] else "quiet") for way, both in ways)
        return _row(self.column, label, *spans)

    def _beside(self, events: int, moved: int, room: int) -> str:
        counted = number_in(events, room)
        return f"{counted}{JOINT}{pad_left(self.sizes.told(moved), AMOUNT[self.sizes])}"


def _trouble(count: int, tone: str) -> Span:
    return Span(number(count), tone if count else "quiet")


def _shares(counters: Counters) -> tuple[Span, Span]:
    failed = f"{number(counters.shares_failed)} failed" if counters.shares_failed else ""
    return (
        Span(number(counters.shared), "" if counters.shared else "quiet"),
        Span(failed, "problem"),
    )


def _graph(width: int, label: str, amounts: list[int], current: int) -> Line:
    said = f"{pad_left(size(current), 6)}/s"
    cells = min(len(amounts), width - LABEL - len(said))
    return line(
        Span(pad(f"{label} 10 min", LABEL), "quiet"),
        Span(pad_left(bars(_compressed(amounts, cells)), width - LABEL - len(said)), label),
        Span(said, label if current else "quiet"),
    )


def _compressed(amounts: list[int], cells: int) -> list[int]:
    """The amounts summed into so many cells, the newest last."""
    each = -(-len(amounts) // max(1, cells))
    return [sum(amounts[at : at + each]) for at in range(len(amounts) % each, len(amounts), each)]
