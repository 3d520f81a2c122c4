"""Names in the order of what each is worth, of which a few change and all can be put in order.

No object is made for a name: for 100,000 of them that alone takes as long as to sort them, and more
memory than all else that is kept of them here.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import compress, islice
from operator import eq
from typing import Any

FEW, PART = 64, 64
"""Of so many changes, or one name in so many, each is placed by itself: among 100,000, 1,000 take
40 ms. From there on it is cheaper to sort all, which takes twice as long."""
ALIKE = 8
"""From so many names of one value on, it is cheaper to sort the values, and the names of each."""


class Ranked:
    """Names, each once, by their `values`; equals by their names.

    The values are those of whoever keeps them, for every name that is here: one whose value is to
    change is taken out before, and put in again.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._names: list[str] = []

    def __len__(self) -> int:
        """How many there are."""
        return len(self._names)

    def __getitem__(self, index: int) -> str:
        """The name at a place."""
        return self._names[index]

    def index(self, name: str) -> int:
        """The place of a name that is there."""
        return bisect_left(self._names, self._rank(name), key=self._rank)

    def replace(self, values: Mapping[str, Any], names: list[str], told: list[Any]) -> None:
        """Have these in the place of all, by other values; `told` is the one of each, in turn."""
        self._values, self._names = values, names
        self._sort(told)

    def remove(self, names: Collection[str]) -> None:
        """Let some go, all of which are there."""
        if self._are_many(names):
            leaving = set(names)
            self._names = [name for name in self._names if name not in leaving]
            return
        for name in names:
            del self._names[self.index(name)]

    def add(self, names: Collection[str]) -> None:
        """Take some in, none of which is there."""
        if self._are_many(names):
            self._names += names
            # Of sorted runs it only finds where they interlace.
            self._sort([*map(self._values.__getitem__, self._names)])
            return
        for name in names:
            insort(self._names, name, key=self._rank)

    def _are_many(self, names: Collection[str]) -> bool:
        return len(names) > max(FEW, len(self._names) // PART)

    def _rank(self, name: str) -> tuple[Any, str]:
        return self._values[name], name

    def _sort(self, values: list[Any]) -> None:
        """By values first (of each name, in turn), then equals by their names: to compare both at
        once takes several times as long.
        """
        names = self._names
        different = len(set(values))
        if different < len(names) // ALIKE:
            self._names = _by_groups(names, values)
            return
        order = sorted(range(len(names)), key=values.__getitem__)  # a list is asked in less time
        self._names = [names[at] for at in order]
        if different == len(names):
            return
        ranked = [values[at] for at in order]
        begin = end = 0
        # Where a name has the value of the one before it.
        for at in compress(range(1, len(names)), map(eq, ranked, islice(ranked, 1, None))):
            if at != end:
                self._sort_equals(begin, end)
                begin = at - 1
            end = at + 1
        self._sort_equals(begin, end)

    def _sort_equals(self, begin: int, end: int) -> None:
        if end > begin:
            self._names[begin:end] = sorted(self._names[begin:end])


def _by_groups(names: list[str], values: list[Any]) -> list[str]:
    """Names in order, each with its value, where many have the same: only these are compared."""
    groups = defaultdict[Any, list[str]](list)
    for name, value in zip(names, values, strict=True):
        groups[value].append(name)
    return [name for value in sorted(groups) for name in sorted(groups[value])]
