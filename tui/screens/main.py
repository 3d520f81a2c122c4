"""The main screen: sessions, the selected one's feed, what moved, the selected one's transfers."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from tui.audit.feed import FeedEnd
from tui.keys import hint, quiet
from tui.picture import Picture
from tui.screens.live import LiveScreen
from tui.screens.rates import RatesScreen
from tui.screens.session import SessionScreen
from tui.text import fit, number
from tui.widgets.feed import FeedList
from tui.widgets.moved import Section
from tui.widgets.rows import RowList
from tui.widgets.sessions import SessionList
from tui.wording import past_in_words, who_is_where


class MainScreen(LiveScreen):
    """All sessions, and one of them at a closer look."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("a", "ended", "All/active", "ended", "list ended sessions too, or not"),
        quiet("r", "rates", "Rates", "rates", "how fast data moves, and who takes out most"),
        quiet("1", "pane('sessions')", "Sessions", "pane.sessions", "to the session table"),
        quiet("2", "pane('feed')", "Feed", "pane.feed", "to the feed"),
        quiet(
            "escape", "back", "Back", "back", "to the session table; there: stop reading the past"
        ),
    ]

    _picture: Picture | None = None

    def left_column(self) -> Iterable[Widget]:
        """All sessions, and the events of one."""
        yield SessionList(id="sessions")
        yield FeedList(self.monitor, id="feed")

    def on_mount(self) -> None:
        """Begin in the session table."""
        self._sessions.focus()

    @property
    def _sessions(self) -> SessionList:
        return self.query_one(SessionList)

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
        self._sessions.add_note(past_in_words(picture.past) if picture.past is not None else "")
        self._show_selected(picture)

    def _show_selected(self, picture: Picture) -> None:
        """Show the session under the cursor in the panes that are about one session."""
        view = self._sessions.selected
        detail = None
        if view is not None:
            detail = self.monitor.detail(view.sid, self.transfers.known(view.sid))
        who = who_is_where(view)
        if detail is None:
            self.feed.show(None, FeedEnd(), picture.now)
        else:
            self.feed.show(detail.sid, detail.end, picture.now)
        # A long name must not push out of sight whether the feed follows.
        room = max(24, self.feed.outer_size.width - len(f"┌─ Feed ─  ─ {self.feed.state} ─┐"))
        self.feed.entitle(f"Feed ─ {fit(who, room)} ─ {self.feed.state}")
        so_far = " · so far" if picture.past is not None else ""
        sections = [Section(f"all sessions{so_far}", picture.totals, picture.series)]
        if detail is not None:
            sections.append(Section(f"{who}{so_far}", detail.counters, detail.series))
        self.moved.show_sections(sections, picture.now)
        self.transfers.show(detail)
        count = number(detail.count) if detail is not None else "0"
        self.transfers.entitle(f"Transfers ─ {count} ─ {who}")

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
            self.app.push_screen(SessionScreen(self.monitor, self.paths, view, self.feed.zone))

    def action_rates(self) -> None:
        """Open the rates screen."""
        self.app.push_screen(RatesScreen(self.monitor, self.paths, self.feed.zone))

    def action_back(self) -> None:
        """Back to the session table; there, leave the rest of the past unread."""
        if self._sessions.has_focus:
            self.monitor.stop_past()
        self.action_pane("sessions")

    def action_ended(self) -> None:
        """List ended sessions too, or not."""
        self._sessions.show_ended(with_ended=not self._sessions.roster.with_ended)
        if self._picture is not None:
            self._show_selected(self._picture)
