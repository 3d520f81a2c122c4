"""What rotation makes of one file beside it: `audit.log.1`, `audit.log-20261122`, `audit.log.2.gz`.

Content is told by its head, not by its name or inode: it gets another name at each rotation, and
another inode where it is copied or compressed.
"""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tui.source.archive import MAGIC, beginning, is_archive
from tui.source.beginnings import Beginnings
from tui.source.decoded import decoded
from tui.source.file import HEAD, Source, real_path, same_beginning
from tui.source.sources import Sources

BESIDE = re.compile(r"[.-].*", re.DOTALL)
"""How a sibling's name goes on after that of the file."""
ROTATED = re.compile(r"[.-]\d[\d.:_TZ-]*(?:\.g?z|\.zst)?", re.ASCII)
"""The same where a rotation gave it a number or a date: people keep parts of a log beside it."""


class Sibling(NamedTuple):
    """An open file beside the followed one, and by what its content is told."""

    descriptor: int
    path: Path
    status: os.stat_result
    head: bytes

    @property
    def length(self) -> int:
        """Bytes of its content."""
        return os.fstat(self.descriptor).st_size

    @property
    def compressed(self) -> bool:
        """Whether its content is to be decoded."""
        return is_archive(os.pread(self.descriptor, MAGIC, 0))

    def close(self) -> None:
        """Let it go."""
        os.close(self.descriptor)


@dataclass(slots=True)
class Siblings:
    """The rotated files beside one path, told from those that were there when it was first met.

    Those are older logs, for which nobody asked.
    """

    path: Path
    _older: Beginnings = field(default_factory=Beginnings)
    _listed: dict[Path, int] = field(default_factory=dict)
    _undecided: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Take those that are there as older."""
        self._listed = beside(self.path)
        for sibling in opened(self._listed):
            self._older.add(sibling.head)
            sibling.close()

    def new(self, sources: Sources) -> list[Sibling]:
        """Those with content that is neither older nor in a source, the oldest first.

        They are looked into when there are others than before; those that are empty, or begin as
        a file that is to be read, as long as they do: a copy is there before its original is
        truncated, and an archive before it is removed.
        """
        listed = beside(self.path)

        def is_unknown(sibling: Sibling) -> bool:
            known = self._older.have(sibling.head) or sources.has(sibling.status, sibling.head)
            return not known

        looked_into = self._undecided & listed.keys() if listed == self._listed else listed
        found = chosen(opened(looked_into), is_unknown)
        self._listed, self._undecided = listed, set()
        own, heads, new = self._own_head() if found else b"", Beginnings(), []
        # Of one content the plain file is taken: an archive of it may still be in the making.
        for sibling in sorted(found, key=lambda sibling: (sibling.compressed, _modified(sibling))):
            if heads.have(sibling.head):
                sibling.close()
            elif (
                not sibling.head
                or same_beginning(sibling.head, own)
                or sources.may_read(sibling.head)
            ):
                self._undecided.add(sibling.path)
                sibling.close()
            else:
                heads.add(sibling.head)
                new.append(sibling)
        return sorted(new, key=_modified)

    def _own_head(self) -> bytes:
        head = b""
        for sibling in opened([self.path]):
            head = sibling.head
            sibling.close()
        return head


@dataclass(slots=True)
class Rotation:
    """The siblings of each of some paths, a link's those of the file that it leads to."""

    paths: frozenset[Path]
    _met: dict[Path, Siblings] = field(default_factory=dict)

    def meet(self, path: Path) -> bool:
        """Take those beside a path as older, if it is met for the first time; whether it is."""
        if path not in self.paths or (real := real_path(path)) in self._met:
            return False
        self._met[real] = Siblings(real)
        return True

    def met(self) -> tuple[Path, ...]:
        """The files that the paths led to so far: one that a link left can have been cut before."""
        return tuple(self._met)

    def new(self, real: Path, sources: Sources) -> list[Sibling]:
        """The new ones beside a file that one of the paths led to, the oldest first."""
        siblings = self._met.get(real)
        return [] if siblings is None else siblings.new(sources)


def copy_of(source: Source) -> Sibling | None:
    """The longest copy of what was in a file before it was truncated, its content decoded.

    One that lacks some of what was taken is none: with it lines could not be read back.
    """
    longest = None
    for sibling in opened(beside(source.real, BESIDE)):
        if not source.head or not sibling.head.startswith(source.head):
            sibling.close()
            continue
        try:
            copy = sibling._replace(descriptor=decoded(sibling.descriptor))
        except OSError:  # no room to decode it
            continue
        if copy.length < max(source.cutter.taken, longest.length if longest else 0):
            copy.close()
            continue
        if longest:
            longest.close()
        longest = copy
    return longest


def _modified(sibling: Sibling) -> int:
    return sibling.status.st_mtime_ns


def beside(path: Path, suffix: re.Pattern[str] = ROTATED) -> dict[Path, int]:
    """The siblings of a path whose names go on in some way, and their inodes."""
    name = path.name
    try:
        with os.scandir(path.parent) as entries:
            return {
                Path(entry.path): entry.inode()
                for entry in entries
                if entry.name.startswith(name)
                and suffix.fullmatch(entry.name, len(name))
                and entry.is_file()
            }
    except OSError:
        return {}


def chosen(siblings: Iterable[Sibling], is_chosen: Callable[[Sibling], bool]) -> list[Sibling]:
    """Those that are chosen; the others are closed one by one, for there may be more of them than
    files can be open.
    """
    kept = []
    for sibling in siblings:
        if is_chosen(sibling):
            kept.append(sibling)
        else:
            sibling.close()
    return kept


def opened(paths: Iterable[Path]) -> Iterator[Sibling]:
    """Those that can be read; whoever takes one closes it."""
    for path in paths:
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError:
            continue
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                os.close(descriptor)
                continue
            with open(descriptor, "rb", closefd=False) as file:
                head = beginning(file, HEAD)
        except OSError:
            os.close(descriptor)
        else:
            yield Sibling(descriptor, path, status, head)
