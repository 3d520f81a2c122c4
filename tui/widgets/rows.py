"""Rows with a cursor, drawn one by one: what every list is made of."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.keys import hint, quiet
from tui.widgets.lines import TONES, Line, changed_cells, paint


class RowList(ScrollView, can_focus=True):
    """Rows with a cursor, of which only those in sight are asked for and painted.

    A subclass says how many rows there are (`set_count`) and what each looks like (`row`); a
    `header` stands above them and does not scroll.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set(TONES)
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("down,j", "move(1)", "Down", "list.down", "to the next row"),
        quiet("up,k", "move(-1)", "Up", "list.up", "to the row above"),
        quiet("g,home", "first", "First", "list.first", "to the first row"),
        quiet("G,end", "last", "Last", "list.last", "to the last row"),
        quiet("pagedown", "page(1)", "Page down", "list.pagedown", "a window down"),
        quiet("pageup", "page(-1)", "Page up", "list.pageup", "a window up"),
        quiet("ctrl+d", "page(0.5)", "Half down", "list.halfdown", "half a window down"),
        quiet("ctrl+u", "page(-0.5)", "Half up", "list.halfup", "half a window up"),
        hint("enter", "open", "Open", "list.open", "open what is under the cursor"),
    ]

    cursor: var[int] = var(0)
    """The row under the cursor."""

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
        self._title = ""
        self._drawn: dict[int, tuple[Line, Strip]] = {}

    # -- for subclasses ----------------------------------------------------------------

    def header(self, width: int) -> Line | None:  # noqa: ARG002
        """The line above the rows, in so many cells; None for no such line."""
        return None

    def row(self, index: int, width: int) -> Line:
        """What a row says, in so many cells."""
        raise NotImplementedError

    def entitle(self, title: str) -> None:
        """Set the title in the border, a visible text that is no markup; painted if it is new."""
        if title != self._title:
            self._title = title
            self.border_title = Content(title)

    def set_count(self, count: int) -> None:
        """Have so many rows; what they say is asked for anew by `repaint_changed`."""
        before, self.count = self.count, count
        self.virtual_size = Size(0, count + self._header_height)
        self.cursor = max(0, min(self.cursor, count - 1))
        for index in range(*sorted((before, count))):
            if index not in self._in_view():
                break
            self._drawn.pop(index, None)
            self._refresh_row(index)

    def repaint_changed(self) -> None:
        """Paint again those rows in sight that say something else by now."""
        width = self.row_width
        for index in self._in_sight():
            drawn = self._drawn.get(index)
            if drawn is None:  # it is painted anyway, as soon as it comes into sight
                continue
            spans = self.row(index, width)
            if drawn[0] != spans:
                del self._drawn[index]
                self._refresh_row(index, changed_cells(drawn[0], spans, width))

    def repaint_all(self) -> None:
        """Paint everything again."""
        self._drawn.clear()
        self.refresh()

    # -- drawing -----------------------------------------------------------------------

    @property
    def row_width(self) -> int:
        """The cells of a row: those that the scrollbar leaves, and one of air."""
        return max(0, self.scrollable_content_region.width - 1)

    @property
    def _header_height(self) -> int:
        return 0 if self.header(0) is None else 1

    def _in_sight(self) -> range:
        view = self._in_view()
        return range(view.start, min(view.stop, self.count))

    def _in_view(self) -> range:
        first = self.scroll_offset.y
        return range(first, first + max(0, self.size.height - self._header_height))

    def _refresh_row(self, index: int, cells: list[tuple[int, int]] | None = None) -> None:
        y = index - self.scroll_offset.y + self._header_height
        if 0 <= y < self.size.height:
            whole = [(0, self.size.width)]
            self.refresh(*(Region(begin, y, count, 1) for begin, count in cells or whole))

    def render_line(self, y: int) -> Strip:
        """The header, or the row that is scrolled to this line."""
        width = self.row_width
        if y < self._header_height:
            return paint(self, self.header(width) or (), width)
        index = y - self._header_height + self.scroll_offset.y
        if index >= self.count:
            return paint(self, (), width)
        drawn = self._drawn.get(index)
        if drawn is None or drawn[1].cell_length != width:
            spans = self.row(index, width)
            strip = paint(self, spans, width, cursor=index == self.cursor and self.shows_cursor)
            drawn = spans, strip
            if len(self._drawn) > 4 * max(1, self.size.height):
                self._drawn.clear()
            self._drawn[index] = drawn
        return drawn[1]

    @property
    def shows_cursor(self) -> bool:
        """Whether the row under the cursor is marked: while the list is used."""
        return self.has_focus

    def on_focus(self) -> None:
        """Mark the row under the cursor."""
        self._refresh_cursor()

    def on_blur(self) -> None:
        """Take the mark away, where it is shown only while the list is used."""
        self._refresh_cursor()

    def _refresh_cursor(self) -> None:
        self._drawn.pop(self.cursor, None)
        self._refresh_row(self.cursor)

    def notify_style_update(self) -> None:
        """Paint in the new theme's colours."""
        super().notify_style_update()
        self._drawn.clear()

    def on_resize(self) -> None:
        """Draw for the new width, the cursor still in sight."""
        self._drawn.clear()
        self.show_cursor()

    # -- moving ------------------------------------------------------------------------

    def watch_cursor(self, before: int, after: int) -> None:
        """Paint the mark where it was and where it is."""
        for index in (before, after):
            self._drawn.pop(index, None)
            self._refresh_row(index)

    def show_cursor(self) -> None:
        """Scroll so far that the cursor is in sight."""
        height = max(1, self.size.height - self._header_height)
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)

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
        height = max(1, self.size.height - self._header_height)
        self.go_to(self.cursor + round(pages * height))

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
        """A click moves the cursor, a second one opens."""
        index = event.y - self.gutter.top - self._header_height + self.scroll_offset.y
        if 0 <= index < self.count and event.y - self.gutter.top >= self._header_height:
            self.go_to(index)
            if event.chain > 1:
                self.action_open()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel is a movement of the cursor, so that scrolling up leaves what follows."""
        event.stop()
        self.go_to(self.cursor - 3)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel is a movement of the cursor."""
        event.stop()
        self.go_to(self.cursor + 3)
