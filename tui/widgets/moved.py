"""What moved: clipboard and file counters, and how fast, of all sessions and of one."""

from collections.abc import Iterator
from typing import NamedTuple

from tui.audit.counters import Counters
from tui.audit.rates import Moved, speed
from tui.text import bars, number, number_in, pad, pad_left, size
from tui.widgets.lines import Line, LinePane, Span, line

LABEL = 11
COLUMN = 20
"""Cells of the widest column: further apart, in and out are no longer seen as one row."""


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
            lines += _section(section, width, now)
        self.show(lines)

    def on_resize(self) -> None:
        """Set the columns for the new width."""
        self.show_sections(self._sections, self._now)


def _section(section: Section, width: int, now: int) -> Iterator[Line]:
    counters, column = section.counters, min(COLUMN, (width - LABEL) // 2)
    width = LABEL + 2 * column
    yield line(Span(pad(section.title, width), "strong"))
    yield _row(column, "", Span("IN → DESKTOP", "head"), Span("DESKTOP → OUT", "head"))
    yield _row(
        column,
        "Clipboard",
        _counted(column, counters.clipboard_sent, counters.clipboard_sent_bytes, "in"),
        _counted(column, counters.clipboard_received, counters.clipboard_received_bytes, "out"),
    )
    yield _row(
        column,
        "Files",
        _counted(column, counters.read, counters.read_bytes, "in"),
        _counted(column, counters.written, counters.written_bytes, "out"),
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


def _counted(column: int, events: int, moved: int, tone: str) -> Span:
    counted = number_in(events, column - 9)  # the rest: 8 cells, and one of air before them
    return Span(f"{counted} · {pad_left(size(moved), 5)}", tone if events else "quiet")


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
