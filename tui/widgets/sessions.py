"""The session table: who is on which desktop, since when, and what moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.events import Click
from textual.message import Message

from tui.config import Settings
from tui.live.monitor import Monitor
from tui.picture.picture import Picture, SessionView
from tui.terminal.keys import quiet
from tui.view.alerted import Alerted
from tui.view.marked import Marked
from tui.view.roster import Arrangement, Roster
from tui.widgets.columns import (
    GAP,
    STATE,
    Laid,
    cell_of,
    heading_of,
    laid_out,
    room_for_reason,
    sign_of,
    state_mark,
)
from tui.widgets.lines import Line, Span
from tui.widgets.searched import SearchedList
from tui.widgets.sideways import FURTHEST, width_of
from tui.words.columns import COLUMNS, Column
from tui.words.text import ELLIPSIS, fit, pad, visible

LEAST_NOTE = 10
"""Cells behind the last column from which on the note of a mark stands there."""


class SessionList(SearchedList):
    """One row for each listed session."""

    HEADER_HEIGHT = 1
    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("right,l", "column(1)", "Next column", "column.next", "to the next cell of the row"),
        quiet(
            "left,h", "column(-1)", "Previous column", "column.previous", "to the cell before it"
        ),
    ]

    @dataclass
    class Sorted(Message):
        """Another order was asked for."""

        arrangement: Arrangement

    def __init__(
        self, monitor: Monitor, marked: Marked, alerted: Alerted, settings: Settings
    ) -> None:
        super().__init__(id="sessions")
        self.roster = Roster(Arrangement.of(settings.sort), with_ended=settings.ended)
        self.columns: Sequence[str] = settings.columns
        self.thresholds = settings.thresholds
        self.now = 0
        self._turn = 0
        self.moving: frozenset[str] = frozenset()
        self._monitor = monitor
        self._marked = marked
        self._alerted = alerted
        self._views: dict[str, SessionView] = {}
        self._here = ""
        self._longest: dict[str, int] = {}

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
        laid = self._laid_out(self.row_width)
        return laid[self._column_at(laid)].column

    def _column_at(self, laid: Sequence[Laid]) -> int:
        """The number of the column under the cursor; the first if its own has no room."""
        names = [each.column.name for each in laid]
        return names.index(self._here) if self._here in names else 0

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
        if self._longest:
            self._measure()
        self.repaint_changed()

    def rearrange(self, arrangement: Arrangement) -> None:
        """List by another order, or others; the cursor stays on its session if it is listed."""
        everyone = self._monitor.ask(lambda table: arrangement.everyone(table.sessions.values()))
        self.roster.arrange(arrangement, everyone)
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
            # Of all in sight, for each time it is asked the monitor's lock is taken.
            wanted = {sid, *map(self.roster.__getitem__, self._in_sight())} - self._views.keys()
            self._views |= {view.sid: view for view in self._monitor.told(wanted, SessionView.of)}
            view = self._views[sid]
        return view

    # -- drawing -----------------------------------------------------------------------

    def header(self, width: int) -> Line:
        """The columns' titles, with an arrow at the one that it is sorted by."""
        spans, laid = [Span(" " * STATE)], self._laid_out(width)
        at = self._column_at(laid)
        for number, (column, _, room) in enumerate(laid):
            heading = heading_of(column, room, self.roster.arrangement)
            word = heading.strip()
            before, _, behind = heading.partition(word)
            tone = "here" if self.has_focus and number == at else "head"
            spans += [Span(before), Span(word, tone), Span(behind + " " * GAP)]
        spans[-1] = Span(spans[-1].text[:-GAP])
        return tuple(spans)

    def action_column(self, step: int) -> None:
        """To the cell of another column, which a filter can be made of."""
        laid = self._laid_out(self.row_width)
        at = max(0, min(self._column_at(laid) + step, len(laid) - 1))
        self._here = laid[at].column.name
        if self._longest and at:  # the first one stays
            # In the gaps around it stand the marks of what is missing.
            least = laid[at].end + GAP - self.sight_width
            most = laid[at].begin - GAP - self._fixed
            self.left = max(0, least, min(self.left, most))
        self.repaint_all()

    @property
    def fixed(self) -> int:
        """The state, and the first column."""
        return self._laid_out(self.row_width)[0].end + GAP

    def needed(self) -> int:
        """The cells in which all rows in sight are whole."""
        width = self._laid_out(0)[-1].end
        return max([width, *(width_of(self.row(index, FURTHEST)) for index in self._in_sight())])

    def scroll_sideways(self, cells: int) -> None:
        """To the right all columns have the room that they need; back at the begin, what there is
        is shared among them again.
        """
        if cells > 0 and (self._longest or self._is_cut()):
            self._measure()
            super().scroll_sideways(cells)
        elif cells <= 0:
            super().scroll_sideways(cells)
            if self._longest and not self.left:
                self._longest = {}
                self.repaint_all()

    def _is_cut(self) -> bool:
        shown = self._laid_out(self.row_width)
        return len(shown) < len(self.columns) or any(
            ELLIPSIS in self.row_text(index) for index in self._in_sight()
        )

    def _measure(self) -> None:
        """Find the longest word of each column that is in sight, or was since it was scrolled."""
        before = dict(self._longest)
        for index in self._in_sight():
            view = self._view(index)
            for name in self.columns:
                if COLUMNS[name].of_words:
                    text = COLUMNS[name].text(view, self.now, self.telling.sizes)
                    self._longest[name] = max(cell_len(text), self._longest.get(name, 0))
        if self._longest != before:
            self.repaint_all()

    def watch_top(self) -> None:
        """Other rows may be longer."""
        super().watch_top()
        if self._longest:
            self._measure()

    def row(self, index: int, width: int) -> Line:
        """One session."""
        view = self._view(index)
        glyph, tone = state_mark(view, self.now, self.thresholds)
        body = "quiet" if tone == "quiet" else ""
        spans = [Span(glyph, tone), sign_of(view.sid, tone, self._alerted, self._marked)]
        laid = self._laid_out(width)
        reason = room_for_reason(laid) if view.state == "denied" else range(0)
        for at, (column, begin, room) in enumerate(laid):
            if at in reason:
                if at == reason.start:
                    # With the gap behind it, in which such a text ends more often than not.
                    cells = laid[reason.stop - 1].end - begin
                    cells += GAP if reason.stop < len(laid) else 0
                    told = visible(view.error) or "denied"
                    if self._longest and cell_len(told) > cells:
                        cells = cell_len(told) + GAP
                    spans.append(Span(pad(told, cells), "problem"))
                continue
            text = column.text(view, self.now, self.telling.sizes)
            spans.append(cell_of(column, text, room, body, moves=view.sid in self.moving))
            if at < len(laid) - 1:
                spans.append(Span(" " * GAP))
        mark = self._marked.of_session(view.sid)
        if mark is not None and mark.note:
            room = width - sum(cell_len(span.text) for span in spans)
            if room >= LEAST_NOTE:
                spans += [Span(" " * GAP), Span(fit(visible(mark.note), room - GAP), "mark")]
        return tuple(spans)

    def _laid_out(self, width: int) -> Sequence[Laid]:
        """The columns that have room in so many cells."""
        longest = frozenset(self._longest.items())
        return laid_out(tuple(self.columns), width, self.telling.sizes, longest)

    # -- by the mouse ------------------------------------------------------------------

    def on_click(self, event: Click) -> None:
        """A click on a column's title sorts by it, another one the other way round."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= self.HEADER_HEIGHT:
            return
        cell = self.row_cell(offset.x)
        for laid in self._laid_out(self.row_width):
            if laid.begin <= cell < laid.end:
                self.post_message(self.Sorted(self.roster.arrangement.by(laid.column.name)))
