"""How much moved when: bytes in and out over the last ten minutes, of all and of each session.

By the time of the event, not of its arrival: Teleport holds directory events back for seconds.
Kept as slices of ten seconds, oldest dropped, so that memory follows what moved lately and not
how many sessions there are.
"""

from dataclasses import dataclass, field
from typing import NamedTuple, Self

from tui.audit.event import Event, Kind, Outcome
from tui.audit.rfc3339 import SECOND

SLICE = 10 * SECOND
SLICES = 60
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
        return Moved(self.bytes_in + other.bytes_in, self.bytes_out + other.bytes_out)


NOTHING = Moved()


@dataclass(slots=True)
class Rates:
    """Bytes moved in each slice of the last ten minutes."""

    _slices: dict[int, dict[str, Moved]] = field(default_factory=dict)

    def add(self, event: Event, now: int) -> None:
        """Count an event in, if it moved bytes within ten minutes before `now` (nanoseconds).

        A time further ahead than one slice is no time to trust, and is passed over.
        """
        if not event.length or event.time is None or event.outcome is Outcome.FAILED:
            return
        number, current = event.time // SLICE, now // SLICE
        if not current - SLICES < number <= current + 1:
            return
        if event.kind in (Kind.SEND, Kind.READ):
            moved = Moved(event.length, 0)
        elif event.kind in (Kind.RECEIVE, Kind.WRITE):
            moved = Moved(0, event.length)
        else:
            return
        self._count(number, ALL, moved)
        if event.sid:
            self._count(number, event.sid, moved)

    def series(self, sid: str, now: int) -> tuple[Moved, ...]:
        """The last ten minutes slice by slice, oldest first; `sid` ALL for everything."""
        current = now // SLICE
        return tuple(
            self._slices.get(number, {}).get(sid, NOTHING)
            for number in range(current - SLICES + 1, current + 1)
        )

    def recent(self, now: int) -> frozenset[str]:
        """The sids out of whose desktops bytes moved within the last seconds."""
        current = now // SLICE
        return frozenset(
            sid
            for number in range(current - RECENT + 1, current + 2)
            for sid, moved in self._slices.get(number, {}).items()
            if moved.bytes_out
        )

    def forget(self, now: int) -> None:
        """Drop what is older than ten minutes."""
        for number in [number for number in self._slices if number <= now // SLICE - SLICES]:
            del self._slices[number]

    def merge(self, other: Self) -> None:
        """Add what other events moved."""
        for number, slices in other._slices.items():
            for sid, moved in slices.items():
                self._count(number, sid, moved)

    def _count(self, number: int, sid: str, moved: Moved) -> None:
        slices = self._slices.setdefault(number, {})
        slices[sid] = slices.get(sid, NOTHING) + moved


def speed(series: tuple[Moved, ...], now: int) -> Moved:
    """Bytes a second, each way, over the last whole slices and the one that has begun."""
    latest = sum(series[-RECENT - 1 :], NOTHING)
    seconds = RECENT * SLICE // SECOND + now % SLICE / SECOND
    return Moved(round(latest.bytes_in / seconds), round(latest.bytes_out / seconds))
