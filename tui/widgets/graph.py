"""Amounts over time as bars, over several rows, with a scale and times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple

from tui.audit.rfc3339 import SECOND
from tui.widgets.lines import Line, LinePane, Span, line
from tui.words.text import moment, pad, pad_left, size

SCALE = 10
"""Cells of the scale at the left: bytes a second, and the axis; as many at the right, a minute."""
MINUTE = 60 * SECOND
_STEPS = " ▁▂▃▄▅▆▇█"
_TICKS = tuple(
    minutes * MINUTE for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440)
)


class Graph(NamedTuple):
    """Amounts of slices one behind the other, each `slice` ns long, the last begun at `begin`.

    `since` is the moment (ns) before which not all is counted; None if all is.
    """

    amounts: Sequence[int]
    slice: int
    begin: int
    since: int | None = None


class GraphPane(LinePane):
    """One graph, as high as there is room; `tone` colours its bars."""

    def __init__(self, tone: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._tone = tone
        self._graph = Graph((), SECOND, 0)

    def show_graph(self, graph: Graph) -> None:
        """Show these amounts."""
        self._graph = graph
        width, height = self.size
        if width and height:
            self.show(graph_lines(graph, width, height, self._tone, self.telling.zone))

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.show_graph(self._graph)


def graph_lines(graph: Graph, width: int, height: int, tone: str, zone: tzinfo) -> list[Line]:
    """A graph in so many cells and rows: bars, the axis, and times by a clock of the zone."""
    cells, rows = max(1, width - 2 * SCALE), max(1, height - 2)
    each = -(-len(graph.amounts) // cells) or 1
    amounts = compressed(graph.amounts, each)
    slice_ = each * graph.slice
    plot = _Plot(graph.begin + graph.slice - len(amounts) * slice_, slice_, len(amounts), cells)
    top = max(amounts, default=0)
    lines = []
    for row in range(rows):
        pace = top * (rows - row) * SECOND / rows / slice_
        told = top > 0 and row in (0, (rows + 1) // 2)
        bars = plot.stretched(_bars(amounts, rows, rows - row - 1))
        if row == rows - 1:
            bars = _dotted(bars, plot.uncounted(graph.since))
        lines.append(
            line(
                Span(pad_left(f"{size(round(pace))}/s" if told else "", SCALE - 2), "quiet"),
                Span(" ┤" if told else " │", "quiet"),
                Span(bars, tone),
                Span(pad(f" {size(round(60 * pace))}/min" if told else "", SCALE), "quiet"),
            )
        )
    marks = plot.ticks(zone)
    axis = "".join("┴" if cell in marks else "─" for cell in range(cells))
    lines.append(line(Span(f"{pad_left('0', SCALE - 2)} └{axis}", "quiet")))
    lines.append(line(Span(" " * SCALE + _labels(marks, cells), "quiet")))
    return lines


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where time runs: `count` bars of `slice` ns each, from `first` on, over so many cells."""

    first: int
    slice: int
    count: int
    cells: int

    def stretched(self, bars: str) -> str:
        """Bars over all cells: some are a cell wider than others."""
        return "".join(bars[cell * self.count // self.cells] for cell in range(self.cells))

    def _cell(self, at: int) -> int:
        return (at - self.first) * self.cells // (self.slice * self.count)

    def uncounted(self, since: int | None) -> int:
        """The cells at the left of which not all is counted."""
        return 0 if since is None else max(0, min(self.cells, self._cell(since)))

    def ticks(self, zone: tzinfo) -> dict[int, str]:
        """The cells at which a time is told, and that time: about one in sixteen cells."""
        span = self.count * self.slice
        wanted = span * 12 // self.cells
        step = next((tick for tick in _TICKS if tick >= wanted), _TICKS[-1])
        moments = _round(self.first, self.first + span, step, zone)
        return {self._cell(at): moment(at, zone, "%H:%M") for at in moments}


def _round(begin: int, end: int, step: int, zone: tzinfo) -> range:
    """The moments between two that are round by the zone's clock."""
    told = moment(begin, zone, "%z")
    east = int(f"{told[0]}1") * (int(told[1:3]) * 60 + int(told[3:5])) * MINUTE
    return range(-(-(begin + east) // step) * step - east, end, step)


def _labels(marks: dict[int, str], cells: int) -> str:
    """Times below their cells, as far as they do not touch each other."""
    told = ""
    for cell, text in marks.items():
        begin = max(0, cell - len(text) // 2)
        if begin >= len(told) + bool(told) and begin + len(text) <= cells + SCALE:
            told += " " * (begin - len(told)) + text
    return told


def compressed(amounts: Sequence[int], each: int) -> list[int]:
    """Sums of so many amounts, the newest last; the oldest that make no whole sum are left out."""
    return [sum(amounts[at : at + each]) for at in range(len(amounts) % each, len(amounts), each)]


def _bars(amounts: Sequence[int], rows: int, row: int) -> str:
    """One row of bars, the lowest being row 0; what is not nothing has a step at least."""
    top = max(amounts, default=0) or 1
    steps = (max(amount > 0, amount * rows * 8 // top) - 8 * row for amount in amounts)
    return "".join(_STEPS[max(0, min(step, 8))] for step in steps) or " "


def _dotted(bars: str, cells: int) -> str:
    """Dots for what is not counted, where nothing stands."""
    return bars[:cells].replace(" ", "·") + bars[cells:]
