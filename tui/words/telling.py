"""How moments and sizes are told, as one chooses it for every pane at once."""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import StrEnum
from typing import Self

from tui.words.text import number, size


class _Turning(StrEnum):
    """Ways that follow each other in a circle."""

    @property
    def following(self) -> Self:
        """The one after it, the first after the last."""
        every = list(type(self))
        return every[(every.index(self) + 1) % len(every)]


class Times(_Turning):
    """How the moment of an event is told."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    ELAPSED = "elapsed"


class Sizes(_Turning):
    """How a number of bytes is told. What is worked out from it, as a speed, is always rounded."""

    BINARY = "binary"
    EXACT = "exact"

    @property
    def cells(self) -> int:
        """The cells of a column in which they stand."""
        return 13 if self is Sizes.EXACT else 6

    def told(self, count: int, cells: int = 0) -> str:
        """Bytes in `cells` (those of a column, if none are given): `1.5G`, or `1,610,612,736`.

        Where there is no room for commas every digit is told without them, up to 10 TB in a
        column; past that in binary units.
        """
        if self is Sizes.EXACT:
            for told in (number(count), str(count)):
                if len(told) <= (cells or self.cells):
                    return told
        return size(count)


@dataclass(frozen=True, slots=True)
class Telling:
    """By which clock and in which way moments are told, and how sizes are."""

    zone: tzinfo = UTC
    times: Times = Times.ABSOLUTE
    sizes: Sizes = Sizes.BINARY


USUAL = Telling()
"""What holds until somebody chooses another way."""
