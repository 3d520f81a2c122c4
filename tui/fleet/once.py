"""All that a stream holds by now, as files: for who reads a log once, or compares it.

So the numbers of a stream are those of the files that were shipped, made by what makes those.
"""

import errno
import itertools
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.catalogue import Catalogue
from tui.fleet.engine import Engine
from tui.fleet.inbox import Inbox, Received
from tui.fleet.mirror import Mirror, runs_of
from tui.fleet.mirrors import CrowdedError, Mirrors, in_log_order
from tui.fleet.reader import Span, begin_reading
from tui.fleet.state import extension_of
from tui.fleet.wire import DamagedError, Lines, Origin, lines_in, lines_subject
from tui.fleet.words import FleetError, no_room
from tui.source.decoded import write_all
from tui.source.log import Log
from tui.source.provenance import Provenance
from tui.system.temporary import TemporaryFolder
from tui.words.text import plural, size, visible

PATIENCE = 30.0
"""Seconds for which an engine that is away is waited for: a cluster has a new leader by then."""
TICK = 0.25
"""Seconds between two looks whether something stands in the way."""


@contextmanager
def mirrored(
    address: Address,
    access: Access,
    *,
    name: str,
    since: int | None = None,
    tell: Callable[[float], None] = lambda _: None,
) -> Iterator[Log]:
    """What a stream holds by now, or what was stored since a moment (ns), in files of our own.

    `tell` is told how much of it is here, from 0 to 1. Raises FleetError.
    """
    with _keeping():
        mirrors = Mirrors(address.stream)
    with closing(mirrors):
        with Engine.open(address, access, name=name) as engine, _keeping():
            reading = _Reading(engine, mirrors)
            reading.read(since, tell)
        yield reading.told(whole=since is None)


@contextmanager
def laid_out(
    address: Address, access: Access, *, name: str, tell: Callable[[float], None] = lambda _: None
) -> Iterator[Mapping[Path, str]]:
    """What a stream holds of each file, where it stands in that, and nothing between: in files of
    our own, each with what people call the one that was shipped. Raises FleetError.
    """
    with _keeping():
        folder = TemporaryFolder()
    with folder:
        names: dict[Path, str] = {}
        with Engine.open(address, access, name=name) as engine, _keeping():
            for message in messages(engine, None, tell):
                try:
                    lines = lines_in(message.headers, message.body, message.subject)
                except DamagedError:  # proves nothing
                    continue
                path = folder.path / lines.origin.id
                if _lay(path, lines):
                    names[path] = lines.origin.name
        yield names


def _lay(path: Path, lines: Lines) -> bool:
    """Write lines where they stand; whether a file can be so large. Raises OSError."""
    runs = [*runs_of(lines), (len(lines.body), 0)]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        for (begin, offset), (end, _) in itertools.pairwise(runs):
            write_all(descriptor, lines.body[begin:end], offset)
    except OSError as error:
        if error.errno not in (errno.EFBIG, errno.EINVAL):
            raise
        return False
    finally:
        os.close(descriptor)
    return True


@contextmanager
def _keeping() -> Iterator[None]:
    """FleetError within, where what comes cannot be kept in a temporary folder."""
    try:
        yield
    except OSError as error:
        raise FleetError(no_room(tempfile.gettempdir(), error)) from error


def messages(
    engine: Engine, since: int | None, tell: Callable[[float], None]
) -> Iterator[Received]:
    """All messages with lines that a stream holds by now, or since a moment (ns), in their order.

    Raises FleetError, also where the engine is away for longer than PATIENCE.
    """
    stream = engine.address.stream
    extension = extension_of(engine, stream, since)
    first = extension.first
    inbox = Inbox()
    reader = begin_reading(
        engine, Span(stream, (lines_subject(stream),), first, extension.last), inbox
    )
    heard = time.monotonic()
    while not inbox.ended:
        message = inbox.take(TICK)
        if message is not None:
            yield message
            heard = time.monotonic()
            tell((message.sequence + 1 - first) / (extension.last + 1 - first))
            continue
        problem = engine.problem or reader.problem
        if problem and time.monotonic() - heard > PATIENCE:
            raise FleetError(problem)
    tell(1.0)


@dataclass(slots=True)
class _Reading:
    """A stream read once; what a shipper could not read counts only where nobody else could."""

    engine: Engine
    mirrors: Mirrors
    damaged: int = 0
    _lost: list[Lines] = field(default_factory=list)
    _missing: dict[str, str] = field(default_factory=dict)

    def read(self, since: int | None, tell: Callable[[float], None]) -> None:
        """Mirror all that is there. Raises FleetError and OSError."""
        try:
            self._read(since, tell)
        except CrowdedError as error:
            raise FleetError(f"{self.engine.address}: {error}") from error

    def _read(self, since: int | None, tell: Callable[[float], None]) -> None:
        catalogue = Catalogue(self.engine)
        origins, _ = catalogue.open()
        self.mirrors.meet(origins)
        for message in messages(self.engine, since, tell):
            self._take(message)
        self.damaged += catalogue.damaged
        for part in self._parts():
            part.sort()

    def _take(self, message: Received) -> None:
        try:
            lines = lines_in(message.headers, message.body, message.subject)
        except DamagedError:
            self.damaged += 1
            return
        if lines.lost:
            self._lost.append(lines)
        else:
            self.mirrors.take(lines, message.sequence, past=True).write()

    def _parts(self) -> list[Mirror]:
        """The files to which something came, in log order."""
        parts = (part for part in self.mirrors.sources if part.descriptor >= 0)
        return sorted(parts, key=lambda part: in_log_order(part.origin))

    def told(self, *, whole: bool) -> Log:
        """What there is to say; `whole` if all that was shipped should be there."""
        notes = list(self._beginnings()) if whole else []
        broken = list(self._gaps())
        if self.damaged:
            many = plural(self.damaged, "message")
            broken.append(f"{self.engine.address}: {many} cannot be read, and were passed over")
        parts = self._parts()
        foreign = {part.path: self._provenance(part) for part in parts}
        return Log([part.path for part in parts], foreign, self.mirrors.others, notes, broken)

    def _provenance(self, part: Mirror) -> Provenance:
        return replace(part.foreign, problem=self._missing.get(part.origin.id, ""))

    def _beginnings(self) -> Iterator[str]:
        for origin, begin in self.mirrors.begins():
            if begin:
                gone = f"its first {size(begin)} are not in the stream any more"
                yield f"{visible(origin.name)}: {gone}"

    def _gaps(self) -> Iterator[str]:
        """What was lost of each file, and what is missing besides."""
        lost, gaps = Counter[str](), Counter[str]()
        known: dict[str, Origin] = {}
        for lines in self._lost:
            known[lines.origin.id] = lines.origin
            lost[lines.origin.id] += self.mirrors.take(lines, 0, past=True).lost
        for origin, begin, end in self.mirrors.holes():
            known[origin.id] = origin
            gaps[origin.id] += end - begin
        for each, origin in known.items():
            parts = [f"{size(lost[each])} lost, its shipper could not read them"] * bool(lost[each])
            parts += [f"{size(gaps[each])} are not in the stream"] * bool(gaps[each])
            if parts:
                self._missing[each] = "; ".join(parts)
                yield f"{visible(origin.name)}: {self._missing[each]}"
