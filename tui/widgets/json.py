"""The log's own line as JSON: coloured, folded, searched, copied by path."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, chop_cells
from textual.binding import BindingType

from tui.terminal.keys import quiet
from tui.view.outline import Entry, Outline, Sort
from tui.widgets.lines import Line, Span, line
from tui.widgets.searched import SearchedList

INDENT = 2
NARROWEST = 8
"""Cells that a string unfolded is given at least, however deep it stands."""


class _Row(NamedTuple):
    """A row of the list: of which entry, and which part of its string if that is unfolded."""

    entry: int
    part: int = 0


class JsonView(SearchedList):
    """One object over as many rows as it takes; what is no JSON as it is.

    What is folded stays so from line to line, by its path; and so does the cursor.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("right,l", "unfold", "Unfold", "json.unfold", "unfold what is under the cursor"),
        quiet("left,h", "fold", "Fold", "json.fold", "fold it, or go to what it is in"),
        quiet("L,shift+right", "unfold_all", "Unfold all", "json.unfoldall", "unfold everything"),
        quiet("H,shift+left", "fold_all", "Fold all", "json.foldall", "fold everything"),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._line: bytes | None = b""
        self._outline = Outline.of(b"")
        self._rows: list[_Row] = []
        self._folded: set[str] = set()
        self._parts: dict[int, list[str]] = {}

    def show(self, text: bytes | None) -> None:
        """Show a line of the log; None for one that is gone."""
        if text == self._line and self._rows:
            return
        path = self.path
        self._line, self._outline = text, Outline.of(text)
        self._parts.clear()
        self._lay_out()
        self.cursor = self.top = 0
        if path not in ("", "."):
            ways = (
                index
                for index, row in enumerate(self._rows)
                if self._outline.path(row.entry) == path
            )
            self.cursor = next(ways, 0)
            self.show_cursor()
        self.repaint_all()

    # -- what is under the cursor ----------------------------------------------------------

    @property
    def entry(self) -> int:
        """The number of the entry under the cursor; they are counted with all that is folded."""
        return self._rows[self.cursor].entry if self.cursor < len(self._rows) else 0

    @property
    def path(self) -> str:
        """The way to what is under the cursor, as jq writes it, visible; empty where no JSON is."""
        return self._outline.path(self.entry)

    @property
    def value(self) -> str:
        """What is under the cursor, as the log has it: hostile, as everything in it."""
        return self._outline.value(self.entry)

    @property
    def text(self) -> str:
        """The whole line, as the log has it."""
        return self._outline.text

    # -- searching -------------------------------------------------------------------------

    def find(self, matches: Callable[[str], bool]) -> list[int]:
        """The numbers of the entries whose text matches, folded ones too."""
        entries = enumerate(self._outline.entries)
        return [number for number, entry in entries if matches(entry.text)]

    def go_to_hit(self, step: int, *, here: bool = False) -> str:
        """Go to the next (step 1) or last (-1) entry with a hit, and unfold what it is in."""
        hits = [] if self.needle is None else self.find(self.needle.is_in)
        if not hits:
            return "not found"
        at = (bisect_left if here or step < 0 else bisect_right)(hits, self.entry)
        at = (at if step > 0 else at - 1) % len(hits)
        self.reveal(hits[at])
        return f"{at + 1}/{len(hits)}"

    def reveal(self, entry: int) -> None:
        """Go to an entry, and unfold what it is folded in."""
        parent = self._outline.entries[entry].parent
        while parent >= 0:
            self._folded.discard(self._outline.path(parent))
            parent = self._outline.entries[parent].parent
        if self._is_cut(entry):
            self._unfold_string(entry)
        self._settle(entry)

    # -- folding ---------------------------------------------------------------------------

    def action_open(self) -> None:
        """Unfold what is folded under the cursor, or fold it."""
        if self._is_folded(self.entry) or self._is_cut(self.entry):
            self.action_unfold()
        elif self._outline.can_fold(self.entry) or self.entry in self._parts:
            self.action_fold()

    def action_unfold(self) -> None:
        """Unfold what is under the cursor: an object, an array, a string cut off."""
        if self._is_cut(self.entry):
            self._unfold_string(self.entry)
        else:
            self._folded.discard(self.path)
        self._settle(self.entry)

    def action_fold(self) -> None:
        """Fold what is under the cursor; if there is nothing to fold, go to what it is in."""
        entry = self.entry
        if self._parts.pop(entry, None) is None:
            opens = self._outline.can_fold(entry) and not self._is_folded(entry)
            parent = self._outline.entries[entry].parent
            if opens:
                self._folded.add(self.path)
            elif parent >= 0:
                entry = parent
        self._settle(entry)

    def action_unfold_all(self) -> None:
        """Unfold everything but long strings."""
        self._folded.clear()
        self._settle(self.entry)

    def action_fold_all(self) -> None:
        """Leave only what stands in the object itself."""
        entry, entries = self.entry, self._outline.entries
        self._folded.update(map(self._outline.path, self._outline.foldable()))
        self._parts.clear()
        while entries[entry].depth > 1:
            entry = entries[entry].parent
        self._settle(entry)

    def _is_folded(self, entry: int) -> bool:
        foldable = bool(self._folded) and self._outline.can_fold(entry)
        return foldable and self._outline.path(entry) in self._folded

    def _is_cut(self, number: int) -> bool:
        """Whether a row is longer than there is room for."""
        if number in self._parts:
            return False
        entry = self._outline.entries[number]
        return cell_len(entry.text) > self._room(entry.depth)

    def _room(self, depth: int) -> int:
        # One cell of air, and one that the scrollbar may take.
        return max(NARROWEST, self.size.width - 2 - INDENT * depth)

    def _unfold_string(self, number: int) -> None:
        entry = self._outline.entries[number]
        value = next((token for token in entry.tokens if token.sort is not Sort.KEY), None)
        value = next((token for token in entry.tokens if token.sort is Sort.STRING), value)
        if value is not None:
            self._parts[number] = chop_cells(value.text, self._room(entry.depth + 1) - 1)

    def _settle(self, entry: int) -> None:
        """Lay the rows out anew, the cursor on an entry."""
        self._lay_out()
        index = next((at for at, row in enumerate(self._rows) if row.entry >= entry), self.count)
        self.go_to(index)
        self.repaint_all()

    def _lay_out(self) -> None:
        rows = []
        number = 0
        while number < len(self._outline.entries):
            parts = self._parts.get(number, ())
            rows.append(_Row(number))
            rows += [_Row(number, part) for part in range(1, len(parts) + 1)]
            folded = self._is_folded(number)
            number = self._outline.entries[number].last + 1 if folded else number + 1
        self._rows = rows
        self.set_count(len(rows))

    def on_resize(self) -> None:
        """Cut unfolded strings for the new width."""
        entry = self.entry
        for number in list(self._parts):
            self._unfold_string(number)
        if self._parts:
            self._lay_out()
            self.cursor = next(at for at, row in enumerate(self._rows) if row.entry == entry)

    def row(self, index: int, width: int) -> Line:  # noqa: ARG002
        """One line of the object."""
        number, part = self._rows[index]
        entry = self._outline.entries[number]
        spans = self._spans(number, entry, part)
        if self._is_folded(number):
            return line(Span(" " * (INDENT * entry.depth - 2)), Span("▸ ", "quiet"), *spans)
        depth = entry.depth + bool(part)
        return line(Span(" " * INDENT * depth), *spans) if depth else spans

    def _spans(self, number: int, entry: Entry, part: int) -> Line:
        parts = self._parts.get(number)
        spans = tuple(Span(token.text, token.sort) for token in entry.tokens)
        if parts is not None:
            before = spans[:2] if spans[0].tone == Sort.KEY else ()
            after = spans[len(before) + 1 :] if part == len(parts) else ()
            tone = spans[len(before)].tone
            return line(*([Span(parts[part - 1], tone), *after] if part else before))
        if self._is_folded(number):
            bracket = spans[-1].text
            closing = self._outline.entries[entry.last].tokens
            inside = Span(f"{bracket}… {entry.members}{closing[0].text}", "quiet")
            return line(*spans[:-1], inside, *(token.text for token in closing[1:]))
        return spans
