"""What crosses the thread: the reading as it stood at one moment, in frozen pieces."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tui.audit.counters import Counters, Transfer, TransferKey
from tui.audit.event import Event
from tui.audit.feed import FeedEnd
from tui.audit.rates import Moved
from tui.audit.session import Session
from tui.audit.stretch import Row
from tui.past.reading import Earlier


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session at one moment. Moments in nanoseconds, sizes in bytes, strings hostile."""

    sid: str
    state: str
    user: str
    login: str
    desktop: str
    client: str
    domain: str
    os: str
    error: str
    start: int | None
    stop: int | None
    last_seen: int | None
    events: int
    files: int
    bytes_in: int
    bytes_out: int
    failed: int
    recovered: bool

    @classmethod
    def of(cls, session: Session) -> "SessionView":
        """The session as it stands."""
        names = session.names
        return cls(
            session.sid,
            session.state,
            names.user,
            session.login,
            session.desktop,
            names.client_addr,
            names.windows_domain,
            session.os,
            session.error,
            session.start if session.start is not None else session.seen.first,
            session.stop,
            session.seen.last,
            session.events,
            session.transfer_count,
            session.counters.bytes_in,
            session.counters.bytes_out,
            session.counters.failed,
            session.recovered,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the past was read, in bytes; `stopped` if the rest is left unread."""

    read: int
    total: int
    stopped: bool

    @classmethod
    def of(cls, past: Earlier, *, held: bool) -> "Progress | None":
        """How far it is by now; None when all is read and a freeze has not `held` any of it."""
        return None if past.done and not held else cls(past.read, past.total, past.stopped)

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.read / self.total


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


class Reached(NamedTuple):
    """How far the reading is, as a `Picture` tells it."""

    live: bool
    ended: bool
    lost: int
    behind: int
    lag: float
    problem: str
    past: Progress | None
    fleet: "FleetPicture | None"


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything as it stood at one moment, and the sids of what changed since the last one.

    `now` in nanoseconds; `lag` in seconds, since when there were bytes that are not read yet;
    `behind` and `lost` in bytes; `waiting` the desktop events that a freeze holds back;
    `past` is None when all of it was read: until then every number still grows. `as_of` is the
    earlier moment (ns) that is looked at, and `now` with it; None if it is that of now. With each
    `turn` from one to another, everything is to be asked for anew. `counted_since` is when (ns) the
    graphs begin to have all that moved; None for as far back as they go. `gone` events of an
    earlier moment cannot be read back from the log any more. `fleet` is how its shippers are now,
    also while frozen; None where files are read.
    """

    now: int
    live: bool
    ended: bool
    desktop_events: int
    malformed_lines: int
    lost: int
    behind: int
    lag: float
    waiting: int | None
    problem: str
    totals: Counters
    changed: frozenset[str]
    series: tuple[Moved, ...]
    moving: frozenset[str]
    past: Progress | None
    as_of: int | None = None
    turn: int = 0
    counted_since: int | None = None
    gone: int = 0
    fleet: "FleetPicture | None" = None


class Version(NamedTuple):
    """How far somebody knows a session's transfers: of which watching, and to which move."""

    watching: int = 0
    moves: int = 0


@dataclass(frozen=True, slots=True)
class Detail:
    """One session in full at one moment: what its feed, counters, transfers and graph show.

    `transfers` are those that changed since a version that was known, of `count` in all.
    """

    sid: str
    end: FeedEnd
    counters: Counters
    transfers: tuple[tuple[TransferKey, Transfer], ...]
    count: int
    version: Version
    series: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A row of a feed read back: its first event (None if its line is gone) and last one's time.

    Whose session it is of, on which desktop, begun when, and whether it is the session's last row,
    which may grow; or the line itself if it is malformed.
    """

    row: Row
    event: Event | None
    last_time: int | None
    sid: str = ""
    user: str = ""
    desktop: str = ""
    start: int | None = None
    last: bool = False
    malformed: bytes | None = None
