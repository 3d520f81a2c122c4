"""A text that is looked for in many others at once, as if in each of them by itself.

To make a text visible, to fold its case and to call for that takes ten times as long as to look
through it. What is ASCII alone is looked through as it stands: shown, it is the same but for the
characters that a terminal obeys, and none of these is in what is looked for.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import filterfalse, islice
from typing import TypeVar

from tui.query.syntax import Form, Value
from tui.query.texts import Test
from tui.words.text import visible

BATCH = 1024
"""Texts that are looked through at once: joined they still lie in the processor's cache."""
_BETWEEN = "\n"
"""Stands between joined texts; no needle has it, and a text with it is known by the number."""
_PICTURES = re.compile("[␀-␡]")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Needle:
    """What every text holds in which a `value` is found, as `test` says of each.

    `text` is the longest part of the value without a glob; nothing (every text may be one) where
    the value stands for characters that a terminal obeys. It has no `/`, so that it lies within a
    folder's name or a path where it lies in both together. `is_all` where nothing else is asked.
    """

    text: str
    folds: bool
    is_all: bool
    test: Test

    @classmethod
    def of(cls, value: Value, test: Test) -> "Needle | None":
        """What to look for; None for a regular expression, of which nothing is known."""
        if value.form is Form.PATTERN:
            return None
        wanted = visible(value.text)
        folds = not any(map(str.isupper, wanted))
        pieces = re.split(r"[*?/]+" if value.form is Form.PLAIN else "/+", wanted)
        # A mark that stands on a glob or on `/` stands in a text by itself on nothing.
        alone = [piece for piece in pieces if visible(piece) == piece]
        text = "" if _PICTURES.search(wanted) else max(alone, key=len, default="")
        return cls(text.casefold() if folds else text, folds, text == wanted, test)

    def may_be_in(self, texts: Sequence[str]) -> bool:
        """Whether one of some texts may be as wanted; False where none is."""
        joined = _BETWEEN.join(texts)
        if joined.isascii():
            return self.text in self._folded(joined)
        return self.text in self._folded(_BETWEEN.join(filter(str.isascii, texts))) or any(
            self.text in self._folded(visible(text)) for text in filterfalse(str.isascii, texts)
        )

    def each(self, texts: Iterable[str]) -> list[bool]:
        """What the test says of each text."""
        return [said for batch in batches(texts, BATCH) for said in self._each(batch)]

    def _each(self, texts: Sequence[str]) -> list[bool]:
        joined = _BETWEEN.join(texts)
        if joined.isascii():
            joined = self._folded(joined)
            if self.text not in joined:
                return [False] * len(texts)
            parts = joined.split(_BETWEEN)
            if self.is_all and len(parts) == len(texts):
                return [self.text in part for part in parts]
        return [self.test(text, 0) for text in texts]

    def _folded(self, text: str) -> str:
        return text.casefold() if self.folds else text


def batches(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Some at a time."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch
