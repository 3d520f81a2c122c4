"""Names in the order of what each is worth, of which a few change and all can be put in order.

No object is made for a name: for 100,000 of them that alone takes as long as to sort them, and more
memory than all else that is kept of them here.
"""

from bisect import bisect_left, insort
from collections.abc import Collection, Mapping
from itertools import compress, islice
from operator import eq
from typing import Any

BULK = 64
"""From so many changes on, sorting once is cheaper than placing each."""


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

    def replace(self, values: Mapping[str, Any], names: list[str]) -> None:
        """Have these in the place of all, by other values."""
        self._values, self._names = values, names
        self._sort()

    def remove(self, names: Collection[str]) -> None:
        """Let some go, all of which are there."""
        if len(names) > BULK:
            leaving = set(names)
            self._names = [name for name in self._names if name not in leaving]
            return
        for name in names:
            del self._names[self.index(name)]

    def add(self, names: Collection[str]) -> None:
        """Take some in, none of which is there."""
        if len(names) > BULK:
            self._names += names
            self._sort()  # of sorted runs it only finds where they interlace
            return
        for name in names:
            insort(self._names, name, key=self._rank)

    def _rank(self, name: str) -> tuple[Any, str]:
        return self._values[name], name

    def _sort(self) -> None:
        """By values first, then equals by their names: to compare both at once takes several times
        as long.
        """
        names, value_of = self._names, self._values.__getitem__
        names.sort(key=value_of)
        values = list(map(value_of, names))
        begin = end = 0
        # Where a name has the value of the one before it.
        for at in compress(range(1, len(names)), map(eq, values, islice(values, 1, None))):
            if at != end:
                self._sort_equals(begin, end)
                begin = at - 1
            end = at + 1
        self._sort_equals(begin, end)

    def _sort_equals(self, begin: int, end: int) -> None:
        if end > begin:
            self._names[begin:end] = sorted(self._names[begin:end])
