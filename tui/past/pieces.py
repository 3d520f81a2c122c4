"""Files cut into pieces of whole lines, and one piece folded into a table of its own.

Tables of pieces merge to the table of the whole, whatever their order: so they can be read from
the end of a file to its beginning, and by several processes.
"""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tui.audit.bulk import BulkFold, fold_all
from tui.audit.event import Event
from tui.audit.rates import MINUTE, MINUTES, SLICE, SLICES, Rates
from tui.audit.rfc3339 import format_time
from tui.audit.table import SessionTable
from tui.source.file import BLOCK, HEAD, Source
from tui.source.lines import Batch, LineCutter

PIECE = 1 << 24
"""Bytes of a piece, 16 MiB: a table of it is taken over by the screen's process in 20 ms."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The lines of a file up to byte `end`, behind which it is followed.

    `whole` where nothing is followed: then a last line without its end counts, too. `head` are
    the file's first bytes, by which its content is known again. `descriptor` is that of the
    process which opened it.
    """

    source: int
    path: Path
    device: int
    inode: int
    head: bytes
    end: int
    whole: bool
    descriptor: int

    @classmethod
    def of(cls, source: Source, end: int, *, whole: bool) -> "Extent":
        """What is there of a source's file; its descriptor is not kept, but one like it.

        Raises OSError, also where the source was let go of.
        """
        head = source.head or os.pread(source.descriptor, min(HEAD, end), 0)
        descriptor = os.dup(source.descriptor)
        path, device, inode = source.path, source.device, source.inode
        return cls(source.number, path, device, inode, head, end, whole, descriptor)

    def open(self) -> int:
        """A descriptor in another process. Raises OSError, also where the path leads elsewhere, or
        to an archive of what this is.
        """
        descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        status = os.fstat(descriptor)
        same = (status.st_dev, status.st_ino) == (self.device, self.inode)
        if not same or os.pread(descriptor, len(self.head), 0) != self.head:
            os.close(descriptor)
            raise FileNotFoundError(errno.ENOENT, "another file by now")
        return descriptor

    def close(self) -> None:
        """Let the file go, in the process which opened it."""
        os.close(self.descriptor)


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines of an extent: from byte `begin` to byte `end`."""

    extent: Extent
    begin: int
    end: int

    @property
    def length(self) -> int:
        """Its bytes."""
        return self.end - self.begin


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a piece is read for: what the table keeps, and rates as seen from `now` (ns), if any."""

    feeds: bool = True
    transfers: bool = True
    now: int | None = None


@dataclass(slots=True)
class Folded:
    """What a piece says. `missing` bytes of it could not be read, `problem` says why if it can."""

    piece: Piece
    table: SessionTable
    rates: Rates = field(default_factory=Rates)
    missing: int = 0
    problem: str = ""


def cut(extent: Extent, begin: int, end: int, size: int = PIECE) -> list[Piece]:
    """The pieces of a part of an extent, each of whole lines, of about `size` bytes.

    Raises OSError.
    """
    pieces = []
    while begin < end:
        stop = end
        if begin + size < end:
            stop = min(end, _line_after(extent.descriptor, begin + size))
        pieces.append(Piece(extent, begin, stop))
        begin = stop
    return pieces


def last_lines(extent: Extent, length: int) -> int:
    """The byte at which the last lines begin that are about `length` long. Raises OSError."""
    if extent.end <= length:
        return 0
    return min(extent.end, _line_after(extent.descriptor, extent.end - length))


def _line_after(descriptor: int, offset: int) -> int:
    """The byte at which a line begins, at or behind an offset; the end if none does."""
    offset -= 1
    while data := os.pread(descriptor, BLOCK, offset):
        found = data.find(b"\n")
        if found >= 0:
            return offset + found + 1
        offset += len(data)
    return offset


def fold(piece: Piece, descriptor: int, wanted: Wanted) -> Folded:
    """The table of a piece. Raises OSError."""
    folded = Folded(piece, SessionTable())
    cutter = LineCutter(piece.extent.source)

    def blocks() -> Iterator[tuple[int, bytes]]:
        nonlocal cutter
        cutter = LineCutter(piece.extent.source, piece.begin)
        for batch in batches(piece, descriptor, cutter):
            yield batch.offset, batch.block

    def begin() -> BulkFold:
        folded.rates = Rates()
        bulk = BulkFold(SessionTable(wanted.feeds, wanted.transfers), piece.extent.source)
        if wanted.now is not None:
            bulk.recent = format_time(wanted.now - SLICES * SLICE)[:-1]
            bulk.on_event = partial(_add, folded.rates, wanted.now)
            bulk.day = format_time(wanted.now - MINUTES * MINUTE)[:-1]
        return bulk

    bulk = fold_all(blocks, begin)
    folded.table = bulk.table
    if wanted.now is not None:
        for minute, kind, moved in bulk.minutes.moved():
            folded.rates.add_minute(minute, kind, moved, wanted.now)
    folded.missing = piece.end - cutter.taken
    head = piece.extent.head
    if os.pread(descriptor, len(head), 0) != head:  # truncated, and written anew
        return Folded(piece, SessionTable(), missing=piece.length)
    return folded


def _add(rates: Rates, now: int, event: Event) -> None:
    rates.add(event, now)


def batches(piece: Piece, descriptor: int, cutter: LineCutter) -> Iterator[Batch]:
    """The lines of a piece, cut by a cutter that begins where it does. Raises OSError."""
    while data := os.pread(descriptor, min(BLOCK, piece.end - cutter.taken), cutter.taken):
        yield from cutter.feed(data)
    if piece.extent.whole and piece.end == piece.extent.end:
        yield from cutter.finish()
