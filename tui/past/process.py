"""A process that answers questions, one after the other, through pipes to it and from it.

It is forked, and so has to be begun before there are threads; what it needs is there already.
"""

import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, BinaryIO, Self

from tui.past.pieces import Extent

GONE = OSError, EOFError, ValueError, pickle.UnpicklingError
"""What is raised where a process has died, or was let go."""

Answering = Callable[[Any], object]


@dataclass(slots=True)
class Process:
    """One question is answered at a time: two readings may ask, where one begins anew, as a replay
    does, while the other ends.
    """

    pid: int
    asked: BinaryIO
    answers: BinaryIO
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def fork(cls, prepare: Callable[[], Answering], nice: int) -> Self:
        """Fork one, so much behind others, which prepares what answers in it."""
        question, asked = os.pipe()
        answers, answer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(asked)
            os.close(answers)
            _serve(prepare, nice, question, answer)
        os.close(question)
        os.close(answer)
        return cls(pid, os.fdopen(asked, "wb"), os.fdopen(answers, "rb"))

    def ask(self, question: object) -> Any:
        """The answer to a question. Raises GONE."""
        with self._lock:
            pickle.dump(question, self.asked)
            self.asked.flush()
            return pickle.load(self.answers)  # noqa: S301 - from our own process

    def close(self) -> None:
        """Let it go, and wait for its end."""
        pid, self.pid = self.pid, 0  # by one thread only, whoever else lets it go
        if pid:
            os.kill(pid, signal.SIGKILL)  # nothing of it can be left half done
            os.waitpid(pid, 0)
            self.answers.close()
            with suppress(OSError):
                self.asked.close()


def _serve(prepare: Callable[[], Answering], nice: int, question: int, answer: int) -> None:
    """Answer until the other end is closed; does not return."""
    status = 1
    try:
        # What ends the program is for the process that has the screen; it closes the pipe.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.nice(nice)  # the screen, and the server that this runs on, come first
        answering = prepare()
        with os.fdopen(question, "rb") as questions, os.fdopen(answer, "wb") as answers:
            while questions.peek(1):
                said = answering(pickle.load(questions))  # noqa: S301 - from our own process
                pickle.dump(said, answers, pickle.HIGHEST_PROTOCOL)
                answers.flush()
                del said  # or it would be there until the next is
        status = 0
    finally:
        os._exit(status)


@dataclass(slots=True)
class Opened:
    """The file of one extent, kept open for the next question, which mostly is of the same."""

    extent: Extent | None = None
    descriptor: int = -1

    def of(self, extent: Extent) -> int:
        """The descriptor of an extent's file here. Raises OSError, also where another is there."""
        if extent != self.extent:
            if self.extent is not None:
                os.close(self.descriptor)
                self.extent = None
            self.descriptor, self.extent = extent.open(), extent
        return self.descriptor
