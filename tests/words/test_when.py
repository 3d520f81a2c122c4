"""Moments as people write them."""

import pytest

from tui.audit.rfc3339 import format_time, parse_time
from tui.words.when import UNITS, ago, period, since, span

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


@pytest.mark.parametrize(
    ("phrase", "begin", "end"),
    [
        ("today", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"),
        ("yesterday", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"),
        ("2026-11-20", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"),
        ("12:03", "2026-11-22T12:03:00Z", "2026-11-22T12:04:00Z"),
        ("12:04", "2026-11-21T12:04:00Z", "2026-11-21T12:05:00Z"),
        ("9:05:30", "2026-11-22T09:05:30Z", "2026-11-22T09:05:31Z"),
        ("today 23:59", "2026-11-22T23:59:00Z", "2026-11-23T00:00:00Z"),
        ("yesterday 18:00", "2026-11-21T18:00:00Z", "2026-11-21T18:01:00Z"),
        ("2026-11-20 18:00", "2026-11-20T18:00:00Z", "2026-11-20T18:01:00Z"),
        ("2026-11-20T18:00:01", "2026-11-20T18:00:01Z", "2026-11-20T18:00:02Z"),
        ("2026-11-20T18:00:01Z", "2026-11-20T18:00:01Z", "2026-11-20T18:00:01.000000001Z"),
        ("-15m", "2026-11-22T11:48:41.5Z", "2026-11-22T11:48:41.500000001Z"),
        ("1h30m", "2026-11-22T10:33:41.5Z", "2026-11-22T10:33:41.500000001Z"),
    ],
)
def test_a_day_a_minute_or_a_second_is_all_of_it(phrase: str, begin: str, end: str) -> None:
    assert NOW is not None
    assert tuple(map(format_time, period(phrase, NOW))) == (begin, end)


@pytest.mark.parametrize(
    "phrase",
    ["", "soon", "25:00", "12:60", "2026-02-30", "2026-02-30 18:00", "T18:00", "today  18:00", "-"],
)
def test_what_is_no_time_is_told_what_is_accepted(phrase: str) -> None:
    with pytest.raises(ValueError, match="accepted are -15m, 12:40, today, yesterday 18:00"):
        period(phrase, 0)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(("45s", 45), ("15m", 900), ("1.5h", 5400), ("2h30m", 9000), ("3d", 259_200)),
        *(("3h02", 10_920), ("2d03h", 183_600), ("0.001s", 0.001), ("1H", 3600), ("1d1s", 86_401)),
    ],
)
def test_a_length_of_time_is_understood_as_it_is_shown(text: str, seconds: float) -> None:
    assert span(text) == round(seconds * UNITS["s"])


@pytest.mark.parametrize("text", ["", "5", "h", "1m1h", "1h1h", "3h2", "3h99", "1y", "-5m", "1e3s"])
def test_what_is_no_length_of_time_is_told_what_is_accepted(text: str) -> None:
    with pytest.raises(ValueError, match="accepted are 45s, 15m"):
        span(text)


@pytest.mark.parametrize(("text", "minutes"), [("-15m", 15), ("15m", 15), ("12:40", None)])
def test_so_long_ago_is_told_from_all_other_times(text: str, minutes: int | None) -> None:
    assert ago(text) == (None if minutes is None else minutes * UNITS["m"])
