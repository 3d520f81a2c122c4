"""Which bytes of an origin have come: each is taken once, however often it was sent.

Ranges are whole lines. Those of one origin mostly come in order, so that there is one of them; two
shippers of one folder send the same bytes cut differently, and a stream may have lost its oldest.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple


class Range(NamedTuple):
    """Bytes of an origin, and how many other events were left out of it before either end."""

    begin: int
    end: int
    left: int = 0
    left_at_end: int = 0


@dataclass(slots=True)
class Coverage:
    """The bytes that have come, as ranges in order, none of which touch."""

    ranges: list[Range] = field(default_factory=list)

    def take(self, new: Range) -> list[tuple[int, int]]:
        """Cover a range; returns the bytes of it that were not covered before."""
        if not self.ranges or new.begin > self.ranges[-1].end:  # the next one, behind a hole
            self.ranges.append(new)
            return [(new.begin, new.end)]
        fresh = self.missing(new.begin, new.end)
        first = bisect_left(self.ranges, new.begin, key=_end)
        last = bisect_right(self.ranges, new.end, key=_begin)
        self.ranges[first:last] = [_joined(new, *self.ranges[first:last])]
        return fresh

    def missing(self, begin: int, end: int) -> list[tuple[int, int]]:
        """Which of some bytes are not covered."""
        missing = []
        at = bisect_left(self.ranges, begin, key=_end)
        while begin < end and at < len(self.ranges) and self.ranges[at].begin < end:
            known = self.ranges[at]
            if begin < known.begin:
                missing.append((begin, known.begin))
            begin = max(begin, known.end)
            at += 1
        return [*missing, (begin, end)] if begin < end else missing

    @property
    def others(self) -> int:
        """How many other events of all that is covered were left out."""
        return sum(max(0, each.left_at_end - each.left) for each in self.ranges)

    @property
    def holes(self) -> list[tuple[int, int]]:
        """The bytes between ranges, which have not come."""
        ends = zip(self.ranges, self.ranges[1:], strict=False)
        return [(before.end, after.begin) for before, after in ends]


def _joined(*ranges: Range) -> Range:
    begin = min(ranges, key=_begin)
    end = max(ranges, key=_end)
    return Range(begin.begin, end.end, begin.left, end.left_at_end)


def _begin(known: Range) -> int:
    return known.begin


def _end(known: Range) -> int:
    return known.end
