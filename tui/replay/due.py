"""The lines of one source, each held back until its time has come."""

import os
from collections.abc import Iterator
from threading import Lock

from tui.audit.quick import event_in
from tui.source.back import lines_between
from tui.source.file import Source
from tui.source.lines import Batch, LineCutter

DAY = 86_400 * 1_000_000_000
HELD = 1 << 24
"""Bytes of lines without a time that are held while the next one with a time is looked for."""
NEAR = 1 << 20
"""Bytes at the end of a source that are looked through for its last time, and so on back."""


class Due:
    """Gives a source's lines, in their order, as a clock reaches them.

    A line is due with the first desktop event at it or behind it, and that at its own time: lines
    that tell none, and late ones, go along with the line before them. The source's own cutter is
    where the given lines end, for all who ask how far it was read. Two threads may ask: one takes
    lines, another wants to know the next time.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.latest: int | None = None
        self._batches = self._all()
        self._lock = Lock()
        self._ahead = LineCutter(source.number, source.cutter.offset)
        self._offset = source.cutter.offset
        self._lines: list[bytes] = []
        self._at = 0
        self._over = False

    @property
    def over(self) -> bool:
        """Whether all of it was given."""
        return self._over and self._at == len(self._lines)

    def next_time(self) -> int | None:
        """When (ns) its next line that tells a time is due; None if there is none (near by)."""
        with self._lock:
            begin, looked = self._offset, self._at
            while True:
                for at in range(looked, len(self._lines)):
                    time = self._time(at)
                    if time is not None:
                        return time
                looked = len(self._lines) - self._at
                if self._ahead.offset - begin > HELD or not self._load():
                    return None

    def take(self, until: int) -> Iterator[Batch]:
        """The lines that are due at a moment (ns), and were not given yet. Raises OSError."""
        more = True
        while more:
            with self._lock:
                batch = self._take(until)
                all_due = self._at == len(self._lines)
            if batch is not None:
                yield batch
            with self._lock:  # there may be more by now, that the other thread looked for
                more = all_due and (self._at < len(self._lines) or self._load())

    def _take(self, until: int) -> Batch | None:
        """Those of the lines at hand that are due; None if there are none."""
        begin = at = self._at
        while at < len(self._lines):
            time = self._time(at)
            if time is not None and time > until:
                break
            if time is not None and (self.latest is None or time > self.latest):
                self.latest = time
            at += 1
        return self._given(begin, at) if at > begin else None

    def _given(self, begin: int, end: int) -> Batch:
        block = b"\n".join(self._lines[begin:end])
        batch = Batch(self.source.number, self._offset, block)
        self._offset += len(block) + 1
        self._at = end
        self.source.cutter.offset = min(self._offset, self._ahead.offset)
        return batch

    def _load(self) -> bool:
        """Have more lines at hand; False if there are no more.

        Lines at hand that were not given stay before them.
        """
        given, self.source.cutter = self.source.cutter, self._ahead
        try:
            batch = next(self._batches, None)
        finally:
            self.source.cutter = given
        if batch is None:
            self._over = True
            return False
        if self._at == len(self._lines):
            self._offset, self._lines, self._at = batch.offset, [], 0
        self._lines = self._lines[self._at :] + batch.lines
        self._at = 0
        return True

    def _time(self, at: int) -> int | None:
        """When a line is due; None for one that tells no time, or one that nobody can believe."""
        time = event_time(self._lines[at])
        if time is None or (self.latest is not None and time - self.latest < DAY):
            return time
        # More than a day on: if the log goes on before that, it is no time to wait for.
        for line in self._lines[at + 1 :]:
            following = event_time(line)
            if following is not None:
                return time if following > time - DAY else None
        return time

    def _all(self) -> Iterator[Batch]:
        yield from self.source.read()
        yield from self.source.finish()


def event_time(line: bytes) -> int | None:
    """The time (ns) of the desktop event that a line holds; None if it tells none."""
    if b"TDP" not in line and b"desktop." not in line:
        return None
    event = event_in(line)
    return None if event is None else event.time


def last_time(source: Source) -> int | None:
    """The latest time (ns) near the end of a source; None if no desktop event is there.

    Raises OSError.
    """
    size = os.fstat(source.descriptor).st_size
    begin = size
    while begin > max(0, size - HELD):
        begin, end = max(0, begin - NEAR), begin
        lines = lines_between(source, begin, end)
        times = [time for _, line in lines if (time := event_time(line)) is not None]
        if times:
            return max(times)
    return None
