"""How much moved when: bytes in and out over the last ten minutes, of all and of each session;
and of all sessions together over the last hour and day.

By the time of the event, not of its arrival: Teleport holds directory events back for seconds.
Kept as slices of ten seconds, and as the minutes of a day for all sessions, oldest dropped, so
that memory follows what moved lately and not how many sessions there are.
"""

from dataclasses import dataclass, field
from typing import NamedTuple, Self, TypeVar

from tui.audit.event import FAILED, READ, RECEIVE, SEND, WRITE, Event, Kind
from tui.audit.rfc3339 import SECOND

Key = TypeVar("Key", int, str)

SLICE = 10 * SECOND
SLICES = 60
MINUTE = 60 * SECOND
MINUTES = 1440
RECENT = 3
"""Whole slices that the current speed is taken from: 30 s outlast Teleport's holding back."""

ALL = ""
"""The key of all sessions together; no session has an empty sid."""


class Moved(NamedTuple):
    """Bytes into and out of desktops."""

    bytes_in: int = 0
    bytes_out: int = 0

    def __add__(self, other: object) -> "Moved":
        if not isinstance(other, Moved):
            return NotImplemented
        return Moved(self[0] + other[0], self[1] + other[1])


NOTHING = Moved()
Sum = list[int]
"""Bytes in and out, to be added to: a `Moved` for each event would cost three times as much."""


class Reach(NamedTuple):
    """How far back a graph goes: so many slices, each so many nanoseconds long."""

    slices: int
    slice: int


TEN_MINUTES = Reach(SLICES, SLICE)
HOUR = Reach(60, MINUTE)
DAY = Reach(144, 10 * MINUTE)


@dataclass(slots=True)
class Rates:
    """Bytes moved in each slice of the last ten minutes, and in each minute of the last day."""

    _slices: dict[int, dict[str, Sum]] = field(default_factory=dict)
    _minutes: dict[int, Sum] = field(default_factory=dict)
    _forgotten: int = field(default=0, compare=False)

    def add(self, event: Event, now: int) -> None:
        """Count an event in, if it moved bytes within a day before `now` (nanoseconds).

        A time further ahead than one slice is no time to trust, and is passed over.
        """
        time = event.time
        if time is None or event.outcome is FAILED:
            return
        moved_in, moved_out = _moved(event.kind, event.length)
        number, current = time // SLICE, now // SLICE
        if number > current + 1 or not (moved_in or moved_out):
            return
        minute = time // MINUTE
        if minute > now // MINUTE - MINUTES:
            _count(self._minutes, minute, moved_in, moved_out)
        if number <= current - SLICES:
            return
        slices = self._slices.get(number)
        if slices is None:
            slices = self._slices[number] = {}
        _count(slices, ALL, moved_in, moved_out)
        if event.sid:
            _count(slices, event.sid, moved_in, moved_out)

    def add_minute(self, begin: int, kind: Kind, length: int, now: int) -> None:
        """Count in what events of a kind moved in the minute that begins at `begin` (nanoseconds),
        if that is within a day before `now`, and more than ten minutes.
        """
        moved, minute = _moved(kind, length), begin // MINUTE
        if any(moved) and minute > now // MINUTE - MINUTES:
            _count(self._minutes, minute, *moved)

    def series(self, sid: str, now: int) -> tuple[Moved, ...]:
        """The last ten minutes slice by slice, oldest first; `sid` ALL for everything."""
        current = now // SLICE
        return tuple(
            Moved(*self._slices.get(number, {}).get(sid, NOTHING))
            for number in range(current - SLICES + 1, current + 1)
        )

    def graph(self, reach: Reach, now: int) -> tuple[Moved, ...]:
        """What moved in all sessions, slice by slice, oldest first; the last one has just begun."""
        if reach is TEN_MINUTES:
            return self.series(ALL, now)
        minutes, current = reach.slice // MINUTE, now // reach.slice
        return tuple(
            sum(
                (
                    Moved(*self._minutes[minute])
                    for minute in range(first, first + minutes)
                    if minute in self._minutes
                ),
                NOTHING,
            )
            for first in range(
                (current - reach.slices + 1) * minutes, (current + 1) * minutes, minutes
            )
        )

    def recent(self, now: int, within: int = MINUTE) -> frozenset[str]:
        """The sids out of whose desktops bytes moved within so many nanoseconds, ten minutes at
        most: in whole slices, and in the one that has begun.
        """
        current = now // SLICE
        return frozenset(
            sid
            for number in range(min(current, (now - within) // SLICE + 1), current + 2)
            for sid, (_, moved_out) in self._slices.get(number, {}).items()
            if moved_out
        )

    def forget(self, now: int) -> None:
        """Drop what is older than ten minutes, and what is older than a day."""
        if self._forgotten == (current := now // SLICE):
            return
        self._forgotten = current
        for number in [number for number in self._slices if number <= current - SLICES]:
            del self._slices[number]
        for minute in [minute for minute in self._minutes if minute <= now // MINUTE - MINUTES]:
            del self._minutes[minute]

    def merge(self, other: Self) -> None:
        """Add what other events moved."""
        for number, slices in other._slices.items():
            for sid, moved in slices.items():
                _count(self._slices.setdefault(number, {}), sid, *moved)
        for minute, moved in other._minutes.items():
            _count(self._minutes, minute, *moved)

    def take_minutes(self, other: Self, before: int) -> None:
        """Have another one's minutes in place of these, as far as they begin before a moment."""
        first = -(-before // MINUTE)
        earlier = {number: [*moved] for number, moved in other._minutes.items() if number < first}
        own = {number: moved for number, moved in self._minutes.items() if number >= first}
        self._minutes = earlier | own


def _count(sums: dict[Key, Sum], key: Key, moved_in: int, moved_out: int) -> None:
    known = sums.get(key)
    if known is None:
        sums[key] = [moved_in, moved_out]
    else:
        known[0] += moved_in
        known[1] += moved_out


def _moved(kind: Kind, length: int) -> tuple[int, int]:
    """The bytes in and out, where an event of a kind moved so many."""
    if kind is SEND or kind is READ:
        return length, 0
    if kind is RECEIVE or kind is WRITE:
        return 0, length
    return 0, 0


def speed(series: tuple[Moved, ...], now: int) -> Moved:
    """Bytes a second, each way, over the last whole slices and the one that has begun."""
    latest = sum(series[-RECENT - 1 :], NOTHING)
    seconds = RECENT * SLICE // SECOND + now % SLICE / SECOND
    return Moved(round(latest.bytes_in / seconds), round(latest.bytes_out / seconds))
