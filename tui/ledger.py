"""What was read, as it is shown: the table, the rates, and which sessions changed.

While it is frozen, what is read is laid aside, so that the picture stands in every part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tui.audit.event import Event
from tui.audit.rates import Rates
from tui.audit.table import SessionTable
from tui.past.pieces import Folded


class Arrival(NamedTuple):
    """A desktop event, and the log's own line that it came in (without its end)."""

    event: Event
    line: bytes


@dataclass(slots=True)
class Reading:
    """What some of the lines say; two of them merge."""

    table: SessionTable = field(default_factory=SessionTable)
    rates: Rates = field(default_factory=Rates)
    changed: set[str] = field(default_factory=set)

    def fold(self, source: int, offset: int, lines: Sequence[bytes], now: int) -> list[Arrival]:
        """Fold neighbouring lines of a source; returns their desktop events."""
        arrived = []
        for event, line in self.table.fold(source, offset, lines):
            self.rates.add(event, now)
            if event.sid:
                self.changed.add(event.sid)
            arrived.append(Arrival(event, line))
        self.rates.forget(now)
        return arrived

    def merge(self, other: "Reading", *, past: bool = False) -> None:
        """Take in what lines say that arrived later, or that are of the past."""
        self.changed |= other.changed
        self.table.merge(other.table, past=past)
        self.rates.merge(other.rates)


@dataclass(slots=True)
class Ledger:
    """What is shown, and beside it what a freeze holds back: since when (ns), arrived, past."""

    shown: Reading = field(default_factory=Reading)
    frozen_at: int | None = None
    _arrived: Reading = field(default_factory=Reading)
    _past: list[Reading] = field(default_factory=list)

    def fold(self, source: int, offset: int, lines: Sequence[bytes], now: int) -> list[Arrival]:
        """Fold lines that arrived; returns their desktop events."""
        reading = self.shown if self.frozen_at is None else self._arrived
        return reading.fold(source, offset, lines, now)

    def take(self, folded: Folded) -> None:
        """Take in a piece of the past."""
        reading = Reading(folded.table, folded.rates, set(folded.table.sessions))
        if self.frozen_at is None:
            self.shown.merge(reading, past=True)
        else:
            self._past.append(reading)

    def freeze(self, now: int) -> None:
        """Let the picture stand."""
        if self.frozen_at is None:
            self.frozen_at = now

    def thaw(self) -> None:
        """Let the picture catch up with what was read meanwhile."""
        for reading in self._past:
            self.shown.merge(reading, past=True)
        self.shown.merge(self._arrived)
        self._arrived, self._past, self.frozen_at = Reading(), [], None

    @property
    def waiting(self) -> int | None:
        """The desktop events that a freeze holds back; None if there is none."""
        if self.frozen_at is None:
            return None
        held = (self._arrived, *self._past)
        return sum(reading.table.desktop_events for reading in held)
