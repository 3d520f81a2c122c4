"""Moments as people write them: `3h`, `yesterday`, `2026-11-20`, an RFC 3339 time."""

import re

from tui.audit.rfc3339 import SECOND, parse_time

UNITS = {"s": SECOND, "m": 60 * SECOND, "h": 3600 * SECOND, "d": 86400 * SECOND}
DAY = UNITS["d"]
ACCEPTED = "15m, 24h, 2d, today, yesterday, 2026-11-20, an RFC 3339 time, or all"

_AGO = re.compile(r"(\d{1,6})([smhd])", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


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
