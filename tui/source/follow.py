"""Growing files followed by their paths: appended to, rotated, truncated, made again.

At each look the open files are read to their end; then it is seen where the paths lead by now
(device and inode, not names), and what is new is read from its beginning. A file that no path
leads to any more is read on as it grows, because its writer may not have noticed yet: Teleport
writes to a renamed file until midnight.
"""

import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tui.source.file import Source
from tui.source.lines import Batch
from tui.source.locate import (
    SourceError,
    check_listed,
    files_before,
    folder_files,
    is_folder,
    log_folders,
    source_error,
)
from tui.source.watch import Folder

LINGER = 10.0
"""Seconds without growth after which a file that no path leads to is taken as finished.

Its last line is then taken as it is; if it does grow later, what comes is read all the same.
"""

KEPT_OPEN = 64
"""Finished files that stay open, so that their lines can still be read back."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Bytes of a file that were truncated before they were read, and when (ns) that was seen."""

    path: Path
    bytes: int
    seen: int


@dataclass(slots=True)
class Follow:
    """The sources that some paths lead to, now and since the start.

    `sources` holds every one met, by its number. `errors` says what stood in the way at the
    last look, `losses` what was known to be written and could not be read any more. With
    `from_end`, what is there at the first look counts as read, but for the paths in `whole`.
    Of folders and links, files whose day lies before `since` (nanoseconds) are left alone.
    """

    paths: Sequence[Path]
    from_end: bool = False
    whole: frozenset[Path] = frozenset()
    since: int | None = None
    clock: Callable[[], float] = time.monotonic
    time_of_day: Callable[[], int] = time.time_ns
    sources: list[Source] = field(default_factory=list)
    errors: dict[Path, str] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    _known: dict[tuple[int, int], Source] = field(default_factory=dict)
    _grown: dict[int, float] = field(default_factory=dict)
    _looked: bool = False

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
        for source in tuple(self._known.values()):
            yield from self._read(source, errors)
        led_to = set()
        for path in self._files(errors):
            met = self._meet(path, errors)
            if met is not None:
                led_to.add((met.device, met.inode))
                if met.cutter.taken == 0:
                    yield from self._read(met, errors)
        self._looked = True
        yield from self._finish_left(led_to)
        self.errors = errors

    def finish(self) -> Iterator[Batch]:
        """The unfinished last lines, where it is known that nothing more comes."""
        for source in self._live():
            yield from source.finish()

    def folders(self) -> frozenset[Folder]:
        """The folders to watch: of the paths, and of the files that links lead to."""
        wanted: set[Path] = set()
        for path in self.paths:
            if is_folder(path):
                wanted.update(log_folders(path))
            else:
                # `Path.resolve` raises where links lead in a circle.
                wanted.update((path.parent, Path(os.path.realpath(path)).parent))
        return frozenset(folder for path in wanted if (folder := _folder(path)))

    def line_at(self, number: int, offset: int) -> bytes | None:
        """A line read back; None if its file was truncated since, or is closed by now."""
        return self.sources[number].line_at(offset)

    def release(self) -> None:
        """Close the oldest of the finished files, where too many are kept open."""
        finished = [source for source in self._known.values() if source.finished]
        for source in finished[:-KEPT_OPEN]:
            del self._known[source.device, source.inode]
            source.close()

    def close(self) -> None:
        """Let all files go."""
        for source in self.sources:
            source.close()

    def _live(self) -> list[Source]:
        # Copied in one step: another thread asks how far the reading is behind.
        return [source for source in tuple(self._known.values()) if not source.finished]

    def _files(self, errors: dict[Path, str]) -> Iterator[Path]:
        for path in self.paths:
            if not is_folder(path):
                if self.since is not None:
                    yield from files_before(path, self.since)
                yield path
                continue
            try:
                check_listed(path)
            except SourceError as error:
                errors[path] = str(error)
            yield from folder_files(path, self.since)

    def _meet(self, path: Path, errors: dict[Path, str]) -> Source | None:
        """The source that a path leads to now, opened if it is new."""
        try:
            status = path.stat()
            source = self._known.get((status.st_dev, status.st_ino)) or self._open(path)
        except OSError as error:
            errors[path] = str(source_error(path, error))
            return None
        source.finished = False
        return source

    def _open(self, path: Path) -> Source:
        source = Source.open(len(self.sources), path)
        if self.from_end and not self._looked and path not in self.whole:
            source.skip_to_end()
        self._take(source)
        return source

    def _take(self, source: Source) -> None:
        self.sources.append(source)
        self._known[source.device, source.inode] = source
        self._grown[source.number] = self.clock()

    def _read(self, source: Source, errors: dict[Path, str]) -> Iterator[Batch]:
        try:
            if source.finished and not source.grew():
                return
            source.finished = False
            if source.was_replaced():
                if source.unread:
                    self.losses.append(Loss(source.path, source.unread, self.time_of_day()))
                source = source.restarted(len(self.sources))
                self._take(source)
            before = source.cutter.taken
            yield from source.read()
            if source.cutter.taken != before:
                self._grown[source.number] = self.clock()
        except OSError as error:
            errors[source.path] = str(source_error(source.path, error))

    def _finish_left(self, led_to: set[tuple[int, int]]) -> Iterator[Batch]:
        now = self.clock()
        for source in self._live():
            left = (source.device, source.inode) not in led_to
            quiet = now - self._grown[source.number] > LINGER
            # What came since it was read, as while this process was stopped, is read first.
            if left and quiet and not source.grew():
                yield from source.finish()


def _folder(path: Path) -> Folder | None:
    try:
        status = path.stat()
    except OSError:
        return None
    # Without the right to list it there is no watch to be had, until the right is given.
    listed = stat.S_ISDIR(status.st_mode) and os.access(path, os.R_OK)
    return Folder(path, status.st_dev, status.st_ino) if listed else None
