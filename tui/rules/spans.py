"""What is reached by spans that have come to their end, where hits of any of them may still come.

They are kept in runs of neighbours: what many reach the more by one hit is said once for a run.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST = 128
"""Spans of a run: one that is longer is cut in two. Of 32 to 512, a late hit costs about the least
with 128 and with 256."""


@dataclass(slots=True)
class Run:
    """Neighbouring spans by the steps they begin with, and what each reaches without `more`.

    `most` is no less than any of them.
    """

    begins: list[int]
    reached: list[int]
    most: int
    more: int = 0

    def within(self, low: int, high: int) -> slice:
        """Those that begin with one of these steps."""
        begins = self.begins
        if low <= begins[0] and begins[-1] <= high:
            return slice(0, len(begins))
        return slice(bisect_left(begins, low), bisect_right(begins, high))

    def add(self, which: slice, gain: int) -> None:
        """Some of them reach so much more."""
        if which.stop - which.start == len(self.begins):
            self.more += gain
        elif which.start < which.stop:
            more = [reached + gain for reached in self.reached[which]]
            self.reached[which] = more
            self.most = max(self.most, *more)

    def first(self, which: slice, amount: int) -> int | None:
        """With what the first of some begins that reaches an amount."""
        wanted = amount - self.more
        if self.most < wanted:
            return None
        for begin, reached in zip(self.begins[which], self.reached[which], strict=True):
            if reached >= wanted:
                return begin
        self.most = max(self.reached)
        return None

    def cut(self) -> "Run":
        """The later half of them, which is left out here."""
        half = len(self.begins) // 2
        later = Run(self.begins[half:], self.reached[half:], self.most, self.more)
        del self.begins[half:], self.reached[half:]
        return later


@dataclass(slots=True)
class Spans:
    """What is reached by the span that begins with each of some steps, told by their numbers."""

    runs: list[Run] = field(default_factory=list)

    def append(self, begin: int, reached: int) -> None:
        """One more that begins after all others."""
        last = self.runs[-1] if self.runs else None
        if last is None or len(last.begins) == LONGEST:
            self.runs.append(Run([begin], [reached], reached))
            return
        reached -= last.more
        last.begins.append(begin)
        last.reached.append(reached)
        last.most = max(last.most, reached)

    def insert(self, begin: int, reached: int) -> None:
        """One more that begins anywhere."""
        at = self._run_of(begin)
        if at < 0:
            if not self.runs:
                self.append(begin, reached)
                return
            at = 0
        run = self.runs[at]
        reached -= run.more
        among = bisect_left(run.begins, begin)
        run.begins.insert(among, begin)
        run.reached.insert(among, reached)
        run.most = max(run.most, reached)
        if len(run.begins) > LONGEST:
            self.runs.insert(at + 1, run.cut())

    def drop_first(self) -> None:
        """Forget the one that begins before all others."""
        run = self.runs[0]
        del run.begins[0], run.reached[0]
        if not run.begins:
            del self.runs[0]

    def reached(self, begin: int) -> int:
        """What is reached by the span that begins with a step which is there."""
        run = self.runs[self._run_of(begin)]
        return run.reached[bisect_left(run.begins, begin)] + run.more

    def add(self, low: int, high: int, gain: int) -> None:
        """What begins with one of these steps reaches so much more."""
        for run in self._runs(low, high):
            run.add(run.within(low, high), gain)

    def first(self, low: int, high: int, amount: int) -> int | None:
        """With which of these steps the first span begins that reaches an amount."""
        for run in self._runs(low, high):
            begin = run.first(run.within(low, high), amount)
            if begin is not None:
                return begin
        return None

    def _run_of(self, begin: int) -> int:
        """Where the run is in which a step has its place; -1 if it is before all."""
        return bisect_right(self.runs, begin, key=_first_of) - 1

    def _runs(self, low: int, high: int) -> Iterator[Run]:
        runs = self.runs
        for at in range(max(0, self._run_of(low)), len(runs)):
            if runs[at].begins[0] > high:
                return
            yield runs[at]


def _first_of(run: Run) -> int:
    return run.begins[0]
