"""Text that the mouse selects in rows which are drawn one by one."""

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.selection import Selection
from textual.strip import Strip

from tui.widgets.telling import TellingPane
from tui.words.telling import Telling


class SelectableRows(TellingPane):
    """Rows by number, of which a subclass says how many there are and what each says.

    A selection goes from character to character of rows, so that it stays on them as they scroll.
    """

    count = 0
    _selection: Selection | None = None

    def row_text(self, index: int) -> str:
        """What a row says, as it is shown."""
        raise NotImplementedError

    def row_at(self, y: int) -> int:
        """The row at a line of the content, or the one that is nearest."""
        raise NotImplementedError

    def row_cell(self, x: int) -> int:
        """The cell of a row that stands in this one of those in sight."""
        raise NotImplementedError

    def cell_in_sight(self, cell: int) -> int:
        """Where a cell of a row stands, or the nearest one to it that is in sight."""
        raise NotImplementedError

    def repaint_all(self) -> None:
        """Paint everything again."""
        raise NotImplementedError

    def tell(self, telling: Telling) -> None:
        """Tell moments and sizes in this way."""
        super().tell(telling)
        self.repaint_all()

    def place_at(self, x: int, y: int) -> Offset | None:
        """Which character (x) of which row (y) stands at a cell of the content; None in no rows.

        Textual would look for it in the styles of what is painted, which would then all differ.
        """
        if not self.count:
            return None
        index = self.row_at(y)
        return Offset(_character_at(self.row_text(index), self.row_cell(x)), index)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What is selected, as it is shown, and what follows it."""
        first = selection.start.y if selection.start is not None else 0
        last = selection.end.y if selection.end is not None else self.count - 1
        told = []
        for index in range(first, min(last + 1, self.count)):
            text = self.row_text(index)
            told.append(text[_span(selection, index, text)].rstrip())
        return "\n".join(told), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint what is selected, or is not any more."""
        self._selection = selection
        self.repaint_all()

    def with_selection(self, segments: list[Segment], index: int) -> list[Segment]:
        """A row's segments with what is selected of it marked."""
        selection = self._selection
        if selection is None or selection.get_span(index) is None:
            return segments
        text, strip = self.row_text(index), Strip(segments)
        span = _span(selection, index, text)
        begin, end = (
            min(self.cell_in_sight(cell_len(text[:at])), strip.cell_length)
            for at in (span.start, span.stop)
        )
        before, within, after = strip.divide([begin, end, strip.cell_length])
        selected = self.screen.get_component_rich_style("screen--selection")
        mark = Style(color=selected.color, bgcolor=selected.bgcolor, reverse=selected.reverse)
        marked = [Segment(told, style + mark if style else mark) for told, style, _ in within]
        return [*before, *marked, *after]


def _span(selection: Selection, index: int, text: str) -> slice:
    """Which characters of a row are selected."""
    begin, end = selection.get_span(index) or (0, 0)
    return slice(min(begin, len(text)), len(text) if end < 0 else min(end, len(text)))


def _character_at(text: str, cell: int) -> int:
    """The number of the character that covers a cell; their count behind the last one."""
    used = 0
    for begin, _, width in split_graphemes(text)[0]:
        used += width
        if used > cell:
            return begin
    return len(text)
