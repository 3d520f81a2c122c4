"""What is read once more from the log, when somebody looks at one session.

Its timeline, of the lines of its feed; and its neighbours, which no table keeps. Both are read by a
thread in small parts, between which it can be stopped, and go on later with what came meanwhile.
"""

import os
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from tui.audit.event import Event, object_in
from tui.audit.neighbours import Neighbour, Subject, neighbours_in
from tui.audit.place import offset_of, source_of
from tui.audit.quick import event_in
from tui.audit.session import Session
from tui.audit.timeline import Part, Timeline
from tui.live.monitor import Monitor
from tui.past.pieces import Extent
from tui.picture.picture import SessionView
from tui.source.file import BLOCK
from tui.source.lines import MAX_LINE

AT_ONCE = 512
"""Lines that are read back in one part: 4 ms."""
SEARCHED = 1 << 18
"""Bytes that are searched in one part, 256 KiB: 0.2 ms."""


class Rereading(Protocol):
    """Something that is read in parts."""

    share: float
    """How much of it is read, from 0 to 1."""

    @property
    def behind(self) -> bool:
        """Whether there is more to be read by now."""

    def look(self) -> Generator[None, None, None]:
        """Read it; yields after each part."""


@dataclass(slots=True)
class TimelineReading:
    """The timeline of a session as far as its feed was read back."""

    monitor: Monitor
    sid: str
    share: float = 0.0
    _timeline: Timeline = field(default_factory=Timeline)
    _lock: Lock = field(default_factory=Lock)
    _read: int = 0
    _past: int = 0

    @property
    def behind(self) -> bool:
        """Whether the feed reaches further, or has grown at its front."""
        with self.monitor.feeds() as feeds:
            end = feeds.end(self.sid)
        return end.events > self._read or end.past_events != self._past

    def look(self) -> Generator[None, None, None]:
        """Read the feed on; from its beginning, where it has grown at its front."""
        while places := self._next_places():
            events = [event for event in _events_at(self.monitor, places) if event.sid == self.sid]
            with self._lock:
                for event in events:
                    self._timeline.add(event)
            self._read += len(places)
            yield
        self.share = 1.0

    def over(self, begin: int, end: int, count: int) -> list[Part]:
        """What was read so far, of the time between two moments (ns), in so many equal parts."""
        with self._lock:
            return self._timeline.over(begin, end, count)

    def _next_places(self) -> list[int]:
        with self.monitor.feeds() as feeds:
            session = feeds.table.sessions.get(self.sid)
            if session is None:
                return []
            end = session.feed.end
            if end.past_events != self._past:
                self._read, self._past = 0, end.past_events
                with self._lock:
                    self._timeline = Timeline()
            self.share = self._read / max(1, end.events)
            if self._read >= end.events:
                return []
            first = session.feed.rows(0, 1, end)[0].first
            return session.feed.places_from(first, self._read, AT_ONCE)


@dataclass(slots=True)
class NeighbourSearch:
    """The neighbours of a session, in all that was written since it began.

    `opening` is the place of its first line, if it is known, `start` when it began (ns).
    """

    monitor: Monitor
    subject: Subject
    opening: int | None
    start: int | None
    found: list[Neighbour] = field(default_factory=list)
    share: float = 0.0
    _searched: dict[int, int] = field(default_factory=dict)

    @property
    def behind(self) -> bool:
        """Whether more was written."""
        known = self._searched
        return any(
            source.cutter.offset > known.get(source.number, 0) for source in self.monitor.sources
        )

    def look(self) -> Generator[None, None, None]:
        """Search what is there and was not searched yet."""
        extents = list(self._extents())
        total = sum(extent.end - self._searched[extent.source] for extent in extents)
        read = 0
        try:
            for extent in extents:
                for block in self._blocks(extent):
                    self.found += neighbours_in(block, self.subject)
                    read += len(block)
                    self.share = read / total if total else 1.0
                    yield
        finally:
            for extent in extents:
                extent.close()
        self.share = 1.0

    def _extents(self) -> Iterator[Extent]:
        """What is to be searched, each file opened once more."""
        with self.monitor.feeds():
            for source in self.monitor.sources:
                end = source.cutter.offset
                try:
                    begin = self._searched.setdefault(source.number, self._begin(source.number))
                    if begin < end:
                        yield Extent.of(source, end, whole=False)
                except OSError:  # let go of, or an archive that holds nothing yet
                    self._searched[source.number] = end

    def _begin(self, number: int) -> int:
        """From where on a file can tell of the session; one last written before it cannot."""
        if self.opening is not None and number == source_of(self.opening):
            return offset_of(self.opening)
        source = self.monitor.sources[number]
        written = os.fstat(source.descriptor).st_mtime_ns
        return source.cutter.offset if self.start is not None and written < self.start else 0

    def _blocks(self, extent: Extent) -> Iterator[bytes]:
        """Blocks of whole lines, each taken as searched when the next one is asked for."""
        begin = self._searched[extent.source]
        while begin < extent.end:
            length = SEARCHED
            while True:
                block = os.pread(extent.descriptor, min(length, extent.end - begin), begin)
                cut = block.rfind(b"\n") + 1
                if cut or len(block) < length:
                    break
                length *= 2
            block = block[: cut or len(block)]
            if not block:  # truncated meanwhile
                begin = extent.end
            yield block
            begin += len(block)
            self._searched[extent.source] = begin


def neighbours_of(
    monitor: Monitor, view: SessionView, opening: bytes | None, closing: bytes | None
) -> NeighbourSearch:
    """A search for the neighbours of a session, the lines of whose start and end are known."""
    service = ""
    for line in (opening, closing):
        told = object_in(line).get("windows_desktop_service") if line is not None else None
        service = service or (told if isinstance(told, str) else "")
    [place] = monitor.told([view.sid], _opening) or [None]
    return NeighbourSearch(monitor, Subject(view.sid, view.user, service), place, view.start)


def _opening(session: Session) -> int | None:
    return None if session.opening is None else session.opening.place


def _events_at(monitor: Monitor, places: list[int]) -> Iterable[Event]:
    """The events at places, but for those of files that are gone."""
    extents: dict[int, Extent] = {}
    with monitor.feeds():
        for number in {source_of(place) for place in places}:
            source = monitor.sources[number]
            try:
                extents[number] = Extent.of(source, source.cutter.offset, whole=False)
            except OSError:
                continue
    try:
        lines = list(_lines_at(extents, places))
        # A file truncated meanwhile can have other lines at the same places.
        there = {number for number, extent in extents.items() if _is_there(extent)}
        for number, line in lines:
            if number in there:
                event = event_in(line)
                if event is not None:
                    yield event
    finally:
        for extent in extents.values():
            extent.close()


def _is_there(extent: Extent) -> bool:
    return os.pread(extent.descriptor, len(extent.head), 0) == extent.head


def _lines_at(extents: dict[int, Extent], places: list[int]) -> Iterator[tuple[int, bytes]]:
    """Lines and their sources' numbers; neighbouring ones are read by one call."""
    known, begin, block = -1, 0, b""
    for place in places:
        number, offset = source_of(place), offset_of(place)
        if number not in extents:
            continue
        at = offset - begin
        end = block.find(b"\n", at) if number == known and 0 <= at < len(block) else -1
        if end < 0:
            descriptor = extents[number].descriptor
            known, begin, at = number, offset, 0
            block = os.pread(descriptor, BLOCK, offset)
            end = block.find(b"\n")
            if end < 0:
                block = os.pread(descriptor, MAX_LINE + 1, offset)
                end = block.find(b"\n")
        yield number, block[at:end] if end >= 0 else block[at:]
