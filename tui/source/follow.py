"""Growing files followed by their paths: appended to, rotated, truncated, made again.

At each look the open files are read to their end; then it is seen where the paths lead by now
(device and inode, not names), and what is new is read from its beginning. A file that no path leads
to any more is read on as it grows, because its writer may not have noticed yet: Teleport writes to
a renamed file until midnight. Beside a path of a file, what rotation put there is read too.
"""

import errno
import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tui.source.decoded import DecodedSource, settled
from tui.source.file import Source, real_path
from tui.source.lines import Batch
from tui.source.locate import (
    SourceError,
    check_listed,
    files_before,
    folder_files,
    is_folder,
    log_folders,
    source_error,
    watched,
)
from tui.source.loss import Loss
from tui.source.resume import Marks
from tui.source.siblings import Rotation, Sibling, copy_of
from tui.source.sources import Sources
from tui.source.watch import Folder

LINGER = 10.0
"""Seconds without growth after which a file that no path leads to is taken as finished.

Its last line is then taken as it is; if it does grow later, what comes is read all the same.
"""

LARGE = 1 << 20
"""Bytes from which a file counts as large: a smaller one is read in an instant."""


@dataclass(slots=True)
class Follow:
    """The sources that some paths lead to, now and since the start.

    `sources` holds every one met, by its number. `errors` says what stood in the way at the last
    look, `losses` what was known to be written and could not be read any more. With `from_end`,
    what is there at the first look counts as read (what could not be read then, as soon as it can),
    but for the paths in `awaited`: their log is still to come, and until then it is waited for.
    With `leaves_past`, what large files hold at the first look is `past`, for another reader.
    Of folders and links, files whose day lies before `since` (nanoseconds) are left alone.
    With `marks` it goes on where an earlier run stopped, and through what was rotated since.
    """

    paths: Sequence[Path]
    from_end: bool = False
    awaited: frozenset[Path] = frozenset()
    since: int | None = None
    leaves_past: bool = False
    marks: Marks = field(default_factory=Marks)
    clock: Callable[[], float] = time.monotonic
    time_of_day: Callable[[], int] = time.time_ns
    errors: dict[Path, str] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    past: list[Source] = field(default_factory=list)
    _sources: Sources = field(default_factory=Sources)
    _rotation: Rotation = field(init=False)
    _barred: set[Path] = field(default_factory=set)
    _grown: dict[int, float] = field(default_factory=dict)
    _met: set[Path] = field(default_factory=set)
    _looked: bool = False

    def __post_init__(self) -> None:
        """Look beside the given paths only: a folder of dated files keeps all that is in it."""
        self._rotation = Rotation(frozenset(self.paths))

    @property
    def sources(self) -> Sequence[Source]:
        """Every source met, by its number."""
        return self._sources.every

    @property
    def lost(self) -> int:
        """Bytes known to have been written that could not be read any more."""
        return sum(loss.bytes for loss in self.losses)

    @property
    def behind(self) -> int:
        """Bytes that were there at the last look and are not read yet."""
        return sum(source.behind for source in self._live())

    def look(self) -> Iterator[Batch]:
        """All whole lines that came since the last look."""
        errors: dict[Path, str] = {}
        read = set()
        for source in self._sources.open():
            read.add(source.number)
            yield from self._read(source, errors)
        for real in self._rotation.met():
            for source in self._rotated(real):
                yield from self._read(source, errors)
        yield from self._read_left(errors)
        led_to = set()
        for path in self._files(errors):
            met = self._meet(path, errors)
            if self._rotation.meet(path):
                yield from self._read_between(real_path(path), errors)
            if met is not None:
                led_to.add((met.device, met.inode))
                if met.number not in read:
                    yield from self._read(met, errors)
        self._looked = True
        barred = self._barred
        self._barred = {path for path in barred if path in errors or not os.access(path, os.R_OK)}
        yield from self._finish_left(led_to)
        self.errors = {**errors, **self._sources.problems(), **errors}

    def finish(self) -> Iterator[Batch]:
        """The unfinished last lines, where it is known that nothing more comes."""
        for source in self._live():
            yield from source.finish()

    def folders(self) -> frozenset[Folder]:
        """The folders to watch: of the paths, and of the files that links lead to."""
        return frozenset(folder for path in watched(self.paths) if (folder := Folder.at(path)))

    def line_at(self, number: int, offset: int) -> bytes | None:
        """A line read back; None if its file was truncated since, or is closed by now."""
        return self._sources.every[number].line_at(offset)

    def lose(self, path: Path, lost: int, source: int | None = None, begin: int = 0) -> None:
        """Take note of bytes of a file that were truncated before they were read."""
        self.losses.append(Loss(path, lost, self.time_of_day(), source, begin))

    def release(self) -> None:
        """Close the oldest of the finished files, where too many are kept open."""
        self._sources.release()

    def close(self) -> None:
        """Let all files go."""
        self._sources.close()

    def _live(self) -> list[Source]:
        return [source for source in self._sources.open() if not source.finished]

    def _files(self, errors: dict[Path, str]) -> Iterator[Path]:
        for path in self.paths:
            if not is_folder(path):
                since = self.marks.since(path, self.since)
                if since is not None:
                    yield from files_before(path, since)
                yield path
                continue
            try:
                check_listed(path)
            except SourceError as error:
                errors[path] = str(error)
                self._bar(*(at for at in log_folders(path) if not os.access(at, os.R_OK)))
            files = folder_files(path, self.since)
            if not files:
                errors.setdefault(path, self._missing(path, f"{path}: no audit log in this folder"))
            yield from files

    def _meet(self, path: Path, errors: dict[Path, str]) -> Source | None:
        """The source that a path leads to now, opened if it is new."""
        try:
            source = self._sources.of(path.stat()) or self._open(path)
        except FileNotFoundError as error:
            errors[path] = self._missing(path, str(source_error(path, error)))
            self._barred.discard(path)
            return None
        except OSError as error:
            errors[path] = str(source_error(path, error))
            self._bar(path)
            return None
        if self.awaited:
            self._met.update((path, *path.parents))
        source.finished = False
        return source

    def _missing(self, path: Path, otherwise: str) -> str:
        awaited = path in self.awaited and path not in self._met
        return f"{path}: not there yet; waiting for it" if awaited else otherwise

    def _open(self, path: Path) -> Source:
        if not path.is_file():  # opening a pipe would wait for its writer
            raise OSError(errno.EINVAL, "no regular file")
        source = self._sources.opened(path)
        try:
            source = self._settled(source)
            if source.cutter.taken == 0 and self._counts_as_read(path):
                source.skip_to_end()
            elif self._is_past(source):
                source.skip_to_end()
                self.past.append(source)
            elif source.cutter.taken == 0:
                self.marks.resume(source)
        except OSError:
            source.close()  # it will be opened again at each look
            raise
        self._take(source)
        return source

    def _bar(self, *places: Path) -> None:
        """Remember what is there and cannot be read at the first look."""
        if not self._looked:
            self._barred.update(places)

    def _counts_as_read(self, path: Path) -> bool:
        ways = (path, *path.parents)
        there = not self._looked or not self._barred.isdisjoint(ways)
        return self.from_end and there and self.awaited.isdisjoint(ways)

    def _is_past(self, source: Source) -> bool:
        if not self.leaves_past or self._looked or isinstance(source, DecodedSource):
            return False
        return source.status().st_size >= LARGE

    def _rotated(self, real: Path) -> list[Source]:
        """New sources of what rotation made of a file since the last look."""
        return [self._beside(sibling) for sibling in self._rotation.new(real, self._sources)]

    def _beside(self, sibling: Sibling) -> Source:
        self._take(Source.of(len(self.sources), sibling.path, sibling.descriptor))
        return self.sources[-1]

    def _read_left(self, errors: dict[Path, str]) -> Iterator[Batch]:
        """What an earlier run left unread of what it had begun, wherever that is by now."""
        for sibling in self.marks.left(self.paths, self._sources):
            self._sources.take(source := self._settled(self._beside(sibling)))
            self.marks.resume(source)
            yield from self._read(source, errors)

    def _read_between(self, real: Path, errors: dict[Path, str]) -> Iterator[Batch]:
        """What rotation made of a file between an earlier run and this one."""
        for sibling in self.marks.between(real, self._sources):
            yield from self._read(self._beside(sibling), errors)

    def _take(self, source: Source) -> None:
        self._sources.take(source)
        self._grown[source.number] = self.clock()

    def _settled(self, source: Source) -> Source:
        """The source, or what decodes it; an archive of what was read before is passed over."""
        if source.cutter.taken:
            return source
        source = settled(source, keeps=not self.marks.goes_on)
        if isinstance(source, DecodedSource) and self._looked and not source.passed:
            source.passed = self._sources.knows(source.first_bytes())
        return source

    def _read(self, source: Source, errors: dict[Path, str]) -> Iterator[Batch]:
        try:
            if source.finished and not source.grew():
                return
            source.finished = False
            source = self._settled(source)
            self._sources.take(source)
            yield from self._read_on(source)
            while source.was_replaced():
                source = yield from self._restart(source, errors)
                yield from self._read_on(source)
        except OSError as error:
            errors[source.path] = str(source_error(source.path, error))

    def _read_on(self, source: Source) -> Iterator[Batch]:
        before = source.cutter.taken
        yield from source.read()
        if source.cutter.taken != before:
            self._grown[source.number] = self.clock()

    def _restart(self, source: Source, errors: dict[Path, str]) -> Generator[Batch, None, Source]:
        """The new source of a truncated file, when a copy of the old content was read."""
        copy = copy_of(source)
        lost = source.unread if copy is None else source.size - copy.length
        if lost > 0:
            begin = source.cutter.offset if copy is None else copy.length
            self.lose(source.path, lost, source.number, begin)
        others = self._rotated(source.real)
        again = source.restarted(len(self.sources))
        self._take(again)
        if copy is not None:
            source.go_on_in(copy.descriptor, copy.status.st_dev, copy.status.st_ino)
            self._take(source)
            others.insert(0, source)
        for other in others:
            yield from self._read(other, errors)
        return again

    def _finish_left(self, led_to: set[tuple[int, int]]) -> Iterator[Batch]:
        now = self.clock()
        for source in self._live():
            left = (source.device, source.inode) not in led_to
            quiet = now - self._grown[source.number] > LINGER
            # What came since it was read, as while this process was stopped, is read first.
            if left and quiet and not source.grew():
                yield from source.finish()
