"""A list that is kept in order while some of its many keys change."""

from bisect import bisect_left, insort
from collections.abc import Collection
from typing import Any, Generic, Protocol, TypeVar

BULK = 64
"""From so many changes on, sorting once is cheaper than placing each."""


class Comparable(Protocol):
    """What can be put in order."""

    def __lt__(self, other: Any, /) -> bool:
        """Whether it comes before another one."""


Key = TypeVar("Key", bound=Comparable)


class Ordered(Generic[Key]):
    """Keys in order, each of them once."""

    def __init__(self) -> None:
        self._keys: list[Key] = []

    def __len__(self) -> int:
        """How many there are."""
        return len(self._keys)

    def __getitem__(self, index: int) -> Key:
        """The key at a place."""
        return self._keys[index]

    def index(self, key: Key) -> int:
        """The place of a key that is there."""
        return bisect_left(self._keys, key)

    def replace(self, keys: list[Key]) -> None:
        """Have these, which are in order, in the place of all."""
        self._keys = keys

    def clear(self) -> None:
        """Let all of them go."""
        self._keys = []

    def change(self, gone: Collection[Key], come: Collection[Key]) -> None:
        """Let some keys go, all of which are there, and take others in, none of which is."""
        if len(gone) + len(come) > BULK:
            leaving = set(gone)
            self._keys = [key for key in self._keys if key not in leaving]
            self._keys += come
            self._keys.sort()  # of two sorted runs it only finds where they interlace
            return
        for key in gone:
            del self._keys[bisect_left(self._keys, key)]
        for key in come:
            insort(self._keys, key)
