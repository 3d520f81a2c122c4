"""The lines of a pane, each between the edges of its frame.

Textual works out anew for every line which frame stands left and right of it, in which colours, and
how far it is padded. All that is not Textual's public interface stands here.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual._styles_cache import RenderLineCallback, StylesCache
from textual.strip import Strip

CONTENT_LINE = 7
"""Which of the things that a line is painted by is the callback for what stands in it."""


class Edges(NamedTuple):
    """What stands left and right of each line, and the ground of what is missing of a line."""

    left: list[Segment]
    right: list[Segment]
    ground: Style | None


class FramedLines(StylesCache):
    """Keeps the edges until another style, or another size, has all lines painted anew.

    It is for panes that have none of Textual's effects on what stands in the frame.
    """

    def __init__(self) -> None:
        super().__init__()
        self._edges: Edges | None = None

    def clear(self) -> None:
        """Forget what was painted."""
        super().clear()
        self._edges = None

    def render_line(self, *asked: Any) -> Strip:
        """A line of the pane: of its frame, or of what stands in it."""
        styles, y, size, content_size = asked[:4]
        content_line: RenderLineCallback = asked[CONTENT_LINE]
        line: Callable[..., Strip] = super().render_line

        def framed(content: RenderLineCallback) -> Strip:
            return line(*asked[:CONTENT_LINE], content, *asked[CONTENT_LINE + 1 :])

        gutter, width = styles.gutter, content_size.width
        inside = y - gutter.top
        if not width or not 0 <= inside < content_size.height:
            return framed(content_line)
        content = content_line(inside)
        missing = width - content.cell_length
        if missing < 0:  # as while it is laid out anew
            return framed(lambda _: content)
        if self._edges is None:
            cuts = gutter.left, gutter.left + width, size.width
            begin, blank, end = framed(lambda _: Strip([], 0)).divide(cuts)
            self._edges = Edges(list(begin), list(end), next(iter(blank)).style)
        left, right, ground = self._edges
        rest = [Segment(" " * missing, ground)] if missing else ()
        return Strip([*left, *content, *rest, *right], size.width)
