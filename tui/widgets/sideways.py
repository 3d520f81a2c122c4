"""Rows that are scrolled sideways, so that what is cut of them comes into sight."""

from rich.cells import cell_len
from textual.binding import BindingType
from textual.content import Content
from textual.events import (
    MouseEvent,
    MouseScrollDown,
    MouseScrollLeft,
    MouseScrollRight,
    MouseScrollUp,
)
from textual.reactive import var

from tui.terminal.keys import quiet
from tui.widgets.lines import Line, Span, divided
from tui.widgets.selecting import SelectableRows
from tui.words.text import ELLIPSIS, plural

FURTHEST = 10_000
"""Cells of a row that can be looked at; a line of the log may be a hundred times as long."""
WHEEL = 6
"""Cells that a notch of the wheel goes."""
SIDEWAYS: list[BindingType] = [
    quiet("greater_than_sign,right,l", "sideways(0.5)", "Right", "list.right", "on in cut rows"),
    quiet("less_than_sign,left,h", "sideways(-0.5)", "Left", "list.left", "back in them"),
    quiet("dollar_sign", "row_end", "Row's end", "list.rowend", "to the longest row's end"),
    quiet("circumflex_accent", "row_begin", "Row's begin", "list.rowbegin", "to their begin"),
]
"""The keys: in a list beside its others, as the help tells them in order."""


class SidewaysRows(SelectableRows):
    """Rows that are drawn in as many cells more as are scrolled out of sight.

    So a row that is cut where there is no room has the more room the further it is scrolled. It
    stays scrolled whatever comes, and whichever row is looked at, until it is scrolled back.
    """

    left: var[int] = var(0)
    """The cells that are scrolled out of sight, behind those that are fixed."""

    # -- for subclasses ----------------------------------------------------------------

    @property
    def fixed(self) -> int:
        """The cells at the beginning of a row by which one knows it: they stay."""
        return 0

    @property
    def sight_width(self) -> int:
        """The cells of a row that there is room for."""
        raise NotImplementedError

    def needed(self) -> int:
        """The cells in which all rows in sight are whole."""
        raise NotImplementedError

    def say_below(self) -> None:
        """Say before the note how far one has scrolled."""
        scrolled = f"‹ {plural(self.left, 'cell')}" if self.left else ""
        self.border_subtitle = Content(" ─ ".join(filter(None, (scrolled, self.note))))

    # -- what is in sight --------------------------------------------------------------

    @property
    def row_width(self) -> int:
        """The cells in which a row is drawn."""
        return self.sight_width + self.left

    @property
    def _fixed(self) -> int:
        return min(self.fixed, self.sight_width // 2)

    def scrolled(self, spans: Line) -> Line:
        """What of a row is not scrolled out of sight; `…` stands where something is missing."""
        fixed, rest = divided(spans, self._fixed)
        gone, rest = divided(rest, self.left)
        if any(text.strip() for text, _ in gone):
            edge, rest = divided(rest, 1)
            rest = (Span(ELLIPSIS, edge[0].tone if edge else ""), *rest)
        return fixed + rest

    def row_cell(self, x: int) -> int:
        """The cell of a row that stands in this one of those in sight."""
        return x if x < self._fixed else x + self.left

    def cell_in_sight(self, cell: int) -> int:
        """Where a cell of a row stands, or the nearest one to it that is in sight."""
        return min(cell, max(self._fixed, cell - self.left))

    # -- scrolling ---------------------------------------------------------------------

    def watch_left(self) -> None:
        """Paint all rows, further on, and say how far."""
        self.say_below()
        self.repaint_all()

    def scroll_sideways(self, cells: int) -> None:
        """Scroll so many cells to the right, as far as rows in sight go; below zero, back."""
        if cells > 0:
            furthest = min(self.needed(), FURTHEST) - self.sight_width
            cells = min(cells, max(0, furthest - self.left))
        self.left = max(0, self.left + cells)

    def action_sideways(self, windows: float) -> None:
        """To the right or back by some of the rooms that there are for what is not fixed."""
        self.scroll_sideways(round(windows * (self.sight_width - self._fixed)))

    def action_row_end(self) -> None:
        """To the end of the longest row in sight."""
        self.scroll_sideways(FURTHEST)

    def action_row_begin(self) -> None:
        """Back to where rows begin."""
        self.scroll_sideways(-self.left)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """With shift or ctrl the wheel goes sideways, as in all that Textual scrolls."""
        if goes_sideways(event):
            self.scroll_sideways(WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The same, and back."""
        if goes_sideways(event):
            self.scroll_sideways(-WHEEL)

    def on_mouse_scroll_right(self, event: MouseScrollRight) -> None:
        """A wheel that is turned sideways itself."""
        event.stop()
        self.scroll_sideways(WHEEL)

    def on_mouse_scroll_left(self, event: MouseScrollLeft) -> None:
        """The same, and back."""
        event.stop()
        self.scroll_sideways(-WHEEL)


def goes_sideways(event: MouseEvent) -> bool:
    """Whether a turn of the wheel goes sideways: with shift or ctrl."""
    return event.shift or event.ctrl


def width_of(spans: Line) -> int:
    """The cells of a row, without the blanks at its end."""
    return cell_len("".join(text for text, _ in spans)[:FURTHEST].rstrip())
