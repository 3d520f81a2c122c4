"""Times as a log writes them, read to the nanosecond and written back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.audit.rfc3339 import END_OF_TIME, EPOCH, SECOND, ZERO_TIME, format_time, parse_time

MOMENTS = st.integers(ZERO_TIME + 1, END_OF_TIME - 1)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00.000000001Z", 1),
        ("1969-12-31T23:59:59.999999999Z", -1),
        ("2022-02-16T16:43:40.010217Z", 1645029820_010217000),
        ("2001-09-09T01:46:40.1Z", 1_000_000_000 * SECOND + SECOND // 10),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1969-12-31T18:15:00-05:45", 0),
    ],
)
def test_a_moment_is_nanoseconds_since_1970(text: str, moment: int) -> None:
    assert parse_time(text) == moment


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2022-02-16T16:43:40.010217Z", "2022-02-16T16:43:40.010217Z"),
        ("2022-02-16t16:43:40.500z", "2022-02-16T16:43:40.5Z"),
        ("2022-02-16T16:43:40.000000000Z", "2022-02-16T16:43:40Z"),
        ("2022-02-16T16:43:40.1234567899Z", "2022-02-16T16:43:40.123456789Z"),
        ("2022-02-16T16:43:40-00:00", "2022-02-16T16:43:40Z"),
        ("2024-03-01T00:30:00+05:45", "2024-02-29T18:45:00Z"),
        ("2024-02-29T23:59:59+23:59", "2024-02-29T00:00:59Z"),
        ("2022-12-31T23:30:00-00:30", "2023-01-01T00:00:00Z"),
        ("0000-12-31T23:59:59-00:01", "0001-01-01T00:00:59Z"),
        ("0001-01-01T00:00:00.000000001Z", "0001-01-01T00:00:00.000000001Z"),
        ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
    ],
)
def test_a_time_is_written_back_in_utc_without_trailing_zeros(written: str, printed: str) -> None:
    moment = parse_time(written)
    assert moment is not None
    assert format_time(moment) == printed


@pytest.mark.parametrize(
    "text",
    [
        *("0001-01-01T00:00:00Z", "0001-01-01T01:00:00+01:00", "0001-01-01T00:00:00.0000000009Z"),
        *("0001-01-01T00:00:00+00:01", "0000-01-01T00:00:00Z", "0000-12-31T23:59:59Z"),
        *("9999-12-31T23:59:00-00:01", "10000-01-01T00:00:00Z", "0000-02-30T00:00:00Z"),
        *("2022-02-16T16:43:60Z", "2022-02-16T23:59:60Z", "2022-02-16T24:00:00Z"),
        *("2022-02-16T16:60:00Z", "2022-02-29T00:00:00Z", "2022-13-01T00:00:00Z"),
        *("2022-00-01T00:00:00Z", "2022-01-00T00:00:00Z", "2022-02-16T16:43:40+24:00"),
        *("2022-02-16T16:43:40+01:60", "2022-02-16T16:43:40+0100", "2022-02-16T16:43:40+01"),
        *("2022-02-16 16:43:40Z", "2022-02-16T16:43:40", "2022-02-16T16:43Z", "2022-02-16"),
        *("2022-02-16T16:43:40.Z", "2022-02-16T16:43:40,5Z", "20220216T164340Z"),
        *(" 2022-02-16T16:43:40Z", "2022-02-16T16:43:40Z\n", "2022-02-16T16:43:40Z "),
        *("\u0662022-02-16T16:43:40Z", "2022-02-16T16:43:40.\u0665Z", "2022-W07-3T16:43:40Z"),
        *("", "now", None, True, 1645029820, 1645029820.5, ["2022-02-16T16:43:40Z"], {}),
    ],
)
def test_what_cannot_be_read_and_the_zero_time_are_none(text: object) -> None:
    assert parse_time(text) is None


@given(MOMENTS)
def test_every_moment_of_the_years_1_to_9999_comes_back(moment: int) -> None:
    assert parse_time(format_time(moment)) == moment


@given(MOMENTS, st.integers(-(24 * 60 - 1), 24 * 60 - 1))
def test_every_offset_tells_the_same_moment(moment: int, minutes: int) -> None:
    seconds, fraction = divmod(moment, SECOND)
    # A calendar 400 years away has the same days, and room for the offset at both ends.
    shift = 400 if seconds < 0 else -400
    utc = (EPOCH + timedelta(seconds=seconds)).replace(tzinfo=None)
    days = 146_097 if shift > 0 else -146_097
    local = utc + timedelta(days=days, minutes=minutes)
    year = local.year - shift
    if not 0 <= year <= 9999:
        return
    offset = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    text = f"{year:04}-{local:%m-%dT%H:%M:%S}.{fraction:09}{offset}"
    assert parse_time(text) == moment


@given(st.datetimes(timezones=st.just(UTC)))
def test_times_agree_with_the_standard_library(time: datetime) -> None:
    moment = (time - EPOCH) // timedelta(microseconds=1) * 1000
    assert parse_time(time.isoformat()) == (moment if moment > ZERO_TIME else None)


@given(st.text(max_size=40) | st.from_regex(r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.?\d*Z?\Z"))
def test_no_text_is_too_strange_to_ask_for(text: str) -> None:
    moment = parse_time(text)
    assert moment is None or ZERO_TIME < moment < END_OF_TIME


@given(st.lists(MOMENTS, min_size=2, max_size=2, unique=True))
def test_different_moments_are_written_differently(moments: list[int]) -> None:
    assert format_time(moments[0]) != format_time(moments[1])
