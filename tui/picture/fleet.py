"""The shippers of a fleet as they stood at one moment."""

from dataclasses import dataclass
from enum import StrEnum


class ShipperState(StrEnum):
    """How a shipper is, as far as one can know."""

    SILENT = "silent"
    TROUBLED = "troubled"
    ALIVE = "alive"
    LEFT = "left"


CLOCK_TOLD = 2_000_000_000
"""Nanoseconds from which on a clock is told to differ, 2 s: less can be the way of a beat."""
FORGOTTEN = 86_400_000_000_000
"""Nanoseconds, a day: a host that was silent for so long does not count to the fleet any more."""


@dataclass(frozen=True, slots=True)
class ShipperView:
    """The shipper of one host. Strings are hostile, moments nanoseconds of the stream's clock.

    `heard` is when it was heard last; it is silent if nothing came for `limit` (ns). `lag` is for
    how many seconds it had something unsent by then, `behind` how many bytes; `skew` (ns) is by how
    much its clock is ahead. `lost` are bytes that it could not read since it started, or that are
    missing in what is read here, whichever is more. `last_line` is when its last lines came into
    the stream, `events` how many are read here, `pace` its lines per second; None where that is not
    known. `shippers` of this host's name are alive: there should be one.
    """

    host: str
    state: ShipperState
    heard: int
    limit: int
    instance: str = ""
    started: int | None = None
    lag: float = 0.0
    behind: int = 0
    skew: int = 0
    shippers: int = 1
    lost: int = 0
    last_line: int | None = None
    sequence: int = 0
    events: int = 0
    bytes: int = 0
    pace: float | None = None
    files: int = 0
    version: str = ""
    problem: str = ""

    @property
    def is_well(self) -> bool:
        """Whether it is alive, alone, without a problem, and by a clock that is right."""
        alive = self.state is ShipperState.ALIVE and self.shippers == 1
        return alive and -CLOCK_TOLD < self.skew < CLOCK_TOLD

    @property
    def differs(self) -> bool:
        """Whether its clock differs from the stream's so much that it is told."""
        return abs(self.skew) >= CLOCK_TOLD

    def is_gone(self, now: int) -> bool:
        """Whether nothing is shipped from there: it is silent, or was stopped and stays so."""
        if self.state is ShipperState.LEFT:
            return now - self.heard >= self.limit
        return self.state is ShipperState.SILENT

    def is_forgotten(self, now: int) -> bool:
        """Whether it has been gone for so long that it does not count any more."""
        return self.is_gone(now) and now - self.heard >= FORGOTTEN


@dataclass(frozen=True, slots=True)
class Consumer:
    """How far what is read trails behind the stream: messages, and for how many seconds.

    `problem` says in a line why nothing comes; empty while it does.
    """

    pending: int = 0
    lag: float = 0.0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FleetPicture:
    """All shippers of a stream at one moment (`now`, ns of the stream's clock), in host order.

    `name` is the stream's address, by which its alerts are known the next time. `alive` of
    `expected` shippers are heard; `gone` were stopped, or forgotten. `skew` (ns) is by how much the
    clock of this host is ahead of the stream's. `damaged` messages could not be read; `unlisted`
    beats came from hosts for which there is no room in the list.
    """

    now: int
    name: str
    shippers: tuple[ShipperView, ...] = ()
    consumer: Consumer = Consumer()
    alive: int = 0
    expected: int = 0
    gone: int = 0
    lost: int = 0
    skew: int = 0
    damaged: int = 0
    unlisted: int = 0
