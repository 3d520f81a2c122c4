"""All origins of a stream, mirrored; each line once, in the order of the log.

Of an origin there are two parts: what was shipped before one looked, its past, and what comes
since. Their numbers stand in the order of the log, so that places do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from tui.fleet.coverage import Coverage, Range
from tui.fleet.mirror import Fresh, Mirror, only, runs_of
from tui.fleet.wire import Lines, Origin
from tui.source.lines import Batch
from tui.system.temporary import TemporaryFolder

MOST = 1 << 18
"""Origins that are known at most: places have room for twice as many parts, no fleet has more."""


class CrowdedError(Exception):
    """There are more origins than there is room for."""


class Incoming(NamedTuple):
    """What is new of a message: lines that are to be added to a part, or bytes that are lost."""

    part: Mirror
    fresh: Fresh
    lost: int

    def write(self) -> Batch | None:
        """Add the lines, if there are any; can be tried again when it failed. Raises OSError."""
        return self.part.append(self.fresh) if self.fresh.body else None


@dataclass(slots=True)
class _Known:
    """An origin: the number of its past part (the other one's is the next), what has come, and what
    a shipper could not read, which another one may have read.
    """

    origin: Origin
    number: int
    coverage: Coverage = field(default_factory=Coverage)
    lost: Coverage = field(default_factory=Coverage)

    def take(self, lines: Lines) -> tuple[list[tuple[int, int]], int]:
        """The bytes of a message that did not come before, and how many are newly lost."""
        if lines.lost:
            newly = self.lost.take(Range(lines.begin, lines.end))
            missing = (part for each in newly for part in self.coverage.missing(*each))
            return [], sum(end - begin for begin, end in missing)
        left_at_end = lines.left + lines.others
        return self.coverage.take(Range(lines.begin, lines.end, lines.left, left_at_end)), 0

    def holes(self) -> Iterator[tuple[int, int]]:
        """The bytes that have not come, though later ones have, and that nobody says are lost."""
        for begin, end in self.coverage.holes:
            yield from self.lost.missing(begin, end)


@dataclass(slots=True)
class Mirrors:
    """The parts of all origins of a stream, by their numbers, in a folder for this user alone.

    One thread may take what is past while another one takes what comes.
    """

    stream: str = ""
    sources: list[Mirror] = field(default_factory=list)
    _known: dict[str, _Known] = field(default_factory=dict)
    _parted: bool = False
    _lock: Lock = field(default_factory=Lock)
    _folder: TemporaryFolder = field(default_factory=TemporaryFolder)

    def meet(self, origins: Iterable[Origin]) -> None:
        """Number origins in log order: by the names of their files, which are dates, then by host.

        What is known has its number. Raises CrowdedError.
        """
        with self._lock:
            for origin in sorted(origins, key=in_log_order):
                self._of(origin)

    def take(self, lines: Lines, sequence: int, *, past: bool) -> Incoming:
        """What is new of a message, which counts as come by then. Raises CrowdedError."""
        with self._lock:
            known = self._of(lines.origin)
            fresh, lost = known.take(lines)
            self._parted |= len(known.coverage.ranges) > 1
        whole = fresh == [(lines.begin, lines.end)]
        body, runs = (lines.body, runs_of(lines)) if whole else only(lines, fresh)
        part = self.sources[known.number + (not past)]
        return Incoming(part, Fresh(body, runs, sequence), lost)

    @property
    def folder(self) -> Path:
        """Where they are."""
        return self._folder.path

    @property
    def others(self) -> int:
        """How many other events were left out of what came."""
        with self._lock:
            return sum(known.coverage.others for known in self._known.values())

    def has_new_hole(self) -> bool:
        """Whether there may be a hole since the last call."""
        parted, self._parted = self._parted, False
        return parted

    def holes(self) -> Iterator[tuple[Origin, int, int]]:
        """The bytes of each origin that have not come, though later ones have."""
        with self._lock:
            known = list(self._known.values())
        for each in known:
            for begin, end in each.holes():
                yield each.origin, begin, end

    def begins(self) -> Iterator[tuple[Origin, int]]:
        """The byte of each origin at which what came of it begins."""
        with self._lock:
            known = list(self._known.values())
        for each in known:
            if each.coverage.ranges:
                yield each.origin, each.coverage.ranges[0].begin

    def close(self) -> None:
        """Let all files go, and remove them."""
        for source in self.sources:
            source.close()
        self._folder.close()

    def _of(self, origin: Origin) -> _Known:
        known = self._known.get(origin.id)
        if known is None:
            if len(self._known) >= MOST:
                raise CrowdedError(f"more than {MOST:,} files are shipped")
            known = self._known[origin.id] = _Known(origin, len(self.sources))
            for number in (known.number, known.number + 1):
                self.sources.append(Mirror.in_folder(self.folder, number, origin, self.stream))
        return known


def in_log_order(origin: Origin) -> tuple[str, str, str]:
    """By what origins are sorted: as the files of a folder are, by date, then by server."""
    return origin.path.rpartition("/")[2], origin.host, origin.path
