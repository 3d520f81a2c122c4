"""Standard input as a source: `ssh auth1 tail -F … | desktail -`.

What comes through a pipe can be read once, but lines are read back when they are shown. So it is
written to a file of our own as it comes, and that file is followed like any other.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from tui.source.archive import is_archive
from tui.source.file import BLOCK
from tui.source.lines import Batch, LineCutter
from tui.source.locate import STANDARD_INPUT, SourceError


def read_stream(number: int, descriptor: int) -> Iterator[Batch]:
    """All lines of a stream up to its end, the last one also without its own.

    Raises SourceError if it is compressed.
    """
    cutter = LineCutter(number)
    while data := os.read(descriptor, BLOCK):
        if cutter.taken == 0:
            _check_plain(data)
        yield from cutter.feed(data)
    yield from cutter.finish()


def _check_plain(beginning: bytes) -> None:
    if is_archive(beginning):
        raise SourceError(f"{STANDARD_INPUT}: compressed; decode it first, as by zcat or zstdcat")


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
    _folder: "tempfile.TemporaryDirectory[str]" = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="desktail-")
    )

    @property
    def path(self) -> Path:
        """The file to follow."""
        return Path(self._folder.name) / "standard input"

    def __enter__(self) -> Self:
        """Make the file."""
        self.path.touch(mode=0o600)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the file; a stream that has not ended is left alone."""
        self._folder.cleanup()

    def begin(self, ended: Callable[[], None]) -> None:
        """Write what comes, in a thread of its own, which calls `ended` when all has come."""
        Thread(target=self._copy, args=(ended,), name="standard input", daemon=True).start()

    def _copy(self, ended: Callable[[], None]) -> None:
        with self.path.open("ab", buffering=0) as file:
            while data := os.read(self.descriptor, BLOCK):
                file.write(data)
            ended()
            os.utime(file.fileno())  # wakes who follows the file, to see that it has ended
