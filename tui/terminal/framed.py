"""The lines of a pane, each between the edges of its frame.

Textual works out anew for every line which frame stands left and right of it, in which colours, and
how far it is padded. All that is not Textual's public interface stands here.
"""

from collections.abc import Callable
from typing import Any

from rich.segment import Segment
from textual._styles_cache import RenderLineCallback, StylesCache
from textual.strip import Strip

CONTENT_LINE = 7
"""Which of the things that a line is painted by is the callback for what stands in it."""

Edges = tuple[list[Segment], list[Segment]]
"""What stands left and right of each line."""


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
        if not 0 <= inside < content_size.height:
            return framed(content_line)
        content = content_line(inside)
        if content.cell_length != width:  # as while it is laid out anew
            return framed(lambda _: content)
        if self._edges is None:
            cuts = gutter.left, gutter.left + width, size.width
            begin, _, end = framed(lambda _: Strip.blank(width)).divide(cuts)
            self._edges = list(begin), list(end)
        left, right = self._edges
        return Strip([*left, *content, *right], size.width)
