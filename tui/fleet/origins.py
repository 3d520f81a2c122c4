"""The origins that are shipped: which source holds which, how far each is cut and acknowledged."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from tui.fleet.checkpoint import Checkpoint, Entry
from tui.fleet.cutting import BODY, Cutting
from tui.fleet.wire import Lines, Origin, origin_id
from tui.source.file import Source
from tui.source.resume import Marks

DAILY = 86_400 * 10**9
"""Nanoseconds between two tellings of an origin's name."""


@dataclass(slots=True)
class Shipped:
    """An origin: what is remembered of it, what of it is being cut, and the source it is read from.

    `told` is when its name was published the last time (nanoseconds; 0 if not by this run).
    """

    entry: Entry
    cutting: Cutting
    source: Source | None = None
    told: int = 0

    @property
    def origin(self) -> Origin:
        """Its name."""
        return self.cutting.origin

    def plan(self, lines: Lines) -> None:
        """Take down what is about to be published."""
        if lines.lost:
            self.entry.lost.append((lines.begin, lines.end))
        else:
            self.entry.planned = lines.end

    def acknowledge(self, lines: Lines) -> None:
        """Take down what is stored."""
        if lines.lost:
            self.entry.lost = [lost for lost in self.entry.lost if lost != (lines.begin, lines.end)]
        if lines.end >= self.entry.offset:
            self.entry.offset, self.entry.left = lines.end, lines.left + lines.others


@dataclass(slots=True)
class Origins:
    """All origins of a run, by their ids and by the numbers of their sources.

    The same content in two files, as a copy of it, is one origin.
    """

    host: str
    checkpoint: Checkpoint
    marks: Marks
    all_lines: bool = False
    most: int = BODY
    clock: Callable[[], int] = time.time_ns
    _every: dict[str, Shipped] = field(default_factory=dict)
    _of_source: dict[int, Shipped] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Shipped]:
        return iter(self._every.values())

    def of(self, source: Source) -> Shipped:
        """That of a source from which a line was taken, now or by an earlier run."""
        shipped = self._of_source.get(source.number)
        if shipped is None:
            shipped = self._of_source[source.number] = self._met(source)
        shipped.source = source
        return shipped

    def known(self, source: Source) -> Shipped | None:
        """That of a source, if a line was taken from it."""
        met = source.number in self._of_source or source.number in self.marks.found
        return self.of(source) if met else None

    def left(self, entry: Entry) -> Shipped:
        """That of an entry whose file is not met."""
        shipped = self._every.get(entry.id)
        if shipped is None:
            path = entry.mark().path
            shipped = self._every[entry.id] = self._begun(entry, path, entry.device, entry.inode)
        return shipped

    @property
    def waiting(self) -> int:
        """Bytes that were read and are in no message yet."""
        return sum(shipped.cutting.waiting for shipped in self)

    @property
    def unacknowledged(self) -> int:
        """Bytes that were read and are not acknowledged."""
        return sum(max(0, shipped.cutting.at - shipped.entry.offset) for shipped in self)

    @property
    def has_lines(self) -> bool:
        """Whether there are lines among them, and not counts alone."""
        return any(shipped.cutting.has_lines for shipped in self)

    def note(self) -> None:
        """Take down where all their files are by now."""
        now = self.clock()
        for shipped in self:
            if shipped.source is not None:
                shipped.entry.note(shipped.source, now)

    def _met(self, source: Source) -> Shipped:
        found = self.marks.found.get(source.number)
        name = self._id(source) if found is None else found.id
        shipped = self._every.get(name)
        if shipped is not None:
            return shipped
        entry = self.checkpoint.entries.get(name)
        if entry is None:
            now = self.clock()
            entry = Entry(name, "", source.device, source.inode, met=now)
            entry.note(source, now)  # it is found again, whichever line is sent first
            self.checkpoint.entries[name] = entry
        shipped = self._begun(entry, source.real, source.device, source.inode)
        self._every[name] = shipped
        return shipped

    def _id(self, source: Source) -> str:
        """What its content is known by.

        Where that is the inode, what was in this file before it was truncated has had that name.
        """
        name = origin_id(source.head, source.inode)
        salt = source.head
        while "-" in name and name in self.checkpoint.entries:
            salt = sha256(salt + name.encode()).digest()
            name = f"{salt.hex()[:16]}-{source.inode:x}"
        return name

    def _begun(self, entry: Entry, path: Path, device: int, inode: int) -> Shipped:
        told = os.fsencode(path).decode(errors="backslashreplace")
        origin = Origin(entry.id, self.host, told[-4096:], device, inode)
        planned = entry.planned if entry.planned > entry.offset else 0
        told_before = entry.offset, planned, entry.left
        return Shipped(entry, Cutting(origin, *told_before, self.all_lines, self.most))
