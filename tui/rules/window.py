"""The hits of one group in the order of their times, and whether too many come together.

Hits are counted to the nanosecond; bytes and files are added up in steps of a thousandth of the
span, so that a million writes take no more room than a thousand. A span so holds every hit that it
should, and at most those of one step more.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from operator import attrgetter

from tui.rules.rule import COUNT, FILES, Measure, Rule

STEPS = 1000
"""Steps of a span."""
MOST_HITS, MOST_FILES = 4096, 16_384
"""Steps, and files in them, that a group keeps: so much can be counted, the oldest go."""
_NUMBER = attrgetter("number")


@dataclass(slots=True)
class Step:
    """The hits of one step: the first one's time, how many, what they moved, which files (by a
    number of each).
    """

    number: int
    first: int
    count: int = 0
    bytes: int = 0
    files: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reached:
    """What came together in the earliest span that is too much."""

    first: int
    count: int
    bytes: int
    files: int


@dataclass(slots=True)
class Window:
    """Hits that may still come together with others: none lies more than two spans before another
    that came after it.

    `newest` is what the span reaches that ends with the last hit, `total` no less than any span.
    """

    measure: Measure
    amount: int
    unit: int
    length: int
    steps: list[Step] = field(default_factory=list)
    begin: int = 0
    newest: int = 0
    total: int = 0
    held_files: int = 0
    files: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, rule: Rule) -> "Window":
        """An empty one."""
        unit = 1 if rule.measure is COUNT else max(1, rule.within // STEPS)
        return cls(rule.measure, rule.amount, unit, rule.within // unit)

    @property
    def held(self) -> int:
        """How much it keeps, in steps and files."""
        return len(self.steps) + self.held_files

    def add(self, time: int, moved: int, file: int | None) -> None:
        """Take in a hit: its time, the bytes that count, and the number of its file."""
        number = time // self.unit
        step = self._step(number, time)
        step.count += 1
        step.bytes += moved
        gain = 1 if self.measure is COUNT else moved
        is_recent = number >= self.steps[-1].number - self.length
        if self.measure is FILES:
            gain = 0
        if file is not None and file not in step.files and self.held_files < MOST_FILES:
            step.files.add(file)
            self.held_files += 1
            if self.measure is FILES:
                gain = 1
                if is_recent:
                    self.files[file] += 1
        self.total += gain
        if is_recent and self.measure is not FILES:
            self.newest += gain
        while self.steps[self.begin].number < self.steps[-1].number - self.length:
            self._leave(self.steps[self.begin])
            self.begin += 1
        while self.steps[0].number < number - 2 * self.length:
            self._drop_oldest()

    def trim(self) -> None:
        """Keep no more than is allowed."""
        while len(self.steps) > MOST_HITS:
            self._drop_oldest()

    def reached(self, time: int) -> Reached | None:
        """What came together in the earliest span that holds a moment and is too much."""
        number = time // self.unit
        if self.total < self.amount:
            return None
        if number == self.steps[-1].number:
            newest = len(self.files) if self.measure is FILES else self.newest
            return self._told(self.begin, len(self.steps)) if newest >= self.amount else None
        return self._earliest(number)

    def _step(self, number: int, time: int) -> Step:
        """The step of a number, a new one if there is none; `begin` goes along."""
        steps = self.steps
        if not steps or number > steps[-1].number:
            steps.append(Step(number, time))
            return steps[-1]
        at = bisect_left(steps, number, key=_NUMBER)
        if steps[at].number != number:
            steps.insert(at, Step(number, time))
            self.begin += number < steps[-1].number - self.length
        step = steps[at]
        step.first = min(step.first, time)
        return step

    def _value(self, step: Step) -> int:
        return step.count if self.measure is COUNT else step.bytes

    def _leave(self, step: Step) -> None:
        """Let a step be no part of the newest span any more."""
        if self.measure is FILES:
            for file in step.files:
                self.files[file] -= 1
                if not self.files[file]:
                    del self.files[file]
        else:
            self.newest -= self._value(step)

    def _drop_oldest(self) -> None:
        step = self.steps.pop(0)
        if self.begin:
            self.begin -= 1
        else:
            self._leave(step)
        files = self.measure is FILES
        self.total -= len(step.files) if files else self._value(step)
        self.held_files -= len(step.files)

    def _earliest(self, number: int) -> Reached | None:
        """The same, where later hits are there: every span around the moment is tried."""
        steps, end, reached = self.steps, 0, 0
        by_files = self.measure is FILES
        files: Counter[int] = Counter()
        begin = bisect_left(steps, number - self.length, key=_NUMBER)
        end = begin
        while begin < len(steps) and steps[begin].number <= number:
            last = steps[begin].number + self.length
            while end < len(steps) and steps[end].number <= last:
                reached += self._value(steps[end])
                if by_files:
                    files.update(steps[end].files)
                end += 1
            so_far = len(files) if by_files else reached
            if so_far >= self.amount:
                return self._told(begin, end)
            reached -= self._value(steps[begin])
            for file in steps[begin].files if by_files else ():
                files[file] -= 1
                if not files[file]:
                    del files[file]
            begin += 1
        return None

    def _told(self, begin: int, end: int) -> Reached:
        steps = self.steps[begin:end]
        return Reached(
            min(step.first for step in steps),
            sum(step.count for step in steps),
            sum(step.bytes for step in steps),
            len(set().union(*(step.files for step in steps))),
        )
