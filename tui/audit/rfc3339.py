"""Times as a log writes them (RFC 3339) and as the table keeps them: integer nanoseconds.

All moments are nanoseconds since 1970-01-01T00:00:00Z, negative before it. A float of
seconds could not tell neighbouring events of one microsecond apart.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

SECOND = 1_000_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400
CYCLE = 146_097 * DAY
"""Seconds in the 400 years after which the Gregorian calendar repeats itself."""

_SHAPE = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))",
    re.ASCII,
)


@lru_cache(maxsize=4096)
def _seconds(day: str, clock: str) -> int | None:
    """Whole seconds of a UTC day and time of day; None where there is no such day.

    Neighbouring lines share their second, so nearly every call is answered by the cache.
    """
    midnight = _midnight(day)
    if midnight is None:
        return None
    return midnight + int(clock[:2]) * 3600 + int(clock[3:5]) * 60 + int(clock[6:])


@lru_cache(maxsize=64)
def _midnight(day: str) -> int | None:
    """Whole seconds at which a day begins; None where there is no such day."""
    shift = 0
    if day.startswith("0000"):  # a year that an offset can lead out of, and datetime lacks
        day, shift = f"0400{day[4:]}", CYCLE
    try:
        begins = datetime.fromisoformat(f"{day}T00:00:00+00:00")
    except ValueError:
        return None
    return (begins - EPOCH) // timedelta(seconds=1) - shift


ZERO_TIME = (datetime.min.replace(tzinfo=UTC) - EPOCH) // timedelta(seconds=1) * SECOND
"""Go's zero time, 0001-01-01T00:00:00Z: what Teleport writes where it has none."""
END_OF_TIME = (datetime.max.replace(tzinfo=UTC) - EPOCH) // timedelta(seconds=1) * SECOND + SECOND


def parse_time(text: object) -> int | None:
    """Nanoseconds of an RFC 3339 time; None if it cannot be read or is Go's zero time.

    Digits of the fraction past the ninth are cut off. Moments outside the years 1 to 9999
    (in UTC) cannot be written back and count as unreadable, and so does a leap second.
    """
    if not isinstance(text, str) or (match := _SHAPE.fullmatch(text)) is None:
        return None
    day, clock, fraction, sign, hours, minutes = match.groups()
    seconds = _seconds(day, clock)
    if seconds is None:
        return None
    if sign:
        if int(hours) > 23 or int(minutes) > 59:
            return None
        east = int(hours) * 3600 + int(minutes) * 60
        seconds += -east if sign == "+" else east
    moment = seconds * SECOND + (int(fraction[:9].ljust(9, "0")) if fraction else 0)
    return moment if ZERO_TIME < moment < END_OF_TIME else None


def format_time(moment: int) -> str:
    """RFC 3339 in UTC with `Z`, exact to the nanosecond, trailing zeros of the fraction cut."""
    seconds, nanoseconds = divmod(moment, SECOND)
    fraction = f".{nanoseconds:09}".rstrip("0") if nanoseconds else ""
    return f"{_written(seconds)}{fraction}Z"


@lru_cache(maxsize=4096)
def _written(seconds: int) -> str:
    """Whole seconds as written, without a zone; sessions in order share them."""
    day, clock = divmod(seconds, DAY)
    return f"{_day(day)}T{clock // 3600:02}:{clock // 60 % 60:02}:{clock % 60:02}"


@lru_cache(maxsize=64)
def _day(days: int) -> str:
    """A day, counted from 1970-01-01 on, as written."""
    return (EPOCH + timedelta(days=days)).date().isoformat()
