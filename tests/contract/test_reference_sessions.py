"""What the reference says of sessions and times, on plain values, and what holds for every log."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .examples import T0, T1, T2, event, session, whole
from .reference import summarise
from .reference_events import print_time, read_time
from .strategies import lines, logs


def test_opening_is_the_first_start_that_was_not_denied() -> None:
    told = session(
        event("TDP04W", time=T0, user="sharer", error="of no start"),
        event("TDP00W", time=T0, user="refused", error=""),
        event("TDP00W", time=T0, error="first"),
        event("TDP00I", time=T2, user="let in", error="of no denied start"),
        event("TDP00I", time=T1, user="too late"),
    )
    assert (told["start"], told["user"], told["state"]) == (T2, "let in", "active")
    assert (told["error"], told["first_seen"], told["events"]) == ("first", T0, 5)


def test_closing_is_the_first_end_in_log_order_across_files() -> None:
    first = event("TDP01I", time=T2, recorded=False)
    second = event("TDP08I", time=T1, recorded=True)
    told = summarise([first, second])["sessions"][0]
    assert (told["stop"], told["recorded"], told["os"]) == (T2, False, "windows")
    told = summarise([second, first])["sessions"][0]
    assert (told["stop"], told["recorded"], told["os"]) == (T1, True, "linux")
    assert session(event("TDP01I", recorded="true"), second)["recorded"] is None


@pytest.mark.parametrize("key", ["user", "desktop_addr", "windows_domain", "cluster_name"])
def test_texts_are_of_the_opening_then_the_closing_then_any_event(key: str) -> None:
    any_event = event("TDP02I", **{key: "any"})
    closing = event("TDP01I", **{key: "closing"})
    assert session(any_event, closing, event("TDP00I", **{key: "opening"}))[key] == "opening"
    assert session(any_event, closing, event("TDP00I", **{key: ""}))[key] == "closing"
    assert session(event("TDP01I", **{key: 7}), event("TDP02I"), any_event)[key] == "any"
    assert session(event("TDP02I", **{key: ["x"]}))[key] is None


def test_client_address_is_the_local_one() -> None:
    told = session(event("TDP02I", **{"addr.local": "me:1", "addr.remote": "desktop:2"}))
    assert told["client_addr"] == "me:1"


def test_login_is_of_the_opening_then_the_closing_event_only() -> None:
    closing = event("TDP01I", login="closing")
    assert session(closing, event("TDP07I", login="", linux_user="root"))["login"] == "root"
    both = event("TDP00I", linux_user="root", windows_user="guest", login=5)
    assert session(closing, both)["login"] == "guest"
    assert session(closing, event("TDP00I"))["login"] == "closing"
    assert session(event("TDP02I", login="any"))["login"] is None


@pytest.mark.parametrize(
    ("opening", "closing", "name", "recovered"),
    [
        (None, "WIN (recovered)", "WIN", True),
        ("WIN", "OTHER (recovered)", "WIN", True),
        ("WIN (recovered)", "WIN", "WIN", False),
        (None, "WIN (recovered) (recovered)", "WIN (recovered)", True),
        (None, "WIN(recovered)", "WIN(recovered)", False),
        (None, " (recovered)", "", True),
        (None, None, None, False),
    ],
)
def test_desktop_name_loses_that_it_was_recovered(
    opening: str | None, closing: str | None, name: str | None, recovered: bool
) -> None:
    told = session(event("TDP00I", desktop_name=opening), event("TDP01I", desktop_name=closing))
    assert (told["desktop_name"], told["recovered"]) == (name, recovered)


@pytest.mark.parametrize(
    ("code", "name", "system"),
    [
        ("TDP00I", "linux.desktop.session.start", "linux"),
        ("TDP08I", "windows.desktop.session.start", "windows"),
        ("TDP07I", "desktop.clipboard.send", "linux"),
        ("TDP00W", None, "windows"),
        (None, "linux.desktop.session.end", "linux"),
        ("TDP02I", "linux.desktop.session.start", None),
    ],
)
def test_system_is_told_by_the_event_name_before_the_code(
    code: str, name: str, system: str | None
) -> None:
    assert session(event(code, name))["os"] == system


def test_start_and_stop_have_a_second_source() -> None:
    closing = event("TDP01I", time=T2, session_start=T0, session_stop=T1)
    told = session(closing)
    assert (told["start"], told["stop"], told["duration_seconds"]) == (T0, T1, 1.0)
    told = session(event("TDP00I", time="soon"), closing)
    assert (told["start"], told["stop"]) == (T0, T1)
    zero = "0001-01-01T00:00:00Z"
    told = session(event("TDP01I", time=T2, session_start=zero, session_stop=zero))
    assert (told["start"], told["stop"], told["duration_seconds"]) == (None, T2, None)
    told = session(event("TDP00I", time=T0))
    assert (told["start"], told["stop"], told["duration_seconds"]) == (T0, None, None)


@pytest.mark.parametrize(
    ("start", "stop", "seconds"),
    [
        ("00.0000Z", "00.0005Z", 0.0),
        ("00.0000Z", "00.0015Z", 0.002),
        ("00.0000Z", "00.000500001Z", 0.001),
        ("01.25Z", "00Z", -1.25),
    ],
)
def test_duration_is_rounded_to_the_millisecond(start: str, stop: str, seconds: float) -> None:
    day = "2024-05-01T10:00:"
    told = session(event("TDP00I", time=day + start), event("TDP01I", time=day + stop))
    assert told["duration_seconds"] == seconds
    assert isinstance(told["duration_seconds"], float)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2022-02-16T16:43:40.010217Z", "2022-02-16T16:43:40.010217Z"),
        ("2022-02-16t16:43:40.500z", "2022-02-16T16:43:40.5Z"),
        ("2022-02-16T16:43:40.0Z", "2022-02-16T16:43:40Z"),
        ("2022-02-16T16:43:40.1234567899Z", "2022-02-16T16:43:40.123456789Z"),
        ("2024-03-01T00:30:00+05:45", "2024-02-29T18:45:00Z"),
        ("2022-12-31T23:30:00-00:30", "2023-01-01T00:00:00Z"),
        ("0000-12-31T23:59:59-00:01", "0001-01-01T00:00:59Z"),
        ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
    ],
)
def test_readable_times_are_printed_in_utc(written: str, printed: str) -> None:
    assert print_time(read_time(written)) == printed


@pytest.mark.parametrize(
    "written",
    [
        *("0001-01-01T00:00:00Z", "0001-01-01T01:00:00+01:00", "0001-01-01T00:00:00.0000000009Z"),
        *("0001-01-01T00:00:00+00:01", "0000-01-01T00:00:00Z", "9999-12-31T23:59:00-00:01"),
        *("2022-02-16T16:43:60Z", "2022-02-16T24:00:00Z", "2022-02-29T00:00:00Z"),
        *("2022-02-16 16:43:40Z", "2022-02-16T16:43:40", "2022-02-16T16:43:40.Z"),
        *("2022-02-16T16:43:40Z\n", "\u0662022-02-16T16:43:40Z", "2022-02-16T16:43:40+24:00"),
        *("2022-02-16", "", None, 1645029820, ["2022-02-16T16:43:40Z"]),
    ],
)
def test_zero_and_unreadable_times_are_absent(written: object) -> None:
    assert session(event("TDP02I", time=written))["first_seen"] is None
    assert whole(event("TDP02I", time=written))["last_event"] is None


@settings(max_examples=50, deadline=None)
@given(st.lists(logs(), max_size=3))
def test_files_give_the_same_as_their_lines_in_one_file(files: list[bytes]) -> None:
    apart = summarise(files, transfers=True)
    assert json.dumps(apart) == json.dumps(summarise([b"\n".join(files)], transfers=True))


@settings(max_examples=50, deadline=None)
@given(logs())
def test_totals_are_what_the_sessions_and_nobody_have(log: bytes) -> None:
    told = summarise([log])
    mine = sum(each["events"] for each in told["sessions"])
    assert told["desktop_events"] == mine + told["unattributed_events"]
    assert not any("transfers" in each for each in told["sessions"])


@settings(max_examples=50, deadline=None)
@given(lines())
def test_a_line_counts_at_most_twice(line: bytes) -> None:
    assert b"\n" not in line
    assert summarise([line])["lines"] in ((1, 2) if line.strip(b" \t\r") else (0,))
