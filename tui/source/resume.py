"""Going on where an earlier run stopped: what it had read of which content, found again.

Content is told by its head, as everywhere: it may have been renamed, copied or compressed since.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tui.source.decoded import DecodedSource
from tui.source.file import HEAD, Source, real_path
from tui.source.locate import day_of, is_folder, log_folders
from tui.source.siblings import BESIDE, Sibling, beside, chosen, opened
from tui.source.sources import Sources

KEPT = 7 * 86_400 * 10**9
"""Nanoseconds for which a mark is kept whose file is not met any more: a folder that could not be
reached comes back, a file that was removed does not."""


class Head(NamedTuple):
    """The first bytes of a content: how many, and a digest of them."""

    length: int
    digest: str

    @classmethod
    def of(cls, first: bytes) -> "Head":
        """That of the first bytes, of which HEAD tell enough."""
        return cls(len(first[:HEAD]), sha256(first[:HEAD]).hexdigest()[:16])

    def begins(self, first: bytes) -> bool:
        """Whether content whose first HEAD bytes are these began so."""
        return Head.of(first[: self.length]) == self


@dataclass(frozen=True, slots=True)
class Mark:
    """How far an earlier run took a content, and where that was then.

    `path` is that behind all links. All before byte `offset` was taken; `size` bytes were known to
    be there, written until `modified` (nanoseconds). Nothing more was awaited of it if it `ended`.
    The first run that met it did so at `met` (nanoseconds).
    """

    id: str
    path: Path
    device: int
    inode: int
    head: Head
    offset: int
    size: int
    modified: int
    ended: bool = False
    met: int = 0

    def is_telling(self, first: bytes) -> bool:
        """Whether its head is enough to know it in another file, which begins so.

        Little that holds no line of an event tells nothing: an empty line begins many a file.
        """
        return self.head.length == HEAD or b'"uid"' in first[: self.head.length]

    def is_in(self, status: os.stat_result) -> bool:
        """Whether this is the file that it was in."""
        return (self.device, self.inode) == (status.st_dev, status.st_ino)


@dataclass(slots=True)
class Marks:
    """All marks of an earlier run, and which of them were found in which source.

    `begun` is when this run began (nanoseconds), if it is one that goes on later. `gone` are those
    that were looked for in vain.
    """

    begun: int | None = None
    every: Sequence[Mark] = ()
    found: dict[int, Mark] = field(default_factory=dict)
    gone: list[Mark] = field(default_factory=list)
    _awaited: list[Mark] = field(init=False)
    _of_head: dict[int, dict[str, list[int]]] = field(default_factory=dict)
    _first: dict[Path, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look for all of them, the oldest first: one that ended may have been written to since."""
        self._awaited = sorted(self.every, key=lambda mark: mark.modified)
        for number, mark in enumerate(self.every):
            if mark.head.length:
                alike = self._of_head.setdefault(mark.head.length, {})
                alike.setdefault(mark.head.digest, []).append(number)

    @property
    def goes_on(self) -> bool:
        """Whether lines are taken to be gone on with later; they are not read back then."""
        return self.begun is not None

    def since(self, link: Path, since: int | None) -> int | None:
        """The time from which on the files that a link led to are wanted, `since` being asked for.

        Those that it leads to from now on are wanted in any case, however long one is kept waiting.
        """
        if self.begun is None:
            return since
        real = real_path(link)
        first = self._first.setdefault(link, _day(real, self.begun))
        known = [
            _day(mark.path, mark.modified) for mark in self.every if mark.path.parent == real.parent
        ]
        return min(
            first, self.begun, max(known, default=first), *([] if since is None else [since])
        )

    def resume(self, source: Source) -> None:
        """Have a source go on behind what was taken of its content, if that is known."""
        mark = self._of(source.first_bytes(), source.status())
        if mark is None:
            return
        self.found[source.number] = mark
        if mark in self._awaited:
            self._awaited.remove(mark)
        source.go_on_at(mark.offset)
        if isinstance(source, DecodedSource) and mark.ended:
            source.passed = (mark.device, mark.inode) == (source.device, source.inode)

    def left(self, paths: Iterable[Path], sources: Sources) -> Iterator[Sibling]:
        """The files with content that was begun, the oldest first.

        Whoever takes one closes it. What is not found where it was, nor beside, is gone.
        """
        if not self._awaited:
            return
        places, inodes = Places.of(paths), Inodes()
        awaited, self._awaited = self._awaited, []
        for mark in awaited:
            if not places.have(mark):
                continue
            if not os.access(mark.path.parent, os.R_OK | os.X_OK):
                self._awaited.append(mark)  # it may be mounted soon
                continue
            sibling = _found(mark, places.files, inodes)
            if sibling is None:
                self.gone += [mark] * (not mark.ended)
            elif sources.of(sibling.status) is not None:
                sibling.close()
            else:
                yield sibling

    def between(self, real: Path, sources: Sources) -> list[Sibling]:
        """What rotation put beside a file since the earlier run, the oldest first.

        Of what is older than that nobody had asked for the lines.
        """
        known = [mark for mark in self.every if _is_beside(mark.path, real)]
        if not known:
            return []
        older = self._older(known)

        def is_wanted(sibling: Sibling) -> bool:
            return (
                bool(sibling.head)
                and sibling.status.st_mtime_ns > older
                and not sources.has(sibling.status, sibling.head)
                and self._of(sibling.head, sibling.status) is None
            )

        new: dict[Head, Sibling] = {}
        wanted = chosen(opened(beside(real)), is_wanted)
        for sibling in sorted(wanted, key=lambda sibling: sibling.compressed):  # plain ones first
            if new.setdefault(Head.of(sibling.head), sibling) is not sibling:
                sibling.close()
        return sorted(new.values(), key=lambda sibling: sibling.status.st_mtime_ns)

    def _older(self, known: Sequence[Mark]) -> int:
        """When a file was last written (nanoseconds) that no run has met, and none had to.

        Before the first of these was met; not before the last was written, for a run that is killed
        has not met all that lay there, and a writer holds on to a renamed file for a while.
        """
        first = min(mark.met for mark in known)
        last = max(mark.modified for mark in known)
        return min(last, max(first, (self.begun or 0) - KEPT))

    def _of(self, first: bytes, status: os.stat_result) -> Mark | None:
        """The mark of a content: of equal ones that of this very file."""
        numbers: list[int] = []
        for length, alike in self._of_head.items():  # few lengths: most are HEAD bytes
            if length <= len(first):
                numbers += alike.get(Head.of(first[:length]).digest, ())
        found = [self.every[number] for number in sorted(numbers)]
        here = [mark for mark in found if mark.is_in(status)]
        told = [mark for mark in found if mark.is_telling(first)]
        return next(iter((*here, *told)), None)


@dataclass(slots=True)
class Inodes:
    """The paths of a folder's files by their inodes, as they were when that was first asked."""

    _of_folder: dict[Path, dict[int, list[Path]]] = field(default_factory=dict)

    def of(self, mark: Mark) -> Sequence[Path]:
        """Where the file of a mark is, if it only was renamed."""
        folder = mark.path.parent
        if folder not in self._of_folder:
            paths: dict[int, list[Path]] = {}
            self._of_folder[folder] = paths
            with suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    paths.setdefault(entry.inode(), []).append(Path(entry.path))
        return self._of_folder[folder].get(mark.inode, ())


class Places(NamedTuple):
    """Where content of some paths can lie: whole folders, dated files' folders, and files."""

    folders: frozenset[Path]
    links: frozenset[Path]
    files: frozenset[Path]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "Places":
        """Those of some paths as they lead now."""
        folders: set[Path] = set()
        links: set[Path] = set()
        files: set[Path] = set()
        for path in paths:
            real = real_path(path)
            if is_folder(path):
                folders.update(map(real_path, log_folders(path)))
            elif day_of(real) is not None:
                links.add(real.parent)
            files.add(real)
        return cls(frozenset(folders), frozenset(links), frozenset(files))

    def have(self, mark: Mark) -> bool:
        """Whether a mark is of one of the paths."""
        if mark.path.parent in self.folders:
            return True
        if mark.path.parent in self.links and day_of(mark.path) is not None:
            return True
        return any(_is_beside(mark.path, file) for file in self.files)


def _day(path: Path, otherwise: int) -> int:
    """The day that a file is of, or another moment if it is of none."""
    day = day_of(path)
    return otherwise if day is None else day


def _is_beside(path: Path, file: Path) -> bool:
    """Whether a path is that of a file, or of what rotation made of it."""
    return path.parent == file.parent and path.name.startswith(file.name)


def _found(mark: Mark, files: Iterable[Path], inodes: Inodes) -> Sibling | None:
    """The file that a content is in now: where it was, under another name, or a copy of it."""
    for sibling in opened(_ways(mark, files, inodes)):
        # Of little content, only the file itself is known for certain.
        known = mark.is_in(sibling.status) or mark.is_telling(sibling.head)
        if known and mark.head.begins(sibling.head):
            return sibling
        sibling.close()
    return None


def _ways(mark: Mark, files: Iterable[Path], inodes: Inodes) -> Iterator[Path]:
    """Where it may be, what is likely first: mostly it was only renamed."""
    tried = {mark.path}
    yield mark.path
    for path in inodes.of(mark):
        if path not in tried:
            tried.add(path)
            yield path
    for file in (mark.path, *(file for file in files if _is_beside(mark.path, file))):
        for path in beside(file, BESIDE):
            if path not in tried:
                tried.add(path)
                yield path
