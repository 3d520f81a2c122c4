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

_REST = re.compile(r"(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII)
"""What follows the seconds: a fraction, and the zone."""
UNITS = [10 ** (9 - digits) for digits in range(10)]
"""Nanoseconds of a fraction's last digit, by how many digits it has."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HOURS = {f"T{hour:02}:": hour * 3600 for hour in range(24)}
_HOURS |= {told.lower(): seconds for told, seconds in _HOURS.items()}
_MINUTES = {f"{minute:02}:": minute * 60 for minute in range(60)}
_SECONDS = {f"{second:02}": second for second in range(60)}


@lru_cache(maxsize=4096)
def _seconds(moment: str) -> int | None:
    """Whole seconds of a UTC day and time of day as written; None where that is no time.

    Neighbouring lines share their second, so nearly every call is answered by the cache.
    """
    midnight = _midnight(moment[:10])
    hours, minutes = _HOURS.get(moment[10:14]), _MINUTES.get(moment[14:17])
    seconds = _SECONDS.get(moment[17:])
    if midnight is None or hours is None or minutes is None or seconds is None:
        return None
    return midnight + hours + minutes + seconds


@lru_cache(maxsize=64)
def _midnight(day: str) -> int | None:
    """Whole seconds at which a day begins; None where there is no such day."""
    shift = 0
    if not _DAY.fullmatch(day):
        return None
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
    if not isinstance(text, str):
        return None
    seconds, fraction = _seconds(text[:19]), text[20:-1]
    if seconds is None:
        return None
    if text[-1] == "Z" and text[19] == "." and fraction.isdigit() and fraction.isascii():
        # As Go writes it: to match it takes as long as all the rest.
        passed = int(fraction) * UNITS[len(fraction)] if len(fraction) < 10 else int(fraction[:9])
    elif (rest := _passed(text)) is not None:
        passed = rest
    else:
        return None
    moment = seconds * SECOND + passed
    return moment if ZERO_TIME < moment < END_OF_TIME else None


def _passed(text: str) -> int | None:
    """Nanoseconds from the whole second that a time is written with to the moment in UTC; None
    where what follows the seconds is no fraction and zone.
    """
    match = _REST.fullmatch(text, 19)
    if match is None:
        return None
    fraction, sign, hours, minutes = match.groups()
    east = 0
    if sign:
        if int(hours) > 23 or int(minutes) > 59:
            return None
        east = int(hours) * 3600 + int(minutes) * 60
        if sign == "-":
            east = -east
    return (int(fraction[:9].ljust(9, "0")) if fraction else 0) - east * SECOND


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
