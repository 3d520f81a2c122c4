"""Numbers in the order of what each is worth, of which a few change and all can be put in order.

No object is made for one, and no name is touched before it is shown: for 100,000 of them each of
these alone takes as long as to sort them.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import compress, islice
from operator import eq
from typing import Any

FEW, PART = 64, 64
"""Of so many changes, or one in so many, each is placed by itself: among 100,000, 1,000 take
40 ms. From there on it is cheaper to sort all, which takes twice as long."""
ALIKE = 8
"""From so many of one value on, it is cheaper to sort the values, and the names of each."""


class Ranked:
    """Numbers, each once, by their `values`; equals by their `names`.

    Names and values are those of whoever keeps them, at the place of each number that is here: one
    whose value is to change is taken out before, and put in again.
    """

    def __init__(self, names: Sequence[str], values: Sequence[Any]) -> None:
        self._names, self._values = names, values
        self._numbers: list[int] = []

    def __len__(self) -> int:
        """How many there are."""
        return len(self._numbers)

    def __getitem__(self, index: int) -> int:
        """The number at a place."""
        return self._numbers[index]

    def index(self, number: int) -> int:
        """The place of a number that is there."""
        return bisect_left(self._numbers, self._rank(number), key=self._rank)

    def replace(self, names: Sequence[str], values: Sequence[Any], numbers: list[int]) -> None:
        """Have these in the place of all, by other names and values."""
        kept = self._still_in_order(values, numbers) if names is self._names else None
        self._names, self._values, self._numbers = names, values, kept or numbers
        if kept is None:
            self._sort()

    def _still_in_order(self, values: Sequence[Any], numbers: list[int]) -> list[int] | None:
        """Some numbers in the order in which they stand here; None where one does not, or is worth
        something else by now. So it is with each letter of a filter that is typed.
        """
        as_before = map(
            eq, map(values.__getitem__, numbers), map(self._values.__getitem__, numbers)
        )
        if not all(as_before):
            return None
        if len(numbers) == len(self._numbers) == len(self._names):
            return self._numbers
        wanted = set(numbers)
        kept = [number for number in self._numbers if number in wanted]
        return kept if len(kept) == len(numbers) else None

    def remove(self, numbers: Collection[int]) -> None:
        """Let some go, all of which are there."""
        if self._are_many(numbers):
            leaving = set(numbers)
            self._numbers = [number for number in self._numbers if number not in leaving]
            return
        for number in numbers:
            del self._numbers[self.index(number)]

    def add(self, numbers: Collection[int]) -> None:
        """Take some in, none of which is there."""
        if self._are_many(numbers):
            self._numbers += numbers
            self._sort()  # of sorted runs it only finds where they interlace
            return
        for number in numbers:
            insort(self._numbers, number, key=self._rank)

    def _are_many(self, numbers: Collection[int]) -> bool:
        return len(numbers) > max(FEW, len(self._numbers) // PART)

    def _rank(self, number: int) -> tuple[Any, str]:
        return self._values[number], self._names[number]

    def _sort(self) -> None:
        """By values first, then equals by their names: to compare both at once takes several times
        as long.
        """
        numbers, value_of = self._numbers, self._values.__getitem__
        values = list(map(value_of, numbers))
        different = len(set(values))
        if different < len(numbers) // ALIKE:
            self._numbers = self._by_groups(values)
            return
        numbers.sort(key=value_of)
        if different == len(numbers):
            return
        values = list(map(value_of, numbers))
        begin = end = 0
        # Where one has the value of the one before it.
        for at in compress(range(1, len(numbers)), map(eq, values, islice(values, 1, None))):
            if at != end:
                self._sort_equals(begin, end)
                begin = at - 1
            end = at + 1
        self._sort_equals(begin, end)

    def _sort_equals(self, begin: int, end: int) -> None:
        if end > begin:
            equals = self._numbers[begin:end]
            self._numbers[begin:end] = sorted(equals, key=self._names.__getitem__)

    def _by_groups(self, values: list[Any]) -> list[int]:
        """The numbers in order, each with its value, where many have the same: only the names of
        these are compared.
        """
        groups = defaultdict[Any, list[int]](list)
        for number, value in zip(self._numbers, values, strict=True):
            groups[value].append(number)
        for group in groups.values():
            group.sort(key=self._names.__getitem__)
        return [number for value in sorted(groups) for number in groups[value]]
