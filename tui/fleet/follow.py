"""A stream followed as files are: what its shippers send is mirrored, and read from there.

It is read from its end: the last few MiB count as now, and come first; what was stored before them
is past, for another reader.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from tui.fleet.catalogue import Catalogue, StoredBeat
from tui.fleet.inbox import Inbox, Received
from tui.fleet.mirror import Mirror
from tui.fleet.mirrors import CrowdedError, Incoming, Mirrors
from tui.fleet.reader import Reader, Span, begin_reading
from tui.fleet.ringing import Ringing
from tui.fleet.shippers import Shippers
from tui.fleet.state import extension_of
from tui.fleet.wire import DamagedError, Origin, lines_in, lines_subject
from tui.fleet.words import no_room
from tui.picture.fleet import Consumer
from tui.source.lines import Batch
from tui.source.loss import Loss
from tui.source.watch import Folder, Rhythm

if TYPE_CHECKING:
    from tui.fleet.engine import Engine

NOW = 1 << 22
"""Bytes at the end of a stream that are read before all else, 4 MiB as of files."""
MOST = 1 << 25
"""Bytes that one look takes at most, 32 MiB: between two looks is seen how all stands."""
PATIENCE = 0.1
"""Seconds between two looks whether something stands in the way of the first one."""


@dataclass(slots=True)
class FleetFollow:
    """The shipped files of a stream, each in two parts, and what is new in them.

    Of what is there the last `now` bytes come first; what was stored before `since` (ns) is left
    out, with `from_end` all of it. `shippers` are told of all that comes. `damaged` messages are
    none of a shipper's.
    """

    engine: "Engine"
    since: int | None = None
    from_end: bool = False
    shippers: Shippers | None = None
    errors: dict[Path, str] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    mirrors: Mirrors = field(init=False)
    now: int = NOW
    damaged: int = 0
    first: int = 1
    """The number of the first message that is wanted …"""
    begin: int = 1
    """… and of the first one that counts as now."""
    size: int = 0
    """Bytes of a message, on the average."""
    complete: bool = False
    """Whether all is taken that was stored before what counts as now: then holes are losses."""
    _holes: Counter[Origin] = field(default_factory=Counter)
    _rung: Event = field(default_factory=Event)
    _catalogue: Catalogue = field(init=False)
    _inbox: Inbox = field(init=False)
    _reader: Reader | None = None
    _last: int = 0
    _taken: int = 0
    _current: float = field(default_factory=time.monotonic)
    _unwritten: Incoming | None = None

    def __post_init__(self) -> None:
        """Nothing is read before it is opened."""
        self.mirrors = Mirrors(self.engine.address.stream)
        self._inbox = Inbox(self._rung.set)
        self._catalogue = Catalogue(self.engine, self._rung.set)

    def open(self) -> None:
        """Find out what is there, number the files, and begin to read. Raises FleetError."""
        stream = self.engine.address.stream
        extension = extension_of(self.engine, stream, self.since)
        origins, beats = self._catalogue.open()
        self.mirrors.meet(origins)
        self._tell(beats)
        self._last, self.size = extension.last, extension.size
        self.first = extension.first
        self.begin = max(self.first, extension.last + 1 - max(1, self.now // max(1, self.size)))
        if self.from_end:
            self.first = self.begin = extension.last + 1
        self.complete = self.begin == self.first
        span = Span(stream, (lines_subject(stream),), self.begin)
        self._reader = begin_reading(self.engine, span, self._inbox)

    def waiting(self, stop: Event, rhythm: Rhythm) -> Ringing:
        """What waits for the next message."""
        return Ringing(stop, rhythm, self._rung)

    # -- as of any log -----------------------------------------------------------------

    @property
    def sources(self) -> Sequence[Mirror]:
        """Both parts of each file, by their numbers."""
        return self.mirrors.sources

    @property
    def past(self) -> Sequence[Mirror]:
        """None: what is past is still to come."""
        return ()

    @property
    def lost(self) -> int:
        """Bytes known to have been written that no shipper could read."""
        return sum(loss.bytes for loss in self.losses)

    @property
    def behind(self) -> int:
        """Bytes that are in the stream and were not taken yet, about."""
        pending = 0 if self._reader is None else self._reader.pending
        return self._inbox.bytes + pending * self.size

    def look(self) -> Iterator[Batch]:
        """All whole lines that came since the last look; at the first one, all that was there."""
        errors: dict[Path, str] = {}
        left = MOST
        try:
            self._hear()
            if self._unwritten is not None:
                yield from self._write(self._unwritten)
            while left > 0 and (message := self._next()) is not None:
                left -= len(message.body)
                incoming = self.new_of(message)
                if incoming is not None:
                    yield from self._write(incoming)
        except OSError as error:
            errors[self.mirrors.folder] = no_room(self.mirrors.folder, error)
        except CrowdedError as error:
            errors[self.mirrors.folder] = f"{self.engine.address}: {error}"
        if problem := self._problem():
            errors[self.mirrors.folder] = problem
        self.errors = errors
        self._tell_consumer()
        if self.complete and self.mirrors.has_new_hole():
            self._lose_holes()

    def finish(self) -> Iterator[Batch]:
        """Nothing: a stream does not end."""
        return iter(())

    def folders(self) -> frozenset[Folder]:
        """None: it is a message that rings."""
        return frozenset()

    def line_at(self, number: int, offset: int) -> bytes | None:
        """A line read back from what is mirrored."""
        return self.mirrors.sources[number].line_at(offset)

    def lose(self, path: Path, lost: int) -> None:
        """Take note of bytes that cannot be read."""
        self.losses.append(Loss(path, lost, time.time_ns()))

    def release(self) -> None:
        """Nothing: each part may be asked for a line."""

    def close(self) -> None:
        """Let the mirrored files go; the engine is for who opened it."""
        self.mirrors.close()

    # -- messages ----------------------------------------------------------------------

    def new_of(self, message: Received, *, past: bool = False) -> Incoming | None:
        """What is new in a message of the stream; None if it is none of a shipper's.

        Raises CrowdedError.
        """
        try:
            lines = lines_in(message.headers, message.body, message.subject)
        except DamagedError:
            self._damage(1)
            return None
        incoming = self.mirrors.take(lines, message.sequence, past=past)
        if self.shippers is not None:
            host, body = lines.origin.host, incoming.fresh.body
            told = message.sequence, message.stored, len(body), body.count(b"\n")
            self.shippers.read(host, *told)
        if incoming.lost:
            self._lose(lines.origin, incoming.lost, message.stored)
        return incoming

    def _lose(self, origin: Origin, lost: int, when: int) -> None:
        self.losses.append(Loss(Path(origin.name), lost, when))
        if self.shippers is not None:
            self.shippers.lose(origin.host, lost)

    def _lose_holes(self) -> None:
        """Take note of what never came, though later bytes of the same file did."""
        holes = Counter[Origin]()
        for origin, begin, end in self.mirrors.holes():
            holes[origin] += end - begin
        for origin, missing in holes.items():
            if missing > self._holes[origin]:
                self._lose(origin, missing - self._holes[origin], time.time_ns())
        self._holes = holes

    def _write(self, incoming: Incoming) -> Iterator[Batch]:
        self._unwritten = incoming
        batch = incoming.write()
        self._unwritten = None
        if batch is not None:
            yield batch

    def _next(self) -> Received | None:
        """The next message; one that was there at the start is waited for."""
        while True:
            message = self._inbox.take(PATIENCE if self._awaits else 0.0)
            if message is not None:
                self._taken = message.sequence
                return message
            if not self._awaits:
                return None
            if self._problem():
                self._last = 0  # the screen shows what it has, and what stands in the way
                return None

    @property
    def _awaits(self) -> bool:
        """Whether messages are still to come that were there at the start."""
        reader = self._reader
        return (
            reader is not None
            and self._taken < self._last
            and self.begin <= self._last
            and not (reader.begun and reader.pending == 0 and reader.last <= self._taken)
        )

    def _hear(self) -> None:
        """Take in what shippers said of themselves, and tell how far the stream is read."""
        before = self._catalogue.damaged
        origins, beats = self._catalogue.take()
        self.mirrors.meet(origins)
        self._tell(beats)
        self._damage(self._catalogue.damaged - before)

    def _damage(self, count: int) -> None:
        """Take note of messages that are none of a shipper's."""
        self.damaged += count
        if self.shippers is not None:
            self.shippers.damage(count)

    def _tell(self, beats: Sequence[StoredBeat]) -> None:
        if self.shippers is not None:
            for beat in beats:
                self.shippers.hear(*beat)

    def _tell_consumer(self) -> None:
        pending = 0 if self._reader is None else self._reader.pending
        if not pending:
            self._current = time.monotonic()
        if self.shippers is not None:
            lag = time.monotonic() - self._current
            self.shippers.consume(Consumer(pending, lag, self._problem()))

    def _problem(self) -> str:
        reader = "" if self._reader is None else self._reader.problem
        return self.engine.problem or reader or self._catalogue.problem
