"""What the reference says of lines, kinds, outcomes, counters and transfers, on plain values."""

import json
from typing import Any

import pytest

from .examples import (
    DENIED,
    ENDED,
    READ,
    RECEIVED,
    SENT,
    SHARED,
    SID,
    STARTED,
    T0,
    T1,
    T2,
    WRITTEN,
    event,
    session,
    whole,
)
from .reference import summarise


def counted(*written: bytes) -> tuple[int, int, int]:
    """Give the desktop events, other events and malformed lines of one finished file."""
    told = summarise([b"\n".join(written)])
    kinds = told["desktop_events"], told["other_events"], told["malformed_lines"]
    assert told["lines"] == sum(kinds)
    return kinds


def transfer(*written: bytes) -> dict[str, Any]:
    """Give the only transfer of these lines."""
    (only,) = session(*written)["transfers"]
    assert isinstance(only, dict)
    return only


def test_nothing_gives_the_empty_object_in_the_order_of_the_contract() -> None:
    files = {"events": 0, "bytes": 0, "failed": 0, "incomplete": 0}
    clipboard = {"events": 0, "bytes": 0}
    totals = {"clipboard_sent": clipboard, "clipboard_received": clipboard}
    totals |= {"directories_shared": {"events": 0, "failed": 0}, "files_read": files}
    empty: dict[str, Any] = {"schema": 1, "lines": 0, "desktop_events": 0, "other_events": 0}
    empty |= {"malformed_lines": 0, "unattributed_events": 0, "first_event": None}
    empty |= {"last_event": None}
    empty["totals"] = totals | {"files_written": files, "bytes_in": 0, "bytes_out": 0}
    assert json.dumps(summarise([])) == json.dumps(empty | {"sessions": []})


def test_published_session_from_start_to_end() -> None:
    told = session(STARTED, SENT, RECEIVED, SHARED, READ, WRITTEN, ENDED)
    counters, transfers = told.pop("counters"), told.pop("transfers")
    address, domain = "192.168.1.206:3389", "teleport.example.com"
    name = "WIN-I44F9TN11M3-teleport-example-com"
    start, stop, late = "16:43:30.459", "16:46:50.894", "2022-10-21T22:36:27.314409Z"
    assert list(told.items()) == [
        *(("sid", SID), ("state", "ended"), ("user", "alice"), ("login", "administrator")),
        *(("desktop_name", name), ("desktop_addr", address), ("windows_domain", domain)),
        *(("cluster_name", "root"), ("client_addr", None), ("os", "windows")),
        *(("start", f"2022-02-16T{start}Z"), ("stop", f"2022-02-16T{stop}Z")),
        *(("duration_seconds", 200.435), ("first_seen", f"2022-02-16T{start}Z")),
        *(("last_seen", late), ("recorded", True), ("recovered", False), ("error", None)),
        ("events", 7),
    ]
    assert (counters["bytes_in"], counters["bytes_out"]) == (738, 738)
    assert counters["clipboard_sent"] == counters["clipboard_received"] == {"events": 1, "bytes": 4}
    assert counters["directories_shared"] == {"events": 1, "failed": 0}
    assert [way["direction"] for way in transfers] == ["in", "out"]
    assert list(transfers[1].items()) == [
        *(("direction", "out"), ("directory", "local-files")),
        *(("path", "powershell-scripts/a-script.ps1"), ("operations", 1), ("bytes", 734)),
        *(("failed", 0), ("incomplete", 0), ("extent", 734)),
        *(("first_seen", late), ("last_seen", late)),
    ]


def test_published_denied_start() -> None:
    told = session(DENIED)
    assert (told["state"], told["error"]) == ("denied", "access to desktop denied")
    assert (told["start"], told["stop"]) == ("2022-02-16T16:43:30.459Z", None)


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ([b"", b" \t\r", b"\r"], (0, 0, 0)),
        ([b"{TDP01I is not parsed twice}"], (0, 0, 1)),
        ([b"{not parsed}", b"{", b"{}", b"[]", b"\0"], (0, 2, 3)),
        ([b'{"code":"\\u0054DP02I"}'], (0, 1, 0)),
        ([b'{"a":"desktop."}', b'{"code":"TDP09I"}', b'{"event":["TDP00I"]}'], (0, 3, 0)),
        ([b'["TDP02I"]', b'"TDP02I"', b"TDP02I"], (0, 0, 3)),
        ([b' \t{"code":"TDP02I"}\t \r', b'{"code":"TDP02I"}'], (2, 0, 0)),
        ([b'{"code":"TDP02I","a":NaN}', b'{"code":"TDP02I","a":-Infinity}'], (0, 0, 2)),
        ([b'{"code":"TDP02I","a":[["\\ud800"]]}', b'{"code":"TDP02I","\\udc00":0}'], (0, 0, 2)),
        ([b'{"code":"TDP02I","a":"\\ud83d\\ude00"}'], (1, 0, 0)),
        ([b'{"code":"TDP02I","a":"\xff"}', b'\xef\xbb\xbf{"code":"TDP02I"}'], (0, 0, 2)),
        ([b'{"code":"TDP02I","a":' + b"9" * 5000 + b"}"], (1, 0, 0)),
        ([b'{"ei":0,"code":"TDP{"ei":1,"code":"TDP02I"}'], (1, 0, 1)),
        ([b"\0" * 99 + b'{"ei":1,"code":"TDP02I"}'], (1, 0, 1)),
        ([b'{"ei":1,"code":"TDP02I"}{"ei":2,"code":"TDP02I"}'], (1, 0, 1)),
        ([b'TDP{"ei":1,"code":"TDP02I"}{"ei":2}'], (0, 1, 1)),
        ([b'TDP{"ei":1,"code":"TDP02I","x":{"ei":2}}'], (0, 0, 1)),
        ([b'TDP{"ei":1,"code":"\\u0054DP02I"}'], (0, 1, 1)),
        ([b'TDP{"ei" :1,"code":"TDP02I"}', b'{"ei":0,"code":"TDP02I"'], (0, 0, 2)),
        ([b'x{"ei":0,"event":"cert.create"}'], (0, 0, 1)),
    ],
)
def test_lines_are_desktop_events_other_or_malformed(
    written: list[bytes], kinds: tuple[int, int, int]
) -> None:
    assert counted(*written) == kinds


WRITE, READING = "desktop.directory.write", "desktop.directory.read"


@pytest.mark.parametrize(
    ("code", "name", "success", "counter", "failed", "incomplete"),
    [
        ("TDP06I", READING, True, "files_written", 0, 0),
        ("TDP06W", READING, False, "files_read", 1, 0),
        ("TDP05W", WRITE, True, "files_written", 0, 1),
        ("TDP05I", "desktop.x", None, "files_read", 0, 0),
        ("TDP06X", WRITE, None, "files_written", 0, 0),
        ("XW", WRITE, None, "files_written", 1, 0),
        (None, READING, False, "files_read", 1, 0),
        (None, READING, 0, "files_read", 0, 0),
        ("TDP06I", WRITE, False, "files_written", 1, 0),
        ("TDP06W", WRITE, "true", "files_written", 1, 0),
        ("TDP00W", READING, True, "files_read", 0, 1),
        ("TDP05I", "windows.desktop.session.end", True, "files_read", 0, 0),
    ],
)
def test_kind_and_outcome_of_file_operations(
    code: str, name: str, success: object, counter: str, failed: int, incomplete: int
) -> None:
    told = whole(event(code, name, success=success, length=5))["totals"]
    size = 0 if failed else 5
    files = {"events": 1, "bytes": size, "failed": failed, "incomplete": incomplete}
    assert told[counter] == files
    assert told["bytes_in" if counter == "files_read" else "bytes_out"] == size


@pytest.mark.parametrize(
    ("code", "name", "success", "state"),
    [
        ("TDP00I", "windows.desktop.session.start", False, "active"),
        ("TDP07W", "linux.desktop.session.start", True, "denied"),
        (None, "linux.desktop.session.start", False, "denied"),
        (None, "linux.desktop.session.start", None, "active"),
        ("TDP05W", "windows.desktop.session.start", False, "active"),
        ("TDP01I", "windows.desktop.session.start", False, "ended"),
        ("TDP00W", "windows.desktop.session.end", False, "ended"),
        ("TDP02I", None, None, "active"),
    ],
)
def test_state_of_a_session(code: str, name: str, success: object, state: str) -> None:
    assert session(event(code, name, success=success))["state"] == state


def test_clipboard_has_no_failure_and_a_failed_share_is_counted() -> None:
    told = whole(event("TDP02I", success=False, length=7), event("TDP04W", success=False))["totals"]
    assert told["clipboard_sent"] == {"events": 1, "bytes": 7}
    assert told["directories_shared"] == {"events": 1, "failed": 1}


@pytest.mark.parametrize(
    ("length", "size"),
    [(2**63 - 1, 2**63 - 1), (2**63, 0), (-1, 0), (4.0, 0), (True, 0), ("4", 0), (None, 0)],
)
def test_length_counts_within_its_limits_only(length: object, size: int) -> None:
    assert whole(event("TDP02I", length=length))["totals"]["bytes_in"] == size


def test_extent_leaves_out_failed_operations_and_impossible_offsets() -> None:
    top = 2**64 - 1
    assert transfer(event("TDP05I", offset=top, length=2))["extent"] == top + 2
    assert transfer(event("TDP05I", offset=top + 1, length=2))["extent"] == 2
    assert transfer(event("TDP05W", offset=9, length=2))["extent"] == 0


def test_transfer_is_one_file_one_way_with_all_its_operations() -> None:
    where = {"directory_name": "d", "file_path": "p", "length": 10}
    told = transfer(
        event("TDP06I", **where, offset=10, time=T1),
        event("TDP06W", **where, success=False, offset=90, time=T2),
        event("TDP06W", **where, success=True, time=T0),
    )
    assert list(told.values()) == ["out", "d", "p", 3, 20, 1, 1, 20, T0, T2]
    odd = session(event("TDP05I"), event("TDP05I", file_path=7), event("TDP06I", time=T0))
    assert [(way["direction"], way["path"]) for way in odd["transfers"]] == [
        ("in", ""),
        ("out", ""),
    ]


def test_sessions_and_transfers_are_sorted_by_instant_with_null_first() -> None:
    late, early = "2024-05-01T10:00:00.5Z", "2024-05-01T12:00:00+02:00"
    told = whole(
        *(event("TDP05I", sid="a", file_path="é", time=late), event("TDP02I", sid="z")),
        *(event("TDP05I", sid="a", file_path="b", time=T1), event("TDP02I", sid="b", time=early)),
        *(event("TDP06I", sid="a", file_path="a", time=T1), event("TDP05I", sid="a")),
    )
    assert [each["sid"] for each in told["sessions"]] == ["z", "b", "a"]
    paths = [way["path"] for way in told["sessions"][2]["transfers"]]
    assert paths == ["", "é", "b", "a"]
    assert (told["first_event"], told["last_event"]) == (T0, T1)


def test_event_without_a_sid_counts_in_the_totals_and_is_nobodys() -> None:
    told = whole(*(event("TDP02I", sid=sid, length=1, time=T0) for sid in ("", 7, None)))
    assert (told["unattributed_events"], told["sessions"]) == (3, [])
    assert (told["totals"]["bytes_in"], told["first_event"]) == (3, T0)
