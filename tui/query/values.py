"""What stands behind a field's operator: texts, addresses, counts, sizes, lengths of time, times.

Each kind of value makes a test of what was typed: a function of what a field holds, and of the
time that it is (nanoseconds). What was typed wrong is a ValueError that says what is accepted.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt
from typing import Any, ClassVar, Protocol

from tui.query.addresses import address_test
from tui.query.error import nearest
from tui.query.syntax import Value
from tui.query.texts import Settled, Test, text_test
from tui.words.when import ago, period, span

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "<": lt, "<=": le, ">": gt, ">=": ge}
EQUALITY = ("=", "!=")
ORDER = (">", ">=", "<", "<=", *EQUALITY)
TEXTUAL = (*EQUALITY, "~", "!~")
IN_WORDS = {
    "=": "is",
    "!=": "is not",
    "~": "contains",
    "!~": "contains not",
    "<": "less than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
}


class ValueType(Protocol):
    """What a field is compared with: by which operators, and how a test is made of it."""

    @property
    def operators(self) -> tuple[str, ...]:
        """All that it takes, the likeliest first; `!` makes the opposite of the one without."""

    @property
    def examples(self) -> tuple[str, ...]:
        """Values to offer."""

    def test(self, operator: str, value: Value, settled: Settled) -> Test:
        """Whether what a field holds is so; ValueError if the value cannot be understood."""


@dataclass(frozen=True, slots=True)
class Text:
    """Any text."""

    operators: ClassVar = TEXTUAL
    examples: ClassVar[tuple[str, ...]] = ()

    def test(self, operator: str, value: Value, settled: Settled) -> Test:
        """Equal or contained, with globs, or a regular expression."""
        return text_test(operator, value, settled)


@dataclass(frozen=True, slots=True)
class Address:
    """An address with or without its port."""

    operators: ClassVar = TEXTUAL
    examples: ClassVar[tuple[str, ...]] = ()

    def test(self, operator: str, value: Value, settled: Settled) -> Test:
        """A text, an address, or a network that it lies in."""
        return address_test(operator, value, settled)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some names."""

    examples: tuple[str, ...]
    operators: ClassVar = EQUALITY

    def test(self, operator: str, value: Value, settled: Settled) -> Test:  # noqa: ARG002
        """Just that name."""
        wanted = value.text.lower()
        if wanted not in self.examples:
            accepted = ", ".join(self.examples)
            raise ValueError(f"this is none of {accepted}{nearest(wanted, self.examples)}")
        return lambda held, _now: bool(held == wanted)


@dataclass(frozen=True, slots=True)
class YesOrNo:
    """Whether something is known to be so."""

    operators: ClassVar = EQUALITY
    examples: ClassVar = ("yes", "no")

    def test(self, operator: str, value: Value, settled: Settled) -> Test:  # noqa: ARG002
        """Known to be so, or known not to be so."""
        wanted = value.text.lower()
        if wanted not in self.examples:
            raise ValueError("this is neither yes nor no")
        return lambda held, _now: held is (wanted == "yes")


@dataclass(frozen=True, slots=True)
class Number:
    """An amount that `parse` understands."""

    parse: Callable[[str], float]
    operators: tuple[str, ...] = ORDER
    examples: ClassVar[tuple[str, ...]] = ()

    def test(self, operator: str, value: Value, settled: Settled) -> Test:  # noqa: ARG002
        """How it compares; what is not known compares in no way."""
        compare, wanted = COMPARISONS[operator], self.parse(value.text)
        return lambda held, _now: held is not None and compare(held, wanted)


@dataclass(frozen=True, slots=True)
class Age:
    """How long it is since a moment, or was until another one: a field holds both."""

    operators: ClassVar = ORDER
    examples: ClassVar[tuple[str, ...]] = ()

    def test(self, operator: str, value: Value, settled: Settled) -> Test:  # noqa: ARG002
        """How it compares, at the time that it is."""
        compare, wanted = COMPARISONS[operator], span(value.text)

        def test(held: tuple[int | None, int | None], now: int) -> bool:
            begin, end = held
            return begin is not None and compare((now if end is None else end) - begin, wanted)

        return test


@dataclass(frozen=True, slots=True)
class Moment:
    """A time. `means` is the operator that `=` stands for, where it is the only one."""

    means: str = ""
    examples: ClassVar = ("-15m", "-1h", "-24h", "today", "yesterday")

    @property
    def operators(self) -> tuple[str, ...]:
        """All that it takes."""
        return ("=",) if self.means else ORDER

    def test(self, operator: str, value: Value, settled: Settled) -> Test:
        """How it compares: what is so long ago slides with the time, all else is settled."""
        operator = self.means or operator
        passed, (begin, end) = ago(value.text), period(value.text, settled.now)
        if passed is not None:
            compare = COMPARISONS[operator]
            settled.limits.append(lambda now: now - passed)
            return lambda held, now: held is not None and compare(held, now - passed)
        settled.limits += (lambda _now: begin, lambda _now: end)
        if operator == "=":
            return lambda held, _now: held is not None and begin <= held < end
        # A day or a minute is all of it: after it is past its end.
        compare, limit = {"<": (lt, begin), "<=": (lt, end), ">": (ge, end), ">=": (ge, begin)}[
            operator
        ]
        return lambda held, _now: held is not None and compare(held, limit)


def count(text: str) -> int:
    """A number of events, files or folders."""
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise ValueError("this is no count; accepted are whole numbers like 0 or 25")
    return int(text)


def size(text: str) -> float:
    """Bytes, in binary units as the program shows them."""
    found = re.fullmatch(
        r"(\d{1,20})(?:\.(\d{1,9}))? ?(?:([kmgtpezy])(?:i?b)?|b)?", text.lower(), re.ASCII
    )
    if found is None:
        raise ValueError("this is no size; accepted are 734, 10K, 1.5G, 10MB, 2GiB")
    unit: int = 1024 ** " kmgtpezy".index(found[3] or " ")
    part, rest = divmod(int((found[2] or "").ljust(9, "0")) * unit, 10**9)
    return int(found[1]) * unit + part + rest / 10**9 if rest else int(found[1]) * unit + part
