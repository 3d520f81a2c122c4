"""Standard input as a source: `ssh auth1 tail -F … | desktail -`.

What comes through a pipe can be read once, but lines are read back when they are shown. So it is
written to a file of our own as it comes, and that file is followed like any other.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import FileIO
from pathlib import Path
from threading import Thread
from typing import Self

from tui.source.archive import is_archive
from tui.source.file import BLOCK, read_decoded
from tui.source.lines import Batch, LineCutter
from tui.source.locate import STANDARD_INPUT, source_error
from tui.source.provenance import Provenance
from tui.system.temporary import TemporaryFolder

SPOOLED = "standard input"
"""The name of the file that a stream is written to."""
STREAMED = Provenance(SPOOLED)
"""Where the lines of such a file come from, of which nothing is left."""
RETRY = 0.5
"""Seconds between two attempts to write what a full disk had no room for."""


def read_stream(number: int, descriptor: int) -> Iterator[Batch]:
    """All lines of a stream up to its end, the last one also without its own.

    A compressed one is decoded when all of it has come, kept in a file without a name until then.
    Raises ArchiveError as `read_finished` does.
    """
    cutter = LineCutter(number)
    data = os.read(descriptor, BLOCK)
    if is_archive(data):
        with tempfile.TemporaryFile(prefix="desktail-") as archive:
            while data:
                archive.write(data)
                data = os.read(descriptor, BLOCK)
            yield from read_decoded(archive, cutter)
        return
    while data:
        yield from cutter.feed(data)
        data = os.read(descriptor, BLOCK)
    yield from cutter.finish()


def take_keyboard_from_terminal() -> int:
    """Put the terminal in the place of standard input; returns where that goes on to be read.

    Raises OSError where there is no terminal.
    """
    terminal = os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC)
    stream = os.dup(0)
    os.dup2(terminal, 0)
    os.close(terminal)
    return stream


@dataclass(slots=True)
class Spool:
    """A stream written to a file (0600 in a folder of 0700) as it comes, removed at the end."""

    descriptor: int
    _folder: TemporaryFolder = field(default_factory=TemporaryFolder)

    @property
    def path(self) -> Path:
        """The file to follow."""
        return self._folder.path / SPOOLED

    def __enter__(self) -> Self:
        """Make the file."""
        self.path.touch(mode=0o600)
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the file; a stream that has not ended is left alone."""
        self._folder.close()

    def begin(self, ended: Callable[[str], None], report: Callable[[str], None]) -> None:
        """Write what comes, in a thread of its own.

        Calls `ended` when nothing more comes, with why if not all has come. `report` is given
        what makes the stream wait, and an empty line when nothing does any more.
        """
        copy = partial(self._copy, ended, report)
        Thread(target=copy, name="standard input", daemon=True).start()

    def _copy(self, ended: Callable[[str], None], report: Callable[[str], None]) -> None:
        with self.path.open("ab", buffering=0) as file:
            try:
                while data := os.read(self.descriptor, BLOCK):
                    self._write(file, data, report)
            except OSError as error:
                ended(str(source_error(STANDARD_INPUT, error)))
            else:
                ended("")
            os.utime(file.fileno())  # wakes who follows the file, to see that it has ended

    def _write(self, file: FileIO, data: bytes, report: Callable[[str], None]) -> None:
        """Write all of it, however long it takes: whoever writes the stream waits, none is lost."""
        reported = False
        while data:
            try:
                data = data[file.write(data) :]
            except OSError as error:
                if not reported:
                    report(
                        f"{STANDARD_INPUT}: waits for room in {self._folder.path}: "
                        f"{error.strerror or error}; make some, or set TMPDIR to a folder with more"
                    )
                reported = True
                time.sleep(RETRY)
        if reported:
            report("")
