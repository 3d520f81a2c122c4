"""The lines of the story as a specification: their format, their order, and their times."""

from __future__ import annotations

import ipaddress
import re
from itertools import islice

import orjson
import pytest

from tui.demo.story import story

from .told import BEGINS, CODES, EVERY, ORDERS, SECOND, SEED, entries, is_desktop, moment, told

# The same bytes


def test_the_same_seed_and_beginning_give_the_same_bytes() -> None:
    again = islice(story(SEED, BEGINS), len(entries()))
    assert all(one == other for one, other in zip(entries(), again, strict=True))


def test_another_seed_gives_other_bytes() -> None:
    assert next(story(SEED + 1, BEGINS)).line != entries()[0].line


def test_no_uid_comes_twice() -> None:
    uids = [event["uid"] for _, event in told()]
    assert len(set(uids)) == len(uids)


# The format


def test_every_line_is_one_compact_object_of_bearable_length() -> None:
    for entry in entries():
        assert entry.line.endswith(b"}\n")
        assert entry.line.count(b"\n") == 1
        assert len(entry.line) <= 65_536
        assert orjson.dumps(orjson.loads(entry.line)) + b"\n" == entry.line


def test_every_event_opens_with_the_same_fields() -> None:
    for _, event in told():
        assert list(event)[:6] == EVERY.split()


def test_desktop_events_have_their_fields_in_order() -> None:
    for _, event in told():
        if not is_desktop(event):
            continue
        order = ORDERS[event["event"]].split()
        expected = [
            name.removesuffix("*")
            for name in order
            if not name.endswith("*") or name.removesuffix("*") in event
        ]
        assert list(event) == expected
        assert event["code"] in CODES[event["event"]]


def test_fields_that_teleport_leaves_out_when_empty_are_never_empty() -> None:
    for _, event in filter(lambda pair: is_desktop(pair[1]), told()):
        stars = {name.removesuffix("*") for name in ORDERS[event["event"]].split() if "*" in name}
        assert all(event[name] for name in stars & event.keys())


def test_times_are_rfc_3339_in_utc_with_trailing_zeros_cut() -> None:
    shape = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,5}[1-9])?Z")
    to_a_millisecond = re.compile(r"[^.]*(\.\d{1,3})?Z")
    for _, event in told():
        assert shape.fullmatch(event["time"])
        if event["event"].endswith(("session.start", "desktop.session.end")):
            assert to_a_millisecond.fullmatch(event["time"])


def test_other_alphabets_are_written_raw() -> None:
    log = b"".join(entry.line for entry in entries())
    for name in ("jürgen", "Übersicht 2026.xlsx", "顧客一覧.xlsx"):
        assert name.encode() in log
    assert b"\\u" not in log


def test_client_addresses_come_from_the_documentation_ranges() -> None:
    allowed = [
        ipaddress.ip_network(network)
        for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
    ]
    for _, event in told():
        if is_desktop(event) and "addr.local" in event:
            client = ipaddress.ip_address(event["addr.local"])
            assert any(client in network for network in allowed)
            assert event["addr.remote"].startswith("10.")


# The order and the times


def test_entries_come_in_the_order_of_writing() -> None:
    moments = [entry.written for entry in entries()]
    assert moments == sorted(moments)


def test_times_never_run_ahead_of_the_writing() -> None:
    for written, event in told():
        assert moment(event["time"]) <= written


def test_recent_services_hold_reads_and_writes_back_for_some_seconds() -> None:
    lateness: dict[bool, list[int]] = {True: [], False: []}
    for written, event in told():
        if event["event"] in {"desktop.directory.read", "desktop.directory.write"}:
            lateness["desktop_name" in event].append(written - moment(event["time"]))
    assert all(3 * SECOND <= late <= 6 * SECOND for late in lateness[True])
    assert lateness[False]
    assert all(late < SECOND for late in lateness[False])


def test_some_sessions_do_not_name_their_desktop_on_every_event() -> None:
    nameless = {event["sid"] for _, event in told() if is_desktop(event)} - {
        event["sid"]
        for _, event in told()
        if is_desktop(event) and "desktop_name" in event and "clipboard" in event["event"]
    }
    assert len(nameless) > 5


def test_after_the_end_of_a_session_only_linux_desktops_still_have_something_to_say() -> None:
    ended: set[str] = set()
    late = []
    for _, event in told():
        if not is_desktop(event):
            continue
        if event["sid"] in ended:
            late.append(event)
        if event["event"].endswith("session.end"):
            ended.add(event["sid"])
    assert [event["desktop_addr"] for event in late] == ["10.20.12.41:5900"]


@pytest.mark.parametrize("speed", [0.5, 4.0])
def test_speed_moves_the_writing_and_the_times_of_the_live_part_alike(speed: float) -> None:
    part = islice(zip(entries(), story(SEED, BEGINS, speed), strict=False), 8_000)
    for normal, other in part:
        if normal.written < BEGINS:
            assert other == normal
            continue
        assert abs((other.written - BEGINS) * speed - (normal.written - BEGINS)) < 10_000
        time = moment(orjson.loads(other.line)["time"])
        assert time <= other.written


@pytest.mark.parametrize("speed", [0.0, -1.0])
def test_time_does_not_stand_still_nor_run_back(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        next(story(SEED, BEGINS, speed))
