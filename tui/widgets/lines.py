"""Lines drawn one by one: what all panes are made of.

A line is spans of visible text, each with a tone; only lines whose spans changed are painted
again. The tones are component classes, so that a theme decides what they look like.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip

from tui.widgets.telling import TellingPane
from tui.words.text import MAX_COMBINING, fit, pad

TONES = frozenset(
    {"tone--quiet", "tone--active", "tone--problem", "tone--warning", "tone--in", "tone--out"}
    | {"tone--head", "tone--here", "tone--cursor", "tone--strong", "tone--thumb", "tone--mark"}
    | {"tone--key", "tone--string", "tone--number", "tone--word"}
)
_TONE = itemgetter(1)
HIT = "hit"
"""The tone of what was searched for: turned round, so that it can be told in every theme."""


class Span(NamedTuple):
    """Visible text and the name of its tone; none for plain text."""

    text: str
    tone: str = ""


Line = tuple[Span, ...]


class Drawn(NamedTuple):
    """What a row said when it was asked, and how that was painted, in so many cells."""

    spans: Line
    segments: list[Segment] | None = None
    width: int = 0


def line(*spans: Span | str) -> Line:
    """A line of spans; a plain string is one without a tone."""
    return tuple(span if isinstance(span, Span) else Span(span) for span in spans)


def marked(spans: Line, found_in: Callable[[str], list[tuple[int, int]]]) -> Line:
    """Spans in which what was found stands out, each part by itself."""
    parts: list[Span] = []
    for text, tone in spans:
        begin = 0
        for first, stop in found_in(text):
            parts += [Span(text[begin:first], tone), Span(text[first:stop], HIT)]
            begin = stop
        parts.append(Span(text[begin:], tone))
    return tuple(parts)


def divided(spans: Line, cells: int) -> tuple[Line, Line]:
    """The spans in the first so many cells, and those behind; of a wide character that stands in
    both there are blanks.
    """
    for at, (text, tone) in enumerate(spans):
        first, second = _divided(text, cells)
        if second:
            return (*spans[:at], Span(first, tone)), (Span(second, tone), *spans[at + 1 :])
        cells -= cell_len(first)
    return spans, ()


def _divided(text: str, cells: int) -> tuple[str, str]:
    if text.isascii():
        return text[:cells], text[cells:]
    used = 0
    # As many characters as can stand in these cells and in the next.
    for begin, stop, width in split_graphemes(text[: (cells + 2) * (1 + MAX_COMBINING)])[0]:
        over = used + width - cells
        if over > 0:
            behind = text[begin:] if over == width else " " * over + text[stop:]
            return text[:begin] + " " * (width - over), behind
        used += width
    return text, ""


def paint(pane: TellingPane, spans: Line, width: int, *, cursor: bool = False) -> list[Segment]:
    """Spans as segments of exactly `width` cells in a pane's tones, cut with `…`."""
    base = pane.visual_style.rich_style  # kept until it changes, unlike its own `rich_style`
    if cursor:
        base = _marked(base, pane.tone("cursor"))
    segments: list[Segment] = []
    left = width
    # A segment for each change of tone: every one of them is compared and cut on its way.
    for tone, alike in groupby(spans, _TONE):
        text = "".join([text for text, _ in alike])
        if left <= 0:
            if segments and text.strip():
                segments[-1] = _cut(segments[-1])
                break
            continue
        shown = text if cell_len(text) <= left else fit(text.rstrip(), left)
        segments.append(Segment(shown, _toned(pane, tone, base)))
        left -= cell_len(shown)
    if left > 0:
        segments.append(Segment(" " * left, base))
    return segments


def _cut(segment: Segment) -> Segment:
    """A segment behind which something is missing."""
    return Segment(pad(f"{segment.text} ", cell_len(segment.text)), segment.style)


def refresh_lines(pane: TellingPane, lines: Sequence[int]) -> None:
    """Have lines of a pane painted again, given in ascending order: all of them at once, and
    neighbours as one region, for each that is told costs as much as all.
    """
    regions: list[Region] = []
    for y in lines:
        if regions and regions[-1].bottom == y:
            regions[-1] = regions[-1].grow((0, 0, 1, 0))
        else:
            regions.append(Region(0, y, pane.size.width, 1))
    if regions:
        pane.refresh(*regions)


def thumb_of(count: int, height: int, top: int, below: int) -> range:
    """The lines of a scrollbar on which its thumb stands, none while all rows are in sight.

    Of `count` rows there is room for `height`, from row number `top` on; the bar begins `below`
    the first line.
    """
    hidden = count - height
    if hidden <= 0:
        return range(0)
    length = max(1, height**2 // count)
    begin = below + (height - length) * top // hidden
    return range(begin, begin + length)


def _toned(pane: TellingPane, tone: str, base: Style) -> Style:
    if not tone:
        return base
    if tone == HIT:  # also in a row that is reversed itself
        return base + Style(reverse=not base.reverse, bold=True)
    return _inked(base, pane.tone(tone))


@lru_cache(1 << 8)
def _inked(base: Style, style: Style) -> Style:
    """A style on another one, without the background that it was blended with."""
    if base.reverse:  # a mark of one piece: a colour would be that of the background
        return base + Style(bold=style.bold, underline=style.underline)
    ink = Style(color=style.color, bold=style.bold, dim=style.dim, underline=style.underline)
    return base + ink


@lru_cache(1 << 8)
def _marked(base: Style, mark: Style) -> Style:
    """A style on the background of a mark."""
    return base + Style(bgcolor=mark.bgcolor, bold=mark.bold, reverse=mark.reverse)


class LinePane(TellingPane):
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
        pairs = enumerate(zip(before, self._lines, strict=True))
        refresh_lines(self, [y for y, (old, new) in pairs if old != new])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many as there are lines."""
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        """One line."""
        spans, width = self._lines[y] if y < len(self._lines) else (), self.size.width
        return Strip(paint(self, spans, width), width)
