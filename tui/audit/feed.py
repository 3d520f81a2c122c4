"""The events of one session in their order of arrival, as places; and the rows that they make.

A file copied in chunks is hundreds of events that follow each other: such a run is one row of
the feed. Only places are kept (8 bytes an event), and where each row begins; what a row says is
read from the log when it is shown.
"""

from array import array
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


class FeedEnd(NamedTuple):
    """How far a feed reached at some moment: later events do not change what stands before.

    `events` and `rows` counted, `bytes` those of the last row.
    """

    events: int = 0
    rows: int = 0
    bytes: int = 0


@dataclass(slots=True)
class Feed:
    """Places in order of arrival, cut into rows.

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
        """Add all events of another feed behind these."""
        if not other.places:
            return
        shift, skip = len(self.places), 0
        if self._goes_on(other.first_key, other.moved[0]):
            self.moved[-1] += other.moved[0]
            skip = 1
        if not self.places:
            self.first_key = other.first_key
        self.starts.extend(start + shift for start in other.starts[skip:])
        self.moved.extend(other.moved[skip:])
        self.places.extend(other.places)
        self.last_key = other.last_key

    def _goes_on(self, key: Hashable, moved: int) -> bool:
        return (
            bool(self.places)
            and key is not None
            and key == self.last_key
            and self.moved[-1] + moved <= MAX_BYTES
        )

    @property
    def end(self) -> FeedEnd:
        """How far it reaches now."""
        return FeedEnd(len(self.places), len(self.starts), self.moved[-1] if self.moved else 0)

    def rows(self, first: int, count: int, end: FeedEnd) -> list[Row]:
        """Up to `count` rows from row number `first`, as they stood at `end`."""
        found = []
        for index in range(first, min(first + count, end.rows)):
            begin = self.starts[index]
            if index + 1 < end.rows:
                stop, moved = self.starts[index + 1], self.moved[index]
            else:
                stop, moved = end.events, end.bytes
            found.append(Row(self.places[begin], self.places[stop - 1], stop - begin, moved))
        return found
