"""Processes that fold pieces, so that the past is read on all cores and the screen stays alive.

They are forked, and so have to be begun before there are threads; what they need is there
already. Each is given one piece at a time and answers with the table of it.
"""

import gc
import os
import pickle
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import BinaryIO, Self

from tui.past.pieces import Extent, Folded, Piece, Wanted, fold

GAIN = 1 << 23
"""Bytes for each process below which another one does not gain: 8 MiB."""


@dataclass(slots=True)
class Worker:
    """A process, and the pipes to it and from it, on which one question is answered at a time.

    Two readings ask at once where one begins anew, as a replay does, while the other ends.
    """

    pid: int
    asked: BinaryIO
    answers: BinaryIO
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def begin(cls) -> Self:
        """Fork a process that folds what it is asked for, until it is let go."""
        question, asked = os.pipe()
        answers, answer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(asked)
            os.close(answers)
            _serve(question, answer)
        os.close(question)
        os.close(answer)
        return cls(pid, os.fdopen(asked, "wb"), os.fdopen(answers, "rb"))

    def fold(self, piece: Piece, wanted: Wanted) -> Folded | None:
        """What a piece says; None if its path leads elsewhere by now, or the process has died."""
        try:
            with self._lock:
                pickle.dump((piece, wanted), self.asked)
                self.asked.flush()
                answer: Folded | None = pickle.load(self.answers)  # noqa: S301 - our own process
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
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
            worker = self.pop()  # by one thread only, whoever else lets them go
            os.kill(worker.pid, signal.SIGKILL)  # nothing of theirs can be left half done
            os.waitpid(worker.pid, 0)
            worker.answers.close()
            with suppress(BrokenPipeError):
                worker.asked.close()


def workers_for(size: int) -> Workers:
    """As many processes as gain, for so many bytes: at most one for each core, or none at all."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    count = min(cores or 1, size // GAIN)
    return Workers.begin(count if count > 1 else 0)


def _serve(question: int, answer: int) -> None:
    """Answer until the other end is closed; does not return."""
    status = 1
    try:
        # What ends the program is for the process that has the screen; it closes the pipe.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.nice(10)  # the screen, and the server that this runs on, come first
        gc.disable()  # a table has no circles, and 100,000 sessions took twice as long
        asked = Asked()
        with os.fdopen(question, "rb") as questions, os.fdopen(answer, "wb") as answers:
            while questions.peek(1):
                piece, wanted = pickle.load(questions)  # noqa: S301 - from our own process
                pickle.dump(asked.fold(piece, wanted), answers, pickle.HIGHEST_PROTOCOL)
                answers.flush()
        status = 0
    finally:
        os._exit(status)


@dataclass(slots=True)
class Asked:
    """Folds pieces, and keeps the file of the last one open for the next."""

    extent: Extent | None = None
    descriptor: int = -1

    def fold(self, piece: Piece, wanted: Wanted) -> Folded | None:
        """What a piece says; None if it cannot be read here."""
        try:
            if piece.extent != self.extent:
                self.close()
                self.descriptor, self.extent = piece.extent.open(), piece.extent
            return fold(piece, self.descriptor, wanted)
        except OSError:  # who asked has the file open, tries itself, and says why it cannot
            return None

    def close(self) -> None:
        """Let the file go."""
        if self.extent is not None:
            os.close(self.descriptor)
            self.extent = None
