"""Rows with a cursor, drawn one by one: what every list is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from tui.terminal.keys import hint, quiet
from tui.view.search import Needle
from tui.widgets.lines import TONES, Drawn, Line, Span, line, marked, paint, refresh_lines, thumb_of
from tui.widgets.sideways import FURTHEST, SIDEWAYS, SidewaysRows, goes_sideways, width_of


class RowList(SidewaysRows, can_focus=True):
    """Rows with a cursor, of which only those in sight are asked for and painted.

    A subclass says how many rows there are (`set_count`) and what each looks like (`row`); a
    `header` stands above them and does not scroll. It scrolls by itself: to Textual's scroll
    views each new row is a new layout of the screen and two paintings of it, 10 ms.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set(TONES)
    HEADER_HEIGHT: ClassVar[int] = 0
    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("down,j", "move(1)", "Down", "list.down", "to the next row"),
        quiet("up,k", "move(-1)", "Up", "list.up", "to the row above"),
        quiet("g,home", "first", "First", "list.first", "to the first row"),
        quiet("G,end", "last", "Last", "list.last", "to the last row"),
        quiet("pagedown", "page(1)", "Page down", "list.pagedown", "a window down"),
        quiet("pageup", "page(-1)", "Page up", "list.pageup", "a window up"),
        quiet("ctrl+d", "page(0.5)", "Half down", "list.halfdown", "half a window down"),
        quiet("ctrl+u", "page(-0.5)", "Half up", "list.halfup", "half a window up"),
        *SIDEWAYS,
        hint("enter", "open", "Open", "list.open", "open what is under the cursor"),
    ]

    cursor: var[int] = var(0)
    """The row under the cursor."""
    top: var[int] = var(0)
    """The first row in sight."""

    @dataclass
    class Moved(Message):
        """The cursor went to another row by the user's hand."""

        rows: "RowList"

        @property
        def control(self) -> "RowList":
            """The list in which it moved."""
            return self.rows

    @dataclass
    class Opened(Message):
        """The row under the cursor was asked to open."""

        rows: "RowList"

        @property
        def control(self) -> "RowList":
            """The list whose row it is."""
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.count = 0
        self.needle: Needle | None = None
        self._drawn: dict[int, Drawn] = {}
        self._thumb = range(0)
        self._edges: dict[bool, list[Segment]] = {}

    # -- for subclasses ----------------------------------------------------------------

    def header(self, width: int) -> Line:  # noqa: ARG002
        """The line above the rows, in so many cells, of a list that has one."""
        return ()

    def row(self, index: int, width: int) -> Line:
        """What a row says, in so many cells."""
        raise NotImplementedError

    def row_text(self, index: int) -> str:
        """What a row says, without its tones."""
        return "".join(span.text for span in self.row(index, self.row_width))

    def row_at(self, y: int) -> int:
        """The row at a line of the content, or the one that is nearest."""
        return max(0, min(y - self.HEADER_HEIGHT + self.top, self.count - 1))

    def set_count(self, count: int) -> None:
        """Have so many rows; what they say is asked for anew by `repaint_changed`."""
        before, self.count = self.count, count
        if before == count:
            return
        self.cursor = max(0, min(self.cursor, count - 1))
        self.top = self._within(self.top)
        fewer, more = sorted((before, count))
        others = range(max(self.top, fewer), min(self.top + self._height, more))
        for index in others:
            self._drawn.pop(index, None)
        self._refresh_rows(others)
        self._place_thumb()

    def shift(self, rows: int) -> None:
        """Stay on the same rows, before which so many were laid."""
        self._drawn.clear()
        self.cursor = max(0, min(self.cursor + rows, self.count - 1))
        self.top = self._within(self.top + rows)

    def repaint_changed(self, first: int = 0) -> None:
        """Paint again those rows in sight that say something else by now, of them from the `first`
        on that can.
        """
        width, in_sight = self.row_width, self._in_sight()
        changed = []
        for index, drawn in list(self._drawn.items()):
            if index not in in_sight:  # it is asked for again when it comes into sight
                del self._drawn[index]
            elif index >= first and drawn.spans != (spans := self.row(index, width)):
                self._drawn[index] = Drawn(spans)
                changed.append(index)
        self._refresh_rows(sorted(changed))

    def repaint_all(self) -> None:
        """Paint everything again."""
        self._drawn.clear()
        self.refresh()

    # -- drawing -----------------------------------------------------------------------

    @property
    def sight_width(self) -> int:
        """The cells of a row in sight: those that the scrollbar leaves, and one of air."""
        return max(0, self.size.width - 1 - bool(self._thumb))

    def needed(self) -> int:
        """The cells in which all rows in sight are whole."""
        return max((width_of(self.row(index, FURTHEST)) for index in self._in_sight()), default=0)

    @property
    def _height(self) -> int:
        """The rows that there is room for."""
        return max(1, self.size.height - self.HEADER_HEIGHT)

    def _in_sight(self) -> range:
        return range(self.top, min(self.top + self._height, self.count))

    def _within(self, top: int) -> int:
        return max(0, min(top, self.count - self._height))

    def _place_thumb(self) -> None:
        before, self._thumb = (
            self._thumb,
            thumb_of(self.count, self._height, self.top, self.HEADER_HEIGHT),
        )
        if bool(before) != bool(self._thumb):  # the rows' width is another
            self.repaint_all()
        elif before != self._thumb:
            self.refresh(Region(self.size.width - 1, 0, 1, self.size.height))

    def _refresh_rows(self, indexes: Sequence[int]) -> None:
        """Have those of some rows painted again that are in sight."""
        sight = range(self.top, self.top + self._height)
        below = self.HEADER_HEIGHT - self.top
        refresh_lines(self, [index + below for index in indexes if index in sight])

    def render_line(self, y: int) -> Strip:
        """The header, or the row that is scrolled to this line; and the scrollbar."""
        width = self.sight_width
        content = self._content(y, width)
        if not self._thumb:
            return Strip(content, width)
        here = y in self._thumb
        if here not in self._edges:
            self._edges[here] = paint(self, line(" ", Span("█" if here else " ", "thumb")), 2)
        return Strip([*content, *self._edges[here]], width + 2)  # faster than `join`

    def _content(self, y: int, width: int) -> list[Segment]:
        left = self.left
        if y < self.HEADER_HEIGHT:
            header = self.header(width + left)
            return paint(self, self.scrolled(header) if left else header, width)
        index = y - self.HEADER_HEIGHT + self.top
        if index >= self.count:
            return paint(self, (), width)
        drawn = self._drawn.get(index)
        if drawn is not None and drawn.segments is not None and drawn.width == width:
            return drawn.segments
        if drawn is None or drawn.segments is not None:  # else `repaint_changed` has asked for it
            drawn = Drawn(self.row(index, width + left))
        spans = drawn.spans
        shown = spans if self.needle is None else marked(spans, self.needle.found_in)
        shown = self.scrolled(shown) if left else shown
        here = index == self.cursor and self.shows_cursor
        segments = self.with_selection(paint(self, shown, width, cursor=here), index)
        if len(self._drawn) > 512:  # more than a terminal has rows
            self._drawn.clear()
        self._drawn[index] = Drawn(spans, segments, width)
        return segments

    @property
    def shows_cursor(self) -> bool:
        """Whether the row under the cursor is marked: while the list is used."""
        return self.has_focus

    def on_focus(self) -> None:
        """Mark the row under the cursor."""
        self.watch_cursor(self.cursor, self.cursor)

    def on_blur(self) -> None:
        """Take the mark away, where it is shown only while the list is used."""
        self.watch_cursor(self.cursor, self.cursor)

    def notify_style_update(self) -> None:
        """Paint in the new theme's colours."""
        super().notify_style_update()
        self._edges.clear()
        self.repaint_all()  # it comes also where Textual finds nothing to be painted

    def on_resize(self) -> None:
        """Draw for the new width, the cursor still in sight."""
        self.repaint_all()  # it can have been painted for it already: no row would change any more
        self.show_cursor()
        self._place_thumb()

    # -- moving ------------------------------------------------------------------------

    def watch_cursor(self, before: int, after: int) -> None:
        """Paint the mark where it was and where it is."""
        for index in (before, after):
            self._drawn.pop(index, None)
        self._refresh_rows(sorted({before, after}))

    def watch_top(self) -> None:
        """Paint all rows, each in its new place."""
        self._place_thumb()
        self.refresh(self.size.region)

    def show_cursor(self) -> None:
        """Scroll so far that the cursor is in sight."""
        self.top = self._within(max(min(self.top, self.cursor), self.cursor - self._height + 1))

    def go_to(self, index: int) -> None:
        """Put the cursor on a row, as the user's own movement."""
        self.cursor = max(0, min(index, self.count - 1))
        self.show_cursor()
        self.post_message(self.Moved(self))

    def action_move(self, rows: int) -> None:
        """Up or down by some rows."""
        self.go_to(self.cursor + rows)

    def action_page(self, pages: float) -> None:
        """Up or down by some windows."""
        self.go_to(self.cursor + round(pages * self._height))

    def action_first(self) -> None:
        """To the first row."""
        self.go_to(0)

    def action_last(self) -> None:
        """To the last row."""
        self.go_to(self.count - 1)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.count:
            self.post_message(self.Opened(self))

    def on_click(self, event: Click) -> None:
        """A click moves the cursor, a second one opens; on the scrollbar to that part."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.HEADER_HEIGHT:
            return
        y = offset.y - self.HEADER_HEIGHT
        if self._thumb and offset.x == self.size.width - 1:
            self.go_to(self.count * y // max(1, self._height - 1))
        elif self.top + y < self.count:
            self.go_to(self.top + y)
            if event.chain > 1:
                self.action_open()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel is a movement of the cursor, so that scrolling up leaves what follows."""
        event.stop()
        if not goes_sideways(event):
            self.go_to(self.cursor - 3)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel is a movement of the cursor."""
        event.stop()
        if not goes_sideways(event):
            self.go_to(self.cursor + 3)
