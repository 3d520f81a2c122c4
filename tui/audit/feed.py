"""The events of one session in their order of arrival, as places; and the rows that they make.

A file copied in chunks is hundreds of events that follow each other: such a run is one row of
the feed. Only places are kept (8 bytes an event), and where runs lie; what a row says is read
from the log when it is shown.
"""

from array import array
from bisect import bisect
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import NamedTuple, Self

MAX_BYTES = 2**64 - 1
"""What one row's sum can hold; past it a new row begins, so that every sum stays exact."""


class Row(NamedTuple):
    """One row: its first and last event's place, how many events, and the bytes they moved.

    The bytes of a lone event are not kept (None): its line says them.
    """

    first: int
    last: int
    events: int
    bytes: int | None


class _Run(NamedTuple):
    """A row of several events: which row it is, its first event's index, how many, their bytes."""

    row: int
    begin: int
    events: int
    bytes: int


class FeedEnd(NamedTuple):
    """How far a feed reached at some moment: later events do not change what stands before.

    `events` and `rows` counted, `bytes` those of the last row. `past_events` and `past_rows`
    are the part of them that lies in the past; that part can grow at its front.
    """

    events: int = 0
    rows: int = 0
    bytes: int = 0
    past_events: int = 0
    past_rows: int = 0


@dataclass(slots=True)
class Stretch:
    """Places that were read one after the other, cut into rows.

    A row is a run of events with the same key; an event without a key (None) is a row alone.
    `runs` holds the rows of several events, each as the numbers of a `_Run`.
    """

    places: "array[int]" = field(default_factory=lambda: array("Q"))
    runs: "array[int] | None" = None
    rows: int = 0
    first_key: Hashable = None
    first_bytes: int = 0
    last_key: Hashable = None
    last_bytes: int = 0

    def append(self, place: int, moved: int, key: Hashable) -> None:
        """Add an event that moved so many bytes."""
        if self._goes_on(key, moved):
            self._lengthen(1, moved)
        else:
            if not self.rows:
                self.first_key, self.first_bytes = key, moved
            self.rows += 1
            self.last_bytes = moved
        self.places.append(place)
        self.last_key = key

    def extend(self, other: Self) -> None:
        """Add all events of another stretch behind these."""
        if not other.places:
            return
        shift, joint = len(self.places), self.leads_to(other)
        if joint:
            first = other.run_at(0)
            self._lengthen(first.events if first else 1, other.first_bytes)
        elif not self.rows:
            self.first_key, self.first_bytes = other.first_key, other.first_bytes
        for run in other.all_runs():
            if run.row or not joint:
                self._add(_Run(run.row + self.rows - joint, run.begin + shift, *run[2:]))
        if other.rows > joint:
            self.last_bytes = other.last_bytes
        self.rows += other.rows - joint
        self.places.extend(other.places)
        self.last_key = other.last_key

    def leads_to(self, other: Self) -> bool:
        """Whether the last row here and the first one of another stretch are one run."""
        return self._goes_on(other.first_key, other.first_bytes)

    def _goes_on(self, key: Hashable, moved: int) -> bool:
        return key is not None and key == self.last_key and self.last_bytes + moved <= MAX_BYTES

    def _lengthen(self, events: int, moved: int) -> None:
        """Make the last row longer by some events; their places are added behind it."""
        self.last_bytes += moved
        if self.rows == 1:
            self.first_bytes = self.last_bytes
        known = self.run_at(self.rows - 1)
        if known is None:
            begin = len(self.places) - 1
            self._add(_Run(self.rows - 1, begin, 1 + events, self.last_bytes))
        elif self.runs is not None:
            self.runs[-2:] = array("Q", (known.events + events, self.last_bytes))

    def _add(self, run: _Run) -> None:
        if self.runs is None:
            self.runs = array("Q")
        self.runs.extend(run)

    def all_runs(self) -> list[_Run]:
        """The rows of several events, in order."""
        numbers = self.runs or ()
        return [_Run(*numbers[at : at + 4]) for at in range(0, len(numbers), 4)]

    def _run_before(self, row: int) -> _Run | None:
        """The last run that is at a row or before it."""
        if self.runs is None:
            return None
        numbers = self.runs
        at = 4 * (bisect(range(len(numbers) // 4), row, key=lambda run: numbers[4 * run]) - 1)
        return _Run(*numbers[at : at + 4]) if at >= 0 else None

    def run_at(self, row: int) -> _Run | None:
        """The run that a row is; None if it is a lone event."""
        run = self._run_before(row)
        return run if run is not None and run.row == row else None

    def begin_of(self, row: int) -> int:
        """The index of a row's first event."""
        run = self._run_before(row)
        if run is None:
            return row
        return run.begin if run.row == row else run.begin + run.events + row - run.row - 1

    def row(self, index: int) -> Row:
        """One row of it."""
        run = self.run_at(index)
        begin, events = self.begin_of(index), run.events if run else 1
        moved = run.bytes if run else None
        return Row(self.places[begin], self.places[begin + events - 1], events, moved)


@dataclass(slots=True)
class Feed:
    """A session's feed: stretches of the past in the order of the log, then what arrived since.

    `past` of the stretches, the first ones, are of the past, which is read from its end: new
    ones are laid before and between them. The one behind them, if there is one, grows.
    """

    stretches: tuple[Stretch, ...] = ()
    past: int = 0

    def append(self, place: int, moved: int, key: Hashable) -> None:
        """Add an event that arrived, and moved so many bytes."""
        if len(self.stretches) == self.past:
            self.stretches += (Stretch(),)
        self.stretches[-1].append(place, moved, key)

    def extend(self, other: Self) -> None:
        """Add all events of another feed behind these, as if they arrived now."""
        for stretch in other.stretches:
            if len(self.stretches) == self.past:
                self.stretches += (stretch,)
            else:
                self.stretches[-1].extend(stretch)

    def insert(self, other: Self) -> None:
        """Lay all events of another feed, none of which arrived just now, where they belong."""
        for stretch in other.stretches:
            begins = [known.places[0] for known in self.stretches[: self.past]]
            at = bisect(begins, stretch.places[0])
            self.stretches = (*self.stretches[:at], stretch, *self.stretches[at:])
            self.past += 1

    def places(self) -> "array[int]":
        """The places of all its events, in order."""
        return sum((stretch.places for stretch in self.stretches), array("Q"))

    @property
    def end(self) -> FeedEnd:
        """How far it reaches now."""
        past_events, past_rows = self._past()
        if len(self.stretches) == self.past:
            return FeedEnd(past_events, past_rows, 0, past_events, past_rows)
        last = self.stretches[-1]
        events, rows = past_events + len(last.places), past_rows + last.rows
        return FeedEnd(events, rows, last.last_bytes, past_events, past_rows)

    def _past(self) -> tuple[int, int]:
        """How many events and rows are of the past."""
        past = self.stretches[: self.past]
        rows = sum(stretch.rows for stretch in past)
        joints = sum(map(Stretch.leads_to, past, past[1:]))
        return sum(len(stretch.places) for stretch in past), rows - joints

    def rows(self, first: int, count: int, end: FeedEnd) -> list[Row]:
        """Up to `count` rows from row number `first`, as they stood at `end`.

        What has been laid into the past since then is passed over.
        """
        shift = self._past()[1] - end.past_rows
        stop = min(first + count, end.rows)
        found = self._past_rows(first + shift, min(stop, end.past_rows) + shift)
        if stop > end.past_rows:
            found += self._arrived_rows(max(first, end.past_rows) - end.past_rows, stop, end)
        return found

    def _past_rows(self, first: int, stop: int) -> list[Row]:
        found: list[Row] = []
        reached, moved = 0, 0
        before = None
        for stretch in self.stretches[: self.past]:
            joint = before is not None and before.leads_to(stretch)
            begin = reached - joint
            # What the run has moved that goes on from stretch to stretch.
            moved = (moved if joint else 0) + stretch.first_bytes
            for index in range(max(first, begin), min(stop, begin + stretch.rows)):
                row = stretch.row(index - begin)
                if joint and found and index == begin:
                    events = found[-1].events + row.events
                    found[-1] = Row(found[-1].first, row.last, events, moved)
                else:
                    found.append(row)
            if stretch.rows > 1:
                moved = stretch.last_bytes
            reached, before = begin + stretch.rows, stretch
        return found

    def _arrived_rows(self, first: int, stop: int, end: FeedEnd) -> list[Row]:
        stretch = self.stretches[-1]
        events, rows = end.events - end.past_events, end.rows - end.past_rows
        found = [stretch.row(index) for index in range(first, min(stop - end.past_rows, rows))]
        if found and first + len(found) == rows:
            begin = stretch.begin_of(rows - 1)
            last, count = stretch.places[events - 1], events - begin
            moved = end.bytes if count > 1 else None
            found[-1] = Row(stretch.places[begin], last, count, moved)
        return found
