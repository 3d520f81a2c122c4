"""The summary as an object and as text, and what a table keeps in memory for it."""

import gc
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.audit.tables import folded, log
from tests.contract.examples import DENIED, ENDED, READ, STARTED, T0, T1, WRITTEN, event
from tui.audit.event import Event
from tui.audit.summary import summarise, to_json
from tui.audit.table import SessionTable

MOST = 2**63 - 1
TOP_KEYS = [
    *("schema", "lines", "desktop_events", "other_events", "malformed_lines"),
    *("unattributed_events", "first_event", "last_event", "totals", "sessions"),
]
SESSION_KEYS = [
    *("sid", "state", "user", "login", "desktop_name", "desktop_addr", "windows_domain"),
    *("cluster_name", "client_addr", "os", "start", "stop", "duration_seconds", "first_seen"),
    *("last_seen", "recorded", "recovered", "error", "events", "counters"),
]
COUNTER_KEYS = [
    *("clipboard_sent", "clipboard_received", "directories_shared", "files_read"),
    *("files_written", "bytes_in", "bytes_out"),
]
TRANSFER_KEYS = [
    *("direction", "directory", "path", "operations", "bytes", "failed", "incomplete"),
    *("extent", "first_seen", "last_seen"),
]


def told(*lines: bytes | str, transfers: bool = False) -> dict[str, Any]:
    """The summary of a file of these lines."""
    return summarise(folded(log(*lines)), transfers=transfers)


def test_keys_stand_in_the_order_of_the_contract() -> None:
    summary = told(STARTED, WRITTEN, transfers=True)
    session = summary["sessions"][0]
    assert list(summary) == TOP_KEYS
    assert list(session) == [*SESSION_KEYS, "transfers"]
    assert list(session["counters"]) == list(summary["totals"]) == COUNTER_KEYS
    assert list(session["transfers"][0]) == TRANSFER_KEYS


def test_counters_name_their_parts_in_the_order_of_the_contract() -> None:
    parts = [list(part) for part in told()["totals"].values() if isinstance(part, dict)]
    files = ["events", "bytes", "failed", "incomplete"]
    assert parts == [["events", "bytes"], ["events", "bytes"], ["events", "failed"], files, files]


def test_nothing_read_is_all_zero_and_null() -> None:
    summary = told()
    totals = summary.pop("totals")
    assert list(summary.values()) == [1, 0, 0, 0, 0, 0, None, None, []]
    assert {
        count
        for part in totals.values()
        for count in (part.values() if isinstance(part, dict) else [part])
    } == {0}


def test_the_numbers_of_the_lines_add_up() -> None:
    summary = told(STARTED, "{}", "{", "", event("TDP02I", sid=""))
    counts = [summary[key] for key in TOP_KEYS[1:6]]
    assert counts == [4, 2, 1, 1, 1]


def test_what_is_not_known_is_null() -> None:
    (session,) = told(event("TDP02I"))["sessions"]
    known = {key: value for key, value in session.items() if value is not None}
    del known["counters"]
    assert known == {"sid": "s", "state": "active", "recovered": False, "events": 1}


def test_a_name_that_is_only_the_mark_of_a_recovered_end_is_empty_and_not_null() -> None:
    (session,) = told(event("TDP01I", desktop_name=" (recovered)"))["sessions"]
    assert session["desktop_name"] == ""


def test_transfers_are_told_only_when_asked_for() -> None:
    assert "transfers" not in told(READ)["sessions"][0]
    assert told(STARTED, transfers=True)["sessions"][0]["transfers"] == []


def test_sessions_are_sorted_by_instant_with_null_first_and_then_by_sid() -> None:
    early, late = "2024-05-01T12:00:00+02:00", "2024-05-01T10:00:00.000000001Z"
    summary = told(
        event("TDP02I", sid="d", time=late),
        event("TDP02I", sid="é", time=early),
        event("TDP02I", sid="b", time=T0),
        event("TDP02I", sid="B", time=T0),
        event("TDP02I", sid="z"),
        event("TDP02I", sid="e", time="1969-12-31T23:59:59Z"),
    )
    assert [session["sid"] for session in summary["sessions"]] == ["z", "e", "B", "b", "é", "d"]


def test_transfers_are_sorted_by_instant_direction_folder_and_path() -> None:
    files = [
        ("TDP06I", "a", "a", T1),
        ("TDP06I", "a", "a2", T0),
        ("TDP05I", "b", "a", T0),
        ("TDP05I", "a", "b", T0),
        ("TDP05I", "a", "a", T0),
        ("TDP06I", "z", "z", None),
    ]
    summary = told(
        *(event(code, directory_name=d, file_path=p, time=time) for code, d, p, time in files),
        transfers=True,
    )
    listed = summary["sessions"][0]["transfers"]
    assert [(way["direction"], way["directory"], way["path"]) for way in listed] == [
        ("out", "z", "z"),
        ("in", "a", "a"),
        ("in", "a", "b"),
        ("in", "b", "a"),
        ("out", "a", "a2"),
        ("out", "a", "a"),
    ]


@pytest.mark.parametrize(
    ("stop", "seconds"),
    [
        ("00.0005Z", 0.0),
        ("00.000500001Z", 0.001),
        ("00.0015Z", 0.002),
        ("00.0025Z", 0.002),
        ("59.999999999Z", 60.0),
        ("00Z", 0.0),
    ],
)
def test_duration_is_to_the_nearest_millisecond(stop: str, seconds: float) -> None:
    minute = "2024-05-01T10:00:"
    lines = [event("TDP00I", time=minute + "00Z"), event("TDP01I", time=minute + stop)]
    assert told(*lines)["sessions"][0]["duration_seconds"] == seconds


def test_a_session_that_ends_before_it_starts_has_a_negative_duration() -> None:
    lines = [event("TDP00I", time=T1), event("TDP01I", time=T0)]
    assert told(*lines)["sessions"][0]["duration_seconds"] == -1.0


def test_json_is_one_line_of_ascii_that_parses_back_exactly() -> None:
    hostile = "é\u2028\x1b[2J\x7f\u202e😀\n"
    summary = told(*[event("TDP06I", user=hostile, length=MOST)] * 5, transfers=True)
    text = to_json(summary)
    assert text.isascii()
    assert text.isprintable()
    assert json.loads(text) == summary
    assert f'"bytes_out":{5 * MOST}' in text


def test_a_summary_changes_nothing_in_the_table() -> None:
    table = folded(log(STARTED, READ, DENIED, ENDED))
    assert summarise(table, transfers=True) == summarise(table, transfers=True)


# -- memory --------------------------------------------------------------------------------


def held_by(root: object) -> Iterator[object]:
    """Everything that is reached from an object, classes and modules left out."""
    seen, unseen = {id(root)}, [root]
    while unseen:
        thing = unseen.pop()
        yield thing
        for part in gc.get_referents(thing):
            if id(part) not in seen and not isinstance(part, type | ModuleType):
                seen.add(id(part))
                unseen.append(part)


def a_busy_table() -> SessionTable:
    """Two hundred sessions of one user on one desktop, each with files of one folder."""
    lines = [
        event(code, sid=f"s{number}", user="alice", desktop_name="WIN-1", windows_user="admin",
              directory_name="local-files", file_path=f"file-{part}", error="locked", length=1)
        for number in range(200)
        for part, code in enumerate(("TDP00I", "TDP00W", "TDP05I", "TDP06I", "TDP06I", "TDP01I"))
    ]  # fmt: skip
    return folded(log(*lines))


def test_a_table_keeps_neither_events_nor_lines() -> None:
    kept = {type(thing) for thing in held_by(a_busy_table())}
    assert not kept & {Event, bytes, bytearray, memoryview}


def test_a_name_that_recurs_is_kept_once() -> None:
    sessions = a_busy_table().sessions.values()
    named = [names for s in sessions for b in (s.opening, s.closing) if b for names in (b.names,)]
    assert len(named) == 400
    assert len({id(names) for names in named}) == 1


@pytest.mark.parametrize("text", ["alice", "WIN-1", "admin", "locked"])
def test_a_text_that_recurs_is_kept_once(text: str) -> None:
    kept = [thing for thing in held_by(a_busy_table()) if type(thing) is str and thing == text]
    assert len(kept) == 1


def test_a_folder_that_recurs_is_kept_once() -> None:
    sessions = a_busy_table().sessions.values()
    folders = [key.directory for session in sessions for key in session.transfers]
    assert len(folders) == 600
    assert len({id(folder) for folder in folders}) == 1


TEXTS = st.text(max_size=4) | st.text(st.sampled_from('\x00\x1b\x7f"\\/\n\t\x85<'), max_size=4)
DURATIONS = st.integers(-(10**15), 10**15).map(lambda milliseconds: milliseconds / 1000)
SUMS = st.integers(-(2**63), 2**64 - 1) | st.sampled_from([2**64, 2**70])


@given(st.dictionaries(TEXTS, st.none() | st.booleans() | TEXTS | DURATIONS | SUMS, max_size=4))
def test_it_is_written_as_the_standard_library_writes_it(fields: dict[str, Any]) -> None:
    assert to_json(fields) == json.dumps(fields, separators=(",", ":"))
