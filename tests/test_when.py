"""Moments as people write them."""

import pytest

from tui.audit.rfc3339 import format_time, parse_time
from tui.when import since

NOW = parse_time("2026-11-22T12:03:41.5Z")


@pytest.mark.parametrize(
    ("phrase", "moment"),
    [
        ("30s", "2026-11-22T12:03:11.5Z"),
        ("15m", "2026-11-22T11:48:41.5Z"),
        ("24h", "2026-11-21T12:03:41.5Z"),
        ("2d", "2026-11-20T12:03:41.5Z"),
        ("today", "2026-11-22T00:00:00Z"),
        ("yesterday", "2026-11-21T00:00:00Z"),
        ("2026-11-20", "2026-11-20T00:00:00Z"),
        ("2026-11-20T08:30:00+02:00", "2026-11-20T06:30:00Z"),
    ],
)
def test_a_phrase_names_a_moment(phrase: str, moment: str) -> None:
    assert NOW is not None
    found = since(phrase, NOW)
    assert found is not None
    assert format_time(found) == moment


def test_all_names_no_moment() -> None:
    assert since("all", 0) is None
