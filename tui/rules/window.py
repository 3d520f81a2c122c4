"""The hits of one group in the order of their times, and whether too many come together.

Hits are counted to the nanosecond; bytes and files are added up in steps of a thousandth of the
span, so that a million writes take no more room than a thousand. A span so holds every hit that it
should, and at most those of one step more.

Hits come in any order: those of two hosts whose files are read one after the other are an hour and
more late. From the first late one that may be too many on, what each span reaches is kept: to add
it up for every late hit took 3 ms each where a user had copied for an hour.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import attrgetter

from msgspec import Struct

from tui.rules.rule import COUNT, FILES, Measure, Rule
from tui.rules.spans import Spans

STEPS = 1000
"""Steps of a span."""
MOST_HITS, MOST_FILES = 4096, 16_384
"""Steps, and files in them, that a group keeps: so much can be counted, the oldest go."""
FEW = 4
"""Files of one step that are looked through one after the other: a set takes 216 bytes."""
_NUMBER = attrgetter("number")


class Step(Struct, gc=False):
    """The hits of one step: the first one's time, how many, what they moved, which files (by a
    number of each).

    Most have one file or none: a set for each took more than all else of it.
    """

    number: int
    first: int
    count: int = 0
    bytes: int = 0
    files: tuple[int, ...] | set[int] = ()

    def add_file(self, file: int) -> None:
        """Take in the number of another file."""
        if isinstance(self.files, set):
            self.files.add(file)
        elif len(self.files) < FEW:
            self.files = (*self.files, file)
        else:
            self.files = {*self.files, file}


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

    `newest` is what the span reaches that ends with the last hit and begins with the step `begin`,
    `total` no less than any. What those reach that begin before is in `ended`, if that was asked
    for. `places` has the steps of each file, where files are what is counted.
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
    ended: Spans | None = None
    places: dict[int, list[int]] = field(default_factory=dict)

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
        if self.measure is not FILES:
            gain = 1 if self.measure is COUNT else moved
            if step is self.steps[-1]:  # as nearly every hit: of the newest span alone
                self.total += gain
                self.newest += gain
            else:
                self._gain(number, gain)
        if file is not None and file not in step.files and self.held_files < MOST_FILES:
            step.add_file(file)
            self.held_files += 1
            if self.measure is FILES:
                self._gain_file(number, file)
        while self.steps[0].number < number - 2 * self.length:
            self._drop_oldest()
        if self.ended is not None and self.total < self.amount // 2:  # not for a little less
            self.ended = None

    def trim(self) -> None:
        """Keep no more than is allowed."""
        while len(self.steps) > MOST_HITS:
            self._drop_oldest()

    def reached(self, time: int) -> Reached | None:
        """What came together in the earliest span that holds a moment and is too much."""
        number = time // self.unit
        if self.total < self.amount:
            return None
        if number != self.steps[-1].number:
            if self.ended is None:
                self.ended = self._all_ended()
            begin = self.ended.first(number - self.length, number, self.amount)
            if begin is not None:
                return self._told(self._index(begin), self._index(begin + self.length + 1))
        if number >= self.steps[self.begin].number and self.newest >= self.amount:
            return self._told(self.begin, len(self.steps))
        return None

    def _index(self, number: int) -> int:
        """How many steps are before a number."""
        return bisect_left(self.steps, number, key=_NUMBER)

    def _step(self, number: int, time: int) -> Step:
        """The step of a number, a new one if there is none."""
        steps = self.steps
        if not steps or number > steps[-1].number:
            steps.append(Step(number, time))
            while steps[self.begin].number < number - self.length:
                self._end()
            return steps[-1]
        at = -1 if number == steps[-1].number else self._index(number)
        if steps[at].number != number:
            steps.insert(at, Step(number, time))
            if number < steps[-1].number - self.length:
                self.begin += 1
                if self.ended is not None:
                    self.ended.insert(number, self._reached_from(self.ended, at))
        step = steps[at]
        step.first = min(step.first, time)
        return step

    def _end(self) -> None:
        """The newest span begins one step later: the one that ends so is complete up to now."""
        step = self.steps[self.begin]
        if self.ended is not None:
            self.ended.append(step.number, self.newest)
        self.newest -= self._alone(step)
        self.begin += 1

    def _gain(self, number: int, gain: int) -> None:
        """What a hit counts, for all spans that hold it."""
        self.total += gain
        if number >= self.steps[self.begin].number:
            self.newest += gain
        if gain and self.ended is not None and number < self.steps[-1].number:
            self.ended.add(number - self.length, number, gain)

    def _gain_file(self, number: int, file: int) -> None:
        """A file that its step did not have: for all spans that hold it there alone."""
        self.total += 1
        places = self.places.setdefault(file, [])
        begin = self.steps[self.begin].number
        if number >= begin and (not places or places[-1] < begin):
            self.newest += 1
        if not places or number > places[-1]:
            at = len(places)
            places.append(number)
        else:
            at = bisect_left(places, number)
            places.insert(at, number)
        if self.ended is not None and number < self.steps[-1].number:
            low = max(number - self.length, places[at - 1] + 1 if at else number - self.length)
            after = places[at + 1] if at + 1 < len(places) else None
            high = number if after is None else min(number, after - self.length - 1)
            if low <= high:
                self.ended.add(low, high, 1)

    def _all_ended(self) -> Spans:
        """What is reached by each span that begins before the newest one."""
        spans, reached, begin, end = Spans(), 0, 0, 0
        for at in range(self.begin):
            number = self.steps[at].number
            end, begin = self._index(number + self.length + 1), end
            reached += self._more(begin, end, number)
            spans.append(number, reached)
            reached -= self._alone(self.steps[at])
        return spans

    def _reached_from(self, ended: Spans, at: int) -> int:
        """What a span reaches that begins with a step in which there is nothing yet.

        It is had from the span that begins one step before or after, whichever has less that is
        not in both.
        """
        steps, length, begin = self.steps, self.length, self.steps[at].number
        after = steps[at + 1].number
        if after > begin + length:
            return 0
        end, end_after = self._index(begin + length + 1), self._index(after + length + 1)
        before = steps[at - 1] if at else None
        end_before = self._index(before.number + length + 1) if before is not None else 0
        if before is None or end_after - end < end - end_before:
            reached = self.newest if at + 1 == self.begin else ended.reached(after)
            return reached - self._more(end, end_after, begin)
        reached = ended.reached(before.number) - self._alone(before)
        return reached + self._more(end_before, end, begin)

    def _more(self, begin: int, end: int, since: int) -> int:
        """What some steps add to a span that goes up to them from the step of a number."""
        steps = self.steps[begin:end]
        if self.measure is not FILES:
            return sum(map(self._value, steps))
        return sum(
            not at or self.places[file][at - 1] < since
            for step in steps
            for file in step.files
            for at in (bisect_left(self.places[file], step.number),)
        )

    def _alone(self, step: Step) -> int:
        """What a step alone adds to the span that begins with it."""
        if self.measure is not FILES:
            return self._value(step)
        last = step.number + self.length
        alone = 0
        for file in step.files:
            places = self.places[file]
            if places[-1] != step.number:
                after = bisect_right(places, step.number)
                alone += places[after] > last
            else:
                alone += 1
        return alone

    def _value(self, step: Step) -> int:
        return step.count if self.measure is COUNT else step.bytes

    def _drop_oldest(self) -> None:
        step = self.steps[0]
        if self.begin:
            self.begin -= 1
            if self.ended is not None:
                self.ended.drop_first()
        else:
            self.newest -= self._alone(step)
        if self.measure is FILES:
            self.total -= len(step.files)
            for file in step.files:
                self._forget(file)
        else:
            self.total -= self._value(step)
        self.held_files -= len(step.files)
        del self.steps[0]

    def _forget(self, file: int) -> None:
        """Let the oldest place of a file go."""
        places = self.places[file]
        del places[0]
        if not places:
            del self.places[file]

    def _told(self, begin: int, end: int) -> Reached:
        steps = self.steps[begin:end]
        return Reached(
            min(step.first for step in steps),
            sum(step.count for step in steps),
            sum(step.bytes for step in steps),
            len(set().union(*(step.files for step in steps))),
        )
