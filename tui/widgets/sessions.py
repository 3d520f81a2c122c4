"""The session table."""

from typing import NamedTuple

from tui.audit.rfc3339 import SECOND
from tui.picture import Picture, SessionView
from tui.roster import Roster
from tui.text import duration, pad, pad_left, size, visible
from tui.widgets.lines import Line, Span, line
from tui.widgets.rows import RowList

QUIET = 5 * 60 * SECOND
"""Nanoseconds without an event after which an active session counts as quiet."""


class Column(NamedTuple):
    """A column of words: least cells, its share of what is left, and from which width on."""

    title: str
    cells: int
    share: int
    at_least: int


WORDS = (
    Column("USER", 8, 3, 0),
    Column("DESKTOP", 12, 4, 0),
    Column("AS", 9, 3, 64),
    Column("CLIENT", 13, 2, 76),
)
AGE, AMOUNT, LAST, GAP = 5, 6, 5, 2
NUMBERS = AGE + 2 * (GAP + AMOUNT) + 1 + GAP
"""Cells of age, in and out with its mark, and the gap behind: what a reason can stand in."""
LONGEST_WORD = 28


class SessionList(RowList):
    """One row for each listed session."""

    HEADER_HEIGHT = 1

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.roster = Roster()
        self.now = 0
        self.moving: frozenset[str] = frozenset()

    @property
    def selected(self) -> SessionView | None:
        """The session under the cursor; None if there is none."""
        return self.roster[self.cursor] if self.cursor < len(self.roster) else None

    @property
    def shows_cursor(self) -> bool:
        """Always: the other panes show the session that it marks."""
        return True

    def show(self, picture: Picture) -> None:
        """Take what changed; the cursor stays on its session, wherever that is listed by now."""
        self.now, self.moving = picture.now, picture.moving
        if self.roster.update(picture.changed):
            self._settle()
        if picture.live and self.roster.pinned is None and self.selected is not None:
            self.roster.pin(self.selected.sid)
        self.repaint_changed()

    def show_ended(self, *, with_ended: bool) -> None:
        """List the sessions that have ended, or leave them out."""
        self.roster.show_ended(with_ended=with_ended)
        self._settle()
        self.repaint_all()

    def _settle(self) -> None:
        pinned = self.roster.pinned
        index = self.roster.index(pinned) if pinned is not None else None
        self.set_count(len(self.roster))
        if index is not None and index != self.cursor:
            self.cursor = index
            self.show_cursor()

    def go_to(self, index: int) -> None:
        """Put the cursor on a row, and keep it on that session."""
        super().go_to(index)
        if self.selected is not None and self.roster.pin(self.selected.sid):
            self._settle()
            self.repaint_changed()

    def header(self, width: int) -> Line:
        """The columns' titles."""
        words = [pad(column.title, cells) for column, cells in _columns(width)]
        numbers = (
            f"{pad_left('AGE', AGE)}{' ' * GAP}{pad_left('IN', AMOUNT)}{' ' * GAP}"
            f"{pad_left('OUT', AMOUNT)} {' ' * GAP}{pad_left('LAST', LAST)}"
        )
        return line(Span("  " + "  ".join([*words, numbers]), "head"))

    def row(self, index: int, width: int) -> Line:
        """One session."""
        view = self.roster[index]
        glyph, tone = _state(view, self.now)
        words = (view.user, view.desktop, view.login, view.client)
        cells = [
            pad(visible(word) or "-", cells)
            for word, (_, cells) in zip(words, _columns(width), strict=False)
        ]
        body = "quiet" if tone == "quiet" else ""
        last = pad_left(_since(view.last_seen, self.now), LAST)
        if view.state == "denied":
            reason = pad(visible(view.error) or "denied", NUMBERS)
            return line(
                Span(f"{glyph} ", tone),
                Span("  ".join(cells) + "  ", body),
                Span(reason, "problem"),
                Span(last, body),
            )
        end = view.stop if view.state == "ended" else self.now
        age = "" if end is None or view.start is None else _since(view.start, end)
        moving = view.sid in self.moving
        return line(
            Span(f"{glyph} ", tone),
            Span("  ".join(cells) + "  ", body),
            Span(pad_left(age, AGE), body),
            " " * GAP,
            Span(pad_left(size(view.bytes_in), AMOUNT), "in" if view.bytes_in else "quiet"),
            " " * GAP,
            Span(
                pad_left(size(view.bytes_out), AMOUNT) + ("▲" if moving else " "),
                ("out" if view.bytes_out else "quiet"),
            ),
            " " * GAP,
            Span(last, body),
        )


def _columns(width: int) -> list[tuple[Column, int]]:
    """The columns of words that have room in so many cells, and how many each takes."""
    shown = [column for column in WORDS if width >= column.at_least]
    fixed = 2 + sum(column.cells + GAP for column in shown) + NUMBERS + LAST
    spare, shares = max(0, width - fixed), sum(column.share for column in shown)
    return [
        (column, min(LONGEST_WORD, column.cells + spare * column.share // shares))
        for column in shown
    ]


def _state(view: SessionView, now: int) -> tuple[str, str]:
    """A glyph and a tone: either alone tells the state."""
    if view.state == "denied":
        return "✕", "problem"
    if view.state == "ended":
        return "○", "quiet"
    if view.last_seen is None or now - view.last_seen > QUIET:
        return "◌", "quiet"
    return "●", "active"


def _since(moment: int | None, now: int) -> str:
    """How long ago a moment was: by the second up to ten, then in steps of ten.

    A column of seconds that all tick is restless to the eye, and 4 kB/s down the line.
    """
    if moment is None:
        return ""
    passed = now - moment
    if -SECOND < passed < 0:  # the clocks of two machines are never quite the same
        passed = 0
    if 10 * SECOND < passed < 60 * SECOND:
        passed -= passed % (10 * SECOND)
    return duration(passed)
