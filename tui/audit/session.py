"""One remote-desktop session as the log tells it: its facts, counters, transfers and feed.

Everything here is independent of the order in which events come in: "first" is decided by the
place of a line, so that a log read forwards, backwards, in pieces or over several processes
and merged gives the same session.
"""

from dataclasses import dataclass, field
from typing import NamedTuple, Self

from tui.audit.event import Event, Kind, Names, Outcome
from tui.audit.feed import Feed

RECOVERED = " (recovered)"
"""What Teleport adds to the desktop's name in an end that it wrote a day late, after a crash."""


@dataclass(slots=True)
class Counters:
    """What moved: of one session, or of everything. Events, and bytes where named so."""

    clipboard_sent: int = 0
    clipboard_sent_bytes: int = 0
    clipboard_received: int = 0
    clipboard_received_bytes: int = 0
    shared: int = 0
    shares_failed: int = 0
    read: int = 0
    read_bytes: int = 0
    reads_failed: int = 0
    reads_incomplete: int = 0
    written: int = 0
    written_bytes: int = 0
    writes_failed: int = 0
    writes_incomplete: int = 0

    @property
    def bytes_in(self) -> int:
        """Bytes that went into the desktop."""
        return self.clipboard_sent_bytes + self.read_bytes

    @property
    def bytes_out(self) -> int:
        """Bytes that came out of the desktop."""
        return self.clipboard_received_bytes + self.written_bytes

    @property
    def failed(self) -> int:
        """Operations that failed: shares, reads and writes."""
        return self.shares_failed + self.reads_failed + self.writes_failed

    def add(self, event: Event) -> None:
        """Count one event in."""
        failed = event.outcome is Outcome.FAILED
        incomplete = event.outcome is Outcome.INCOMPLETE
        moved = 0 if failed else event.length
        match event.kind:
            case Kind.WRITE:
                self.written += 1
                self.written_bytes += moved
                self.writes_failed += failed
                self.writes_incomplete += incomplete
            case Kind.READ:
                self.read += 1
                self.read_bytes += moved
                self.reads_failed += failed
                self.reads_incomplete += incomplete
            case Kind.SEND:
                self.clipboard_sent += 1
                self.clipboard_sent_bytes += moved
            case Kind.RECEIVE:
                self.clipboard_received += 1
                self.clipboard_received_bytes += moved
            case Kind.SHARE:
                self.shared += 1
                self.shares_failed += failed
            case Kind.START | Kind.END:
                return

    def merge(self, other: Self) -> None:
        """Add the counts of a disjoint set of events."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Span:
    """The smallest and the largest time seen, in nanoseconds; None before there is one."""

    first: int | None = None
    last: int | None = None

    def add(self, time: int | None) -> None:
        """Stretch to hold a time; None is passed over."""
        if time is None:
            return
        if self.first is None or self.last is None:
            self.first = self.last = time
        elif time > self.last:
            self.last = time
        elif time < self.first:
            self.first = time

    def merge(self, other: Self) -> None:
        """Stretch to hold the whole of another span."""
        self.add(other.first)
        self.add(other.last)


class TransferKey(NamedTuple):
    """What makes reads or writes one transfer, within a session."""

    kind: Kind
    directory: str
    path: str


@dataclass(slots=True)
class Transfer:
    """One file's way in one direction: all reads, or all writes, of it in a session.

    `bytes` leaves out what failed; `extent` is the furthest byte of the file that was reached.
    """

    operations: int = 0
    bytes: int = 0
    failed: int = 0
    incomplete: int = 0
    extent: int = 0
    seen: Span = field(default_factory=Span)

    def add(self, event: Event) -> None:
        """Count one read or write in."""
        self.operations += 1
        self.seen.add(event.time)
        if event.outcome is Outcome.FAILED:
            self.failed += 1
            return
        self.bytes += event.length
        self.extent = max(self.extent, event.offset + event.length)
        self.incomplete += event.outcome is Outcome.INCOMPLETE

    def merge(self, other: Self) -> None:
        """Add the operations of another part of the log."""
        self.operations += other.operations
        self.bytes += other.bytes
        self.failed += other.failed
        self.incomplete += other.incomplete
        self.extent = max(self.extent, other.extent)
        self.seen.merge(other.seen)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A start or an end, as far as its session remembers it."""

    place: int
    denied: bool
    time: int | None
    names: Names
    login: str
    os: str
    session_start: int | None
    session_stop: int | None
    recorded: bool | None

    @classmethod
    def of(cls, event: Event, place: int, names: Names, login: str) -> Self:
        """What is kept of a start or end; `names` and `login` as the table keeps them."""
        return cls(
            place,
            event.outcome is Outcome.DENIED,
            event.time,
            names,
            login,
            event.os,
            event.session_start,
            event.session_stop,
            event.recorded,
        )


class Sighting(NamedTuple):
    """An event that was the first to tell one of the names."""

    place: int
    names: Names


class Denial(NamedTuple):
    """The first reason that was given for a denied start."""

    place: int
    error: str


@dataclass(slots=True)
class Session:
    """Everything with one `sid`."""

    sid: str
    events: int = 0
    seen: Span = field(default_factory=Span)
    opening: Boundary | None = None
    closing: Boundary | None = None
    denial: Denial | None = None
    sightings: tuple[Sighting, ...] = ()
    counters: Counters = field(default_factory=Counters)
    transfers: dict[TransferKey, Transfer] = field(default_factory=dict)
    feed: Feed = field(default_factory=Feed)

    # -- facts -------------------------------------------------------------------------

    @property
    def state(self) -> str:
        """`ended`, `denied` or `active`."""
        if self.closing is not None:
            return "ended"
        return "denied" if self.opening is not None and self.opening.denied else "active"

    def name(self, index: int) -> str:
        """One of `Names`: by the opening event, the closing event, any event; else empty."""
        for boundary in (self.opening, self.closing):
            if boundary is not None and boundary.names[index]:
                return boundary.names[index]
        return next((s.names[index] for s in self.sightings if s.names[index]), "")

    @property
    def names(self) -> Names:
        """Who and where, the mark of a recovered end taken off the desktop's name."""
        names = Names(*(self.name(index) for index in range(len(Names._fields))))
        return names._replace(desktop_name=names.desktop_name.removesuffix(RECOVERED))

    @property
    def recovered(self) -> bool:
        """Whether its end was written a day late, after a crash of the desktop service."""
        return self.closing is not None and self.closing.names.desktop_name.endswith(RECOVERED)

    @property
    def login(self) -> str:
        """The account on the desktop; empty if not known."""
        return next((b.login for b in (self.opening, self.closing) if b and b.login), "")

    @property
    def os(self) -> str:
        """`windows`, `linux`, or empty while neither start nor end was seen."""
        return next((b.os for b in (self.opening, self.closing) if b), "")

    @property
    def start(self) -> int | None:
        """When it was opened, in nanoseconds."""
        if self.opening is not None and self.opening.time is not None:
            return self.opening.time
        return self.closing.session_start if self.closing is not None else None

    @property
    def stop(self) -> int | None:
        """When it ended, in nanoseconds."""
        if self.closing is None:
            return None
        if self.closing.session_stop is not None:
            return self.closing.session_stop
        return self.closing.time

    @property
    def recorded(self) -> bool | None:
        """Whether a recording was made; None if that was not said."""
        return self.closing.recorded if self.closing is not None else None

    @property
    def error(self) -> str:
        """Why it was denied; empty if it was not, or no reason was given."""
        return self.denial.error if self.denial is not None else ""

    # -- folding -----------------------------------------------------------------------

    def open_at(self, boundary: Boundary) -> None:
        """Take a start: the first that was not denied opens, else the first."""
        known = self.opening
        if known is None or (boundary.denied, boundary.place) < (known.denied, known.place):
            self.opening = boundary

    def close_at(self, boundary: Boundary) -> None:
        """Take an end: the first one closes."""
        if self.closing is None or boundary.place < self.closing.place:
            self.closing = boundary

    def deny(self, denial: Denial) -> None:
        """Take the reason of a denied start: the first one counts."""
        if self.denial is None or denial.place < self.denial.place:
            self.denial = denial

    def tells_more(self, place: int, names: Names) -> bool:
        """Whether an event is the first, in log order, to tell one of the names."""
        told = 0
        for sighting in self.sightings:
            if sighting.place > place:
                break
            told |= sighting.names.told
        return bool(names.told & ~told)

    def sight(self, *sightings: Sighting) -> None:
        """Take events that may tell more; those that no name needs are let go."""
        kept, told = [], 0
        for sighting in sorted({*self.sightings, *sightings}):
            if sighting.names.told & ~told:
                kept.append(sighting)
                told |= sighting.names.told
        self.sightings = tuple(kept)

    def merge(self, other: Self) -> None:
        """Take in what another part of the log tells of the same session."""
        self.events += other.events
        self.seen.merge(other.seen)
        if other.opening is not None:
            self.open_at(other.opening)
        if other.closing is not None:
            self.close_at(other.closing)
        if other.denial is not None:
            self.deny(other.denial)
        self.sight(*other.sightings)
        self.counters.merge(other.counters)
        for key, transfer in other.transfers.items():
            self.transfers.setdefault(key, Transfer()).merge(transfer)
        self.feed.extend(other.feed)
