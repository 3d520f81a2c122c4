"""One file's content, read as it grows, and read back by place.

A `Source` is what was written to one inode until it is truncated: its number and the offsets in
it name every line for as long as the program runs, whatever the file is called meanwhile.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

from tui.source.archive import MAGIC, ArchiveError, blocks, is_archive
from tui.source.lines import MAX_LINE, Batch, LineCutter
from tui.source.provenance import Provenance

BLOCK = 1 << 16
"""Bytes read at a time: 64 KiB was three times as fast as 4 MiB, it stays in the cache."""
HEAD = 256
"""Bytes at the beginning by which a file is known again: they hold the first event's uid."""


@dataclass(slots=True)
class Source:
    """An open file, how far it was read, and by what it is known again.

    `real` is where it lay when it was opened, behind all links. `head` holds the first bytes of
    what was taken: read once more, they tell a truncated file. `problem` says why what there is
    of it cannot be read to its end.
    """

    number: int
    path: Path
    descriptor: int
    device: int
    inode: int
    cutter: LineCutter
    head: bytes = b""
    size: int = 0
    finished: bool = False
    problem: str = ""
    real: Path = field(init=False)

    def __post_init__(self) -> None:
        """Remember where it is: a link can lead elsewhere soon."""
        self.real = real_path(self.path)

    @classmethod
    def open(cls, number: int, path: Path) -> Self:
        """Open a file for reading. Raises OSError as `os.open` does."""
        return cls.of(number, path, os.open(path, os.O_RDONLY | os.O_CLOEXEC))

    @classmethod
    def of(cls, number: int, path: Path, descriptor: int) -> Self:
        """A source of a file that is open, from its beginning on."""
        status = os.fstat(descriptor)
        return cls(number, path, descriptor, status.st_dev, status.st_ino, LineCutter(number))

    @property
    def foreign(self) -> Provenance | None:
        """Where its lines come from, if that is another file, and it only holds them here."""
        return None

    @property
    def provenance(self) -> Provenance:
        """Where its lines come from: mostly from itself."""
        return self.foreign or Provenance(str(self.real), self.device, self.inode)

    @property
    def behind(self) -> int:
        """Bytes that were there at the last look and are not read yet."""
        return max(0, self.size - self.cutter.taken)

    def status(self) -> os.stat_result:
        """The status of the file as it is now. Raises OSError if it was let go of."""
        return os.fstat(self.descriptor)

    def skip_to_end(self) -> None:
        """Take all whole lines that are there as read; an unfinished last one is still to come."""
        size = self.status().st_size
        # One byte more than a line can have: where no end is among them, it is an overlong one.
        begin = max(0, size - MAX_LINE - 1)
        tail = os.pread(self.descriptor, size - begin, begin)
        self.cutter.offset = begin + tail.rfind(b"\n") + 1
        self.head = os.pread(self.descriptor, min(HEAD, self.cutter.offset), 0)

    def go_on_at(self, offset: int) -> None:
        """Take all before a byte, at which a line begins, as read."""
        self.cutter.offset = offset
        self.head = self.first_bytes()[:offset]

    def was_replaced(self) -> bool:
        """Whether the content is another than was read: truncated, also if it grew again since.

        Told by the first bytes, because the size alone hides a file that has grown past its
        old size before anyone looked.
        """
        return self.status().st_size < self.cutter.taken or not self._same()

    def first_bytes(self) -> bytes:
        """By what the content is known that is there now; empty if it cannot be read."""
        try:
            return os.pread(self.descriptor, HEAD, 0)
        except OSError:
            return b""

    def begins_with(self, head: bytes) -> bool:
        """Whether these are the first bytes of the file now."""
        return os.pread(self.descriptor, len(head), 0) == head

    def _same(self) -> bool:
        return self.begins_with(self.head)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is awaited of it."""
        return self.finished

    @property
    def unread(self) -> int:
        """Bytes known to have been written that are in no line taken: lost, if it is replaced."""
        return max(self.size, self.cutter.taken) - self.cutter.offset

    def grew(self) -> bool:
        """Whether more was written since the last reading."""
        return self.status().st_size > self.cutter.taken

    def restarted(self, number: int) -> Self:
        """The same file as a new source; what this one's places named is gone."""
        again = self.of(number, self.path, self.descriptor)
        again.real = self.real
        self.descriptor = -1
        return again

    def go_on_in(self, descriptor: int, device: int, inode: int) -> None:
        """Go on in another file that has the content: a copy, or the same one opened again."""
        self.descriptor, self.device, self.inode = descriptor, device, inode

    def read(self) -> Iterator[Batch]:
        """Whole lines from where the last reading stopped to the end of the file.

        Ends before the end where the content is another meanwhile, and gives nothing of that.
        """
        while True:
            size = self.status().st_size
            data = os.pread(self.descriptor, BLOCK, self.cutter.taken)
            # Only after the bytes are there it is certain of which content they are.
            if not data or not self._same():
                return
            if len(self.head) < HEAD:
                self.head = (self.head + data)[:HEAD]
            self.size = size
            yield from self.cutter.feed(data)
            self.size = max(self.size, self.cutter.taken)

    def finish(self) -> Iterator[Batch]:
        """The unfinished last line, of a file that will not grow any more."""
        self.finished = True
        yield from self.cutter.finish()

    def line_at(self, offset: int) -> bytes | None:
        """The line that begins at a byte, without its end; None if it cannot be read any more."""
        if self.descriptor < 0:
            return None
        try:
            line = self._line_at(offset)
            # A file truncated meanwhile can have other lines at the same places.
            return line if self._same() else None
        except OSError:
            return None

    def _line_at(self, offset: int) -> bytes | None:
        parts: list[bytes] = []
        length = 0
        while length <= MAX_LINE:
            data = os.pread(self.descriptor, 4096 if not parts else BLOCK, offset + length)
            if not data and offset + length < self.cutter.taken:
                return None  # truncated within what was read of the line
            part, end, _ = data.partition(b"\n")
            parts.append(part)
            length += len(part)
            if end or not data:
                break
        return b"".join(parts) or None

    def close(self) -> None:
        """Let the file go; its lines cannot be read back any more."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


def real_path(path: Path) -> Path:
    """Where a path leads, behind all links."""
    return Path(os.path.realpath(path))  # `Path.resolve` raises where links lead in a circle


def same_beginning(head: bytes, other: bytes) -> bool:
    """Whether two heads are of one content, of which one may have been seen when it was shorter.

    A whole line, which has its event's uid, is the least by which content is known.
    """
    shorter, longer = sorted((head, other), key=len)
    known = b"\n" in shorter or len(shorter) == len(longer) > 0
    return known and longer.startswith(shorter)


def read_finished(number: int, path: Path) -> Iterator[Batch]:
    """All lines of a file as it is, the last one also without its end. Raises OSError.

    A compressed file is decoded, and offsets are those of what it holds. Raises ArchiveError,
    when all that can be decoded was given, if that is not the whole of it.
    """
    source = Source.open(number, path)
    try:
        if is_archive(os.pread(source.descriptor, MAGIC, 0)):
            with open(source.descriptor, "rb", BLOCK, closefd=False) as file:
                yield from read_decoded(file, source.cutter)
        else:
            yield from source.read()
            yield from source.finish()
    finally:
        source.close()


def read_decoded(file: BinaryIO, cutter: LineCutter) -> Iterator[Batch]:
    """All lines of what an archive holds; raises ArchiveError behind the last one it can give."""
    try:
        for block in blocks(file):
            yield from cutter.feed(block)
    except ArchiveError:
        yield from cutter.finish()
        raise
    yield from cutter.finish()
