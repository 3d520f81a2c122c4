"""What happened when: slices of time of equal length, of which only those are kept in which
something was.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from tui.audit.event import Event, Kind, Outcome
from tui.audit.rfc3339 import SECOND, format_time

WIDTHS = tuple(seconds * SECOND for seconds in (1, 5, 10, 60))
"""Lengths of a slice up to a minute; past that each is twice as long as the one before."""
MOST = 10_000
"""Slices that are kept, most minutes of a week: where there are more, each becomes longer."""
FINE = 1_000
"""Slices above which they are not shorter than a minute."""


class Slice(Struct):
    """What one slice holds: events, bytes, starts, ends, and what went wrong."""

    events: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    started: int = 0
    ended: int = 0
    denied: int = 0
    failed: int = 0
    incomplete: int = 0
    alerts: int = 0

    def add(self, event: Event) -> None:
        """Count an event in."""
        self.events += 1
        match event.outcome:
            case Outcome.DENIED:
                self.denied += 1
            case Outcome.FAILED:
                self.failed += 1
                return
            case Outcome.INCOMPLETE:
                self.incomplete += 1
        match event.kind:
            case Kind.SEND | Kind.READ:
                self.bytes_in += event.length
            case Kind.RECEIVE | Kind.WRITE:
                self.bytes_out += event.length
            case Kind.START if event.outcome is not Outcome.DENIED:
                self.started += 1
            case Kind.END:
                self.ended += 1

    @property
    def problems(self) -> int:
        """What went wrong."""
        return self.denied + self.failed + self.incomplete

    @property
    def is_busy(self) -> bool:
        """Whether bytes moved, or something went wrong."""
        return bool(self.bytes_in or self.bytes_out or self.problems)

    def merge(self, other: "Slice") -> None:
        """Add another slice's."""
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Slices:
    """Slices of `width` nanoseconds, by their numbers. An event without a time is in none."""

    def __init__(self) -> None:
        self.width = WIDTHS[0]
        self._slices: dict[int, Slice] = {}

    def add(self, event: Event) -> None:
        """Count an event in."""
        if event.time is not None:
            self._at(event.time).add(event)

    def alert(self, time: int | None) -> None:
        """Count an alert in."""
        if time is not None:
            self._at(time).alerts += 1

    @property
    def busy(self) -> tuple[int, int]:
        """From when to when (nanoseconds) bytes moved or something went wrong."""
        busy = [number for number, each in self._slices.items() if each.is_busy]
        if not busy:
            return 0, 0
        return min(busy) * self.width, (max(busy) + 1) * self.width

    def _at(self, time: int) -> Slice:
        number = time // self.width
        known = self._slices.get(number)
        if known is None:
            most = FINE if self.width < WIDTHS[-1] else MOST
            if len(self._slices) >= most:
                self._widen()
                return self._at(time)
            known = self._slices[number] = Slice()
        return known

    def _widen(self) -> None:
        wider = next((width for width in WIDTHS if width > self.width), 2 * self.width)
        slices, self._slices = self._slices, {}
        for number, each in slices.items():
            self._slices.setdefault(number * self.width // wider, Slice()).merge(each)
        self.width = wider

    def __iter__(self) -> Iterator[tuple[int, Slice]]:
        """When each slice begins (nanoseconds), and what it holds, in order of time."""
        for number in sorted(self._slices):
            yield number * self.width, self._slices[number]

    def over(self, begin: int, end: int, count: int) -> list[Slice]:
        """The time between two moments in so many equal parts."""
        parts = [Slice() for _ in range(count)]
        span = max(1, end - begin)
        for moment, each in self:
            index = max(0, min((moment - begin) * count // span, count - 1))
            parts[index].merge(each)
        return parts


COLUMNS = ("begin", "seconds", *Slice.__struct_fields__)


def rows(slices: Slices) -> Iterable[tuple[Any, ...]]:
    """The rows of timeline.csv, under COLUMNS."""
    for begin, each in slices:
        values = (getattr(each, name) for name in Slice.__struct_fields__)
        yield (format_time(begin), slices.width // SECOND, *values)
