"""The events of one session in their order of arrival, as places; and the rows that they make.

A file copied in chunks is hundreds of events that follow each other: such a run is one row of
the feed. Only places are kept (8 bytes an event), and where each row begins; what a row says is
read from the log when it is shown.
"""

from array import array
from bisect import bisect
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import NamedTuple, Self

MAX_BYTES = 2**64 - 1
"""What one row's sum can hold; past it a new row begins, so that every sum stays exact."""


class Row(NamedTuple):
    """One row: its first and last event's place, how many events, and the bytes they moved."""

    first: int
    last: int
    events: int
    bytes: int

    def joined(self, later: "Row") -> "Row":
        """The row that two of one run are."""
        return Row(self.first, later.last, self.events + later.events, self.bytes + later.bytes)


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
    """

    places: "array[int]" = field(default_factory=lambda: array("Q"))
    starts: "array[int]" = field(default_factory=lambda: array("I"))
    moved: "array[int]" = field(default_factory=lambda: array("Q"))
    first_key: Hashable = None
    last_key: Hashable = None

    def append(self, place: int, moved: int, key: Hashable) -> None:
        """Add an event that moved so many bytes."""
        if not self._goes_on(key, moved):
            if not self.places:
                self.first_key = key
            self.starts.append(len(self.places))
            self.moved.append(moved)
        else:
            self.moved[-1] += moved
        self.places.append(place)
        self.last_key = key

    def extend(self, other: Self) -> None:
        """Add all events of another stretch behind these."""
        if not other.places:
            return
        shift, skip = len(self.places), 0
        if self.leads_to(other):
            self.moved[-1] += other.moved[0]
            skip = 1
        if not self.places:
            self.first_key = other.first_key
        self.starts.extend(start + shift for start in other.starts[skip:])
        self.moved.extend(other.moved[skip:])
        self.places.extend(other.places)
        self.last_key = other.last_key

    def leads_to(self, other: Self) -> bool:
        """Whether the last row here and the first one of another stretch are one run."""
        return self._goes_on(other.first_key, other.moved[0])

    def _goes_on(self, key: Hashable, moved: int) -> bool:
        return (
            bool(self.places)
            and key is not None
            and key == self.last_key
            and self.moved[-1] + moved <= MAX_BYTES
        )

    def row(self, index: int) -> Row:
        """One row of it."""
        begin = self.starts[index]
        stop = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.places)
        return Row(self.places[begin], self.places[stop - 1], stop - begin, self.moved[index])


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

    @property
    def end(self) -> FeedEnd:
        """How far it reaches now."""
        past_events, past_rows = self._past()
        if len(self.stretches) == self.past:
            return FeedEnd(past_events, past_rows, 0, past_events, past_rows)
        last = self.stretches[-1]
        events, rows = past_events + len(last.places), past_rows + len(last.starts)
        return FeedEnd(events, rows, last.moved[-1], past_events, past_rows)

    def _past(self) -> tuple[int, int]:
        """How many events and rows are of the past."""
        past = self.stretches[: self.past]
        rows = sum(len(stretch.starts) for stretch in past)
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
        reached = 0
        before = None
        for stretch in self.stretches[: self.past]:
            begin = reached - (before is not None and before.leads_to(stretch))
            for index in range(max(first, begin), min(stop, begin + len(stretch.starts))):
                row = stretch.row(index - begin)
                if found and index < reached:
                    found[-1] = found[-1].joined(row)
                else:
                    found.append(row)
            reached, before = begin + len(stretch.starts), stretch
        return found

    def _arrived_rows(self, first: int, stop: int, end: FeedEnd) -> list[Row]:
        stretch = self.stretches[-1]
        events, rows = end.events - end.past_events, end.rows - end.past_rows
        found = [stretch.row(index) for index in range(first, min(stop - end.past_rows, rows))]
        if found and first + len(found) == rows:
            begin = stretch.starts[rows - 1]
            found[-1] = Row(
                stretch.places[begin], stretch.places[events - 1], events - begin, end.bytes
            )
        return found
