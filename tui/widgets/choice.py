"""One of a few values, all of them in sight: the row under the cursor is the chosen one."""

from collections.abc import Mapping

from textual.geometry import Size

from tui.widgets.lines import Line, line
from tui.widgets.rows import RowList


class Choice(RowList):
    """Values under visible labels, of which always one is chosen."""

    def __init__(self, title: str, labels: Mapping[str, str], chosen: str, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._labels = labels
        self.entitle(title)
        self.set_count(len(labels))
        self.set_reactive(Choice.cursor, list(labels).index(chosen))

    @property
    def value(self) -> str:
        """Which one is chosen."""
        return list(self._labels)[self.cursor]

    def choose(self, value: str) -> None:
        """Choose one, as if it had been moved to."""
        self.go_to(list(self._labels).index(value))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As high as all rows are."""
        return len(self._labels)

    def row(self, index: int, width: int) -> Line:  # noqa: ARG002
        """A label, and whether it is the chosen one."""
        return line(f"{'●' if index == self.cursor else '○'} {[*self._labels.values()][index]}")
