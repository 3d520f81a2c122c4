"""A process that asks the rules of what was written before, so that the screen stays alive.

It is given one piece after the other in the order of the log, and hands over what it remembers at
the end: whoever has it goes on with what arrives.
"""

import pickle
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Self

from tui.past.pieces import Piece, batches
from tui.past.process import Answering, Opened, Process
from tui.rules.alert import Alert
from tui.rules.evaluation import Evaluation, Part
from tui.rules.rule import Rule
from tui.source.lines import Batch, LineCutter

SMALL = 1 << 20
"""Bytes below which a process is not worth it, 1 MiB: a thread takes 60 ms for them."""
NICE = 19
"""Behind the screen, and behind those that read the past for it."""


@dataclass(slots=True)
class Evaluator(Process):
    """The process. Whatever is asked raises GONE where it has died."""

    @classmethod
    def begin(cls, rules: Sequence[Rule]) -> Self:
        """Fork one."""
        return cls.fork(partial(_prepare, rules), NICE)

    def see(self, piece: Piece) -> list[Alert] | None:
        """The alerts of the next piece; None if it cannot be read there."""
        found: list[Alert] | None = self.ask(piece)
        return found

    def see_batch(self, batch: Batch) -> list[Alert]:
        """The alerts of the next lines, which it cannot read itself."""
        found: list[Alert] = self.ask(batch)
        return found

    def hand_over(self, rules: Sequence[Rule]) -> Evaluation:
        """An evaluation of its rules that goes on, when all was seen; the process ends.

        Packed it takes a third, and what it came from is gone before it is unpacked: there twice
        it was the most that was in memory at any time.
        """
        packed: deque[bytes] = deque(self.ask(None))
        self.close()
        evaluation = Evaluation(rules)
        while packed:
            part: Part = pickle.loads(packed.popleft())  # noqa: S301 - from our own process
            evaluation.take(part)
        return evaluation


def evaluator_for(size: int, rules: Sequence[Rule]) -> Evaluator | None:
    """A process for so many bytes, if that is worth it."""
    return Evaluator.begin(rules) if rules and size >= SMALL else None


def seen_in(evaluation: Evaluation, lines: Iterable[Batch]) -> list[Alert]:
    """The alerts of batches of lines. Raises OSError."""
    return [
        alert
        for batch in lines
        for alert in evaluation.see_block(batch.source, batch.offset, batch.block)
    ]


def _prepare(rules: Sequence[Rule]) -> Answering:
    evaluation, opened = Evaluation(rules), Opened()

    def answer(question: Piece | Batch | None) -> object:
        if question is None:
            return [pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for part in evaluation.parts()]
        if isinstance(question, Batch):
            return seen_in(evaluation, (question,))
        try:
            descriptor = opened.of(question.extent)
        except OSError:  # its path leads elsewhere by now
            return None
        cutter = LineCutter(question.extent.source, question.begin)
        return seen_in(evaluation, batches(question, descriptor, cutter))

    return answer
