"""A file of the log read for evidence: blocks of whole lines as they stand, byte for byte."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tui.audit import quick
from tui.audit.event import Event
from tui.source.archive import MAGIC, ArchiveError, blocks, is_archive
from tui.source.file import BLOCK, Source, real_path
from tui.source.lines import Batch, LineCutter
from tui.source.locate import source_error
from tui.source.provenance import Provenance
from tui.words.text import visible


@dataclass(slots=True)
class LogFile:
    """One file of the log; `foreign` says where its lines come from, if it only holds them here.

    What is known of it is known when it has been read: `size` in bytes, `decoded` if it is an
    archive, and why it could be read in part only, if so.
    """

    number: int
    path: Path
    foreign: Provenance | None = None
    device: int = 0
    inode: int = 0
    size: int = 0
    decoded: bool = False
    problem: str = ""
    read: int = field(default=0, compare=False)

    def blocks(self) -> Iterator[tuple[int, bytes]]:
        """All its lines with their ends, in blocks, each with its offset; the last line of the file
        may have no end. Raises SourceError.
        """
        try:
            source = Source.open(self.number, self.path)
        except OSError as error:
            raise source_error(self.path, error) from error
        try:
            status = os.fstat(source.descriptor)
            self.device, self.inode, self.size = status.st_dev, status.st_ino, status.st_size
            self.decoded = is_archive(os.pread(source.descriptor, MAGIC, 0))
            self.problem = self.provenance.problem
            for batch, end in self._decoded(source) if self.decoded else self._plain(source):
                self.read = source.cutter.taken
                yield batch.offset, batch.block + end
        except OSError as error:
            raise source_error(self.path, error) from error
        finally:
            source.close()

    def _plain(self, source: Source) -> Iterator[tuple[Batch, bytes]]:
        for batch in source.read():
            yield batch, b"\n"
        for batch in source.finish():
            yield batch, b""
        missing = self.size - source.cutter.offset
        if missing > 0:
            self.problem = f"{missing:,} bytes were cut off while it was read"

    def _decoded(self, source: Source) -> Iterator[tuple[Batch, bytes]]:
        cutter: LineCutter = source.cutter
        with open(source.descriptor, "rb", BLOCK, closefd=False) as file:
            try:
                for block in blocks(file):
                    for batch in cutter.feed(block):
                        yield batch, b"\n"
            except ArchiveError as error:
                self.problem = str(error)
        for batch in cutter.finish():
            yield batch, b""

    @property
    def provenance(self) -> Provenance:
        """Where its lines come from: mostly from itself, behind all links."""
        return self.foreign or Provenance(str(real_path(self.path)), self.device, self.inode)

    @property
    def told(self) -> str:
        """What is to be said of it if it could be read in part only."""
        name = str(self.path) if self.foreign is None else self.foreign.name
        return f"{visible(name)}: {self.problem}" if self.problem else ""


def size_of(path: Path) -> int:
    """The bytes of a file; 0 if that is not known, of which whoever reads it is told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def events_in(block: bytes) -> Iterator[tuple[int, bytes, Event]]:
    """The lines of a block that hold desktop events: where each begins in it, with its end."""
    for event, begin, line in quick.events_in(block):
        yield begin, block[begin : begin + len(line) + 1], event
