"""The facts of a session, short ones side by side."""

from rich.cells import cell_len
from textual.geometry import Size

from tui.view.facts import Fact
from tui.widgets.lines import Line, Span, line
from tui.widgets.searched import SearchedList
from tui.words.text import pad

LABEL = 12
GAP = 2
LEAST = 28
"""Cells of a column: in a pane without room for two of them there is one."""


class FactList(SearchedList):
    """As many rows as the facts take; it scrolls where there is no room for all."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._facts: list[Fact] = []
        self._rows: list[Line] = []

    def show_facts(self, facts: list[Fact]) -> None:
        """Show these."""
        self._facts = facts
        self._lay_out()
        self.repaint_changed()

    def _lay_out(self) -> None:
        before = len(self._rows)
        self._rows = fact_rows(self._facts, max(1, self.size.width - 2))
        self.set_count(len(self._rows))
        if len(self._rows) != before:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As high as all rows are, if there is room."""
        return len(fact_rows(self._facts, max(1, width - 2)))

    def on_resize(self) -> None:
        """Set the facts for the new width."""
        self._lay_out()

    @property
    def fixed(self) -> int:
        """What a fact is called."""
        return LABEL

    def row(self, index: int, width: int) -> Line:  # noqa: ARG002
        """One fact or two, or the rest of a long one."""
        return self._rows[index]


def fact_rows(facts: list[Fact], width: int) -> list[Line]:
    """Facts in two columns, those that are too long for one over both, and over several rows; a
    part that is too long for a row is not cut.
    """
    half = (width - GAP) // 2
    rows: list[Line] = []
    waiting: list[Line] = []
    for fact in facts:
        if half >= LEAST and LABEL + cell_len("  ".join(fact.parts)) <= half:
            text = pad("  ".join(fact.parts), half - LABEL)
            waiting.append(_labelled(fact.label, text))
            if len(waiting) == 2:
                rows.append((*waiting[0], Span(" " * GAP), *waiting[1]))
                waiting.clear()
            continue
        rows += _wrapped(fact, width)
    return rows + waiting


def _wrapped(fact: Fact, width: int) -> list[Line]:
    """The parts of a fact one behind the other, as many in a row as there is room for."""
    texts = [""]
    for part in fact.parts:
        joined = f"{texts[-1]}  {part}" if texts[-1] else part
        if texts[-1] and LABEL + cell_len(joined) > width:
            texts.append(part)
        else:
            texts[-1] = joined
    labels = [fact.label, *[""] * (len(texts) - 1)]
    return [_labelled(label, text) for label, text in zip(labels, texts, strict=True)]


def _labelled(label: str, text: str) -> Line:
    return line(Span(pad(label, LABEL), "quiet"), Span(text))
