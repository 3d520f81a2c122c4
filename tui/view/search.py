"""What is searched for in what is shown, and the rows of a feed that hold it."""

import re
import time
from array import array
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from tui.audit.feed import FeedEnd
from tui.live.feeds import Feeds
from tui.picture.picture import FeedLine

SLICE = 64
"""Rows that are read before the clock is looked at again: one takes 24 µs."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A text that is looked for in visible texts, without regard to case unless it has capitals."""

    text: str
    _pattern: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """Look for this."""
        flags = re.IGNORECASE if text == text.lower() else re.NOFLAG
        return cls(text, re.compile(re.escape(text), flags))

    def is_in(self, text: str) -> bool:
        """Whether a text holds it."""
        return self._pattern.search(text) is not None

    def found_in(self, text: str) -> list[tuple[int, int]]:
        """From where to where it stands in a text, as often as it does."""
        return [found.span() for found in self._pattern.finditer(text)]


Keeps = Callable[[Feeds, FeedLine], bool | None]
"""Whether a row is kept; None where it takes longer to know: it is asked again then."""


@dataclass(slots=True)
class Sieve:
    """The numbers of a feed's rows that are kept, the newest looked at first, bit by bit.

    Rows are looked at once: what arrives, then what lies before. `low` and `high` say between
    which numbers all have been.
    """

    sid: str
    keeps: Keeps
    low: int = 0
    high: int = 0
    begun: bool = False
    _found: "array[int]" = field(default_factory=lambda: array("Q"))
    _before: "array[int]" = field(default_factory=lambda: array("Q"))
    _past_rows: int = 0

    def __len__(self) -> int:
        """How many rows are kept so far."""
        return len(self._before) + len(self._found)

    @property
    def older(self) -> int:
        """How many are kept of the rows that were there at first."""
        return len(self._before)

    def __getitem__(self, index: int) -> int:
        """The number of a row that is kept."""
        before = len(self._before)
        return self._before[before - 1 - index] if index < before else self._found[index - before]

    def look(self, feeds: Feeds, end: FeedEnd, seconds: float) -> bool:
        """Look at more rows for so long; whether there are others still."""
        if not self.begun or end.past_rows != self._past_rows:
            # Where the past has grown, rows have other numbers.
            self.low = self.high = end.rows
            self.begun, self._past_rows = True, end.past_rows
            self._found, self._before = array("Q"), array("Q")
        until = time.monotonic() + seconds
        while self.high < end.rows:
            stop = min(self.high + SLICE, end.rows)
            kept = self._kept(feeds, range(self.high, stop), end, until)
            if kept is None:
                return True
            self._found.extend(kept)
            self.high = stop
            if time.monotonic() > until:
                return True
        while self.low > 0:
            first = max(0, self.low - SLICE)
            kept = self._kept(feeds, range(first, self.low), end, until)
            if kept is None:
                return True
            self._before.extend(reversed(kept))
            self.low = first
            if time.monotonic() > until:
                return self.low > 0
        return False

    def _kept(self, feeds: Feeds, rows: range, end: FeedEnd, until: float) -> list[int] | None:
        """Which of some rows are kept; None where the time is up before that is known."""
        kept = []
        lines = feeds.lines(self.sid, rows.start, len(rows), end)
        for number, line in zip(rows, lines, strict=False):
            while (keeps := self.keeps(feeds, line)) is None:
                if time.monotonic() > until:
                    return None
            if keeps:
                kept.append(number)
        return kept

    def position(self, row: int) -> int:
        """How many of those that are kept stand before a row."""
        before = self._before
        if before and row <= before[0]:
            low, high = 0, len(before)
            while low < high:  # they stand from the last to the first
                middle = (low + high) // 2
                if before[middle] >= row:
                    low = middle + 1
                else:
                    high = middle
            return len(before) - low
        return len(before) + bisect_left(self._found, row)

    def __contains__(self, row: int) -> bool:
        """Whether a row is kept."""
        at = self.position(row)
        return at < len(self) and self[at] == row

    def following(self, row: int, step: int) -> int | None:
        """The next (step 1) or last (-1) row that is kept, seen from one; None if there is none."""
        at = self.position(row)
        if step > 0:
            at += row in self
        else:
            at -= 1
        return self[at] if 0 <= at < len(self) else None

    @property
    def share(self) -> float:
        """How much of what was there at first has been looked at, from 0 to 1."""
        return 1 - self.low / self.high if self.high else 1.0
