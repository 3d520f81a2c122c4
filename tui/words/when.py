"""Moments as people write them: `3h`, `yesterday 18:00`, `12:40`, `2026-11-20`, an RFC 3339 time.

Days and clocks are those of UTC.
"""

import re
from typing import NamedTuple

from tui.audit.rfc3339 import SECOND, parse_time

UNITS = {"s": SECOND, "m": 60 * SECOND, "h": 3600 * SECOND, "d": 86400 * SECOND}
MINUTE, DAY = UNITS["m"], UNITS["d"]
ACCEPTED = "15m, 24h, 2d, today, yesterday, 2026-11-20, an RFC 3339 time, or all"
PERIODS = "-15m, 12:40, today, yesterday 18:00, 2026-11-20, 2026-11-20 18:00 or an RFC 3339 time"
SPANS = "45s, 15m, 1.5h, 2h30m or 3d"

_AGO = re.compile(r"(\d{1,6})([smhd])", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

# As text: not every command needs them, and each takes half a millisecond to compile.
_SPAN = r"(\d{1,9})(?:\.(\d{1,9}))?([dhms])(.*)"
_CLOCK = r"((?:[01]?\d|2[0-3]):[0-5]\d)(:[0-5]\d)?"
_PERIOD = rf"(today|yesterday|\d{{4}}-\d\d-\d\d)?(?:(?<=.)[ T]|^){_CLOCK}"


class Period(NamedTuple):
    """What a phrase names: from a moment on to just before another, in nanoseconds."""

    begin: int
    end: int


def since(text: str, now: int) -> int | None:
    """The moment (nanoseconds, days in UTC) that a phrase names, seen from `now`; None for `all`.

    Raises ValueError, which says what is accepted, for anything else.
    """
    if text == "all":
        return None
    if ago := _AGO.fullmatch(text):
        return now - int(ago[1]) * UNITS[ago[2]]
    if text in ("today", "yesterday"):
        return now - now % DAY - (DAY if text == "yesterday" else 0)
    moment = parse_time(f"{text}T00:00:00Z" if _DATE.fullmatch(text) else text)
    if moment is None:
        raise ValueError(f"{text!r} is no time to begin at; accepted are {ACCEPTED}")
    return moment


def span(text: str) -> int:
    """The nanoseconds of a length of time: `45s`, `1.5h`, `2h30m`, and `3h02` as it is shown.

    Raises ValueError, which says what is accepted.
    """
    total, rest, smallest = 0, text.lower(), UNITS["d"] + 1
    while rest:
        if smallest == UNITS["h"] and re.fullmatch(r"[0-5]\d", rest, re.ASCII):
            rest += "m"
        found = re.fullmatch(_SPAN, rest, re.ASCII)
        if found is None or UNITS[found[3]] >= smallest:
            break
        smallest, rest = UNITS[found[3]], found[4]
        billionths = int((found[2] or "").ljust(9, "0"))
        total += int(found[1]) * smallest + billionths * smallest // 10**9
    if rest or not text:
        raise ValueError(f"this is no length of time; accepted are {SPANS}")
    return total


def ago(text: str) -> int | None:
    """How many nanoseconds a phrase goes back from now (`-15m`, `15m`); None if it is not so."""
    try:
        return span(text.removeprefix("-"))
    except ValueError:
        return None


def names_day(text: str) -> bool:
    """Whether a phrase names a day, which a clock may follow."""
    return text in ("today", "yesterday") or _DATE.fullmatch(text) is not None


def is_clock(text: str) -> bool:
    """Whether a phrase is a time of day."""
    return re.fullmatch(_CLOCK, text, re.ASCII) is not None


def period(text: str, now: int) -> Period:
    """What a phrase names, seen from `now`: a day, a minute or a second is all of it.

    A clock alone is the last such time that has been. Raises ValueError, which says what is
    accepted.
    """
    text = text.strip()
    passed = ago(text)
    if passed is not None:
        return Period(now - passed, now - passed + 1)
    if names_day(text):
        begin = _day(text, now)
        return Period(begin, begin + DAY)
    if found := re.fullmatch(_PERIOD, text, re.ASCII):
        day, clock, seconds = found.groups()
        begin = _day(day or "today", now) + _time_of_day(clock + (seconds or ":00"))
        if not day and begin > now:
            begin -= DAY
        return Period(begin, begin + (SECOND if seconds else MINUTE))
    moment = parse_time(text)
    if moment is None:
        raise _no_time()
    return Period(moment, moment + 1)


def _day(text: str, now: int) -> int:
    """When a day began."""
    if text in ("today", "yesterday"):
        return now - now % DAY - (DAY if text == "yesterday" else 0)
    begin = parse_time(f"{text}T00:00:00Z")
    if begin is None:
        raise _no_time()
    return begin


def _time_of_day(clock: str) -> int:
    hours, minutes, seconds = map(int, clock.split(":"))
    return hours * UNITS["h"] + minutes * MINUTE + seconds * SECOND


def _no_time() -> ValueError:
    return ValueError(f"this is no time; accepted are {PERIODS}")
