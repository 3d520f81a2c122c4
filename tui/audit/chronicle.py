"""The rows of all sessions' feeds in one order, each as the place at which it begins.

What a row says is found from there: its line names the session, whose feed knows how far the row
goes. So a file copied in chunks is one row here too, however many other sessions write meanwhile.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from tui.audit.feed import Seams
from tui.audit.places import Places

MOST_MALFORMED = 100_000
"""Malformed lines that are rows: a file that is no log must not fill the memory."""


def _numbers() -> "array[int]":
    return array("Q")


@dataclass(slots=True)
class Chronicle:
    """Rows of the past in the order of the log, then those that arrived since, as they came.

    `problems` are rows of something denied, failed, incomplete or malformed: of the past as
    places in order, of what arrived as numbers of its rows. `malformed` are the places of those
    malformed lines that are rows.
    """

    past: Places = field(default_factory=Places)
    arrived: "array[int]" = field(default_factory=_numbers)
    past_problems: Places = field(default_factory=Places)
    problems: "array[int]" = field(default_factory=_numbers)
    malformed: "array[int]" = field(default_factory=_numbers)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.past) + len(self.arrived)

    def __getitem__(self, index: int) -> int:
        """The place at which a row begins."""
        count = len(self.past)
        return self.past[index] if index < count else self.arrived[index - count]

    def append(self, place: int, *, problem: bool) -> None:
        """Add a row that arrived."""
        if problem:
            self.problems.append(len(self.arrived))
        self.arrived.append(place)

    def append_malformed(self, place: int) -> None:
        """Add a malformed line that arrived, unless there are too many of them."""
        if len(self.malformed) < MOST_MALFORMED:
            self.malformed.append(place)
            self.append(place, problem=True)

    def extend(self, other: Self, seams: Seams) -> None:
        """Add what arrived later, but for what goes on with a row here."""
        for number in other.apart(set(seams.joined)):
            self.append(other.arrived[number], problem=other.has_problem(number))
        self.malformed.extend(other.malformed)

    def apart(self, joined: set[int]) -> Iterator[int]:
        """The numbers of the rows that arrived, but for those that go on with one elsewhere.

        The fragment to which such an event is glued is a row all the same.
        """
        rows = self.arrived
        for number, place in enumerate(rows):
            if place not in joined or rows[number + 1 : number + 2] == array("Q", (place,)):
                yield number

    def has_problem(self, number: int) -> bool:
        """Whether a row that arrived, by its number among them, is one of a problem."""
        at = bisect_left(self.problems, number)
        return at < len(self.problems) and self.problems[at] == number

    def insert(self, other: Self, seams: Seams) -> None:
        """Lay the rows of another part of the past where they belong.

        A row that has been joined to one before, here or there, is none any more.
        """
        joined = set(seams.joined)
        for place in joined:
            self.past.take(place)
        self.past.lay(sorted(other.arrived[number] for number in other.apart(joined)))
        for place in seams.parted:
            self.past.lay((place,))
        # Those whose row is joined stay, and are passed over: it may be parted again.
        self.past_problems.lay(sorted(other.arrived[number] for number in other.problems))
        self.malformed.extend(other.malformed)

    def index(self, place: int) -> int | None:
        """The number of the row that begins at a place; None if none does."""
        at = self.past.before(place + 1) - 1
        if at >= 0 and self.past[at] == place:
            return at
        try:
            at = self.arrived.index(place)
        except ValueError:
            return None
        # Behind a fragment, which has the same place, comes the event that is glued to it.
        glued = self.arrived[at : at + 2] == array("Q", (place, place))
        return len(self.past) + at + glued

    def is_fragment(self, index: int) -> bool:
        """Whether a row is a malformed fragment, to which the next row's event is glued."""
        return index + 1 < len(self) and self[index] == self[index + 1]

    def problem(self, index: int, step: int) -> int | None:
        """The number of the next (step 1) or last (-1) row of a problem, seen from a row."""
        past = len(self.past)
        if step > 0:
            if index < past and (found := self._problem_of_past(index, 1)) is not None:
                return found
            at = bisect_right(self.problems, index - past) if index >= past else 0
            return past + self.problems[at] if at < len(self.problems) else None
        at = bisect_left(self.problems, max(0, index - past))
        return past + self.problems[at - 1] if at else self._problem_of_past(index, -1)

    def _problem_of_past(self, index: int, step: int) -> int | None:
        problems = self.past_problems
        if step > 0:
            at = problems.before(self.past[index] + 1) if index >= 0 else 0
        else:
            beyond = index >= len(self.past)
            at = (len(problems) if beyond else problems.before(self.past[index])) - 1
        while 0 <= at < len(problems):
            if problems[at] in self.past:
                return self.past.before(problems[at])
            at += step
        return None
