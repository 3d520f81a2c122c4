"""Compressed files as sources: decoded as they are read, so that lines can be read back by place.

What was decoded is kept in a file without a name (0600), which is gone with its descriptor.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from tui.source.archive import MAGIC, ArchiveError, beginning, blocks, is_archive
from tui.source.file import BLOCK, HEAD, Source
from tui.source.lines import Batch


@dataclass(slots=True)
class DecodedSource(Source):
    """An archive: its places are offsets in what it holds, its device and inode are its own.

    One that grows, as a pipe written to a file, is decoded anew past what was taken. `passed` says
    that nothing of it is to be read, `keeps` whether lines can be read back.
    """

    archive: int = -1
    passed: bool = False
    keeps: bool = True
    _decoded: int = -1
    _place: int = 0

    @classmethod
    def of_archive(cls, source: Source, *, keeps: bool) -> Self:
        """The source of a file that turned out to be an archive, with its number."""
        again = cls.of(source.number, source.path, source.descriptor)
        again.keeps = keeps
        again.archive, again.descriptor, source.descriptor = again.descriptor, -1, -1
        return again

    @property
    def behind(self) -> int:
        """Compressed bytes that were there at the last look and are not decoded yet."""
        return 0 if self.passed else max(0, self.size - self._place)

    @property
    def has_ended(self) -> bool:
        """Whether all of it was decoded."""
        return self.passed or (not self.problem and 0 <= self._decoded == self._place)

    def status(self) -> os.stat_result:
        """The status of the archive as it is now. Raises OSError if it was let go of."""
        return os.fstat(self.archive)

    def first_bytes(self) -> bytes:
        """By what the content is known: its first HEAD bytes, as far as they are there."""
        try:
            with open(self.archive, "rb", closefd=False) as file:
                return beginning(file, HEAD)
        except OSError:  # to be told when it is read
            return b""

    def skip_to_end(self) -> None:
        """Read nothing of it."""
        self.head, self.passed = self.first_bytes(), True

    def was_replaced(self) -> bool:
        """No: an archive is written once."""
        return False

    def grew(self) -> bool:
        """Whether there is more than was decoded."""
        return not self.passed and self.status().st_size != self._decoded

    def read(self) -> Iterator[Batch]:
        """The lines that were not taken yet, the last one also without its end."""
        if not self.grew():
            return
        self.size = self.status().st_size
        self.problem = ""
        try:
            yield from self._lines()
            yield from self.cutter.finish()
        except ArchiveError as error:
            self.problem = f"{self.path}: {error}"
        self._decoded = self._place = self.size

    def _lines(self) -> Iterator[Batch]:
        known = self.cutter.taken
        with open(self.archive, "rb", BLOCK, closefd=False) as file:
            for block in blocks(file):
                data, known = block[known:], max(0, known - len(block))
                if data:
                    if self.keeps:
                        self._keep(data)
                    self.head = (self.head + data)[:HEAD]
                    self._place = file.tell()
                    yield from self.cutter.feed(data)

    def _keep(self, data: bytes) -> None:
        try:
            if self.descriptor < 0:
                self.descriptor = unnamed_file()
            write_all(self.descriptor, data, self.cutter.taken)
        except OSError as error:
            what = ArchiveError("cannot be kept in the temporary folder", error.strerror or "")
            what.decoded = self.cutter.taken
            raise what from error

    def close(self) -> None:
        """Let the archive go, and what was decoded of it."""
        super(DecodedSource, self).close()
        if self.archive >= 0:
            os.close(self.archive)
            self.archive = -1


def settled(source: Source, *, keeps: bool = True) -> Source:
    """The source itself, or what decodes it if its first bytes say that it is an archive.

    That `keeps` what it decoded, or its lines cannot be read back.
    """
    if isinstance(source, DecodedSource) or not is_archive(os.pread(source.descriptor, MAGIC, 0)):
        return source
    return DecodedSource.of_archive(source, keeps=keeps)


def decoded(descriptor: int) -> int:
    """The descriptor itself, or instead of it one of what an archive holds, as far as it can be.

    Raises OSError, with the archive closed, if that cannot be kept.
    """
    if not is_archive(os.pread(descriptor, MAGIC, 0)):
        return descriptor
    with open(descriptor, "rb", BLOCK) as file:
        content = unnamed_file()
        place = 0
        try:
            for block in blocks(file):
                write_all(content, block, place)
                place += len(block)
        except ArchiveError:
            pass
        except OSError:
            os.close(content)
            raise
        return content


def unnamed_file() -> int:
    """A descriptor of a new file that has no name, and takes no room when it is closed."""
    with tempfile.TemporaryFile(prefix="desktail-", buffering=0) as file:
        return os.dup(file.fileno())


def write_all(descriptor: int, data: bytes, place: int) -> None:
    """Write at a place all of the bytes, of which a disk that gets full takes some at first."""
    while data:
        written = os.pwrite(descriptor, data, place)
        data, place = data[written:], place + written
