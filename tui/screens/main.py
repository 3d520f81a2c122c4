"""The main screen: sessions, the selected one's feed, what moved, the selected one's transfers."""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer

from tui.audit.feed import FeedEnd
from tui.monitor import Monitor
from tui.picture import Picture
from tui.screens.live import LiveScreen
from tui.screens.session import SessionScreen, name_of
from tui.text import number
from tui.widgets.feed import FeedList
from tui.widgets.moved import MovedPane, Section
from tui.widgets.rows import RowList
from tui.widgets.sessions import SessionList
from tui.widgets.status import StatusLine
from tui.widgets.transfers import TransferList


class MainScreen(LiveScreen):
    """All sessions, and one of them at a closer look."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "follow", "Follow", id="follow", tooltip="go to the end of the feed and stay"),
        Binding("a", "ended", "All/active", id="ended", tooltip="list ended sessions too, or not"),
        Binding(
            "1",
            "pane('sessions')",
            "Sessions",
            show=False,
            id="pane.sessions",
            tooltip="to the session table",
        ),
        Binding("2", "pane('feed')", "Feed", show=False, id="pane.feed", tooltip="to the feed"),
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
        Binding("escape", "home", "Back", show=False, id="back", tooltip="to the session table"),
    ]

    def __init__(self, monitor: Monitor, paths: Sequence[Path]) -> None:
        super().__init__()
        self._monitor = monitor
        self._paths = paths
        self._picture: Picture | None = None

    def compose(self) -> ComposeResult:
        """Two columns; the right one goes under keys 3 and 4 where there is no room."""
        yield StatusLine(self._paths)
        with Horizontal():
            with Vertical(id="left"):
                yield SessionList(id="sessions")
                yield FeedList(self._monitor, id="feed")
            with Vertical(id="right"):
                yield MovedPane(id="moved")
                yield TransferList(id="transfers")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begin in the session table."""
        self._sessions.focus()
        self.query_one(MovedPane).border_title = "Moved"

    @property
    def _sessions(self) -> SessionList:
        return self.query_one(SessionList)

    @property
    def _feed(self) -> FeedList:
        return self.query_one(FeedList)

    def show(self, picture: Picture, now: int, problem: str) -> None:
        """Show a picture in every pane."""
        super().show(picture, now, problem)
        self._picture = picture
        self._sessions.show(picture)
        states = self._sessions.roster.states
        title = " · ".join(
            f"{number(states[state])} {state}" for state in ("active", "ended", "denied")
        )
        self._sessions.entitle(f"Sessions ─ {title}")
        self._show_selected(picture)

    def set_zone(self, zone: tzinfo) -> None:
        """Tell times by another clock."""
        super().set_zone(zone)
        self._feed.set_zone(zone)

    def _show_selected(self, picture: Picture) -> None:
        """Show the session under the cursor in the panes that are about one session."""
        view = self._sessions.selected
        detail = self._monitor.detail(view.sid) if view is not None else None
        if view is None:
            self._feed.show(None, FeedEnd(), picture.now)
        else:
            self._feed.show(view.sid, view.end, picture.now)
        self.query_one(TransferList).show(detail)
        who = name_of(view)
        sections = [Section("all sessions", picture.totals, picture.series)]
        if detail is not None:
            sections.append(Section(who, detail.counters, detail.series))
        self.query_one(MovedPane).show_sections(sections, picture.now)
        self._feed.entitle(f"Feed ─ {who} ─ {self._feed.state}")
        count = number(len(detail.transfers)) if detail is not None else "0"
        self.query_one(TransferList).entitle(f"Transfers ─ {count} ─ {who}")

    # -- keys --------------------------------------------------------------------------

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Another session is another feed."""
        if self._picture is not None:
            self._show_selected(self._picture)
        message.stop()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """Open the session's own screen, from whichever pane."""
        message.stop()
        view = self._sessions.selected
        if view is not None:
            self.app.push_screen(SessionScreen(self._monitor, self._paths, view, self._feed.zone))

    def action_follow(self) -> None:
        """Follow the feed's end."""
        self._feed.follow()

    def action_ended(self) -> None:
        """List ended sessions too, or not."""
        self._sessions.show_ended(with_ended=not self._sessions.roster.with_ended)
        if self._picture is not None:
            self._show_selected(self._picture)

    def action_pane(self, pane: str) -> None:
        """Go to a pane, which in a narrow terminal means to see it."""
        self.show_right(pane)
        self.query_one(f"#{pane}").focus()

    def action_home(self) -> None:
        """Back to the session table."""
        self.action_pane("sessions")
