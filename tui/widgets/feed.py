"""The events of one session or of all, in order of arrival; a run of one file's chunks is a row."""

from dataclasses import replace
from datetime import tzinfo

from tui.audit.feed import FeedEnd
from tui.audit.rates import ALL
from tui.monitor import Monitor
from tui.picture import FeedLine
from tui.text import number
from tui.unfolded import Unfolded
from tui.widgets.feed_line import Look, drawn, drawn_below
from tui.widgets.lines import Line
from tui.widgets.rows import RowList

WINDOW = 32
"""Rows that are fetched at once: asking row by row would take the monitor's lock for each."""
MOST_BELOW = 10_000
"""Events of a run that are unfolded at most."""


class FeedList(RowList):
    """Follows the end of a feed until the cursor leaves it."""

    def __init__(self, monitor: Monitor, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.sid: str | None = None
        self.following = True
        self.look = Look()
        self._monitor = monitor
        self._end = FeedEnd()
        self._left_at = 0
        self._fetched: dict[int, FeedLine] = {}
        self._below: dict[tuple[int, int], FeedLine] = {}
        self._unfolded = Unfolded()

    @property
    def state(self) -> str:
        """Whether it follows; if not, how many events came since the end was left."""
        if self.following:
            return "following"
        new = self._end.events - self._left_at
        return f"+{number(new)} new" if new else "not following"

    @property
    def selected(self) -> FeedLine | None:
        """What is under the cursor: a row, or an event below one; None if there is nothing."""
        return self._line_at(self.cursor) if self.count else None

    @property
    def place(self) -> int | None:
        """Where the line of the row under the cursor lies; of a run, its last one's."""
        selected = self.selected
        return None if selected is None else selected.row.last

    # -- what is shown -------------------------------------------------------------------

    def show(self, sid: str | None, end: FeedEnd, now: int) -> None:
        """Show a feed as far as it reaches."""
        self.look = replace(self.look, now=now, of_all=sid == ALL)
        if sid != self.sid:
            self.sid, self._end = sid, FeedEnd()
            self._forget()
            self._unfolded = Unfolded()
            self.following = True
            self.set_count(0)
            self.repaint_all()
        if end != self._end:
            self._take(end)
            if self.following:
                self.cursor = max(0, self.count - 1)
                self.show_cursor()
        self.repaint_changed()

    def _take(self, end: FeedEnd) -> None:
        laid_before = end.past_rows - self._end.past_rows
        if laid_before or self.sid == ALL:  # where any row may have grown
            self._forget()
        # Other rows before the last one known never change.
        self._fetched.pop(self._end.rows - 1, None)
        self._end = end
        if laid_before:
            self._unfolded.shift(laid_before)
        self.set_count(end.rows + len(self._unfolded))
        if laid_before and not self.following:
            self.shift(laid_before)

    def _forget(self) -> None:
        self._fetched.clear()
        self._below.clear()

    def set_zone(self, zone: tzinfo) -> None:
        """Tell the times by another clock."""
        self.look = replace(self.look, zone=zone)
        self.repaint_all()

    def turn_times(self) -> None:
        """Tell times the next way: absolute, relative, elapsed."""
        self.look = replace(self.look, times=self.look.times.following)
        self.repaint_all()

    # -- moving --------------------------------------------------------------------------

    def follow(self) -> None:
        """Go to the end and stay there."""
        self.following = True
        self.go_to(self.count - 1)

    def go_to(self, index: int) -> None:
        """Move; leaving the last row leaves following, coming back resumes it."""
        super().go_to(index)
        following = self.cursor >= self.count - 1
        if self.following and not following:
            self._left_at = self._end.events
        self.following = following

    @property
    def row_number(self) -> int:
        """The number of the feed's row under the cursor, or of the one that it is below."""
        return self._unfolded.locate(self.cursor)[0]

    def go_to_row(self, row: int) -> None:
        """Go to a row by its number; it stands in the middle if it was out of sight."""
        index = self._unfolded.index(row)
        if index not in self._in_sight():
            self.top = self._within(index - self._height // 2)
        self.go_to(index)

    def unfold(self) -> bool:
        """Show the events of the run under the cursor below it, or put them away again.

        False where there is no run.
        """
        if not self.count:
            return False
        row, _ = self._unfolded.locate(self.cursor)
        events = self._row(row).row.events
        if events < 2:
            return False
        if row in self._unfolded:
            del self._unfolded.below[row]
            self.cursor = self._unfolded.index(row)
        else:
            self._unfolded.below[row] = min(events, MOST_BELOW)
        self.set_count(self._end.rows + len(self._unfolded))
        self.following = self.cursor >= self.count - 1
        self._left_at = self._end.events
        self.show_cursor()
        self.repaint_all()
        return True

    # -- drawing -------------------------------------------------------------------------

    def row(self, index: int, width: int) -> Line:
        """When, what, of which file, how much."""
        row, below = self._unfolded.locate(index)
        told = self._line_at(index)
        if below is not None:
            return drawn_below(told, self.look, width)
        fold = ""
        if told.row.events > 1:
            fold = "▾" if row in self._unfolded else "▸"
        return drawn(told, self.look, width, fold)

    def _line_at(self, index: int) -> FeedLine:
        row, below = self._unfolded.locate(index)
        if below is None:
            return self._row(row)
        known = self._below.get((row, below))
        if known is None:
            first = below - below % WINDOW
            with self._monitor.feeds() as feeds:
                found = feeds.events(self._row(row), first, WINDOW)
            self._below.update(((row, number), line) for number, line in enumerate(found, first))
            known = self._below[row, below]
        return known

    def _row(self, row: int) -> FeedLine:
        fetched = self._fetched.get(row)
        if fetched is None:
            if len(self._fetched) > 16 * max(8, self.size.height):
                self._fetched.clear()
            first = max(0, row - row % WINDOW)
            with self._monitor.feeds() as feeds:
                found = feeds.lines(self.sid or ALL, first, WINDOW, self._end)
            self._fetched.update(enumerate(found, first))
            fetched = self._fetched[row]
        return fetched
