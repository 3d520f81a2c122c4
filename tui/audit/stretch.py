"""Places that were read one after the other, cut into the rows of a feed.

A file copied in chunks is hundreds of events that follow each other: such a run is one row. Only
places are kept (8 bytes an event, of the past 4), and where runs lie.
"""

from array import array
from bisect import bisect, bisect_left
from collections.abc import Hashable, Sequence
from typing import NamedTuple, Self

from msgspec import Struct, field

from tui.audit.packed import Packed

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


class Stretch(Struct, gc=False):
    """Places that were read one after the other, cut into rows.

    A row is a run of events with the same key; an event without a key (None) is a row alone.
    `runs` holds the rows of several events, each as the numbers of a `_Run`; while none is added
    as bytes, which take 50 less than an array and go through a pipe as they are.
    """

    places: "array[int] | Packed" = field(default_factory=lambda: array("Q"))
    runs: "array[int] | bytes" = b""
    rows: int = 0
    first_key: Hashable = None
    first_bytes: int = 0
    last_key: Hashable = None
    last_bytes: int = 0

    def append(self, place: int, moved: int, key: Hashable) -> bool:
        """Add an event that moved so many bytes; whether it begins a row."""
        goes_on = key is not None and self._goes_on(key, moved)
        if goes_on:
            self._lengthen(1, moved)
        else:
            if not self.rows:
                self.first_key, self.first_bytes = key, moved
            self.rows += 1
            self.last_bytes = moved
        self._growing().append(place)
        self.last_key = key
        return not goes_on

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
        self._growing().extend(other.places)
        self.last_key = other.last_key

    def settle(self) -> None:
        """Let go of the room for more events: a copy has none."""
        if not isinstance(self.places, Packed):
            self.places = Packed.of(self.places) or self.places[:]
        self.runs = bytes(self.runs)

    def _growing(self) -> "array[int]":
        """The places, to be added to."""
        if isinstance(self.places, Packed):
            self.places = self.places.unpacked()
        return self.places

    def _growing_runs(self) -> "array[int]":
        """The numbers of its runs, to be added to."""
        if isinstance(self.runs, bytes):
            self.runs = array("Q", self.runs)
        return self.runs

    def _numbers(self) -> Sequence[int]:
        """The numbers of its runs."""
        return memoryview(self.runs).cast("B").cast("Q") if self.runs else ()

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
        runs, row = self._growing_runs(), self.rows - 1
        if runs and runs[-4] == row:  # the last run is the last row
            runs[-2] += events
            runs[-1] = self.last_bytes
        else:
            self._add(_Run(row, len(self.places) - 1, 1 + events, self.last_bytes))

    def _add(self, run: _Run) -> None:
        self._growing_runs().extend(run)

    def all_runs(self) -> list[_Run]:
        """The rows of several events, in order."""
        numbers = self._numbers()
        return [_Run(*numbers[at : at + 4]) for at in range(0, len(numbers), 4)]

    def _run_before(self, row: int) -> _Run | None:
        """The last run that is at a row or before it."""
        numbers = self._numbers()
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

    def find(self, place: int) -> int | None:
        """The index of the event at a place; None if it is not here."""
        at = bisect_left(self.places, place)
        if at < len(self.places) and self.places[at] == place:
            return at
        try:  # what arrived from several sources is in no order of places
            return self.places.index(place)
        except ValueError:
            return None

    def row_of(self, index: int) -> int:
        """The row in which an event is, by its index."""
        numbers = self._numbers()
        at = 4 * (bisect(range(len(numbers) // 4), index, key=lambda n: numbers[4 * n + 1]) - 1)
        if at < 0:
            return index
        run = _Run(*numbers[at : at + 4])
        return run.row + max(0, index - run.begin - run.events + 1)

    def row(self, index: int) -> Row:
        """One row of it."""
        run = self.run_at(index)
        begin, events = self.begin_of(index), run.events if run else 1
        moved = run.bytes if run else None
        return Row(self.places[begin], self.places[begin + events - 1], events, moved)
