"""The events of one session or of all, in order of arrival; a run of one file's chunks is a row."""

from dataclasses import replace

from textual.message import Message
from textual.timer import Timer

from tui.audit.feed import FeedEnd
from tui.audit.rates import ALL
from tui.live.feeds import Feeds
from tui.live.monitor import Monitor
from tui.picture.picture import FeedLine
from tui.view.marked import Marked
from tui.view.search import Keeps, Needle, Sieve
from tui.view.unfolded import Unfolded
from tui.widgets.feed_line import GAP, TIME, USER, Look, Signs, drawn, drawn_below, needed, text_of
from tui.widgets.fetched import FetchedRows
from tui.widgets.lines import Line
from tui.widgets.searched import SearchedList
from tui.words.telling import Telling
from tui.words.text import number, percent, plural

AT_ONCE, PAUSE = 0.008, 0.02
"""Seconds for which rows are looked through at once, and until the next time: keys come between."""
MOST_BELOW = 10_000
"""Events of a run that are unfolded at most."""


class FeedList(SearchedList):
    """Follows the end of a feed until the cursor leaves it."""

    class Looked(Message):
        """More rows were looked at, for a filter or a search."""

    def __init__(self, monitor: Monitor, marked: Marked, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._marked = marked
        self.sid: str | None = None
        self.following = True
        self.look = Look()
        self._monitor = monitor
        self._end = FeedEnd()
        self._turn = 0
        self._left_at = 0
        self._fetched = FetchedRows(monitor)
        self._unfolded = Unfolded()
        self._filter: Keeps | None = None
        self._sieve: Sieve | None = None
        self._hits_sieve: Sieve | None = None
        self._looking: Timer | None = None
        self._seen: tuple[str, int] = "", 0

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

    def show(self, sid: str | None, end: FeedEnd, now: int, turn: int) -> None:
        """Show a feed as far as it reaches; with another `turn` it is another one."""
        self.look = replace(self.look, now=now, of_all=sid == ALL)
        if (sid, turn) != (self.sid, self._turn):
            self.sid, self._turn = sid, turn
            self._begin()
        seen, last = (self.look.seen, self._marked.marks.version), self._end.rows - 1
        if end != self._end:
            self._take(end)
            self._sift()
        # In a session's feed all rows before the last one say what they said, on the same day.
        lasts = seen == self._seen and self._sieve is None and sid != ALL and last > 0
        self._seen = seen
        self.repaint_changed(self._unfolded.index(last) if lasts else 0)

    def _begin(self) -> None:
        """Have nothing yet of a feed, or of what is kept of it."""
        self._end = FeedEnd()
        self._fetched.forget()
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
            self._fetched.forget()
        # Other rows before the last one known never change.
        self._fetched.forget_row(self._end.rows - 1)
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
    def event_number(self) -> tuple[int, int]:
        """The number of the feed's row under the cursor, and of the event in it."""
        return self.row_number, self._unfolded.locate(self.cursor)[1] or 0

    @property
    def row_number(self) -> int:
        """The number of the row under the cursor, or that it is below; 0 if there is none."""
        at = self._unfolded.locate(self.cursor)[0]
        if self._sieve is None:
            return at
        return self._sieve[at] if len(self._sieve) else 0

    def go_to_row(self, row: int) -> None:
        """Go to a row by its number, or to the next one that is kept; it stands in the middle if it
        was out of sight.
        """
        at = row if self._sieve is None else self._sieve.position(row)
        self._stand_at(self._unfolded.index(at))

    def go_to_event(self, row: int, number: int) -> None:
        """Go to an event of a row by its number in it; but for the first it is unfolded."""
        self.go_to_row(row)
        at, _ = self._unfolded.locate(self.cursor)
        if number and at not in self._unfolded:
            self.unfold()
        if 0 < number < self._unfolded.below.get(at, 0):
            self._stand_at(self._unfolded.index(at) + 1 + number)

    def _stand_at(self, index: int) -> None:
        if index not in self._in_sight():
            self.top = self._within(index - self._height // 2)
        self.go_to(index)

    def lets(self, row: int) -> bool:
        """Whether a row is shown, as far as it is known what a filter lets through."""
        return self._sieve is None or row in self._sieve

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

    @property
    def fixed(self) -> int:
        """When it was, and among all whose session it is."""
        return TIME + len(GAP) + (USER + len(GAP) if self.look.of_all else 0)

    def needed(self) -> int:
        """The cells in which all rows in sight are whole."""
        return max(map(self._needed, self._in_sight()), default=0)

    def _needed(self, index: int) -> int:
        told, signs, is_below = self._shown(index)
        return needed(told, self.look, signs, is_below=is_below)

    def row(self, index: int, width: int) -> Line:
        """When, what, of which file, how much."""
        told, signs, is_below = self._shown(index)
        if is_below:
            return drawn_below(told, self.look, width, signs.mark)
        return drawn(told, self.look, width, signs)

    def _shown(self, index: int) -> tuple[FeedLine, Signs, bool]:
        """What a row says, what stands on it, and whether it stands below a run."""
        (row, below), told = self._unfolded.locate(index), self._line_at(index)
        is_run = below is None and told.row.events > 1
        fold = "" if not is_run else "▾" if row in self._unfolded else "▸"
        return told, Signs(fold, self._marked.of_row(told)), below is not None

    def _line_at(self, index: int) -> FeedLine:
        at, below = self._unfolded.locate(index)
        run = self._row(at)
        return run if below is None else self._fetched.below(at, run, below)

    def _row(self, at: int) -> FeedLine:
        row = at if self._sieve is None else self._sieve[at]
        return self._fetched.row(self.sid, row, self._end, 16 * max(8, self.size.height))
