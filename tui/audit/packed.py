"""Places of which many lie close together, in half the memory."""

import sys
from array import array
from collections.abc import Iterator
from typing import Self

from msgspec import Struct

BITS = 32
"""Bits of the half of a place that is kept of each."""
_MASK = (1 << BITS) - 1
_LOW, _HIGH = (0, 1) if sys.byteorder == "little" else (1, 0)
FEWEST = 16
"""Places from which on it is worth it: fewer take so little that one would not see it."""


class Packed(Struct, gc=False, frozen=True):
    """Places within the same 4 GiB of a source, in four bytes each.

    `half` is the upper half of each of them, `halves` are the lower ones: as bytes, which take 50
    less than an array and go through a pipe as they are.
    """

    half: int
    halves: bytes

    @classmethod
    def of(cls, places: "array[int]") -> "Self | None":
        """These places; None where that would not be less, or they lie too far apart."""
        if len(places) < FEWEST:
            return None
        upper = _halves(places)[_HIGH::2].tobytes()
        if upper != upper[:4] * len(places):
            return None
        return cls(places[0] >> BITS, _halves(places)[_LOW::2].tobytes())

    def __len__(self) -> int:
        """How many there are."""
        return len(self.halves) // 4

    def __getitem__(self, index: int) -> int:
        """One of them."""
        return self.half << BITS | memoryview(self.halves).cast("I")[index]

    def __iter__(self) -> Iterator[int]:
        """All of them."""
        half = self.half << BITS
        return (half | lower for lower in memoryview(self.halves).cast("I"))

    def index(self, place: int) -> int:
        """The first index of a place; raises ValueError if it is not here."""
        if place >> BITS != self.half:
            raise ValueError
        return array("I", self.halves).index(place & _MASK)

    def unpacked(self) -> "array[int]":
        """All of them, eight bytes each."""
        return array("Q", self)


def lower_halves(places: "array[int]") -> "array[int]":
    """The lower half of each place, in an array without room for more."""
    return array("I", _halves(places)[_LOW::2].tobytes())[:]  # a copy has none


def _halves(places: "array[int]") -> memoryview:
    return memoryview(places).cast("B").cast("I")
