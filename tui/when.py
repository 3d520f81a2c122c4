"""Moments as people write them: `3h`, `yesterday`, `2026-11-20`, an RFC 3339 time; and spans."""

import re

from tui.audit.rfc3339 import SECOND, parse_time

UNITS = {"s": SECOND, "m": 60 * SECOND, "h": 3600 * SECOND, "d": 86400 * SECOND}
DAY = UNITS["d"]
ACCEPTED = "15m, 24h, 2d, today, yesterday, 2026-11-20, an RFC 3339 time, or all"

_SPAN = re.compile(r"(\d{1,6})([smhd])", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def since(text: str, now: int) -> int | None:
    """The moment (nanoseconds, days in UTC) that a phrase names, seen from `now`; None for `all`.

    Raises ValueError, which says what is accepted, for anything else.
    """
    if text == "all":
        return None
    if ago := _SPAN.fullmatch(text):
        return now - int(ago[1]) * UNITS[ago[2]]
    if text in ("today", "yesterday"):
        return now - now % DAY - (DAY if text == "yesterday" else 0)
    moment = parse_time(f"{text}T00:00:00Z" if _DATE.fullmatch(text) else text)
    if moment is None:
        raise ValueError(f"{text!r} is no time to begin at; accepted are {ACCEPTED}")
    return moment


def span(text: str) -> int:
    """The nanoseconds of `5s`, `15m`, `24h`, `2d`; ValueError, which says so, for anything else."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no span of time; accepted are 5s, 15m, 24h, 2d")
    return int(found[1]) * UNITS[found[2]]


def in_words(nanoseconds: int) -> str:
    """A span of whole seconds as `span` reads it, in its largest whole unit."""
    unit = next(unit for unit in ("d", "h", "m", "s") if nanoseconds % UNITS[unit] == 0)
    return f"{nanoseconds // UNITS[unit]}{unit}"
