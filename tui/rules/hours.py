"""Working hours: `Mon-Fri 08:00-18:00, Sat 09:00-12:00`, by the clock of a zone."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tui.audit.rfc3339 import EPOCH
from tui.words.when import MINUTE

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY, _WEEK = 24 * 60, 7 * 24 * 60
"""Minutes."""
ACCEPTED = "Mon-Fri 08:00-18:00, Sat 09:00-12:00"
ZONES = "utc, local, or a name like Europe/Berlin"

_SPAN = re.compile(
    r"(?:([a-z]{3})(?:-([a-z]{3}))? )?(\d\d):([0-5]\d)-(\d\d):([0-5]\d)", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans of the week, in minutes since Monday 00:00, and the zone whose clock counts.

    Each begins within the week, and may end in the next.
    """

    text: str
    zone: str
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def parse(cls, text: str, zone: str) -> Self:
        """Hours as people write them. Raises ValueError, which says what is accepted."""
        check_zone(zone)
        spans = [span for part in text.split(",") for span in _spans(part.strip())]
        return cls(text, zone, tuple(spans))

    def include(self, time: int) -> bool:
        """Whether a moment (ns) lies in them."""
        minute = _minute_of_week(time // MINUTE, self.zone)
        return any(
            begin <= minute < end or begin <= minute + _WEEK < end for begin, end in self.spans
        )


def check_zone(zone: str) -> None:
    """Raise ValueError if there is no such zone."""
    _zone(zone)


def _spans(text: str) -> list[tuple[int, int]]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} are no hours; accepted are {ACCEPTED}")
    first, last, *clock = found.groups()
    begin, end = (int(clock[at]) * 60 + int(clock[at + 1]) for at in (0, 2))
    if begin >= _DAY or end > _DAY or begin == end:
        raise ValueError(f"{text!r} is no span of a day; accepted are {ACCEPTED}")
    if end < begin:  # over midnight
        end += _DAY
    return [(day * _DAY + begin, day * _DAY + end) for day in _days(first, last)]


def _days(first: str | None, last: str | None) -> list[int]:
    if first is None:
        return list(range(7))
    begin, end = _day(first), _day(last or first)
    return [day % 7 for day in range(begin, (end if end >= begin else end + 7) + 1)]


def _day(name: str) -> int:
    try:
        return DAYS.index(name.lower())
    except ValueError:
        known = ", ".join(day.title() for day in DAYS)
        raise ValueError(f"{name!r} is no day; there are {known}") from None


@lru_cache(16)
def _zone(name: str) -> tzinfo | None:
    """A zone; None for the one that this system is set to."""
    if name.lower() == "utc":
        return UTC
    if name.lower() == "local":
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no zone that is known here; accepted are {ZONES}") from None


@lru_cache(256)
def _minute_of_week(minute: int, zone: str) -> int:
    utc = EPOCH + timedelta(minutes=minute)
    try:
        local: datetime = utc.astimezone(_zone(zone))
    except OverflowError:  # at the ends of time
        local = utc
    return local.weekday() * _DAY + local.hour * 60 + local.minute
