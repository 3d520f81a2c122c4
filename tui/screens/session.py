"""One session's own screen: its facts and timeline, its feed and the line under the cursor, what
moved, its transfers, and what else the log says around it.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from tui.audit.counters import Counters
from tui.audit.feed import FeedEnd
from tui.audit.rates import NOTHING, SLICES
from tui.live.monitor import Monitor
from tui.marks.store import Marks
from tui.picture.picture import Picture, SessionView
from tui.screens.asof import AsOfScreen
from tui.terminal.keys import hint, quiet
from tui.view.alerted import Alerted
from tui.view.facts import Fact, facts_of
from tui.view.reread import NeighbourSearch, neighbours_of
from tui.widgets.facts import FactList
from tui.widgets.feed import FeedList
from tui.widgets.json import JsonView
from tui.widgets.moved import Section
from tui.widgets.neighbours import NeighbourList
from tui.widgets.rows import RowList
from tui.widgets.timeline import TimelinePane
from tui.words.text import number
from tui.words.wording import spot_in_words, who_is_where

FEW = 5_000
"""Events that are read back in an instant."""


class SessionScreen(AsOfScreen):
    """Everything that the log says of one session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("escape", "app.leave", "Back", "back", "to all sessions"),
        hint("v", "json", "JSON", "json", "the log's own line under the cursor, or more feed"),
        quiet("1", "pane('feed')", "Feed", "session.feed", "to the feed"),
        quiet("2", "pane('json')", "Line", "session.line", "to the log's own line"),
        quiet("5", "pane('facts')", "Facts", "session.facts", "to the facts of its start and end"),
        quiet("6", "pane('around')", "Around", "session.around", "to what else the log says"),
    ]

    def __init__(
        self,
        monitor: Monitor,
        paths: Sequence[Path],
        marks: Marks,
        alerted: Alerted,
        view: SessionView,
    ) -> None:
        super().__init__(monitor, paths, marks, alerted)
        self._view = view
        self._boundaries: tuple[bytes | None, bytes | None] = None, None
        self._search: NeighbourSearch | None = None

    def left_column(self) -> Iterable[Widget]:
        """Facts, feed, and the line under its cursor."""
        yield FactList(id="facts")
        yield TimelinePane(self.monitor, id="timeline")
        yield FeedList(self.monitor, self.marked, id="feed")
        yield JsonView(id="json")

    def on_mount(self) -> None:
        """Begin in the feed."""
        self.query_one("#right").mount(NeighbourList(id="around"))
        self.query_one(FactList).entitle("Session")
        self.query_one(JsonView).entitle("Line")
        self.feed.focus()

    def show(self, picture: Picture, now: int, problem: str) -> None:
        """Show a picture in every pane."""
        super().show(picture, now, problem)
        sid = self._view.sid
        view = self.monitor.session(sid)
        detail = self.monitor.detail(sid, self.transfers.known(sid))
        if view is None or detail is None:
            self._show_nothing(picture)
            return
        self._view = view
        self._show_facts(picture.now)
        # While the past comes in, a long feed would be read again and again.
        ready = picture.past is None or picture.past.stopped or view.events < FEW
        self.query_one(TimelinePane).show_view(view, picture, ready=ready)
        self._show_neighbours(picture)
        self.feed.show(sid, detail.end, picture.now, picture.turn)
        self.feed.entitle(f"Feed ─ {self.feed.state}")
        so_far = " · so far" if picture.past is not None else ""
        section = Section(f"{who_is_where(view)}{so_far}", detail.counters, detail.series)
        self.moved.show_sections([section], picture.now)
        self.transfers.show(detail)
        self.transfers.entitle(f"Transfers ─ {number(detail.count)}")
        self._show_line()

    def _show_facts(self, now: int) -> None:
        with self.monitor.feeds() as feeds:
            boundaries = feeds.boundaries(self._view.sid)
        if boundaries != self._boundaries:
            self._boundaries, self._search = boundaries, None
        facts = [
            *self.alerted.facts(self._view.sid),
            *self.marked.facts(self._view.sid),
            *facts_of(self._view, *boundaries, now=now, zone=self.telling.zone),
        ]
        self.query_one(FactList).show_facts(facts)

    def _show_nothing(self, picture: Picture) -> None:
        """Show that the session was not there yet."""
        said = Fact("Session", ("not begun by then",))
        self.query_one(FactList).show_facts([said])
        self.query_one(TimelinePane).show_nothing()
        self.query_one(NeighbourList).show_nothing()
        self.feed.show(self._view.sid, FeedEnd(), picture.now, picture.turn)
        self.feed.entitle("Feed")
        section = Section("not begun by then", Counters(), (NOTHING,) * SLICES)
        self.moved.show_sections([section], picture.now)
        self.transfers.show(None)
        self.transfers.entitle("Transfers")
        json = self.query_one(JsonView)
        json.show(b"")
        json.entitle("Line")

    def _show_neighbours(self, picture: Picture) -> None:
        view = self._view
        if self._search is None:
            self._search = neighbours_of(self.monitor, view, *self._boundaries)
        pane = self.query_one(NeighbourList)
        pane.show_search(self._search, (view.start, view.stop), picture)

    def _show_line(self) -> None:
        """Show the line under the feed's cursor, and where it lies."""
        place = self.feed.place
        if place is None:
            return
        json = self.query_one(JsonView)
        json.show(self.monitor.line_at(place))
        room = json.size.width - len("┌ Line ─  ┐")
        json.entitle(f"Line ─ {spot_in_words(self.monitor.where(place), room)}")

    @property
    def looked_at(self) -> str | None:
        """The session itself."""
        return self._view.sid

    @property
    def taken(self) -> Sequence[str]:
        """The session alone."""
        return (self._view.sid,)

    # -- keys --------------------------------------------------------------------------

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Another row of the feed is another line."""
        message.stop()
        if message.rows is self.feed:
            self.feed.entitle(f"Feed ─ {self.feed.state}")
            self._show_line()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """Unfold a run of the feed, or look at the line itself."""
        message.stop()
        if message.rows is self.feed and not self.feed.unfold():
            self.action_pane("json")

    def action_copy_row(self) -> None:
        """Copy the row under the cursor; of the JSON its value, as the log has it."""
        json = self.query_one(JsonView)
        if json.has_focus:
            self.copy("the value", json.value.encode(errors="surrogatepass"))
        else:
            super().action_copy_row()

    def action_copy_path(self) -> None:
        """Copy the way to what is under the cursor of the JSON, as jq writes it."""
        self.copy("the path", self.query_one(JsonView).path.encode())

    def action_json(self) -> None:
        """Show the line under the cursor as JSON, or give its room to the feed."""
        self.toggle_class("-no-json")

    def classes_with(self, pane: str) -> dict[str, bool]:
        """Going to a pane may mean to make room for the line."""
        room = {"-no-json": False} if pane == "json" else {}
        own = {"-json": pane == "json", "-facts": pane == "facts", **room}
        return super().classes_with(pane) | own
