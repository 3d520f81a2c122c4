"""Audit events that concern a desktop session, but are none of a desktop's."""

import orjson
import pytest

from tui.audit.neighbours import (
    AROUND,
    Neighbour,
    Sort,
    Subject,
    in_order,
    neighbour_in,
    neighbours_in,
)
from tui.audit.rfc3339 import SECOND, parse_time

T = "2026-11-22T12:00:00Z"
NOON = parse_time(T) or 0
BOB = Subject("s-1", "bob", "service-1")


def line(event: str, code: str, **fields: object) -> bytes:
    """Write an event."""
    return orjson.dumps({"ei": 0, "event": event, "code": code, "time": T, **fields})


def uploaded(sid: str) -> bytes:
    """A recording that was stored."""
    return line("session.upload", "T2005I", sid=sid, url=f"file:///records/{sid}.tar")


def watched(sid: str, user: str) -> bytes:
    """A recording that somebody watched."""
    return line("session.recording.access", "T2012I", sid=sid, user=user)


def cut_off(user: str, service: str, reason: str = "idle", **fields: object) -> bytes:
    """Somebody who was disconnected."""
    told = {"user": user, "server_id": service, "reason": reason, **fields}
    return line("client.disconnect", "T3006I", **told)


@pytest.mark.parametrize(
    ("told", "neighbour"),
    [
        (uploaded("s-1"), Neighbour(NOON, Sort.UPLOADED)),
        (watched("s-1", "eve"), Neighbour(NOON, Sort.WATCHED, "eve")),
        (cut_off("bob", "service-1"), Neighbour(NOON, Sort.DISCONNECTED, "bob", "idle")),
        (uploaded("s-2"), None),
        (watched("s-2", "bob"), None),
        (cut_off("eve", "service-1"), None),
        (cut_off("bob", "service-2"), None),
        (line("user.login", "T1000I", user="bob", sid="s-1"), None),
        (line("x", "T1", sid="s-1", text="session.upload"), None),
        (b'{"event":"session.upload","sid":"s-1"', None),
        (b'{"event":7,"sid":"s-1"}', None),
        (b'{"event":"client.disconnect","user":["bob"],"server_id":"service-1"}', None),
        (b"", None),
    ],
)
def test_what_a_line_is_to_a_session(told: bytes, neighbour: Neighbour | None) -> None:
    assert neighbour_in(told, BOB) == neighbour


def test_nobody_is_cut_off_in_a_session_whose_user_or_service_is_not_known() -> None:
    assert neighbour_in(cut_off("", ""), Subject("s-1", "", "")) is None
    assert neighbour_in(cut_off("bob", ""), Subject("s-1", "bob", "")) is None


def test_a_forwarder_may_have_wrapped_it() -> None:
    wrapped = orjson.dumps({"@timestamp": T, "message": uploaded("s-1").decode()})
    assert neighbour_in(wrapped, BOB) == Neighbour(NOON, Sort.UPLOADED)
    prefixed = b"2026-11-22T12:00:00Z\tteleport\t" + uploaded("s-1")
    assert neighbour_in(prefixed, BOB) == Neighbour(NOON, Sort.UPLOADED)


@pytest.mark.parametrize("last", [b"", b"\n"])
def test_all_in_a_block_are_found_from_its_end(last: bytes) -> None:
    lines = [
        watched("s-1", "eve"),
        line("session.upload.session.upload", "T1", sid="s-1", more="client.disconnect"),
        uploaded("s-2"),
        uploaded("s-1"),
        line("other", "T2"),
        cut_off("bob", "service-1", "session.upload"),
    ]
    found = neighbours_in(b"\n".join(lines) + last, BOB)
    assert [each.sort for each in found] == [Sort.DISCONNECTED, Sort.UPLOADED, Sort.WATCHED]


@pytest.mark.parametrize(
    ("at", "start", "stop", "within"),
    [
        (0, 0, None, True),
        (-AROUND, 0, None, True),
        (-AROUND - 1, 0, None, False),
        (10**18, 0, None, True),
        (5 * SECOND + AROUND, 0, 5 * SECOND, True),
        (5 * SECOND + AROUND + 1, 0, 5 * SECOND, False),
        (0, None, None, False),
        (None, 0, None, False),
    ],
)
def test_who_was_cut_off_belongs_to_a_session_of_that_time(
    at: int | None, start: int | None, stop: int | None, within: bool
) -> None:
    assert Neighbour(at, Sort.DISCONNECTED, "bob").within(start, stop) is within
    assert Neighbour(at, Sort.WATCHED, "eve").within(start, stop)


def test_they_stand_by_their_times_and_one_that_is_told_again_at_once_is_told_once() -> None:
    lock = [Neighbour(NOON + ago * SECOND, Sort.DISCONNECTED, "bob", "locked") for ago in (3, 0, 1)]
    again = lock[0]._replace(time=NOON + 60 * SECOND)
    eve = Neighbour(NOON + SECOND, Sort.WATCHED, "eve")
    assert in_order([again, *lock, eve]) == [lock[1], eve, again]
