"""The events of one session or of all, in order of arrival; a run of one file's chunks is a row."""

from dataclasses import dataclass, replace

from textual.message import Message
from textual.timer import Timer

from tui.audit.feed import FeedEnd
from tui.audit.rates import ALL
from tui.feeds import Feeds
from tui.monitor import Monitor
from tui.picture import FeedLine
from tui.telling import Telling
from tui.text import number, percent, plural
from tui.view.search import Keeps, Needle, Sieve
from tui.view.unfolded import Unfolded
from tui.widgets.feed_line import Look, drawn, drawn_below, text_of
from tui.widgets.lines import Line
from tui.widgets.searched import SearchedList

WINDOW = 32
"""Rows that are fetched at once: asking row by row would take the monitor's lock for each."""
AT_ONCE, PAUSE = 0.008, 0.02
"""Seconds for which rows are looked through at once, and until the next time: keys come between."""
MOST_BELOW = 10_000
"""Events of a run that are unfolded at most."""


class FeedList(SearchedList):
    """Follows the end of a feed until the cursor leaves it."""

    @dataclass
    class Looked(Message):
        """More rows were looked at, for a filter or a search."""

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
        self._filter: Keeps | None = None
        self._sieve: Sieve | None = None
        self._hits_sieve: Sieve | None = None
        self._looking: Timer | None = None

    @property
    def state(self) -> str:
        """Whether it follows; if not, how many events came since the end was left."""
        new = self._end.events - self._left_at
        told = "following" if self.following else f"+{number(new)} new" if new else "not following"
        if self._sieve is None:
            return told
        share = self._sieve.share
        looking = f" · looked at {percent(share)}" if share < 1 else ""
        return f"{number(len(self._sieve))} of {plural(self._end.rows, 'row')}{looking} ─ {told}"

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
            self.sid = sid
            self._begin()
        if end != self._end:
            self._take(end)
            self._sift()
        self.repaint_changed()

    def _begin(self) -> None:
        """Have nothing yet of a feed, or of what is kept of it."""
        self._end = FeedEnd()
        self._forget()
        self._unfolded = Unfolded()
        self._sieve = self._sieve_of(self._filter)
        self._hits_sieve = self._sieve_of(self._holds_needle if self.needle else None)
        self.following = True
        self.set_count(0)
        self.repaint_all()

    def _sieve_of(self, keeps: Keeps | None) -> Sieve | None:
        return None if keeps is None or self.sid is None else Sieve(self.sid, keeps)

    def keep(self, keeps: Keeps | None) -> None:
        """Show only rows that are kept; None for all."""
        end, self._filter = self._end, keeps
        self._begin()
        self._take(end)
        self._sift()
        self.repaint_all()

    def _take(self, end: FeedEnd) -> None:
        laid_before = end.past_rows - self._end.past_rows
        if laid_before or self.sid == ALL:  # where any row may have grown
            self._forget()
        # Other rows before the last one known never change.
        self._fetched.pop(self._end.rows - 1, None)
        self._end = end
        if self._sieve is None:
            self._settle(end.rows, laid_before)

    def _settle(self, rows: int, laid_before: int) -> None:
        """Have so many rows, of which some were laid before the others."""
        if laid_before:
            self._unfolded.shift(laid_before)
        self.set_count(rows + len(self._unfolded))
        if self.following:
            self.cursor = max(0, self.count - 1)
            self.show_cursor()
        elif laid_before:
            self.shift(laid_before)

    def _sift(self) -> None:
        """Look at more rows, for a moment, and again soon if there are others still."""
        self._looking = None
        sieves = [sieve for sieve in (self._sieve, self._hits_sieve) if sieve is not None]
        before = 0 if self._sieve is None else self._sieve.older
        more = False
        if sieves:
            with self._monitor.feeds() as feeds:
                for sieve in sieves:
                    more |= sieve.look(feeds, self._end, AT_ONCE)
        if self._sieve is not None:
            self._settle(len(self._sieve), max(0, self._sieve.older - before))
            self.repaint_changed()
            self.post_message(self.Looked())
        if more and self._looking is None:
            self._looking = self.set_timer(PAUSE, self._sift)

    def _forget(self) -> None:
        self._fetched.clear()
        self._below.clear()

    def tell(self, telling: Telling) -> None:
        """Tell moments and sizes in this way."""
        self.look = replace(self.look, telling=telling)
        super().tell(telling)

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
        at = self._unfolded.locate(self.cursor)[0]
        return at if self._sieve is None else self._sieve[at]

    def go_to_row(self, row: int) -> None:
        """Go to a row by its number, or to the next one that is kept; it stands in the middle if it
        was out of sight.
        """
        at = row if self._sieve is None else self._sieve.position(row)
        index = self._unfolded.index(at)
        if index not in self._in_sight():
            self.top = self._within(index - self._height // 2)
        self.go_to(index)

    @property
    def _rows(self) -> int:
        return self._end.rows if self._sieve is None else len(self._sieve)

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
        self.set_count(self._rows + len(self._unfolded))
        self.following = self.cursor >= self.count - 1
        self._left_at = self._end.events
        self.show_cursor()
        self.repaint_all()
        return True

    # -- searching -----------------------------------------------------------------------

    def look_for(self, needle: Needle | None) -> None:
        """Mark what is searched for, and begin to look through all rows for it."""
        super().look_for(needle)
        self._hits_sieve = None if needle is None else self._sieve_of(self._holds_needle)
        self._sift()

    def _holds_needle(self, feeds: Feeds, told: FeedLine) -> bool | None:
        if self.needle is None or not self.needle.is_in(text_of(told)):
            return False
        return self._filter is None or self._filter(feeds, told)

    def go_to_hit(self, step: int, *, here: bool = False) -> str:
        """Go to the next (step 1) or last (-1) hit, or stay on one; returns which of how many."""
        hits = self._hits_sieve
        if hits is None or not self.count:
            return ""
        row = self.row_number
        found = hits.following(row - 1 if here else row, step)
        if found is None and len(hits):
            found = hits[0 if step > 0 else len(hits) - 1]
        if found is None:
            return "not found" if hits.share == 1 else f"not found in {percent(hits.share)} yet"
        self.go_to_row(found)
        return f"{hits.position(found) + 1}/{len(hits)}{'' if hits.share == 1 else '+'}"

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

    def _row(self, at: int) -> FeedLine:
        row = at if self._sieve is None else self._sieve[at]
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
