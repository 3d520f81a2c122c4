"""What stands where in a row of the session table: its state, and how columns share the cells."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tui.config import Thresholds
from tui.picture.picture import SessionView
from tui.view.alerted import GLYPHS, TONES, Alerted
from tui.view.marked import Marked
from tui.view.roster import Arrangement
from tui.widgets.lines import Span
from tui.words.columns import COLUMNS, LONGEST_WORD, Column
from tui.words.telling import Sizes
from tui.words.text import pad, pad_left

STATE, GAP = 2, 2
"""Cells of a session's state, and between two columns."""
MARK = 1
"""Cells behind what came out, for the mark that something did just then."""
LEAST_REASON = 10
"""Cells of amounts from which on a denial's reason stands in their place."""


class Laid(NamedTuple):
    """A column, the cell at which it begins, and how many it takes."""

    column: Column
    begin: int
    cells: int

    @property
    def end(self) -> int:
        """The cell behind it."""
        return self.begin + self.cells


@lru_cache(1 << 4)
def laid_out(
    names: tuple[str, ...], width: int, sizes: Sizes, words: frozenset[tuple[str, int]]
) -> Sequence[Laid]:
    """The columns that have room in so many cells.

    Where the longest words of columns are known, all have the room that they need, and no more.
    """
    longest = dict(words)
    shown = [COLUMNS[name] for name in names]
    least = {
        column.name: max(
            column.least(sizes) + MARK * (column.name == "out"), longest.get(column.name, 0)
        )
        for column in shown
    }
    while (over := STATE + sum(least[c.name] + GAP for c in shown) - GAP - width) > 0:
        if len(shown) == 1 or longest:
            break
        # Of those that are as dear the last one: what comes first matters most.
        shown.remove(max(reversed(shown), key=lambda column: column.rank))
    spare = max(0, -over)
    shares = sum(column.share for column in shown)
    laid, begin = [], STATE
    for column in shown:
        cells = least[column.name]
        if column.share and not longest:
            cells = min(LONGEST_WORD, cells + spare * column.share // shares)
        laid.append(Laid(column, begin, cells))
        begin += cells + GAP
    return laid


def room_for_reason(laid: Sequence[Laid]) -> range:
    """The longest run of amounts, but for the last event's time: a denial has none of them."""
    longest, begin = range(0), 0
    for at, column in enumerate([*(each.column for each in laid), COLUMNS["last"]]):
        if column.of_words or column.name == "last":
            if at - begin > len(longest):
                longest = range(begin, at)
            begin = at + 1
    there = longest and laid[longest.stop - 1].end - laid[longest.start].begin >= LEAST_REASON
    return longest if there else range(0)


def heading_of(column: Column, cells: int, arrangement: Arrangement) -> str:
    """A column's title, with an arrow if it is sorted by that."""
    title = column.title
    if column.name == arrangement.column:
        title += "▴" if arrangement.reverse else "▾"
    if column.of_words:
        return pad(title, cells)
    return pad_left(title + " " * (column.name == "out"), cells)


def cell_of(column: Column, text: str, cells: int, body: str, *, moves: bool) -> Span:
    """What stands in a column, in so many cells; `body` is the tone of the row."""
    if column.of_words:
        return Span(pad(text, cells), body)
    tone = body
    if column.tone:
        tone = column.tone if text != "0" else "quiet"
    if column.name == "out":
        text += "▲" if moves else " "
    return Span(pad_left(text, cells), tone)


def sign_of(sid: str, tone: str, alerted: Alerted, marked: Marked) -> Span:
    """What stands beside a session's state: that it has an alert which nobody has seen; else that
    it is marked; else nothing, in the state's tone.
    """
    worst = alerted.worst_of(sid)
    if worst is not None:
        return Span(GLYPHS[worst], TONES[worst])
    flag = marked.sign(sid)
    return Span(flag, "mark" if flag.strip() else tone)


def state_mark(view: SessionView, now: int, thresholds: Thresholds) -> tuple[str, str]:
    """A session's glyph and its tone, seen from a moment (ns): either alone tells its state."""
    if view.state == "denied":
        return "✕", "problem"
    if view.state == "ended":
        return "○", "quiet"
    if view.last_seen is None:
        return "◌", "quiet"
    passed = now - view.last_seen
    if passed > thresholds.quiet:
        return "◇" if passed > thresholds.stale else "◌", "quiet"
    return "●", "active"
