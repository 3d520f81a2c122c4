"""The log that a command reads once: files, or what a stream holds of those that were shipped."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.opening import allow_many_files, checked
from tui.source.locate import SourceError
from tui.source.log import Log
from tui.system.output import complain
from tui.words.text import percent

if TYPE_CHECKING:
    from tui.fleet.access import Access
    from tui.fleet.address import Address

PACE = 0.1
"""Seconds between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream that is meant instead of files, and what lets one in there."""

    address: "Address"
    access: "Access"


Given = Sequence[Path] | Stream
"""What a command is given to read."""


@contextmanager
def whole(given: Given, command: str, *, since: int | None = None) -> Iterator[Log]:
    """All that is there of a log by now, for a command of this name. Raises SourceError."""
    if not isinstance(given, Stream):
        yield Log(checked(given, since=since))
        return
    from tui.fleet.once import mirrored

    allow_many_files()
    name = f"desktail {command}"
    with (
        _telling() as tell,
        mirrored(given.address, given.access, name=name, since=since, tell=tell) as log,
    ):
        yield log


@contextmanager
def originals(given: Given) -> Iterator[Mapping[Path, str]]:
    """What a stream has of each file, at the bytes at which it stands there, in files of our own;
    each with what is to be said of it. Nothing of files. Raises SourceError.
    """
    if not isinstance(given, Stream):
        yield {}
        return
    from tui.fleet.once import laid_out

    allow_many_files()
    with (
        _telling() as tell,
        laid_out(given.address, given.access, name="desktail verify", tell=tell) as files,
    ):
        yield files


def conclude(log: Log, broken: Sequence[str] = ()) -> None:
    """Say what must be known of a log when all else is said.

    Raises SourceError where something of it is missing, or, as told by who read it, is `broken`.
    """
    for note in log.notes:
        complain(note)
    if log.broken or broken:
        raise SourceError("\ndesktail: ".join((*log.broken, *broken)))


@contextmanager
def _telling() -> Iterator[Callable[[float], None]]:
    """What tells on a terminal how much of a stream was read, in a line that is gone at the end."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    told = 0.0

    def tell(share: float) -> None:
        nonlocal told
        now = time.monotonic()
        if share < 1.0 and now - told >= PACE:
            sys.stderr.write(f"\rdesktail: {percent(share)} of the stream read")
            told = now
        elif share >= 1.0 and told:
            sys.stderr.write("\r\x1b[K")
            told = 0.0
        sys.stderr.flush()

    try:
        yield tell
    finally:
        tell(1.0)
