"""The order in which the past is read, and its reading over the workers.

What is written now comes first: the ends of the files that grow. Then everything else from the
newest to the oldest.
"""

import gc
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Lock, Semaphore, Thread
from typing import Protocol, Self

from tui.audit.table import SessionTable
from tui.past.pieces import PIECE, Extent, Folded, Piece, Wanted, cut, fold, last_lines
from tui.past.workers import Worker
from tui.source.following import Following

NOW = 1 << 22
"""Bytes at the end of a file that are read before all else: 4 MiB take 20 ms."""
GROWING = 600
"""Seconds since the newest file was written to, within which another one counts as growing."""
AHEAD = 2
"""Tables of each worker that may wait to be taken over: what bounds the memory."""


class Earlier(Protocol):
    """What was written before one looked: how much of it there is and how much was read, in bytes.

    `stopped` by somebody who has seen enough; what is read at that moment still comes. `problem`
    says in a line what could not be read of it, and why.
    """

    stopped: bool
    problem: str

    @property
    def total(self) -> int:
        """All bytes of it."""

    @property
    def read(self) -> int:
        """Those that were read."""

    @property
    def done(self) -> bool:
        """Whether nothing more comes."""

    @property
    def is_there(self) -> bool:
        """Whether all of it lies in files that are sources."""

    def tables(self, wanted: Wanted, workers: Sequence[Worker]) -> Iterator[Folded]:
        """What there is to say, piece by piece."""


@dataclass(slots=True)
class Past:
    """The past of some files, which is there from the first."""

    extents: Sequence[Extent]
    size: int = PIECE
    read: int = 0
    stopped: bool = False
    problem: str = ""

    @classmethod
    def of(cls, follow: Following) -> Self:
        """What the following has left, its files kept open."""
        extents = []
        for source in follow.past:
            try:
                extents.append(Extent.of(source, source.cutter.offset, whole=False))
            except OSError:  # truncated since it was met
                follow.lose(source.path, source.cutter.offset)
        return cls(extents)

    @property
    def total(self) -> int:
        """All bytes of it."""
        return sum(extent.end for extent in self.extents)

    @property
    def done(self) -> bool:
        """Whether nothing more comes."""
        return self.read == self.total

    @property
    def is_there(self) -> bool:
        """Always: they are files."""
        return True

    def tables(self, wanted: Wanted, workers: Sequence[Worker]) -> Iterator[Folded]:
        """What there is to say, piece by piece, the newest first; the files are let go then."""
        try:
            for folded in read(newest_first(self.extents, size=self.size), wanted, workers):
                if folded.problem:
                    self.problem = f"{folded.piece.extent.path}: cannot be read: {folded.problem}"
                yield folded
                self.read += folded.piece.length
                if self.stopped:
                    return
        except OSError as error:
            self.problem = f"what was written before cannot be read: {error.strerror or error}"
        finally:
            for extent in self.extents:
                extent.close()


def newest_first(extents: Sequence[Extent], *, now: int = NOW, size: int = PIECE) -> list[Piece]:
    """All pieces: the ends of what grows, then from the end of the last file to the first's.

    Ends of about `now` bytes, other pieces of about `size`. Raises OSError.
    """
    ends: list[Piece] = []
    rest: list[Piece] = []
    written = [os.fstat(extent.descriptor).st_mtime for extent in extents]
    for extent, when in zip(reversed(extents), reversed(written), strict=True):
        end = extent.end
        if when >= max(written) - GROWING:
            end = last_lines(extent, now)
            ends += cut(extent, end, extent.end, size)
        rest += reversed(cut(extent, 0, end, size))
    return ends + rest


@dataclass(slots=True)
class _Left:
    """The pieces that are left, for several threads, until one cannot be had, or they stop."""

    pieces: Iterator[Piece]
    stopped: bool = False
    fault: Exception | None = None
    _lock: Lock = field(default_factory=Lock)

    def take(self) -> Piece | None:
        """The next one; None if there is none."""
        with self._lock:
            if self.stopped or self.fault is not None:
                return None
            try:
                return next(self.pieces, None)
            except Exception as error:  # noqa: BLE001 - it is raised where the tables are taken
                self.fault = error
                return None


def read(pieces: Iterable[Piece], wanted: Wanted, workers: Sequence[Worker]) -> Iterator[Folded]:
    """What each piece says, about in their order; by this process itself if it has no workers.

    Raises what `pieces` raises, when all before it was given.
    """
    if not workers:
        yield from (_fold_here(piece, wanted) for piece in pieces)
        return
    left = _Left(iter(pieces))
    tables: SimpleQueue[Folded | None] = SimpleQueue()
    room = Semaphore(AHEAD * len(workers))

    def drive(worker: Worker) -> None:
        try:
            room.acquire()
            while (piece := left.take()) is not None:
                tables.put(worker.fold(piece, wanted) or _fold_here(piece, wanted))
                room.acquire()
        finally:
            tables.put(None)

    threads = [Thread(target=drive, args=(each,), name="past", daemon=True) for each in workers]
    for thread in threads:
        thread.start()
    running = len(threads)
    try:
        while running:
            folded = tables.get()
            if folded is None:
                running -= 1
            else:
                room.release()
                yield folded
    finally:
        left.stopped = True
        room.release(len(threads))
        for thread in threads:  # whose files are let go behind this
            thread.join()
    if left.fault is not None:
        raise left.fault


def _fold_here(piece: Piece, wanted: Wanted) -> Folded:
    try:
        return fold(piece, piece.extent.descriptor, wanted)
    except OSError as error:
        problem = error.strerror or str(error)
        return Folded(piece, SessionTable(), missing=piece.length, problem=problem)


@contextmanager
def without_collection() -> Iterator[None]:
    """Have nobody look for circles among what is read meanwhile, nor in it ever after.

    There are none, and to go through 100,000 sessions again and again stops the screen.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
