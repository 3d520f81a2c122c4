"""What the fields of a rule can hold; ValueError says what is wrong, and what is accepted."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from tui.query import Query, QueryError
from tui.query.ahead import day_bound
from tui.query.error import nearest
from tui.query.values import size
from tui.rules.alert import words_in
from tui.rules.hours import Hours, check_zone
from tui.rules.rule import Measure, Per, Severity
from tui.rules.window import MOST_HITS
from tui.words.when import span

One = TypeVar("One", bound=StrEnum)

WORDS = ("user", "desktop", "client", "sid", "count", "bytes", "files", "path", "error", "within")
"""What a message can have in braces."""
COUNTED = (Measure.COUNT, Measure.FILES)
LONGEST = 366 * 86_400_000_000_000
"""Nanoseconds of the longest span: what is longer is a slip of the pen."""
_NAME = re.compile(r"[\w.-]{1,60}", re.ASCII)


def text(value: object) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text in quotes")  # noqa: TRY004 - faults are ValueErrors
    return value


def name(value: object) -> str:
    """A word that is a name everywhere."""
    if value is None:
        raise ValueError("is missing")
    if not _NAME.fullmatch(text(value)):
        raise ValueError(f"{value!r} is no name; accepted are up to 60 letters, digits and - _ .")
    return text(value)


def switch(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")  # noqa: TRY004 - see above
    return value


def query(value: object) -> str:
    """A filter, which means the same whenever it is read."""
    try:
        tree = Query.parse(text(value), now=0).tree
    except QueryError as error:
        raise ValueError(f"{value!r} at character {error.begin + 1}: {error.message}") from error
    moving = day_bound(tree)
    if moving:
        raise ValueError(
            f"{moving!r} depends on the day on which it is read; a rule goes by its events' times: "
            "-15m, 2026-11-20, or [hours]"
        )
    return text(value)


def length(value: object) -> int:
    """A length of time, in nanoseconds."""
    try:
        nanoseconds = span(text(value))
    except ValueError as error:
        raise ValueError(f"{value!r}: {error}" if isinstance(value, str) else str(error)) from error
    if nanoseconds > LONGEST:
        raise ValueError(f"{value!r} is longer than 366d")
    return nanoseconds


def within(value: object) -> int:
    """A span in which something comes together, in nanoseconds."""
    nanoseconds = length(value)
    if not nanoseconds:
        raise ValueError(f"{value!r} is no span in which anything comes together")
    return nanoseconds


def amount(measure: Measure, value: object) -> int:
    """How much of a measure: a number of hits or files, bytes as a number or as `50MB`."""
    if measure in COUNTED:
        if type(value) is not int or not 1 <= value <= MOST_HITS:
            raise ValueError(f"{value!r} is no whole number from 1 to {MOST_HITS:,}")
        return value
    if isinstance(value, str):
        try:
            value = int(size(value))
        except ValueError as error:
            raise ValueError(f"{value!r}: {error}") from error
    if type(value) is not int or value < 1:
        raise ValueError(f"{value!r} is no size; accepted are 734, 10K, 1.5G, 10MB, 2GiB")
    return value


def message(value: object) -> str:
    """A message, in whose braces stands what there is."""
    for word in words_in(text(value)):
        if word not in WORDS:
            known = nearest(word, WORDS) or f"; there are {', '.join(WORDS)}"
            raise ValueError(f"there is no {{{word}}}{known}")
    return text(value)


def zone(value: object) -> str:
    """A zone that is known here."""
    check_zone(text(value))
    return text(value)


def hours(value: object, zone: str) -> Hours:
    """Working hours by a zone's clock."""
    return Hours.parse(text(value), zone)


def _one_of(kind: type[One]) -> Callable[[object], One]:
    def read(value: object) -> One:
        known = [one.value for one in kind]
        if text(value) not in known:
            hint = nearest(text(value), known) or f"; there are {', '.join(known)}"
            raise ValueError(f"there is no {value!r}{hint}")
        return kind(text(value))

    return read


FIELDS: Mapping[str, Callable[[object], Any]] = {
    "name": name,
    "filter": query,
    "within": within,
    "per": _one_of(Per),
    "severity": _one_of(Severity),
    "message": message,
    "quiet": length,
}
"""How each field that stands for itself is read."""
