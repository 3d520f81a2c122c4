"""Sizes, counts, durations and moments in few cells."""

from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.audit.rfc3339 import END_OF_TIME, SECOND, ZERO_TIME, parse_time
from tui.words.text import (
    bars,
    duration,
    feed_time,
    moment,
    number,
    number_in,
    plural,
    size,
    zone_name,
)

MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86400 * SECOND
BERLIN, KATHMANDU = ZoneInfo("Europe/Berlin"), timezone(timedelta(hours=5, minutes=45))
MOMENTS = st.integers(ZERO_TIME + 1, END_OF_TIME - 1)
ZONES = st.sampled_from([UTC, BERLIN, KATHMANDU, timezone(timedelta(hours=-23))])


def at(text: str) -> int:
    """The moment of an RFC 3339 time."""
    moment = parse_time(text)
    assert moment is not None
    return moment


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (1023, "1023"),
        (1024, "1.0K"),
        (1075, "1.0K"),
        (1076, "1.1K"),
        (102_348, "99.9K"),
        (102_349, "100K"),
        (1_048_063, "1023K"),
        (1_048_064, "1.0M"),
        (1_048_575, "1.0M"),
        (1_048_576, "1.0M"),
        (1023 * 1024**2, "1023M"),
        (1024**3 - 1, "1.0G"),
        (2**63 - 1, "8.0E"),
        (2**64, "16.0E"),
        (1023 * 1024**8, "1023Y"),
        (1024**9 - 1, "1024Y"),
        (10**6 * 1024**8, "1000000Y"),
    ],
)
def test_size(count: int, text: str) -> None:
    assert size(count) == text


@given(st.integers(0, 1023 * 1024**8))
def test_a_size_takes_at_most_five_cells(count: int) -> None:
    assert len(size(count)) <= 5


@given(st.integers(0, 1023 * 1024**8))
def test_a_size_is_within_a_twentieth_of_what_it_says(count: int) -> None:
    told = size(count)
    unit = 1024 ** (" KMGTPEZY".index(told[-1]) if told[-1].isalpha() else 0)
    assert abs(float(told.rstrip("KMGTPEZY")) * unit - count) <= count / 19


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "0s"),
        (SECOND - 1, "0s"),
        (SECOND, "1s"),
        (MINUTE - 1, "59s"),
        (MINUTE, "1m"),
        (HOUR - 1, "59m"),
        (HOUR, "1h00"),
        (3 * HOUR + 2 * MINUTE, "3h02"),
        (DAY - 1, "23h59"),
        (DAY, "1d00h"),
        (2 * DAY + 3 * HOUR, "2d03h"),
        (10 * DAY - 1, "9d23h"),
        (10 * DAY, "10d"),
        (9999 * DAY, "9999d"),
        (10_000 * DAY, "27y"),
        (END_OF_TIME - ZERO_TIME - 1, "9998y"),
        (-1, "0s"),
        (-SECOND + 1, "0s"),
        (-SECOND, "-1s"),
        (-90 * MINUTE, "-1h30"),
        (-10 * HOUR - 59 * MINUTE, "-10h"),
        (-2 * DAY - 3 * HOUR, "-2d"),
        (-999 * DAY, "-999d"),
        (-1000 * DAY, "-2y"),
        (-999 * 366 * DAY, "-1ky"),
        (ZERO_TIME + 1 - END_OF_TIME, "-9ky"),
    ],
)
def test_duration(nanoseconds: int, text: str) -> None:
    assert duration(nanoseconds) == text


@given(st.integers(ZERO_TIME - END_OF_TIME, END_OF_TIME - ZERO_TIME))
def test_a_duration_takes_at_most_five_cells(nanoseconds: int) -> None:
    assert len(duration(nanoseconds)) <= 5


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (999, "999"), (1000, "1,000"), (2**64, "18,446,744,073,709,551,616")],
)
def test_number(count: int, text: str) -> None:
    assert number(count) == text


@pytest.mark.parametrize(
    ("count", "cells", "text"),
    [
        (0, 1, "0"),
        (999, 3, "999"),
        (1000, 5, "1,000"),
        (1000, 4, "1.0k"),
        (9949, 4, "9.9k"),
        (9999, 4, "10k"),
        (999_499, 4, "999k"),
        (999_500, 4, "1.0M"),
        (1_000_000, 9, "1,000,000"),
        (1_000_000, 8, "1.0M"),
        (2**40, 6, "1.1T"),
    ],
)
def test_a_number_in_so_many_cells(count: int, cells: int, text: str) -> None:
    assert number_in(count, cells) == text


@given(st.integers(0, 999 * 10**12), st.integers(4, 20))
def test_four_cells_are_enough_for_any_number(count: int, cells: int) -> None:
    assert len(number_in(count, cells)) <= cells


@pytest.mark.parametrize(
    ("count", "one", "many", "text"),
    [
        (0, "event", "", "0 events"),
        (1, "event", "", "1 event"),
        (1204, "event", "", "1,204 events"),
        (1, "copy", "copies", "1 copy"),
        (2, "copy", "copies", "2 copies"),
    ],
)
def test_plural(count: int, one: str, many: str, text: str) -> None:
    assert plural(count, one, many) == text


@pytest.mark.parametrize(
    ("time", "zone", "text"),
    [
        ("2022-02-16T16:43:40.999999999Z", UTC, "2022-02-16 16:43:40"),
        ("1969-12-31T23:59:59.5Z", UTC, "1969-12-31 23:59:59"),
        ("2022-02-16T23:43:40Z", BERLIN, "2022-02-17 00:43:40"),
        ("2022-07-16T23:43:40Z", BERLIN, "2022-07-17 01:43:40"),
        ("2022-02-16T18:15:00Z", KATHMANDU, "2022-02-17 00:00:00"),
        ("0001-01-01T00:00:01Z", UTC, "0001-01-01 00:00:01"),
        ("0099-01-01T00:00:00Z", KATHMANDU, "0099-01-01 05:45:00"),
        ("9999-12-31T23:59:59.999999999Z", UTC, "9999-12-31 23:59:59"),
    ],
)
def test_moment_by_the_clock_of_a_zone(time: str, zone: tzinfo, text: str) -> None:
    assert moment(at(time), zone) == text


@pytest.mark.parametrize(
    ("time", "zone", "text"),
    [
        ("9999-12-31T23:59:59Z", KATHMANDU, "9999-12-31 23:59:59 UTC"),
        ("0001-01-01T00:00:01Z", timezone(timedelta(hours=-1)), "0001-01-01 00:00:01 UTC"),
    ],
)
def test_a_moment_that_the_zone_cannot_say_is_said_in_utc(
    time: str, zone: tzinfo, text: str
) -> None:
    assert f"{moment(at(time), zone)} {zone_name(at(time), zone)}" == text


@pytest.mark.parametrize(
    ("time", "zone", "name"),
    [
        ("2022-02-16T00:00:00Z", UTC, "UTC"),
        ("2022-02-16T00:00:00Z", BERLIN, "CET"),
        ("2022-07-16T00:00:00Z", BERLIN, "CEST"),
        ("2022-07-16T00:00:00Z", KATHMANDU, "UTC+05:45"),
    ],
)
def test_zone_name_at_a_moment(time: str, zone: tzinfo, name: str) -> None:
    assert zone_name(at(time), zone) == name


@pytest.mark.parametrize(
    ("time", "zone", "text"),
    [
        ("2026-01-01T12:03:21.114999999Z", UTC, "  12:03:21.114"),
        ("2026-01-01T00:00:00Z", UTC, "  00:00:00.000"),
        ("2026-01-01T23:59:59.999999999Z", UTC, "  23:59:59.999"),
        ("2025-12-31T23:30:00.5Z", UTC, "25-12-31 23:30"),
        ("2025-12-31T23:30:00.5Z", BERLIN, "  00:30:00.500"),
        ("2026-01-01T23:30:00Z", BERLIN, "01-02 00:30:00"),
        ("2026-01-02T00:00:00Z", UTC, "01-02 00:00:00"),
        ("2026-11-22T12:03:41Z", UTC, "11-22 12:03:41"),
        ("2027-01-01T12:00:00Z", UTC, "27-01-01 12:00"),
        ("0001-01-01T00:00:01Z", UTC, "    0001-01-01"),
        ("1969-12-31T23:59:59.25Z", UTC, "    1969-12-31"),
    ],
)
def test_feed_time_tells_the_date_only_where_it_is_not_today(
    time: str, zone: tzinfo, text: str
) -> None:
    assert feed_time(at(time), at("2026-01-01T12:00:00Z"), zone) == text


def test_feed_time_of_an_event_without_a_time() -> None:
    assert feed_time(None, at("2026-01-01T12:00:00Z"), UTC) == "       no time"


def test_feed_time_before_1970_has_its_own_fraction() -> None:
    yesterday = at("1969-12-31T23:59:59.25Z")
    assert feed_time(yesterday, yesterday, UTC) == "  23:59:59.250"


@given(MOMENTS, MOMENTS, ZONES)
def test_feed_time_takes_fourteen_cells(nanoseconds: int, now: int, zone: tzinfo) -> None:
    assert len(feed_time(nanoseconds, now, zone)) == 14


@pytest.mark.parametrize(
    ("amounts", "text"),
    [
        ([], ""),
        ([0, 0], "  "),
        ([5], "█"),
        ([1, 2, 4, 8], "▂▃▅█"),
        ([1, 10**30], "▁█"),
        ([0, 7, 8], " ██"),
        ([0, 6, 8], " ▇█"),
    ],
)
def test_bars_are_as_high_as_their_share_of_the_highest(amounts: list[int], text: str) -> None:
    assert bars(amounts) == text


@given(st.lists(st.integers(0, 10**30)))
def test_bars_show_whatever_moved(amounts: list[int]) -> None:
    told = bars(amounts)
    assert [bar == " " for bar in told] == [amount == 0 for amount in amounts]
