"""All that a stream holds by now, as files: for who reads a log once.

So the numbers of a stream are those of the files that were shipped, made by what makes those.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.catalogue import Catalogue
from tui.fleet.engine import Engine
from tui.fleet.follow import MARGIN
from tui.fleet.inbox import Inbox, Received
from tui.fleet.mirror import Mirror
from tui.fleet.mirrors import CrowdedError, Mirrors, in_log_order
from tui.fleet.reader import Span, begin_reading
from tui.fleet.state import extension_of, first_since
from tui.fleet.wire import DamagedError, Lines, Origin, lines_in, lines_subject
from tui.fleet.words import FleetError
from tui.source.provenance import Provenance
from tui.text import plural, size, visible

PATIENCE = 30.0
"""Seconds for which an engine that is away is waited for: a cluster has a new leader by then."""
TICK = 0.25
"""Seconds between two looks whether something stands in the way."""


@dataclass(slots=True)
class Mirrored:
    """What was shipped: `files` in log order with where their lines come from (`foreign`).

    `others` counts the other events that were left out of them. `notes` are lines of what must be
    known, `broken` of what should be there and is not.
    """

    files: Sequence[Path]
    foreign: Mapping[Path, Provenance]
    others: int
    notes: Sequence[str]
    broken: Sequence[str]


@contextmanager
def mirrored(
    address: Address,
    access: Access,
    *,
    name: str,
    since: int | None = None,
    tell: Callable[[float], None] = lambda _: None,
) -> Iterator[Mirrored]:
    """What a stream holds by now, or what was stored since a moment (ns), in files of our own.

    `tell` is told how much of it is here, from 0 to 1. Raises FleetError.
    """
    with closing(Mirrors(address.stream)) as mirrors:
        with Engine.open(address, access, name=name) as engine:
            reading = _Reading(engine, mirrors)
            try:
                reading.read(since, tell)
            except OSError as error:
                raise FleetError(
                    f"{mirrors.folder}: what comes cannot be kept: {error.strerror or error}; "
                    "make room, or set TMPDIR to a folder with more"
                ) from error
            except CrowdedError as error:
                raise FleetError(f"{address}: {error}") from error
        yield reading.told(whole=since is None)


@dataclass(slots=True)
class _Reading:
    """A stream read once; what a shipper could not read counts only where nobody else could."""

    engine: Engine
    mirrors: Mirrors
    damaged: int = 0
    _lost: list[Lines] = field(default_factory=list)
    _missing: dict[str, str] = field(default_factory=dict)

    def read(self, since: int | None, tell: Callable[[float], None]) -> None:
        """Mirror all that is there. Raises FleetError, OSError and CrowdedError."""
        catalogue = Catalogue(self.engine)
        origins, _ = catalogue.open()
        self.mirrors.meet(origins)
        stream = self.engine.address.stream
        extension = extension_of(self.engine, stream)
        first = max(1, extension.first)
        if since is not None:
            first = max(first, first_since(self.engine, stream, since - MARGIN))
        span = Span(stream, (lines_subject(stream),), first, extension.last)
        for message in self._messages(span):
            self._take(message)
            tell((message.sequence + 1 - first) / (extension.last + 1 - first))
        self.damaged += catalogue.damaged
        for part in self._parts():
            part.sort()

    def _messages(self, span: Span) -> Iterator[Received]:
        inbox = Inbox()
        reader = begin_reading(self.engine, span, inbox)
        heard = time.monotonic()
        while not inbox.ended:
            message = inbox.take(TICK)
            if message is not None:
                yield message
                heard = time.monotonic()
                continue
            problem = self.engine.problem or reader.problem
            if problem and time.monotonic() - heard > PATIENCE:
                raise FleetError(problem)

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

    def told(self, *, whole: bool) -> Mirrored:
        """What there is to say; `whole` if all that was shipped should be there."""
        others = self.mirrors.others  # before what was lost counts as come
        notes = list(self._beginnings()) if whole else []
        broken = list(self._gaps())
        if self.damaged:
            many = plural(self.damaged, "message")
            broken.append(f"{self.engine.address}: {many} cannot be read, and were passed over")
        parts = self._parts()
        foreign = {part.path: self._provenance(part) for part in parts}
        return Mirrored([part.path for part in parts], foreign, others, notes, broken)

    def _provenance(self, part: Mirror) -> Provenance:
        return replace(part.foreign, problem=self._missing.get(part.origin.id, ""))

    def _beginnings(self) -> Iterator[str]:
        for origin, begin in self.mirrors.begins():
            if begin:
                yield f"{_name(origin)}: its first {size(begin)} are not in the stream any more"

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
                yield f"{_name(origin)}: {self._missing[each]}"


def _name(origin: Origin) -> str:
    return visible(f"{origin.host}:{origin.path}")
