"""How texts are compared: as they are shown, by smart-case, with globs or regular expressions.

As they are shown (`tui.words.text.visible`), so that whatever one sees can be typed or copied.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tui.query.pattern import Pattern
from tui.query.syntax import Form, Value
from tui.words.text import visible

Test = Callable[[Any, int], bool]
"""Whether what a field holds is as wanted, at a time (nanoseconds)."""


@dataclass(slots=True)
class Settled:
    """What is settled when a filter is read: the time that it is, and its regular expressions.

    `limits` are the moments that times are compared with, each seen from a time (nanoseconds).
    """

    now: int
    patterns: list[Pattern] = field(default_factory=list)
    limits: list[Callable[[int], int]] = field(default_factory=list)

    def pattern(self, text: str, *, whole: bool) -> Pattern:
        """The regular expression of a text, one however often it is asked for: what it may take
        is for all who ask. Raises ValueError.
        """
        for known in self.patterns:
            if (known.text, known.whole) == (text, whole):
                return known
        self.patterns.append(Pattern.of(text, whole=whole))
        return self.patterns[-1]


def text_test(operator: str, value: Value, settled: Settled) -> Test:
    """Whether a text is equal to a value (`=`), or holds it (`~`).

    Case counts if the value has an upper-case letter. In a plain value `*` stands for any
    characters, `?` for one; `*` alone for any text that is not empty.
    """
    whole = operator == "="
    if value.form is Form.PATTERN:
        pattern = settled.pattern(value.text, whole=whole)
        return lambda held, _now: pattern.matches(held)
    wanted = visible(value.text)
    folds = not any(map(str.isupper, wanted))
    matches = _matcher(wanted.casefold() if folds else wanted, value.form, whole=whole)
    if folds:
        return lambda held, _now: matches(visible(held).casefold())
    return lambda held, _now: matches(visible(held))


def _matcher(wanted: str, form: Form, *, whole: bool) -> Callable[[str], bool]:
    if form is Form.PLAIN and ("*" in wanted or "?" in wanted):
        if whole and not wanted.strip("*"):
            return bool
        glob = compiled_glob(wanted if whole else f"*{wanted}*").fullmatch
        return lambda text: glob(text) is not None
    return wanted.__eq__ if whole else lambda text: wanted in text


def compiled_glob(glob: str) -> re.Pattern[str]:
    """A glob as a regular expression, for whole texts, whose work is linear in the text.

    What stands between two stars is taken where it first fits and never tried again: if the
    rest does not follow from there, it does from no later place either.
    """
    first, *others = (
        "".join("." if character == "?" else re.escape(character) for character in piece)
        for piece in re.split(r"\*+", glob)
    )
    if not others:
        return re.compile(first, re.DOTALL)
    *between, last = others
    return re.compile(
        first + "".join(f"(?>.*?{piece})" for piece in between) + f".*{last}", re.DOTALL
    )
