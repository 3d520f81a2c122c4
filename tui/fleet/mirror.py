"""A part of a shipped file as a file of our own: what came of it, line behind line, like any log.

So the table, the feeds, a search, what was known at a moment, rules and evidence read what comes
from a stream as they read a log.
"""

import itertools
import os
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tui.fleet.wire import Lines, Origin
from tui.source.file import HEAD, Source
from tui.source.lines import Batch, LineCutter
from tui.source.provenance import Provenance
from tui.source.provenance import Spot as Told

NUMBERS = 3
"""Of a record: where a run of lines begins in the mirror, in its origin, and in the stream."""
SIZE = 8 * NUMBERS
NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC

Run = tuple[int, int]
"""A byte of a message's body, and which byte of the origin it is: so are those behind it."""


class Spot(NamedTuple):
    """Where a line came from: the byte of the shipper's file, and the message of the stream."""

    origin: Origin
    offset: int
    sequence: int


class Fresh(NamedTuple):
    """Whole lines of a message that did not come before, with their ends; its number."""

    body: bytes
    runs: Sequence[Run]
    sequence: int


@dataclass(slots=True, kw_only=True)
class Mirror(Source):
    """Lines of an origin, in a file without any others between them; made with the first of them.

    A second file beside it holds a record for each run of lines that are neighbours in the origin
    too, so that where a line came from costs no memory.
    """

    origin: Origin
    stream: str = ""
    records: int = -1
    runs: int = 0
    is_sorted: bool = True
    """Whether its lines lie in the order of the origin, as they do but for odd shippers."""
    missing: str = ""
    """Why not all of the file is here that should be, in a few words; empty if it is."""
    _reached: int = 0
    foreign: "Shipped" = field(init=False, repr=False, compare=False)
    """Where its lines come from: from the file that was shipped."""

    def __post_init__(self) -> None:
        """Tell people of the file that was shipped, and never of this one."""
        Source.__post_init__(self)
        known = self.origin
        self.foreign = Shipped(
            *(known.path, known.device, known.inode, known.host, self.stream), mirror=self
        )

    @classmethod
    def in_folder(cls, folder: Path, number: int, origin: Origin, stream: str = "") -> "Mirror":
        """One to which nothing came yet."""
        path = folder / f"{number}.log"
        return cls(number, path, -1, 0, 0, LineCutter(number), origin=origin, stream=stream)

    def append(self, fresh: "Fresh") -> Batch:
        """Add lines of a message; can be tried again when it failed. Raises OSError."""
        if self.records < 0:
            self._make()
        begin = self.cutter.offset
        _write(self.descriptor, fresh.body, begin)
        told = array("Q")
        for at, offset in fresh.runs:
            told.extend((begin + at, offset, fresh.sequence))
        _write(self.records, told.tobytes(), self.runs * SIZE)
        self.runs += len(fresh.runs)
        self.is_sorted = self.is_sorted and fresh.runs[0][1] >= self._reached
        self._reached = fresh.runs[-1][1]
        if len(self.head) < HEAD:
            self.head = (self.head + fresh.body)[:HEAD]
        self.cutter.offset = self.size = begin + len(fresh.body)
        return Batch(self.number, begin, fresh.body[:-1])

    def _make(self) -> None:
        self.descriptor = os.open(self.path, NEW, 0o600)
        self.records = os.open(self.path.with_suffix(".records"), NEW, 0o600)
        status = os.fstat(self.descriptor)
        self.device, self.inode = status.st_dev, status.st_ino

    def spot(self, offset: int) -> Spot:
        """Where the line came from that begins at a byte of what came."""
        begin, origin, sequence = self._record(self._run_of(offset))
        return Spot(self.origin, origin + offset - begin, sequence)

    def find(self, offset: int) -> int | None:
        """The byte of what came that is a byte of the origin; None if that did not come."""
        at = bisect_right(range(self.runs), offset, key=lambda index: self._record(index)[1]) - 1
        if at < 0:
            return None
        begin, origin, _ = self._record(at)
        found = begin + offset - origin
        return found if found < self._end(at) else None

    def ranges(self, begin: int, end: int) -> list[tuple[int, int]]:
        """The bytes of the origin that some neighbouring bytes of what came are, run by run."""
        found: list[tuple[int, int]] = []
        at = self._run_of(begin)
        while begin < end:
            run, origin, _ = self._record(at)
            stop = min(end, self._end(at))
            first, last = origin + begin - run, origin + stop - run
            if found and found[-1][1] == first:
                first = found.pop()[0]
            found.append((first, last))
            begin, at = stop, at + 1
        return found

    def sort(self) -> None:
        """Have its lines in the order of the origin: one shipper can send behind another what lies
        before. For one to which nothing more comes. Raises OSError.
        """
        if self.is_sorted:
            return
        records = [self._record(at) for at in range(self.runs)]
        ends = [*(record[0] for record in records[1:]), self.cutter.offset]
        old, old_records = self.descriptor, self.records
        self.path.unlink()
        self.path.with_suffix(".records").unlink()
        self.runs = self.cutter.offset = self._reached = 0
        self.head, self.is_sorted = b"", True
        self._make()
        for (begin, origin, sequence), end in sorted(
            zip(records, ends, strict=True), key=lambda run: run[0][1]
        ):
            body = os.pread(old, end - begin, begin)
            self.append(Fresh(body, [(0, origin)], sequence))
        os.close(old)
        os.close(old_records)

    def _run_of(self, offset: int) -> int:
        return bisect_right(range(self.runs), offset, key=lambda at: self._record(at)[0]) - 1

    def _end(self, run: int) -> int:
        """Where a run of what came ends."""
        return self._record(run + 1)[0] if run + 1 < self.runs else self.cutter.offset

    def _record(self, index: int) -> "array[int]":
        record = array("Q")
        record.frombytes(os.pread(self.records, SIZE, index * SIZE))
        return record

    def close(self) -> None:
        """Let both files go."""
        if self.records >= 0:
            os.close(self.records)
            self.records = -1
        Source.close(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped(Provenance):
    """A file that was shipped, of which a mirror has what came."""

    mirror: Mirror = field(repr=False, compare=False)

    @property
    def problem(self) -> str:
        """Why not all of it came, if so."""
        return self.mirror.missing

    def spot(self, offset: int) -> Told:
        """Where the line stands on its host that begins at a byte of the mirror."""
        _, there, sequence = self.mirror.spot(offset)
        return Told(self.name, there, self.inode, sequence)

    def offset(self, told: int) -> int | None:
        """The byte of the mirror that is a byte of the file; None if that did not come."""
        return self.mirror.find(told)

    def ranges(self, begin: int, end: int) -> list[tuple[int, int]]:
        """The bytes of the file that some of the mirror are: other events may lie between."""
        return self.mirror.ranges(begin, end)


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
