"""Lines drawn one by one: what all panes are made of.

A line is spans of visible text, each with a tone; only lines whose spans changed are painted
again. The tones are component classes, so that a theme decides what they look like.
"""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.text import fit

TONES = frozenset(
    {"tone--quiet", "tone--active", "tone--problem", "tone--warning", "tone--in", "tone--out"}
    | {"tone--head", "tone--cursor", "tone--strong", "tone--thumb", "tone--hit"}
    | {"tone--key", "tone--string", "tone--number", "tone--word"}
)


class Span(NamedTuple):
    """Visible text and the name of its tone; none for plain text."""

    text: str
    tone: str = ""


Line = tuple[Span, ...]


def line(*spans: Span | str) -> Line:
    """A line of spans; a plain string is one without a tone."""
    return tuple(span if isinstance(span, Span) else Span(span) for span in spans)


def marked(spans: Line, ranges: Iterable[tuple[int, int]]) -> Line:
    """A line in which some ranges of its characters, in order, have the tone `hit`."""
    cut: list[Span] = []
    edges = [edge for begin, end in ranges if begin < end for edge in (begin, end)]
    at = passed = 0
    for text, tone in spans:
        begin = 0
        while passed < len(edges) and edges[passed] < at + len(text):
            stop = edges[passed] - at
            cut.append(Span(text[begin:stop], "hit" if passed % 2 else tone))
            begin, passed = stop, passed + 1
        cut.append(Span(text[begin:], "hit" if passed % 2 else tone))
        at += len(text)
    return tuple(span for span in cut if span.text)


def paint(widget: Widget, spans: Line, width: int, *, cursor: bool = False) -> Strip:
    """Spans as a strip of exactly `width` cells in a widget's tones, cut with `…`."""
    base = widget.rich_style
    if cursor:
        marked = widget.get_component_rich_style("tone--cursor")
        base += Style(bgcolor=marked.bgcolor, bold=marked.bold)
    segments, left = [], width
    for text, tone in spans:
        if left <= 0:
            break
        shown = fit(text, left)
        segments.append(Segment(shown, base + _tone(widget, tone) if tone else base))
        left -= cell_len(shown)
    if left > 0:
        segments.append(Segment(" " * left, base))
    return Strip(segments, width)


def _tone(widget: Widget, name: str) -> Style:
    # Not its partial style, in which a colour has lost its transparency.
    style = widget.get_component_rich_style(f"tone--{name}")
    return Style(color=style.color, bold=style.bold, reverse=style.reverse)


class LinePane(Widget):
    """A few lines of text that are all seen at once."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(TONES)
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = []

    def show(self, lines: Iterable[Line]) -> None:
        """Show these lines, painting only those that differ."""
        before, self._lines = self._lines, list(lines)
        if len(before) != len(self._lines):
            self.refresh(layout=True)
            return
        for y, (old, new) in enumerate(zip(before, self._lines, strict=True)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many as there are lines."""
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        """One line."""
        return paint(self, self._lines[y] if y < len(self._lines) else (), self.size.width)
