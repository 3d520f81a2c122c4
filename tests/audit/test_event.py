"""One line of the log: what it counts as, which kind of event it is, and how it went."""

import json

import pytest

from tests.audit.tables import folded, log, only_event
from tests.contract.examples import (
    DENIED,
    ENDED,
    READ,
    RECEIVED,
    SENT,
    SHARED,
    SID,
    STARTED,
    T0,
    WRITTEN,
    event,
)
from tui.audit.event import Event, Kind, Names, Outcome, decode, parse_object
from tui.audit.rfc3339 import parse_time

READ_NAME, WRITE_NAME = "desktop.directory.read", "desktop.directory.write"
START_NAME, END_NAME = "windows.desktop.session.start", "windows.desktop.session.end"
SEND = b'{"ei":0,"code":"TDP02I","sid":"s","length":4}'


def counted(line: bytes) -> list[str]:
    """What the parts of a line count as."""
    return ["event" if isinstance(part, Event) else part.value for part in decode(line)]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (b"", []),
        (b" \t\r\n", []),
        (b"{}", ["other"]),
        (b"{not even JSON, but nobody looks}", ["other"]),
        (b'{"a":NaN}', ["other"]),
        (b'{"ei":0', ["malformed"]),
        (b"[]", ["malformed"]),
        (b"\x00" * 4096, ["malformed"]),
        (b"\x0b{}", ["malformed"]),
        (SEND, ["event"]),
        (b" \t" + SEND + b" \r\n", ["event"]),
        (b'{"code":"TDP09I"}', ["other"]),
        (b'{"event":"desktop.directory.delete"}', ["other"]),
        (b'{"command":"grep TDP00I desktop.log"}', ["other"]),
        (b'{"code":["TDP00I"],"event":7}', ["other"]),
        (b'["TDP02I"]', ["malformed"]),
        (b'"desktop."', ["malformed"]),
        (b'\xef\xbb\xbf{"code":"TDP02I"}', ["malformed"]),
        (b'{"code":"TDP02I"', ["malformed"]),
        (b'{"code":"TDP02I","user":"\xff"}', ["malformed"]),
        (b'{"code":"TDP02I","user":"\xed\xa0\x80"}', ["malformed"]),
        (b'{"code":"TDP02I","user":"\\ud800"}', ["malformed"]),
        (b'{"code":"TDP02I","user":"\\ud83d\\ude00"}', ["event"]),
        (b'{"code":"TDP02I","length":NaN}', ["malformed"]),
        (b'{"code":"TDP02I","length":-Infinity}', ["malformed"]),
        (b'{"code":"TDP02I","length":1e400}', ["event"]),
        (b'{"code":"TDP02I","length":' + b"9" * 5000 + b"}", ["event"]),
        (b'{"code":"TDP02I","a":1e400,"b":NaN}', ["malformed"]),
        (b'{"code":"TDP02I","a":1e400,"b":"\\ud800"}', ["malformed"]),
        (b'{"code":"TDP02I","a":1e400,"b":"\xff"}', ["malformed"]),
        (b'{"code":"TDP02I","a":' + b"[" * 60_000, ["malformed"]),
    ],
)
def test_a_line_counts_as_nothing_other_malformed_or_an_event(
    line: bytes, parts: list[str]
) -> None:
    assert counted(line) == parts


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (b'{"ei":0,"code":"TDP0' + SEND, ["malformed", "event"]),
        (b"\x00" * 512 + SEND, ["malformed", "event"]),
        (SEND + SEND, ["malformed", "event"]),
        (b'TDP{"ei":1,"code":"TC000I"}', ["malformed", "other"]),
        (b'TDP{"ei":1,"code":"\\u0054DP02I"}', ["malformed", "other"]),
        (b'TDP{"ei":1,"x":{"ei":2}}', ["malformed"]),
        (SEND + b'{"ei":3', ["malformed"]),
        (SEND + b"}", ["malformed"]),
        (b'{"ei":0,"code":"TC0{"ei":1,"code":"TC000I"}', ["other"]),
        (b'{"ei" :0,"a":"TDP{"ei" :1}', ["malformed"]),
    ],
)
def test_a_fragment_with_an_object_glued_to_it_counts_as_two(line: bytes, parts: list[str]) -> None:
    assert counted(line) == parts


def test_an_event_glued_to_a_fragment_counts_as_if_it_stood_alone() -> None:
    assert decode(b'{"ei":0,"code":"TDP0' + SEND)[1:] == decode(SEND)


def test_a_number_past_every_limit_leaves_the_rest_of_the_object_as_it_is() -> None:
    assert parse_object(b'{"a":1e400,"b":18446744073709551615}') == {
        "a": float("inf"),
        "b": 2**64 - 1,
    }


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("TDP00I", None, Kind.START),
        ("TDP00W", None, Kind.START),
        ("TDP01I", None, Kind.END),
        ("TDP02I", None, Kind.SEND),
        ("TDP03I", None, Kind.RECEIVE),
        ("TDP04I", None, Kind.SHARE),
        ("TDP04W", None, Kind.SHARE),
        ("TDP05I", None, Kind.READ),
        ("TDP05W", None, Kind.READ),
        ("TDP06I", None, Kind.WRITE),
        ("TDP06W", None, Kind.WRITE),
        ("TDP07I", None, Kind.START),
        ("TDP07W", None, Kind.START),
        ("TDP08I", None, Kind.END),
        (None, START_NAME, Kind.START),
        (None, END_NAME, Kind.END),
        (None, "linux.desktop.session.start", Kind.START),
        (None, "linux.desktop.session.end", Kind.END),
        (None, "desktop.clipboard.send", Kind.SEND),
        (None, "desktop.clipboard.receive", Kind.RECEIVE),
        (None, "desktop.directory.share", Kind.SHARE),
        (None, READ_NAME, Kind.READ),
        (None, WRITE_NAME, Kind.WRITE),
        ("TDP99I", WRITE_NAME, Kind.WRITE),
        ("TDP06I", "desktop.directory.append", Kind.WRITE),
        ("TDP06I", READ_NAME, Kind.WRITE),
        ("TDP06W", READ_NAME, Kind.READ),
        ("TDP01I", START_NAME, Kind.END),
        ("TDP00W", END_NAME, Kind.END),
    ],
)
def test_code_and_name_each_tell_the_kind_and_the_name_wins_where_the_code_warns(
    code: str | None, name: str | None, kind: Kind
) -> None:
    assert only_event(event(code, name)).kind is kind


@pytest.mark.parametrize(
    ("code", "name", "success", "outcome"),
    [
        ("TDP00I", START_NAME, True, Outcome.DONE),
        ("TDP00W", START_NAME, True, Outcome.DENIED),
        ("TDP07W", None, None, Outcome.DENIED),
        (None, START_NAME, False, Outcome.DENIED),
        ("TDP99W", START_NAME, False, Outcome.DENIED),
        ("TDP99W", START_NAME, True, Outcome.DONE),
        (None, START_NAME, "false", Outcome.DONE),
        ("TDP01I", END_NAME, False, Outcome.DONE),
        ("TDP02I", None, False, Outcome.DONE),
        ("TDP03I", None, False, Outcome.DONE),
        *(
            (f"TDP{number}{letter}", None, success, outcome)
            for number in ("04", "05", "06")
            for letter, success, outcome in (
                ("I", True, Outcome.DONE),
                ("I", None, Outcome.DONE),
                ("I", 0, Outcome.DONE),
                ("I", False, Outcome.FAILED),
                ("W", False, Outcome.FAILED),
                ("W", None, Outcome.FAILED),
                ("W", "true", Outcome.FAILED),
                ("W", True, Outcome.INCOMPLETE),
            )
        ),
    ],
)
def test_outcome(code: str | None, name: str | None, success: object, outcome: Outcome) -> None:
    assert only_event(event(code, name, success=success)).outcome is outcome


@pytest.mark.parametrize(
    ("line", "kind", "outcome", "length"),
    [
        (STARTED, Kind.START, Outcome.DONE, 0),
        (DENIED, Kind.START, Outcome.DENIED, 0),
        (ENDED, Kind.END, Outcome.DONE, 0),
        (SENT, Kind.SEND, Outcome.DONE, 4),
        (RECEIVED, Kind.RECEIVE, Outcome.DONE, 4),
        (SHARED, Kind.SHARE, Outcome.DONE, 0),
        (READ, Kind.READ, Outcome.DONE, 734),
        (WRITTEN, Kind.WRITE, Outcome.DONE, 734),
    ],
)
def test_published_examples(line: str, kind: Kind, outcome: Outcome, length: int) -> None:
    told = only_event(line)
    assert (told.kind, told.outcome, told.length, told.sid) == (kind, outcome, length, SID)


def test_all_that_an_end_tells() -> None:
    assert only_event(ENDED) == Event(
        kind=Kind.END,
        outcome=Outcome.DONE,
        sid=SID,
        time=parse_time("2022-02-16T16:46:50.895Z"),
        names=Names(
            user="alice",
            desktop_name="WIN-I44F9TN11M3-teleport-example-com",
            desktop_addr="192.168.1.206:3389",
            windows_domain="teleport.example.com",
            cluster_name="root",
            client_addr="",
        ),
        error="",
        login="administrator",
        os="windows",
        session_start=parse_time("2022-02-16T16:43:30.459Z"),
        session_stop=parse_time("2022-02-16T16:46:50.894Z"),
        recorded=True,
    )


@pytest.mark.parametrize("value", [None, 7, True, ["x"], {"x": "y"}])
def test_a_text_that_is_no_string_is_absent(value: object) -> None:
    texts = ("sid", "user", "desktop_name", "error", "directory_name", "file_path")
    told = json.dumps({"code": "TDP06I", **dict.fromkeys(texts, value)})
    assert only_event(told) == only_event('{"code":"TDP06I"}')


@pytest.mark.parametrize(
    ("written", "length", "offset"),
    [
        ("0", 0, 0),
        ("9223372036854775807", 2**63 - 1, 2**63 - 1),
        ("9223372036854775808", 0, 2**63),
        ("18446744073709551615", 0, 2**64 - 1),
        ("18446744073709551616", 0, 0),
        ("-1", 0, 0),
        ("4.0", 0, 0),
        ("1e3", 0, 0),
        ("true", 0, 0),
        ('"4"', 0, 0),
        ("null", 0, 0),
        ("9" * 5000, 0, 0),
    ],
)
def test_length_and_offset_count_within_their_limits_only(
    written: str, length: int, offset: int
) -> None:
    told = only_event(f'{{"code":"TDP06I","length":{written},"offset":{written}}}')
    assert (told.length, told.offset) == (length, offset)


@pytest.mark.parametrize(
    ("fields", "login"),
    [
        ({"login": "a", "windows_user": "b", "linux_user": "c"}, "a"),
        ({"login": "", "windows_user": "b", "linux_user": "c"}, "b"),
        ({"login": 5, "linux_user": "c"}, "c"),
        ({}, ""),
    ],
)
def test_login_is_the_first_account_named(fields: dict[str, object], login: str) -> None:
    assert only_event(event("TDP00I", **fields)).login == login


@pytest.mark.parametrize(
    ("code", "name", "system"),
    [
        ("TDP00I", None, "windows"),
        ("TDP07W", None, "linux"),
        ("TDP08I", None, "linux"),
        ("TDP00I", "linux.desktop.session.start", "linux"),
        ("TDP08I", END_NAME, "windows"),
        ("TDP07I", "desktop.clipboard.send", "linux"),
    ],
)
def test_the_system_is_told_by_the_name_before_the_code(
    code: str, name: str | None, system: str
) -> None:
    assert only_event(event(code, name)).os == system


def test_a_uid_that_repeats_makes_no_event_less() -> None:
    assert folded(log(STARTED, DENIED, SENT, RECEIVED)).desktop_events == 4


def test_a_time_that_cannot_be_read_leaves_the_event() -> None:
    assert [only_event(event("TDP02I", time=time)).time for time in ("soon", None, T0)] == [
        None,
        None,
        parse_time(T0),
    ]
