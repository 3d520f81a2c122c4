"""The events of one session in their order of arrival, as places; and the rows that they make.

What a row says is read from the log when it is shown.
"""

from array import array
from bisect import bisect
from collections.abc import Hashable
from itertools import chain
from typing import NamedTuple, Self

from msgspec import Struct

from tui.audit.stretch import Row, Stretch


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


class Seams(NamedTuple):
    """What becomes of rows where feeds are put together, as places at which they begin.

    `joined` began rows, and go on with one before them; `parted` went on with one, from which
    something divides them by now, and begin rows.
    """

    joined: list[int]
    parted: list[int]


class Feed(Struct, gc=False):
    """A session's feed: stretches of the past in the order of the log, then what arrived since.

    `past` of the stretches, the first ones, are of the past, which is read from its end: new
    ones are laid before and between them. The one behind them, if there is one, grows. One alone,
    as it is in most feeds, is kept without a tuple, which takes 48 bytes.
    """

    _kept: Stretch | tuple[Stretch, ...] = ()
    past: int = 0

    @classmethod
    def of(cls, stretches: tuple[Stretch, ...], past: int) -> Self:
        """A feed of these, of which so many are of the past."""
        feed = cls(past=past)
        feed.stretches = stretches
        return feed

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """All of them."""
        kept = self._kept
        return kept if isinstance(kept, tuple) else (kept,)

    @stretches.setter
    def stretches(self, stretches: tuple[Stretch, ...]) -> None:
        self._kept = stretches[0] if len(stretches) == 1 else stretches

    def append(self, place: int, moved: int, key: Hashable) -> bool:
        """Add an event that arrived, and moved so many bytes; whether it begins a row."""
        stretches = self.stretches
        if len(stretches) == self.past:
            self.stretches = stretches = (*stretches, Stretch())
        return stretches[-1].append(place, moved, key)

    def extend(self, other: Self) -> Seams:
        """Add all events of another feed behind these, as if they arrived now."""
        seams = Seams([], [])
        for stretch in other.stretches:
            if len(self.stretches) == self.past:
                self.stretches += (stretch,)
            else:
                if self.stretches[-1].leads_to(stretch):
                    seams.joined.append(stretch.places[0])
                self.stretches[-1].extend(stretch)
        return seams

    def insert(self, other: Self) -> Seams:
        """Lay all events of another feed, none of which arrived just now, where they belong."""
        seams = Seams([], [])
        for stretch in other.stretches:
            past = self.stretches[: self.past]
            at = bisect([known.places[0] for known in past], stretch.places[0])
            before, after = past[:at][-1:], past[at:][:1]
            if before and before[0].leads_to(stretch):
                seams.joined.append(stretch.places[0])
            if after:
                goes_on = stretch.leads_to(after[0])
                went_on = bool(before) and before[0].leads_to(after[0])
                if goes_on and not went_on:
                    seams.joined.append(after[0].places[0])
                elif went_on and not goes_on:
                    seams.parted.append(after[0].places[0])
            self.stretches = (*self.stretches[:at], stretch, *self.stretches[at:])
            self.past += 1
        return seams

    def settle(self) -> None:
        """Let go of the room for more events that its stretches have."""
        for stretch in self.stretches:
            stretch.settle()

    def find(self, place: int) -> int | None:
        """The number of the row in which the event at a place is; None if it is not here."""
        rows = 0
        before: Stretch | None = None
        for number, stretch in enumerate(self.stretches):
            joint = before is not None and number < self.past and before.leads_to(stretch)
            at = stretch.find(place)
            if at is not None:
                return rows - joint + stretch.row_of(at)
            rows, before = rows - joint + stretch.rows, stretch
        return None

    def places_from(self, place: int, skip: int, count: int) -> list[int]:
        """Up to `count` places, beginning so many behind that of an event that is here."""
        found: list[int] = []
        begun = False
        for stretch in self.stretches:
            at = 0
            if not begun:
                first = stretch.find(place)
                if first is None:
                    continue
                begun, at = True, first
            places = stretch.places
            passed = min(skip, len(places) - at)
            skip -= passed
            begin, end = at + passed, min(len(places), at + passed + count - len(found))
            found += [places[index] for index in range(begin, end)]
            if len(found) == count:
                break
        return found

    def places(self) -> "array[int]":
        """The places of all its events, in order."""
        return array("Q", chain.from_iterable(stretch.places for stretch in self.stretches))

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
