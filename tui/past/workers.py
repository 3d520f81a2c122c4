"""Processes that fold pieces, so that the past is read on all cores and the screen stays alive.

Each is given one piece at a time and answers with the table of it.
"""

import gc
import os
from dataclasses import dataclass
from typing import Self

from tui.past.pieces import Folded, Piece, Wanted, fold
from tui.past.process import GONE, Answering, Opened, Process

GAIN = 1 << 23
"""Bytes for each process below which another one does not gain: 8 MiB."""
NICE = 10


@dataclass(slots=True)
class Worker(Process):
    """One of them."""

    @classmethod
    def begin(cls) -> Self:
        """Fork a process that folds what it is asked for, until it is let go."""
        return cls.fork(_prepare, NICE)

    def fold(self, piece: Piece, wanted: Wanted) -> Folded | None:
        """What a piece says; None if its path leads elsewhere by now, or the process has died."""
        try:
            answer: Folded | None = self.ask((piece, wanted))
        except GONE:
            return None
        return answer


class Workers(list[Worker]):
    """Processes that are begun together and let go together."""

    @classmethod
    def begin(cls, count: int) -> Self:
        """So many of them."""
        return cls(Worker.begin() for _ in range(count))

    def close(self) -> None:
        """Let them go, and wait for their ends."""
        while self:
            self.pop().close()


def workers_for(size: int) -> Workers:
    """As many processes as gain, for so many bytes: at most one for each core, or none at all."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    count = min(cores or 1, size // GAIN)
    return Workers.begin(count if count > 1 else 0)


def _prepare() -> Answering:
    gc.disable()  # a table has no circles, and 100,000 sessions took twice as long
    opened = Opened()

    def folded(asked: tuple[Piece, Wanted]) -> Folded | None:
        piece, wanted = asked
        try:
            said = fold(piece, opened.of(piece.extent), wanted)
        except OSError:  # who asked has the file open, tries itself, and says why it cannot
            return None
        said.table.pack()
        return said

    return folded
