"""The main screen: sessions, the selected one's feed, what moved, the selected one's transfers."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import BindingType
from textual.widget import Widget

from tui.audit.feed import FeedEnd
from tui.audit.rates import ALL
from tui.picture.picture import Picture
from tui.screens.marking import MarkingScreen, following
from tui.screens.overlooking import OverlookingScreen
from tui.terminal.keys import hint, keys_of, quiet
from tui.view.marked import FLAG
from tui.view.roster import BY_STATE
from tui.widgets.feed import FeedList
from tui.widgets.moved import Section
from tui.widgets.rows import RowList
from tui.widgets.sessions import SessionList
from tui.words.columns import COLUMNS
from tui.words.text import fit, number, visible
from tui.words.wording import past_in_words, who_is_where


class MainScreen(OverlookingScreen):
    """All sessions, and one of them at a closer look."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("a", "ended", "Ended", "ended", "list ended sessions too, or not"),
        quiet("A", "everyone", "All events", "everyone", "the events of all sessions, or of one"),
        quiet("s", "sort", "Sort", "sort", "sort the sessions by the next column"),
        quiet("S", "turn", "Turn order", "sort.turn", "sort them the other way round"),
        quiet("x", "columns", "Columns", "columns", "choose the table's columns, and their order"),
        quiet("o", "same_session(1)", "Same session", "same.next", "its next event"),
        quiet("O", "same_session(-1)", "Same session", "same.previous", "its previous event"),
        quiet("1", "pane('sessions')", "Sessions", "pane.sessions", "to the session table"),
        quiet("2", "pane('feed')", "Feed", "pane.feed", "to the feed"),
        quiet("escape", "back", "Back", "back", "to the session table; there: now; stop the past"),
    ]

    _picture: Picture | None = None
    _of_everyone = False
    _whose = ""

    def left_column(self) -> Iterable[Widget]:
        """All sessions, and the events of one."""
        yield SessionList(self.monitor, self.marked, self.alerted, self.settings)
        yield FeedList(self.monitor, self.marked, id="feed")

    def on_mount(self) -> None:
        """Begin in the session table."""
        self.sessions.focus()
        self.tell_problem_of_marks()

    def show(self, picture: Picture, now: int, problem: str) -> None:
        """Show a picture in every pane."""
        super().show(picture, now, problem)
        self._picture = picture
        self.marked.marks.refresh()
        self.sessions.show(picture)
        self._show_selected(picture)

    def _entitle_sessions(self) -> None:
        states = self.sessions.roster.states
        counted = (f"{number(states[state])} {state}" for state in ("active", "ended", "denied"))
        self.sessions.entitle(f"Sessions ─ {visible(self.narrowed) or ' · '.join(counted)}")
        self.sessions.add_note(" ─ ".join(filter(None, (self._of_past(), self._note_on_session()))))

    def _of_past(self) -> str:
        """What must be known of what is shown: that it is past, or not all of it is read."""
        picture = self._picture
        if picture is None:
            return ""
        past = past_in_words(picture.past) if picture.past is not None else ""
        return self.past_note(picture) or past

    def _note_on_session(self) -> str:
        """The note on the session under the cursor, which seldom has room in its row."""
        view = self.sessions.selected
        mark = None if view is None else self.marked.of_session(view.sid)
        return f"{FLAG} {visible(mark.note)}" if mark is not None and mark.note else ""

    def _show_selected(self, picture: Picture) -> None:
        """Show the session under the cursor in the panes that are about one session."""
        self._entitle_sessions()
        view = self.sessions.selected
        detail = None
        if view is not None:
            detail = self.monitor.detail(view.sid, self.transfers.known(view.sid))
        who = who_is_where(view)
        if self._of_everyone:
            with self.monitor.feeds() as feeds:
                end = feeds.end(ALL)
            self._show_feed(ALL, end, "all sessions", picture)
        elif detail is None:
            self._show_feed(None, FeedEnd(), who, picture)
        else:
            self._show_feed(detail.sid, detail.end, who, picture)
        so_far = " · so far" if picture.past is not None else ""
        sections = [Section(f"all sessions{so_far}", picture.totals, picture.series)]
        if detail is not None:
            sections.append(Section(f"{who}{so_far}", detail.counters, detail.series))
        self.moved.show_sections(sections, picture.now)
        self.transfers.show(detail)
        count = number(detail.count) if detail is not None else "0"
        self.transfers.entitle(f"Transfers ─ {count} ─ {who}")

    def _show_feed(self, sid: str | None, end: FeedEnd, whose: str, picture: Picture) -> None:
        self._whose = whose
        self.feed.show(sid, end, picture.now, picture.turn)
        self._entitle_feed()

    def _entitle_feed(self) -> None:
        # A long name must not push out of sight whether the feed follows.
        room = max(24, self.feed.outer_size.width - len(f"┌─ Feed ─  ─ {self.feed.state} ─┐"))
        self.feed.entitle(f"Feed ─ {fit(self._whose, room)} ─ {self.feed.state}")

    def on_feed_list_looked(self) -> None:
        """How far it has been looked at stands in the title."""
        self._entitle_feed()

    # -- keys --------------------------------------------------------------------------

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Another session is another feed."""
        self.show_again()
        message.stop()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """Unfold a run of the feed; else open the session's own screen, from whichever pane."""
        from tui.screens.session import SessionScreen

        message.stop()
        view = self.sessions.selected
        if message.rows is self.feed:
            if self.feed.unfold():
                return
            selected = self.feed.selected
            view = self.monitor.session(selected.sid) if selected is not None else view
        if view is not None:
            known = self.marked.marks, self.alerted
            self.app.push_screen(SessionScreen(self.monitor, self.paths, *known, view))

    def on_session_list_sorted(self, message: SessionList.Sorted) -> None:
        """List the sessions in another order."""
        self.rearrange(message.arrangement)
        self.show_again()

    def show_again(self) -> None:
        """Show the last picture again, as what is looked at has changed."""
        if self._picture is not None:
            self._show_selected(self._picture)

    def commands(self) -> Iterable[SystemCommand]:
        """Besides, to sort by any column, also by one that is not shown."""
        yield from super().commands()
        by_state = "active ones first, then the newest"
        told = {BY_STATE: by_state, **{name: column.told for name, column in COLUMNS.items()}}
        for name, what in told.items():
            yield SystemCommand(f"Sort by {name}", what, partial(self._sort_by, name))

    def _sort_by(self, column: str) -> None:
        arrangement = self.sessions.roster.arrangement
        self.rearrange(replace(arrangement, column=column, reverse=False))
        self.show_again()

    def action_columns(self) -> None:
        """Choose columns; the table shows them meanwhile."""
        from tui.screens.columns import ColumnsScreen

        sessions = self.sessions
        self.app.push_screen(ColumnsScreen(sessions.columns, sessions.show_columns))

    def action_sort(self) -> None:
        """Sort by the next of the columns, the order by state before the first."""
        columns = (BY_STATE, *self.sessions.columns)
        arrangement = self.sessions.roster.arrangement
        at = columns.index(arrangement.column) if arrangement.column in columns else 0
        self._sort_by(columns[(at + 1) % len(columns)])

    def action_turn(self) -> None:
        """Sort the other way round."""
        arrangement = self.sessions.roster.arrangement
        self.rearrange(replace(arrangement, reverse=not arrangement.reverse))
        self.show_again()

    def action_everyone(self) -> None:
        """Show the events of all sessions, or of the selected one."""
        self._of_everyone = not self._of_everyone
        self.show_again()

    # -- to a place ----------------------------------------------------------------------

    def on_marking_screen_wanted(self, wanted: MarkingScreen.Wanted) -> None:
        """Go there."""
        self.go_to_place(wanted.sid, wanted.place)

    def go_to_place(self, sid: str, place: int | None = None) -> bool:
        """Select a session, and go to the line at a place in its feed, if there is one; what is
        nobody's is gone to among the events of all.

        A filter that hides it is taken off; ended sessions are listed if need be. False where it
        is not among what is shown, which is said.
        """
        row = None if place is None else self._row_of(sid, place)
        known = self.monitor.session(sid) is not None if sid else row is not None
        if self._picture is None or not known:
            self.app.notify("it is not in what is shown", timeout=4)
            return False
        self._of_everyone = not sid
        if sid:
            self._select(sid)
        self.show_again()
        if row is None or place is None:
            self.action_pane("sessions")
            return place is None
        if not self.feed.lets(row[0]):
            self._take_filter_off()
            if sid:
                self._select(sid)
        self.action_pane("feed")
        # The feed may have grown at its front since.
        self.feed.go_to_event(*(self._row_of(sid, place) or row))
        return True

    def _row_of(self, sid: str, place: int) -> tuple[int, int] | None:
        with self.monitor.feeds() as feeds:
            return feeds.row_of(sid or ALL, sid, place)

    def _take_filter_off(self) -> None:
        self.narrow(replace(self._narrowing, on=False, window=""))

    def _select(self, sid: str) -> None:
        """Put the table's cursor on a session, and list it if it is not."""
        sessions = self.sessions
        if not sessions.roster.matches(sid):
            self._take_filter_off()
        if sessions.roster.index(sid) is None:
            sessions.show_ended(with_ended=True)
        index = sessions.roster.index(sid)
        if index is not None:
            sessions.go_to(index)

    def action_go_to_mark(self, step: int) -> None:
        """To the next marked session or the one before; in the feed, to a marked line."""
        if not self.sessions.has_focus:
            super().action_go_to_mark(step)
            return
        index_of = self.sessions.roster.index
        listed = {index_of(mark.sid) for mark in self.marked.marks}
        indexes = sorted(index for index in listed if index is not None)
        found = following(indexes, self.sessions.cursor, step)
        if found is None:
            self.say_no_mark(step)
        else:
            self.sessions.go_to(found)

    def action_same_session(self, step: int) -> None:
        """Among the events of all, to the next or last one of the session under the cursor."""
        if not self._of_everyone or not self.feed.count:
            told = f"press {keys_of(self, 'everyone')} for the events of all sessions"
            self.app.notify(told, timeout=2, markup=False)
            return
        with self.monitor.feeds() as feeds:
            row = feeds.of_same_session(self.feed.row_number, step)
        none = "no later event of this session" if step > 0 else "no earlier event of this session"
        self.go_to_row(row, none)

    def action_back(self) -> None:
        """Take marks of a search away; else back to the session table; there, back to now; else
        leave the rest of the past unread.
        """
        if self.stop_searching():
            return
        if self.sessions.has_focus and self.as_of is not None:
            self.look_at_now()
        elif self.sessions.has_focus:
            self.monitor.stop_past()
        self.action_pane("sessions")

    def action_ended(self) -> None:
        """List ended sessions too, or not."""
        roster = self.sessions.roster
        self.sessions.show_ended(with_ended=not roster.with_ended)
        self.show_again()
        # What comes or goes is often below all that is in sight.
        ended = "ended sessions too" if roster.with_ended else "without ended sessions"
        self.app.notify(f"{ended}: {number(len(roster))} listed", timeout=2, markup=False)
