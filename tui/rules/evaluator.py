"""A process that asks the rules of what was written before, so that the screen stays alive.

It is forked before there are threads, is given one piece after the other in the order of the log,
and hands its evaluation over at the end: whoever has it goes on with what arrives.
"""

import os
import pickle
import signal
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Self

from tui.past.pieces import Extent, Piece, batches
from tui.rules.alert import Alert
from tui.rules.evaluation import Evaluation
from tui.rules.rule import Rule
from tui.source.lines import Batch, LineCutter

SMALL = 1 << 20
"""Bytes below which a process is not worth it, 1 MiB: a thread takes 60 ms for them."""
NICE = 19
"""Behind the screen, and behind those that read the past for it."""
GONE = OSError, EOFError, ValueError, pickle.UnpicklingError
"""What is raised where the process has died, or was let go."""


@dataclass(slots=True)
class Evaluator:
    """The process, and the pipes to it and from it. Whatever is asked raises GONE."""

    pid: int
    asked: BinaryIO
    answers: BinaryIO

    @classmethod
    def begin(cls, rules: Sequence[Rule]) -> Self:
        """Fork one."""
        question, asked = os.pipe()
        answers, answer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(asked)
            os.close(answers)
            _serve(rules, question, answer)
        os.close(question)
        os.close(answer)
        return cls(pid, os.fdopen(asked, "wb"), os.fdopen(answers, "rb"))

    def see(self, piece: Piece) -> list[Alert] | None:
        """The alerts of the next piece; None if it cannot be read there."""
        found: list[Alert] | None = self._ask(piece)
        return found

    def see_batch(self, batch: Batch) -> list[Alert]:
        """The alerts of the next lines, which it cannot read itself."""
        found: list[Alert] = self._ask(batch)
        return found

    def hand_over(self) -> Evaluation:
        """Its evaluation, when all was seen."""
        evaluation: Evaluation = self._ask(None)
        return evaluation

    def _ask(self, question: Piece | Batch | None) -> Any:
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


def evaluator_for(size: int, rules: Sequence[Rule]) -> Evaluator | None:
    """A process for so many bytes, if that is worth it."""
    return Evaluator.begin(rules) if rules and size >= SMALL else None


@dataclass(slots=True)
class Reader:
    """Reads pieces, and keeps the file of the last one open for the next."""

    extent: Extent | None = None
    descriptor: int = -1

    def batches(self, piece: Piece) -> Iterable[Batch] | None:
        """The lines of a piece; None if its path leads elsewhere by now."""
        try:
            if piece.extent != self.extent:
                self.close()
                self.descriptor, self.extent = piece.extent.open(), piece.extent
        except OSError:
            return None
        return batches(piece, self.descriptor, LineCutter(piece.extent.source, piece.begin))

    def close(self) -> None:
        """Let the file go."""
        if self.extent is not None:
            os.close(self.descriptor)
            self.extent = None


def seen_in(evaluation: Evaluation, lines: Iterable[Batch]) -> list[Alert]:
    """The alerts of batches of lines. Raises OSError."""
    return [
        alert
        for batch in lines
        for alert in evaluation.see_block(batch.source, batch.offset, batch.block)
    ]


@dataclass(slots=True)
class _Asked:
    """What the process answers."""

    evaluation: Evaluation
    reader: Reader = field(default_factory=Reader)

    def answer(self, question: Piece | Batch | None) -> object:
        if question is None:
            return self.evaluation
        if isinstance(question, Batch):
            return seen_in(self.evaluation, (question,))
        found = self.reader.batches(question)
        return None if found is None else seen_in(self.evaluation, found)


def _serve(rules: Sequence[Rule], question: int, answer: int) -> None:
    """Answer until the other end is closed; does not return."""
    status = 1
    try:
        # What ends the program is for the process that has the screen; it closes the pipe.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.nice(NICE)
        asked = _Asked(Evaluation(rules))
        with os.fdopen(question, "rb") as questions, os.fdopen(answer, "wb") as answers:
            while questions.peek(1):
                said = asked.answer(pickle.load(questions))  # noqa: S301 - from our own process
                pickle.dump(said, answers, pickle.HIGHEST_PROTOCOL)
                answers.flush()
        status = 0
    finally:
        os._exit(status)
