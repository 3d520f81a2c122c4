"""What crosses the thread: the reading as it stood at one moment, in frozen pieces."""

from dataclasses import dataclass
from typing import NamedTuple

from tui.audit.counters import Counters, Transfer, TransferKey
from tui.audit.event import Event
from tui.audit.feed import FeedEnd
from tui.audit.rates import Moved
from tui.audit.session import Session
from tui.audit.stretch import Row
from tui.past.reading import Earlier
from tui.picture.fleet import FleetPicture


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


class Reached(NamedTuple):
    """How far the reading is, as a `Picture` tells it."""

    live: bool
    ended: bool
    lost: int
    behind: int
    lag: float
    problem: str
    past: Progress | None
    fleet: FleetPicture | None


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
    fleet: FleetPicture | None = None


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
