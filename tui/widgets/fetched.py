"""Rows of a feed as they were fetched from the monitor, until they may have changed."""

from tui.audit.feed import FeedEnd
from tui.audit.rates import ALL
from tui.live.monitor import Monitor
from tui.picture.picture import FeedLine

WINDOW = 32
"""Rows that are fetched at once: asking row by row would take the monitor's lock for each."""


class FetchedRows:
    """Those that were asked for, and the events of runs that are unfolded."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._rows: dict[int, FeedLine] = {}
        self._below: dict[tuple[int, int], FeedLine] = {}

    def forget(self) -> None:
        """Any row may be another one."""
        self._rows.clear()
        self._below.clear()

    def forget_row(self, row: int) -> None:
        """A row may have grown."""
        self._rows.pop(row, None)

    def row(self, sid: str | None, row: int, end: FeedEnd, kept: int) -> FeedLine:
        """A row of a feed by its number; not many more than `kept` are remembered."""
        if row not in self._rows:
            if len(self._rows) > kept:
                self._rows.clear()
            # Who reads on needs only what comes; who goes back, what is before it as well.
            first = row if row - 1 in self._rows else row - row % WINDOW
            with self._monitor.feeds() as feeds:
                found = feeds.lines(sid or ALL, first, WINDOW, end)
            self._rows.update(enumerate(found, first))
        return self._rows[row]

    def below(self, at: int, run: FeedLine, number: int) -> FeedLine:
        """An event of a run by its number; the run stands `at` a place of the list."""
        if (at, number) not in self._below:
            first = number - number % WINDOW
            with self._monitor.feeds() as feeds:
                found = feeds.events(run, first, WINDOW)
            self._below.update(((at, each), line) for each, line in enumerate(found, first))
        return self._below[at, number]
