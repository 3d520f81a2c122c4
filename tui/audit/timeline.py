"""When a session moved how much, over its whole life, in so many slices as can be drawn."""

from dataclasses import dataclass, field
from typing import NamedTuple

from tui.audit.event import Event, Kind, Outcome
from tui.audit.rfc3339 import SECOND

MOST = 4096
"""Slices that are kept: past that each becomes twice as long."""


class Part(NamedTuple):
    """Bytes in and out, and how many things went wrong: denied starts, failed operations."""

    bytes_in: int = 0
    bytes_out: int = 0
    problems: int = 0

    def __add__(self, other: object) -> "Part":
        if not isinstance(other, Part):
            return NotImplemented
        return Part(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


NONE = Part()


@dataclass(slots=True)
class Timeline:
    """Parts of time of equal length (`width`, nanoseconds), of which only those are kept in which
    something was.
    """

    width: int = SECOND
    _parts: dict[int, Part] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Count an event in, if it has a time, and moved something or went wrong."""
        wrong = event.outcome in (Outcome.FAILED, Outcome.DENIED)
        into, out = event.kind in (Kind.SEND, Kind.READ), event.kind in (Kind.RECEIVE, Kind.WRITE)
        if event.time is None or not (wrong or (event.length and (into or out))):
            return
        moved = 0 if wrong else event.length
        part = Part(moved if into else 0, moved if out else 0, wrong)
        number = event.time // self.width
        self._parts[number] = self._parts.get(number, NONE) + part
        if len(self._parts) > MOST:
            self._widen()

    def _widen(self) -> None:
        self.width *= 2
        parts, self._parts = self._parts, {}
        for number, part in parts.items():
            self._parts[number // 2] = self._parts.get(number // 2, NONE) + part

    def over(self, begin: int, end: int, count: int) -> list[Part]:
        """The time between two moments (ns) in so many equal parts.

        What was before or after it is in the first or last one.
        """
        span = max(1, end - begin)
        parts = [NONE] * count
        for number, part in self._parts.items():
            index = (number * self.width - begin) * count // span
            index = max(0, min(index, count - 1))
            parts[index] += part
        return parts
