"""Files followed as if they were being written now, by the clock of a replay."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

from tui.replay.clock import ReplayClock
from tui.replay.due import Due, last_time
from tui.source.back import offset_at
from tui.source.decoded import DecodedSource, settled
from tui.source.file import Source
from tui.source.follow import LARGE, Follow
from tui.source.lines import Batch
from tui.source.locate import locate, source_error
from tui.source.watch import Folder

TICK = 0.05
"""Seconds between two looks at the clock while it runs …"""
STANDING = 0.25
"""… and while it stands."""


@dataclass(slots=True)
class Ticks:
    """Waits by time alone: what a replay follows is there already."""

    stop: Event
    played: ReplayClock

    def wait(
        self,
        _folders: frozenset[Folder],
        _cost: float = 0.0,
        /,
        *,
        found: bool = False,  # noqa: ARG002 - no look is late
    ) -> None:
        """Return when it is time to look, or at a stop."""
        moves = self.played.runs and not self.played.at_end
        self.stop.wait(TICK if moves else STANDING)

    def close(self) -> None:
        """Nothing is to be let go."""


@dataclass(slots=True, kw_only=True)
class Replay(Follow):
    """The files that some paths stand for, read up to the moment that a clock is at.

    What large files hold up to `begin` (ns) is `past`, for another reader. Where several files
    tell of one time, as those of two Auth servers do, each gives its lines by itself.
    """

    played: ReplayClock
    begin: int | None = None
    _due: list[Due] = field(default_factory=list)
    _opened: bool = False

    @property
    def behind(self) -> int:
        """Nothing: what is not due yet is not late."""
        return 0

    def folders(self) -> frozenset[Folder]:
        """None: nothing is written any more."""
        return frozenset()

    def look(self) -> Iterator[Batch]:
        """All lines that became due since the last look."""
        self.open()
        errors = {}
        until = self.played.now()
        for due in self._due:
            # The monitor asks after its first look how far the past reaches.
            if not self._looked and due.source in self.past:
                continue
            try:
                yield from due.take(until)
            except OSError as error:
                errors[due.source.path] = str(source_error(due.source.path, error))
            if isinstance(due.source, DecodedSource) and due.source.problem:
                errors[due.source.path] = due.source.problem
        self._looked, self.errors = True, errors
        if self.played.end is None and all(due.over for due in self._due):
            told = [due.latest for due in self._due if due.latest is not None]
            self.played.end = max(told, default=until)

    def finish(self) -> Iterator[Batch]:
        """Nothing: last lines are given when they are due."""
        return iter(())

    @property
    def next_time(self) -> int | None:
        """When (ns) the next line is due; None if there is none left."""
        times = [due.next_time() for due in tuple(self._due)]
        return min((time for time in times if time is not None), default=None)

    @property
    def last_time(self) -> int | None:
        """When (ns) the last event happened, as far as the ends of the files tell."""
        plain = (due.source for due in self._due if not isinstance(due.source, DecodedSource))
        times = [last_time(source) for source in plain]
        return max((time for time in times if time is not None), default=None)

    def open(self) -> None:
        """Open all files, once. Raises SourceError where one cannot be read."""
        if self._opened:
            return
        self._opened = True
        for path in locate(self.paths, self.since):
            try:
                source = self._sources.opened(path)
                source = settled(source)
                self._sources.take(source)
                if self.begin is not None and not isinstance(source, DecodedSource):
                    self._leave_past(source, self.begin)
            except OSError as error:
                raise source_error(path, error) from error
            self._due.append(Due(source))

    def _leave_past(self, source: Source, begin: int) -> None:
        size = os.fstat(source.descriptor).st_size
        if not self.leaves_past or size < LARGE:
            return
        source.cutter.offset = offset_at(source, begin, size)
        source.head = source.first_bytes()[: source.cutter.offset]
        if source.cutter.offset:
            self.past.append(source)
