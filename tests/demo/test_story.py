"""The story as a specification: its history, its pace, and the facts of its incident."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, takewhile

import orjson
import pytest

from tui.demo.story import story

from .told import (
    BEGINS,
    HOUR,
    LIVE_ENDS,
    SECOND,
    SEED,
    bytes_of,
    history,
    is_desktop,
    kinds,
    live,
    moment,
    told,
)

# The history


@pytest.mark.parametrize("seed", range(5))
def test_the_history_is_long_but_quickly_written(seed: int) -> None:
    past = list(takewhile(lambda entry: entry.written < BEGINS, story(seed, BEGINS)))
    assert 4_000 < len(past) < 6_200
    assert BEGINS - 9.6 * HOUR < past[0].written < BEGINS - 9.4 * HOUR


def test_the_history_has_ended_denied_and_running_sessions() -> None:
    count = kinds(history())
    assert 38 <= count["TDP01I"] + count["TDP08I"] <= 46
    assert count["TDP00W"] + count["TDP07W"] == 5
    ended = {event["sid"] for event in history() if event["event"].endswith("desktop.session.end")}
    running = {
        (event["user"], event["desktop_name"], event["login"])
        for event in history()
        if event["code"] in {"TDP00I", "TDP07I"} and event["sid"] not in ended
    }
    assert running == {
        ("alice", "WIN-I44F9TN11M3", "administrator"),
        ("bob", "FIN-DC-02", "svc-backup"),
        ("carol", "lnx-dev-03", "carol"),
        ("heidi", "HR-07", "heidi"),
        ("joe", "WIN-7", "operator"),
        ("jürgen", "MUC-RDS-01", "jürgen"),
        ("mei", "ENG-CAD-11", "mei"),
    }


def test_joe_has_been_quiet_for_eight_hours() -> None:
    joe = [event for _, event in told() if is_desktop(event) and event["user"] == "joe"]
    assert len(joe) > 3
    assert all(moment(event["time"]) < BEGINS - 7.9 * HOUR for event in joe)


def test_one_end_was_recovered_long_after() -> None:
    (event,) = [event for event in history() if "(recovered)" in event.get("desktop_name", "")]
    assert event["desktop_name"] == "LEGAL-02 (recovered)"
    assert moment(event["time"]) == moment(event["session_stop"]) < BEGINS - 24 * HOUR


# The live part


def test_there_are_twelve_windows_desktops_and_two_linux_desktops_and_about_ten_users() -> None:
    cast = {event["user"] for _, event in told() if is_desktop(event)}
    assert 9 <= len(cast) <= 12
    labels = {
        event["desktop_addr"]: event["event"] for _, event in told() if "desktop_labels" in event
    }
    assert Counter(name.split(".")[0] for name in labels.values()) == {"windows": 12, "linux": 2}


def test_about_one_line_in_four_is_a_desktop_event() -> None:
    for events in (history(), live()):
        assert 0.2 < sum(map(is_desktop, events)) / len(events) < 0.3


def test_something_moves_at_once_and_keeps_moving() -> None:
    moments = [written for written, event in told() if written >= BEGINS and is_desktop(event)]
    assert moments[0] < BEGINS + SECOND
    minutes = list(takewhile(lambda written: written < BEGINS + 570 * SECOND, moments))
    assert max(later - earlier for earlier, later in pairwise(minutes)) < 2 * SECOND
    per_ten_seconds = Counter((written - BEGINS) // (10 * SECOND) for written in minutes)
    assert all(20 <= count <= 85 for count in per_ten_seconds.values())


def test_mallory_is_denied_twice() -> None:
    denied = [event for event in live() if event.get("user") == "mallory" and is_desktop(event)]
    denied = [event for event in denied if event["desktop_name"] == "HR-07"]
    assert [event["code"] for event in denied] == ["TDP00W", "TDP00W"]
    assert {event["error"] for event in denied} == {"access to desktop denied"}
    assert len({event["sid"] for event in denied}) == 2


def test_the_dump_leaves_in_chunks_without_a_gap() -> None:
    dump = [event for event in live() if event.get("file_path") == "dump/customers.bak"]
    assert {event["code"] for event in dump} == {"TDP06I"}
    assert {(event["user"], event["desktop_name"]) for event in dump} == {("bob", "FIN-DC-02")}
    dump.sort(key=lambda event: event["offset"])
    assert [event["offset"] for event in dump] == [number << 20 for number in range(2_140)]
    assert {event["length"] for event in dump[:-1]} == {1 << 20}
    assert bytes_of(dump) == (2_139 << 20) + 412_160


def test_the_share_comes_before_the_dump() -> None:
    bob = [
        event for event in live() if event.get("user") == "bob" and "directory" in event["event"]
    ]
    assert bob[0]["code"] == "TDP04I"
    assert bob[0]["directory_name"] == "out"


def test_small_files_leave_as_well() -> None:
    files = {
        event["file_path"]
        for event in live()
        if event["event"] == "desktop.directory.write" and event.get("user") == "bob"
    }
    assert {"dump/readme.txt", "dump/schema.sql", "dump/users.csv"} < files


def test_failed_reads_bear_the_code_of_a_write() -> None:
    failed = [event for event in live() if event.get("file_path") == "locked.xlsx"]
    assert len(failed) == 3
    for event in failed:
        assert (event["event"], event["code"]) == ("desktop.directory.read", "TDP06W")
        assert (event["success"], event["length"]) == (False, 0)
        assert event["error"] == "operation failed"


def test_one_share_fails() -> None:
    (event,) = [event for event in live() if event["code"] == "TDP04W"]
    assert (event["user"], event["success"]) == ("heidi", False)


def test_one_write_is_incomplete() -> None:
    (event,) = [
        event
        for event in live()
        if (event["code"], event["event"]) == ("TDP06W", "desktop.directory.write")
    ]
    assert event["success"]
    assert (event["directory_name"], event["file_path"]) == ("unknown", "unknown")
    assert (event["directory_id"], event["offset"]) == (0, 0)
    assert event["length"] > 0


def test_alice_works_normally() -> None:
    alice = [event for event in live() if event.get("user") == "alice" and is_desktop(event)]
    alice = [event for event in alice if event["desktop_addr"] == "10.20.1.206:3389"]
    count = kinds(alice)
    assert count["TDP02I"] > 20
    assert count["TDP03I"] > 20
    scripts = [event for event in alice if event.get("file_path", "").endswith(".ps1")]
    assert {event["code"] for event in scripts} >= {"TDP05I"}


def test_clipboards_go_in_both_directions_in_several_sessions() -> None:
    events = live()
    both = {event["sid"] for event in events if event["code"] == "TDP02I"} & {
        event["sid"] for event in events if event["code"] == "TDP03I"
    }
    assert len(both) >= 5


def test_sessions_come_and_go() -> None:
    count = kinds(live())
    assert count["TDP00I"] + count["TDP07I"] > 15
    assert count["TDP01I"] + count["TDP08I"] > 15


def test_a_lock_ends_the_session_and_keeps_bob_out() -> None:
    events = live()
    lock = next(
        number
        for number, event in enumerate(events)
        if event.get("lock", {}).get("target") == {"user": "bob"}
    )
    after = [event for event in events[lock:] if event.get("user") == "bob"]
    codes = [event["code"] for event in after]
    assert codes == ["T3006I", "T3006I", "T3006I", "TDP01I", "TDP00W"]


def test_after_the_incident_calm_goes_on_without_end() -> None:
    hours = takewhile(lambda entry: entry.written < LIVE_ENDS + 2 * HOUR, story(SEED, BEGINS))
    later = [orjson.loads(entry.line) for entry in hours if entry.written >= LIVE_ENDS]
    assert len(later) > 5_000
    assert kinds(later).keys() >= {"TDP00I", "TDP01I", "TDP02I", "TDP03I", "TDP05I", "TDP06I"}
    assert not kinds(later).keys() & {"TDP00W", "TDP04W", "TDP06W"}


# The neighbours


def test_neighbours_are_of_many_kinds() -> None:
    codes = {event["code"] for _, event in told() if not is_desktop(event)}
    assert codes >= {"T1000I", "TC000I", "T2005I", "T3006I", "TLK00I", "T3009I", "T2012I", "T3002I"}


def test_recordings_are_stored_of_ended_recorded_sessions_and_of_no_others() -> None:
    recorded: set[str] = set()
    for _, event in told():
        if event["event"].endswith("desktop.session.end") and event["recorded"]:
            recorded.add(event["sid"])
        if event["code"] in {"T2005I", "T2012I"}:
            assert event["sid"] in recorded
