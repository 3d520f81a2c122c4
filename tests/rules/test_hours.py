"""Working hours by the clock of a zone."""

import time

import pytest

from tui.audit.rfc3339 import parse_time
from tui.rules.hours import Hours


def includes(text: str, zone: str, moment: str) -> bool:
    """Whether a moment lies in hours."""
    nanoseconds = parse_time(moment)
    assert nanoseconds is not None
    return Hours.parse(text, zone).include(nanoseconds)


@pytest.mark.parametrize(
    ("text", "zone", "moment", "included"),
    [  # 2026-11-20 is a Friday
        ("Mon-Fri 08:00-18:00", "utc", "2026-11-20T08:00:00Z", True),
        ("Mon-Fri 08:00-18:00", "utc", "2026-11-20T07:59:59.999Z", False),
        ("Mon-Fri 08:00-18:00", "utc", "2026-11-20T17:59:59.999Z", True),
        ("Mon-Fri 08:00-18:00", "utc", "2026-11-20T18:00:00Z", False),
        ("Mon-Fri 08:00-18:00", "utc", "2026-11-21T12:00:00Z", False),
        ("mon-fri 08:00-18:00,sat 09:00-12:00", "UTC", "2026-11-21T11:00:00Z", True),
        ("08:00-24:00", "utc", "2026-11-22T23:59:59Z", True),
        ("Sat-Mon 10:00-11:00", "utc", "2026-11-23T10:30:00Z", True),
        ("Sat-Mon 10:00-11:00", "utc", "2026-11-24T10:30:00Z", False),
        ("Sun 22:00-06:00", "utc", "2026-11-23T05:59:00Z", True),
        ("Sun 22:00-06:00", "utc", "2026-11-24T05:59:00Z", False),
        ("Mon-Fri 08:00-18:00", "Europe/Berlin", "2026-11-20T17:00:00Z", False),
        ("Mon-Fri 08:00-18:00", "Europe/Berlin", "2026-11-20T16:59:00Z", True),
        ("Mon-Fri 08:00-18:00", "Europe/Berlin", "2026-07-17T16:00:00Z", False),
        ("Mon 00:00-01:00", "Asia/Tokyo", "2026-11-22T15:30:00Z", True),
        ("08:00-18:00", "Asia/Tokyo", "9999-12-31T23:59:59Z", False),
        ("08:00-18:00", "America/New_York", "0001-01-01T00:00:01Z", False),
    ],
)
def test_a_moment_lies_in_hours_or_outside(
    text: str, zone: str, moment: str, included: bool
) -> None:
    assert includes(text, zone, moment) is included


def test_local_hours_are_those_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        assert includes("05:30-05:31", "local", "2026-11-20T00:00:00Z")
    finally:
        monkeypatch.undo()
        time.tzset()
