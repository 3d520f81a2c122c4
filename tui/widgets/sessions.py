"""The session table: who is on which desktop, since when, and what moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.events import Click
from textual.message import Message
from textual.reactive import var

from tui.columns import COLUMNS, LONGEST_WORD, Column
from tui.config import BUILT_IN, Settings
from tui.monitor import Monitor
from tui.picture import Picture, SessionView
from tui.terminal.keys import quiet
from tui.text import pad, pad_left, visible
from tui.view.roster import Arrangement, Roster
from tui.widgets.lines import Line, Span
from tui.widgets.searched import SearchedList

GAP = 2
MARK = 1
"""Cells behind what came out, for the mark that something did just then."""
LEAST_REASON = 10
"""Cells of amounts from which on a denial's reason stands in their place."""


class SessionList(SearchedList):
    """One row for each listed session."""

    HEADER_HEIGHT = 1
    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("right,l", "column(1)", "Next column", "column.next", "to the next column's cell"),
        quiet("left,h", "column(-1)", "Last column", "column.last", "to the column's before"),
    ]

    column_number: var[int] = var(0)
    """Which of the columns in sight the cursor is in."""

    @dataclass
    class Sorted(Message):
        """Another order was asked for."""

        arrangement: Arrangement

    def __init__(
        self,
        monitor: Monitor,
        settings: Settings = BUILT_IN,
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.roster = Roster(Arrangement.of(settings.sort), with_ended=settings.ended)
        self.columns: Sequence[str] = settings.columns
        self.thresholds = settings.thresholds
        self.now = 0
        self._turn = 0
        self.moving: frozenset[str] = frozenset()
        self._monitor = monitor
        self._views: dict[str, SessionView] = {}

    @property
    def selected(self) -> SessionView | None:
        """The session under the cursor; None if there is none."""
        return self._view(self.cursor) if self.cursor < len(self.roster) else None

    @property
    def held(self) -> tuple[str, str] | None:
        """The column under the cursor, and what stands there; None if that is nothing."""
        view, column = self.selected, self.column
        if view is None or not column.of_words:
            return None
        text = column.text(view, self.now, self.telling.sizes)
        return None if text == "-" else (column.name, text)

    @property
    def column(self) -> Column:
        """The column under the cursor."""
        shown = [column for column, _ in self._laid_out(self.row_width)]
        return shown[min(self.column_number, len(shown) - 1)]

    @property
    def shows_cursor(self) -> bool:
        """Always: the other panes show the session that it marks."""
        return True

    def show(self, picture: Picture) -> None:
        """Take what changed; the cursor stays on its session, wherever that is listed by now."""
        self.now, self.moving = picture.now, picture.moving
        if picture.turn != self._turn:
            self._turn = picture.turn
            self._views.clear()
            self.rearrange(self.roster.arrangement)
        for sid in self._views.keys() & picture.changed:
            del self._views[sid]
        entry = self.roster.arrangement.teller()
        if self.roster.update(self._monitor.told(picture.changed, entry)):
            self._settle()
        # While the past comes in, the newest stay in sight until somebody chooses a session.
        settled = picture.live and picture.past is None
        if settled and self.roster.pinned is None and self.selected is not None:
            self.roster.pin(self.selected.sid)
        self.repaint_changed()

    def rearrange(self, arrangement: Arrangement) -> None:
        """List by another order, or others; the cursor stays on its session if it is listed."""
        self.roster.arrange(arrangement, self._monitor.told(None, arrangement.teller()))
        self._settle()
        self.repaint_all()

    def show_ended(self, *, with_ended: bool) -> None:
        """List the sessions that have ended, or leave them out."""
        self.roster.show_ended(with_ended=with_ended)
        self._settle()
        self.repaint_all()

    def show_columns(self, columns: Sequence[str]) -> None:
        """Show these columns, in this order."""
        self.columns = columns
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

    def text_of(self, index: int) -> str:
        """Who, where and why not: also what no column shows."""
        sid = self.roster[index]
        view = self._views.get(sid) or self._monitor.told([sid], SessionView.of)[0]
        texts = view.user, view.desktop, view.login, view.client, view.domain, view.error, view.sid
        return "\0".join(map(visible, texts))

    def _view(self, index: int) -> SessionView:
        sid = self.roster[index]
        view = self._views.get(sid)
        if view is None:
            if len(self._views) > 4 * max(16, self.size.height):
                self._views.clear()
            [view] = self._monitor.told([sid], SessionView.of)
            self._views[sid] = view
        return view

    # -- drawing -----------------------------------------------------------------------

    def header(self, width: int) -> Line:
        """The columns' titles, with an arrow at the one that it is sorted by."""
        spans = [Span("  ")]
        for number, (column, room) in enumerate(self._laid_out(width)):
            heading = self._heading(column, room)
            word = heading.strip()
            before, _, behind = heading.partition(word)
            here = self.has_focus and number == self.column_number
            spans += [
                Span(before),
                Span(word, "here" if here else "head"),
                Span(behind + " " * GAP),
            ]
        spans[-1] = Span(spans[-1].text[:-GAP])
        return tuple(spans)

    def action_column(self, step: int) -> None:
        """To the cell of another column, which a filter can be made of."""
        shown = len(self._laid_out(self.row_width))
        self.column_number = max(0, min(self.column_number + step, shown - 1))
        self.repaint_all()

    def _heading(self, column: Column, cells: int) -> str:
        arrangement, title = self.roster.arrangement, column.title
        if column.name == arrangement.column:
            title += "▴" if arrangement.reverse else "▾"
        if column.of_words:
            return pad(title, cells)
        return pad_left(title + " " * (column.name == "out"), cells)

    def row(self, index: int, width: int) -> Line:
        """One session."""
        view = self._view(index)
        glyph, tone = self._state(view)
        body = "quiet" if tone == "quiet" else ""
        spans = [Span(f"{glyph} ", tone)]
        columns = self._laid_out(width)
        reason = _room_for_reason(columns) if view.state == "denied" else range(0)
        for at, (column, room) in enumerate(columns):
            if at in reason:
                if at == reason.start:
                    cells = _cells(columns[at : reason.stop])
                    # With the gap behind it, in which such a text ends more often than not.
                    cells += GAP if reason.stop < len(columns) else 0
                    spans.append(Span(pad(visible(view.error) or "denied", cells), "problem"))
                continue
            spans.append(self._cell(column, view, room, body))
            if at < len(columns) - 1:
                spans.append(Span(" " * GAP))
        return tuple(spans)

    def _cell(self, column: Column, view: SessionView, cells: int, body: str) -> Span:
        text = column.text(view, self.now, self.telling.sizes)
        if column.of_words:
            return Span(pad(text, cells), body)
        tone = body
        if column.tone:
            tone = column.tone if text != "0" else "quiet"
        if column.name == "out":
            text += "▲" if view.sid in self.moving else " "
        return Span(pad_left(text, cells), tone)

    def _state(self, view: SessionView) -> tuple[str, str]:
        """A glyph and a tone: either alone tells the state."""
        if view.state == "denied":
            return "✕", "problem"
        if view.state == "ended":
            return "○", "quiet"
        if view.last_seen is None:
            return "◌", "quiet"
        passed = self.now - view.last_seen
        if passed > self.thresholds.quiet:
            return "◇" if passed > self.thresholds.stale else "◌", "quiet"
        return "●", "active"

    def _laid_out(self, width: int) -> list[tuple[Column, int]]:
        """The columns that have room in so many cells, and how many each takes."""
        shown = [COLUMNS[name] for name in self.columns]
        sizes = self.telling.sizes
        least = {
            column.name: column.least(sizes) + MARK * (column.name == "out") for column in shown
        }
        while (over := 2 + sum(least[c.name] + GAP for c in shown) - GAP - width) > 0:
            if len(shown) == 1:
                break
            # Of those that are as dear the last one: what comes first matters most.
            shown.remove(max(reversed(shown), key=lambda column: column.rank))
        spare = max(0, -over)
        shares = sum(column.share for column in shown)
        return [
            (
                column,
                min(LONGEST_WORD, least[column.name] + spare * column.share // shares)
                if column.share
                else least[column.name],
            )
            for column in shown
        ]

    # -- by the mouse ------------------------------------------------------------------

    def on_click(self, event: Click) -> None:
        """A click on a column's title sorts by it, another one the other way round."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= self.HEADER_HEIGHT:
            super().on_click(event)
            return
        begin = 2
        for column, cells in self._laid_out(self.row_width):
            if begin <= offset.x < begin + cells:
                self.post_message(self.Sorted(self.roster.arrangement.by(column.name)))
                return
            begin += cells + GAP


def _cells(columns: Sequence[tuple[Column, int]]) -> int:
    return sum(cells for _, cells in columns) + GAP * (len(columns) - 1)


def _room_for_reason(columns: Sequence[tuple[Column, int]]) -> range:
    """The longest run of amounts, but for the last event's time: a denial has none of them."""
    longest, begin = range(0), 0
    for at, (column, _) in enumerate((*columns, (COLUMNS["last"], 0))):
        if column.of_words or column.name == "last":
            if at - begin > len(longest):
                longest = range(begin, at)
            begin = at + 1
    there = longest and _cells(columns[longest.start : longest.stop]) >= LEAST_REASON
    return longest if there else range(0)
