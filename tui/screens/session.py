"""One session's own screen: its facts, feed, counters, transfers, and the line under the cursor."""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer

from tui.facts import facts_of
from tui.monitor import Monitor
from tui.picture import Picture, SessionView
from tui.screens.live import LiveScreen
from tui.text import number, pad, visible
from tui.widgets.feed import FeedList
from tui.widgets.json import JsonView
from tui.widgets.lines import Line, LinePane, Span, line
from tui.widgets.moved import MovedPane, Section
from tui.widgets.rows import RowList
from tui.widgets.status import StatusLine
from tui.widgets.transfers import TransferList

LABEL = 13


class SessionScreen(LiveScreen):
    """Everything that the log says of one session."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.leave", "Back", id="back", tooltip="to all sessions"),
        Binding("f", "follow", "Follow", id="follow", tooltip="go to the end of the feed and stay"),
        Binding("v", "json", "JSON", id="json", tooltip="the log's own line under the cursor"),
        Binding("1", "pane('feed')", "Feed", show=False, id="pane.feed", tooltip="to the feed"),
        Binding("2", "pane('json')", "JSON", show=False, id="pane.json", tooltip="to the line"),
        Binding(
            "3", "pane('moved')", "Moved", show=False, id="pane.moved", tooltip="to what moved"
        ),
        Binding(
            "4",
            "pane('transfers')",
            "Transfers",
            show=False,
            id="pane.transfers",
            tooltip="to the transfers",
        ),
    ]

    def __init__(
        self, monitor: Monitor, paths: Sequence[Path], view: SessionView, zone: tzinfo
    ) -> None:
        super().__init__()
        self._monitor = monitor
        self._paths = paths
        self._view = view
        self._zone = zone

    def compose(self) -> ComposeResult:
        """Facts and feed and JSON; beside them what moved."""
        yield StatusLine(self._paths)
        with Horizontal():
            with Vertical(id="left"):
                yield LinePane(id="facts")
                yield FeedList(self._monitor, id="feed")
                yield JsonView(id="json")
            with Vertical(id="right"):
                yield MovedPane(id="moved")
                yield TransferList(id="transfers")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begin in the feed, its times by the zone that was chosen."""
        self.set_zone(self._zone)
        self.query_one(MovedPane).border_title = "Moved"
        self.query_one("#facts").border_title = "Session"
        self.query_one(JsonView).entitle("Line")
        self.query_one(FeedList).focus()

    def show(self, picture: Picture, now: int, problem: str) -> None:
        """Show a picture in every pane."""
        super().show(picture, now, problem)
        view, detail = self._monitor.session(self._view.sid), self._monitor.detail(self._view.sid)
        if view is None or detail is None:
            return
        feed, transfers = self.query_one(FeedList), self.query_one(TransferList)
        self._view = view
        self._show_facts(picture.now)
        feed.show(view.sid, view.end, picture.now)
        feed.entitle(f"Feed ─ {feed.state}")
        section = Section(name_of(view), detail.counters, detail.series)
        self.query_one(MovedPane).show_sections([section], picture.now)
        transfers.show(detail)
        transfers.entitle(f"Transfers ─ {number(len(detail.transfers))}")
        self._show_line()

    def _show_facts(self, now: int) -> None:
        boundaries = self._monitor.boundaries(self._view.sid)
        facts = facts_of(self._view, *boundaries, now=now, zone=self._zone)
        self.query_one("#facts", LinePane).show(_fact(*fact) for fact in facts)

    def _show_line(self) -> None:
        """Show the line under the feed's cursor, and where it lies."""
        place = self.query_one(FeedList).place
        if place is None:
            return
        path, offset = self._monitor.where(place)
        json = self.query_one(JsonView)
        json.show(self._monitor.line_at(place))
        json.entitle(f"Line ─ {visible(path.name)} ─ byte {number(offset)}")

    def set_zone(self, zone: tzinfo) -> None:
        """Tell times by another clock."""
        super().set_zone(zone)
        self._zone = zone
        self.query_one(FeedList).set_zone(zone)

    # -- keys --------------------------------------------------------------------------

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Another row of the feed is another line."""
        message.stop()
        feed = self.query_one(FeedList)
        if message.rows is feed:
            feed.entitle(f"Feed ─ {feed.state}")
            self._show_line()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """Look at the line itself."""
        message.stop()
        if message.rows is self.query_one(FeedList):
            self.action_pane("json")

    def action_follow(self) -> None:
        """Follow the feed's end."""
        self.query_one(FeedList).follow()

    def action_json(self) -> None:
        """Show the line under the cursor as JSON, or give its room to the feed."""
        self.toggle_class("-no-json")

    def action_pane(self, pane: str) -> None:
        """Go to a pane, which may mean to make room for it."""
        self.show_right(pane)
        if pane == "json":
            self.remove_class("-no-json")
        self.set_class(pane == "json", "-json")
        self.query_one(f"#{pane}").focus()


def name_of(view: SessionView | None) -> str:
    """Who on what, as visible text."""
    if view is None:
        return "no session"
    return f"{visible(view.user) or '-'} on {visible(view.desktop) or '-'}"


def _fact(label: str, text: str) -> Line:
    return line(Span(pad(label, LABEL), "quiet"), text)
