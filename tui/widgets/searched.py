"""Rows in which one can search: hits are marked, counted, and gone to."""

import time
from bisect import bisect_left, bisect_right

from tui.view.search import Needle
from tui.widgets.rows import RowList
from tui.words.text import visible

PATIENCE = 0.05
"""Seconds for which rows are looked through at once; what lies behind them is not counted."""


class SearchedList(RowList):
    """A list of rows that are looked through one by one, each time anew: they may have changed."""

    _told = _own_note = ""

    def look_for(self, needle: Needle | None) -> None:
        """Mark what is searched for; None for nothing."""
        self.needle = needle
        self.repaint_all()

    def show_hits(self, told: str) -> None:
        """Say in the lower border which of how many hits one is at."""
        self._told = "" if self.needle is None else f"/{visible(self.needle.text)} {told}"
        self.add_note(self._own_note)

    def add_note(self, note: str) -> None:
        """Set the list's own note; hits stand before it."""
        self._own_note = note
        super().add_note(" ─ ".join(filter(None, (self._told, note))))

    def text_of(self, index: int) -> str:
        """What a row says, as far as one searches in it."""
        return "".join(span.text for span in self.row(index, 1000))

    def go_to_hit(self, step: int, *, here: bool = False) -> str:
        """Go to the next (step 1) or last (-1) hit, or stay on one; returns which of how many."""
        hits, whole = self._hits()
        if not hits:
            return "not found" if whole else "not found yet"
        if here and step > 0:
            at = bisect_left(hits, self.cursor)
        else:
            at = bisect_right(hits, self.cursor) if step > 0 else bisect_left(hits, self.cursor) - 1
        at %= len(hits)  # behind the last comes the first
        self.go_to(hits[at])
        return f"{at + 1}/{len(hits)}{'' if whole else '+'}"

    def _hits(self) -> tuple[list[int], bool]:
        """The rows that hold it, and whether all were looked at."""
        hits: list[int] = []
        if self.needle is None:
            return hits, True
        until = time.monotonic() + PATIENCE
        for index in range(self.count):
            if self.needle.is_in(self.text_of(index)):
                hits.append(index)
            if index % 64 == 63 and time.monotonic() > until:
                return hits, False
        return hits, True
