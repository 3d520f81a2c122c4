"""Places in order, of which many lie close together, in half the memory."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

from tui.audit.packed import BITS, lower_halves

_MASK = (1 << BITS) - 1


@dataclass(slots=True)
class Places:
    """Places in order, each as often as it was laid.

    Those within the same 4 GiB of a source lie in one array, four bytes each: `_upper` has the
    upper half of each array's places, `_lower` the arrays, both in order.
    """

    _upper: list[int] = field(default_factory=list)
    _lower: "list[array[int]]" = field(default_factory=list)

    @classmethod
    def of(cls, places: Iterable[int]) -> Self:
        """These, in whatever order they come."""
        laid = cls()
        laid.lay(sorted(places))
        return laid

    def __len__(self) -> int:
        """How many there are."""
        return sum(map(len, self._lower))

    def __getitem__(self, index: int) -> int:
        """One of them, counted from the smallest."""
        for upper, lower in zip(self._upper, self._lower, strict=True):
            if index < len(lower):
                return upper << BITS | lower[index]
            index -= len(lower)
        raise IndexError

    def __iter__(self) -> Iterator[int]:
        for upper, lower in zip(self._upper, self._lower, strict=True):
            base = upper << BITS
            for half in lower:
                yield base | half

    def lay_part(self, other: Self, begin: int, end: int) -> None:
        """Add those of others from one number on to before another."""
        for upper, lower in zip(other._upper, other._lower, strict=True):
            part = lower[max(0, begin) : max(0, end)]
            if part:
                self._lay(upper, part)
            begin, end = begin - len(lower), end - len(lower)

    def __contains__(self, place: int) -> bool:
        """Whether a place is among them."""
        at = self.before(place)
        return at < len(self) and self[at] == place

    def before(self, place: int) -> int:
        """How many of them are smaller."""
        upper = place >> BITS
        at = bisect_left(self._upper, upper)
        count = sum(map(len, self._lower[:at]))
        if at < len(self._upper) and self._upper[at] == upper:
            count += bisect_left(self._lower[at], place & _MASK)
        return count

    def lay(self, places: Sequence[int]) -> None:
        """Add places, in order, which mostly lie beside each other."""
        begin = 0
        while begin < len(places):
            upper = places[begin] >> BITS
            end = bisect_left(places, upper + 1 << BITS, begin)
            self._lay(upper, lower_halves(array("Q", places[begin:end])))
            begin = end

    def _lay(self, upper: int, more: "array[int]") -> None:
        at = bisect_left(self._upper, upper)
        if at == len(self._upper) or self._upper[at] != upper:
            self._upper.insert(at, upper)
            self._lower.insert(at, more)
            return
        known = self._lower[at]
        begin = bisect_left(known, more[0])
        if begin == len(known) or known[begin] > more[-1]:
            known[begin:begin] = more
        else:
            self._lower[at] = array("I", sorted([*known, *more]))

    def take(self, place: int) -> None:
        """Take a place away once, if it is among them."""
        if place in self:
            lower = self._lower[bisect_left(self._upper, place >> BITS)]
            del lower[bisect_left(lower, place & _MASK)]
