"""A part of a shipped file as a file of our own: what came of it, line behind line, like any log.

So the table, the feeds, a search, what was known at a moment, rules and evidence read what comes
from a stream as they read a log.
"""

import itertools
import os
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tui.fleet.wire import Lines, Origin
from tui.source.file import HEAD, Source
from tui.source.lines import Batch, LineCutter
from tui.source.provenance import Provenance, Spot

SIZE = 24
"""Bytes of a record: where a run of lines begins in the mirror, where in its origin, and the number
of the message that brought it."""
MIRRORED, ORIGINAL = 0, 1
NEW = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC

Run = tuple[int, int]
"""A byte of a message's body, and which byte of the origin it is: so are those behind it."""


class Fresh(NamedTuple):
    """Whole lines of a message that did not come before, with their ends; its number."""

    body: bytes
    runs: Sequence[Run]
    sequence: int


@dataclass(slots=True)
class Records:
    """A file with a record for each run: so where a line came from costs no memory."""

    descriptor: int = -1
    count: int = 0
    is_sorted: bool = True
    """Whether the runs are in the order of the origin, as they are but for odd shippers."""
    _reached: int = 0

    def add(self, begin: int, fresh: Fresh) -> None:
        """Add the runs of lines that lie in the mirror from a byte on. Raises OSError."""
        told = array("Q")
        for at, offset in fresh.runs:
            told.extend((begin + at, offset, fresh.sequence))
        _write(self.descriptor, told.tobytes(), self.count * SIZE)
        self.count += len(fresh.runs)
        self.is_sorted = self.is_sorted and fresh.runs[0][1] >= self._reached
        self._reached = fresh.runs[-1][1]

    def of(self, offset: int, number: int = MIRRORED) -> tuple[int, int, int]:
        """The last run that begins at a byte or before it: of the mirror, or of the origin."""
        at = bisect_right(range(self.count), offset, key=lambda index: self._at(index)[number])
        return self._at(max(0, at - 1))

    def within(self, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The runs of which some bytes are among those of the mirror."""
        at = bisect_right(range(self.count), begin, key=lambda index: self._at(index)[MIRRORED])
        for index in range(max(0, at - 1), self.count):
            run = self._at(index)
            if run[MIRRORED] >= end:
                return
            yield run

    def _at(self, index: int) -> tuple[int, int, int]:
        begin, origin, sequence = struct.unpack(
            "=QQQ", os.pread(self.descriptor, SIZE, index * SIZE)
        )
        return begin, origin, sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedFile(Provenance):
    """The file of a shipper, of which some lines lie in a mirror."""

    records: Records

    def spot(self, offset: int) -> Spot:
        """Where the line stands that begins at a byte of the mirror."""
        begin, origin, sequence = self.records.of(offset)
        return Spot(self.name, origin + offset - begin, self.inode, sequence)

    def offset(self, told: int) -> int | None:
        """The byte of the mirror at which a byte of the file is; None if it did not come."""
        if not self.records.count:
            return None
        begin, origin, _ = self.records.of(told, ORIGINAL)
        at = begin + told - origin
        return at if told >= origin and self.records.of(at)[MIRRORED] == begin else None

    def ranges(self, begin: int, end: int) -> list[tuple[int, int]]:
        """The bytes of the file that some neighbouring bytes of the mirror are, in order."""
        runs = [*self.records.within(begin, end)]
        stops = [*(run[MIRRORED] for run in runs[1:]), end]
        return [
            (origin + max(begin, at) - at, origin + min(end, stop) - at)
            for (at, origin, _), stop in zip(runs, stops, strict=True)
        ]


@dataclass(slots=True, kw_only=True)
class Mirror(Source):
    """Lines of an origin, in a file without any others between them, made with the first."""

    origin: Origin
    stream: str
    records: Records = field(default_factory=Records)
    _foreign: ShippedFile | None = None

    @classmethod
    def in_folder(cls, folder: Path, number: int, origin: Origin, stream: str) -> "Mirror":
        """One to which nothing came yet."""
        path, cutter = folder / f"{number}.log", LineCutter(number)
        return cls(number, path, -1, 0, 0, cutter, origin=origin, stream=stream)

    @property
    def foreign(self) -> ShippedFile:
        """The file of the shipper."""
        if self._foreign is None:
            origin = self.origin
            told = origin.path, origin.device, origin.inode, origin.host
            self._foreign = ShippedFile(*told, self.stream, records=self.records)
        return self._foreign

    def append(self, fresh: Fresh) -> Batch:
        """Add lines of a message; can be tried again when it failed. Raises OSError."""
        if self.records.descriptor < 0:
            self._make()
        begin = self.cutter.offset
        _write(self.descriptor, fresh.body, begin)
        self.records.add(begin, fresh)
        if len(self.head) < HEAD:
            self.head = (self.head + fresh.body)[:HEAD]
        self.cutter.offset = self.size = begin + len(fresh.body)
        return Batch(self.number, begin, fresh.body[:-1])

    def _make(self) -> None:
        if self.descriptor < 0:  # else only the other one could not be made
            self.descriptor = os.open(self.path, NEW, 0o600)
        self.records.descriptor = os.open(self.path.with_suffix(".records"), NEW, 0o600)
        status = os.fstat(self.descriptor)
        self.device, self.inode = status.st_dev, status.st_ino

    def sort(self) -> None:
        """Have its lines in the order of the origin: one shipper can send behind another what lies
        before. For one to which nothing more comes. Raises OSError.
        """
        if self.records.is_sorted:
            return
        runs = [*self.records.within(0, self.cutter.offset)]
        ends = [*(run[MIRRORED] for run in runs[1:]), self.cutter.offset]
        old, old_records = self.descriptor, self.records.descriptor
        self.path.unlink()
        self.path.with_suffix(".records").unlink()
        self.records, self.head, self.cutter.offset = Records(), b"", 0
        self._foreign, self.descriptor = None, -1
        self._make()
        pieces = sorted(zip(runs, ends, strict=True), key=lambda piece: piece[0][ORIGINAL])
        for (begin, origin, sequence), end in pieces:
            body = os.pread(old, end - begin, begin)
            self.append(Fresh(body, [(0, origin)], sequence))
        os.close(old)
        os.close(old_records)

    def close(self) -> None:
        """Let both files go."""
        if self.records.descriptor >= 0:
            os.close(self.records.descriptor)
            self.records.descriptor = -1
        Source.close(self)


def _write(descriptor: int, data: bytes, offset: int) -> None:
    while data:
        written = os.pwrite(descriptor, data, offset)
        data, offset = data[written:], offset + written


def runs_of(lines: Lines) -> list[Run]:
    """The runs of a message: other events that were left out part them."""
    runs = [(0, lines.begin)]
    skipped = 0
    for skip in lines.skips:
        skipped += skip.bytes
        if skip.at < len(lines.body):
            runs[-1 if skip.at == runs[-1][0] else len(runs) :] = [
                (skip.at, lines.begin + skip.at + skipped)
            ]
    return runs


def only(lines: Lines, ranges: Sequence[tuple[int, int]]) -> tuple[bytes, list[Run]]:
    """Of a message the lines that begin in some bytes of the origin, and the runs of these."""
    kept: list[bytes] = []
    runs: list[Run] = []
    length = 0
    for _at, offset, line in _each(lines):
        if not any(begin <= offset < end for begin, end in ranges):
            continue
        if not runs or offset - runs[-1][1] != length - runs[-1][0]:
            runs.append((length, offset))
        kept.append(line)
        length += len(line)
    return b"".join(kept), runs


def _each(lines: Lines) -> list[tuple[int, int, bytes]]:
    """The lines of a message: where in its body, where in the origin, and what."""
    runs = [*runs_of(lines), (len(lines.body), 0)]
    found = []
    for (begin, offset), (end, _) in itertools.pairwise(runs):
        at = begin
        for text in lines.body[begin:end].split(b"\n")[:-1]:
            found.append((at, offset + at - begin, text + b"\n"))
            at += len(text) + 1
    return found
