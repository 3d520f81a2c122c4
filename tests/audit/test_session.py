"""A session from its events: what opens it, what closes it, and whose word counts."""

from itertools import permutations

import pytest

from tests.audit.tables import folded, log, only_event, only_session
from tests.contract.examples import T0, T1, T2, event
from tui.audit.rfc3339 import format_time, parse_time
from tui.audit.session import Session
from tui.audit.summary import summarise
from tui.audit.table import SessionTable

ZERO = "0001-01-01T00:00:00Z"


def in_every_order(*lines: bytes) -> list[Session]:
    """The session of these lines, folded in each order; their places stay those of the file."""
    tables = []
    for order in permutations(enumerate(lines)):
        table = SessionTable()
        for place, line in order:
            table.add(only_event(line), place)
        tables.append(table)
    assert all(summarise(table) == summarise(tables[0]) for table in tables)
    return [session for table in tables for session in table.sessions.values()]


def only_value(values: list[object]) -> object:
    """What all of them are."""
    assert all(value == values[0] for value in values)
    return values[0]


def test_the_first_start_by_place_opens_whatever_the_order_of_folding() -> None:
    sessions = in_every_order(
        event("TDP00I", time=T2, user="first"),
        event("TDP00I", time=T0, user="earlier"),
        event("TDP02I", time=T1, user="clip"),
    )
    assert only_value([session.names.user for session in sessions]) == "first"


def test_a_start_that_was_let_in_opens_before_an_earlier_denied_one() -> None:
    sessions = in_every_order(
        event("TDP00W", time=T0, user="refused", error="locked"),
        event("TDP00I", time=T1, user="let in"),
        event("TDP00W", time=T2, user="refused again", error="too late"),
    )
    told = [(session.names.user, session.state, session.error) for session in sessions]
    assert only_value(list(told)) == ("let in", "active", "locked")


def test_the_first_denied_start_opens_where_all_were_denied() -> None:
    sessions = in_every_order(
        event("TDP00W", time=T2, user="first"), event("TDP07W", time=T1, user="second")
    )
    told = [(session.names.user, session.os, session.state) for session in sessions]
    assert only_value(list(told)) == ("first", "windows", "denied")


def test_the_first_end_by_place_closes_whatever_the_order_of_folding() -> None:
    sessions = in_every_order(
        event("TDP01I", time=T2, recorded=False), event("TDP08I", time=T1, recorded=True)
    )
    told = [(session.stop, session.recorded, session.os) for session in sessions]
    assert only_value(list(told)) == (parse_time(T2), False, "windows")


def test_a_file_given_first_comes_first_though_its_events_are_later() -> None:
    files = [log(event("TDP01I", time=T2)), log(event("TDP01I", time=T1))]
    assert [session.stop for session in folded(*files).sessions.values()] == [parse_time(T2)]
    assert [session.stop for session in folded(*files[::-1]).sessions.values()] == [parse_time(T1)]


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([event("TDP00I")], "active"),
        ([event("TDP02I")], "active"),
        ([event("TDP00W")], "denied"),
        ([event("TDP00W"), event("TDP00I")], "active"),
        ([event("TDP00I"), event("TDP00W")], "active"),
        ([event("TDP00W"), event("TDP05W", success=False)], "denied"),
        ([event("TDP00I"), event("TDP01I")], "ended"),
        ([event("TDP00W"), event("TDP01I")], "ended"),
        ([event("TDP08I")], "ended"),
        ([event("TDP01I"), event("TDP00I")], "ended"),
        ([event("TDP08I"), event("TDP05I", time=T2)], "ended"),
    ],
)
def test_state(lines: list[bytes], state: str) -> None:
    assert only_session(*lines).state == state


@pytest.mark.parametrize(
    ("start", "end", "name", "recovered"),
    [
        (None, "WIN (recovered)", "WIN", True),
        ("WIN", "OTHER (recovered)", "WIN", True),
        ("WIN (recovered)", "WIN", "WIN", False),
        (None, "WIN (recovered) (recovered)", "WIN (recovered)", True),
        (None, "WIN(recovered)", "WIN(recovered)", False),
        (None, " (recovered)", "", True),
        (None, None, "", False),
    ],
)
def test_an_end_written_after_a_crash_marks_the_session_and_not_the_desktops_name(
    start: str | None, end: str | None, name: str, recovered: bool
) -> None:
    session = only_session(event("TDP00I", desktop_name=start), event("TDP01I", desktop_name=end))
    assert (session.names.desktop_name, session.recovered) == (name, recovered)


@pytest.mark.parametrize("field", ["user", "desktop_addr", "windows_domain", "cluster_name"])
def test_a_name_is_the_openings_else_the_closings_else_the_first_that_any_event_tells(
    field: str,
) -> None:
    early, late, end = (
        event(code, **{field: text})
        for code, text in (("TDP02I", "early"), ("TDP03I", "late"), ("TDP01I", "end"))
    )
    told = [
        getattr(only_session(*lines).names, field)
        for lines in (
            (early, end, event("TDP00I", **{field: "start"})),
            (early, end, event("TDP00I", **{field: ""})),
            (early, late, event("TDP01I", **{field: 7})),
            (event("TDP02I"),),
        )
    ]
    assert told == ["start", "end", "early", ""]


def test_each_name_is_told_by_the_first_event_in_the_file_that_has_it() -> None:
    sessions = in_every_order(
        event("TDP02I", user="alice"),
        event("TDP02I", user="bob", cluster_name="root"),
        event("TDP02I", user="carol", cluster_name="leaf", desktop_name="WIN-1"),
    )
    told = [(s.names.user, s.names.cluster_name, s.names.desktop_name) for s in sessions]
    assert only_value(list(told)) == ("alice", "root", "WIN-1")


def test_only_events_that_were_the_first_to_tell_a_name_are_remembered() -> None:
    lines = [event("TDP02I", user="alice") for _ in range(50)]
    session = only_session(*lines, event("TDP02I", user="alice", desktop_name="WIN-1"), *lines)
    assert [sighting.names.desktop_name for sighting in session.sightings] == ["", "WIN-1"]


@pytest.mark.parametrize(
    ("lines", "login"),
    [
        ([event("TDP01I", login="end"), event("TDP00I", windows_user="start")], "start"),
        ([event("TDP00I", login=""), event("TDP08I", linux_user="root")], "root"),
        ([event("TDP00I"), event("TDP02I", login="clip")], ""),
    ],
)
def test_login_is_the_openings_else_the_closings(lines: list[bytes], login: str) -> None:
    assert only_session(*lines).login == login


@pytest.mark.parametrize(
    ("lines", "system"),
    [
        ([event("TDP07I"), event("TDP01I")], "linux"),
        ([event("TDP01I")], "windows"),
        ([event("TDP02I")], ""),
    ],
)
def test_os_is_the_openings_else_the_closings(lines: list[bytes], system: str) -> None:
    assert only_session(*lines).os == system


@pytest.mark.parametrize(
    ("lines", "start", "stop"),
    [
        ([event("TDP00I", time=T0)], T0, None),
        ([event("TDP00I", time=T0), event("TDP01I", time=T2, session_start=T1)], T0, T2),
        ([event("TDP00I", time="soon"), event("TDP01I", session_start=T1)], T1, None),
        ([event("TDP01I", time=T2, session_start=T0, session_stop=T1)], T0, T1),
        ([event("TDP01I", time=T2, session_start=ZERO, session_stop=ZERO)], None, T2),
        ([event("TDP02I", time=T1)], None, None),
    ],
)
def test_start_and_stop_have_a_second_source(
    lines: list[bytes], start: str | None, stop: str | None
) -> None:
    session = only_session(*lines)
    assert [
        None if time is None else format_time(time) for time in (session.start, session.stop)
    ] == [
        start,
        stop,
    ]


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ([event("TDP00W", error=""), event("TDP00W", error="locked")], "locked"),
        ([event("TDP00W", error="locked"), event("TDP00W", error="later")], "locked"),
        ([event("TDP00I", error="of a start that went well")], ""),
        ([event("TDP04W", error="of a share", success=False)], ""),
        ([event("TDP00W", error=["no string"])], ""),
    ],
)
def test_error_is_the_first_reason_that_a_denied_start_gives(
    lines: list[bytes], error: str
) -> None:
    assert only_session(*lines).error == error


@pytest.mark.parametrize(
    ("told", "recorded"), [(True, True), (False, False), ("true", None), (None, None)]
)
def test_recorded_is_a_bool_or_not_known(told: object, recorded: bool | None) -> None:
    assert only_session(event("TDP01I", recorded=told)).recorded is recorded


def test_a_session_was_seen_from_its_smallest_to_its_largest_time() -> None:
    seen = only_session(*(event("TDP02I", time=time) for time in (T1, None, T2, T0, "soon"))).seen
    assert (seen.first, seen.last) == (parse_time(T0), parse_time(T2))


def test_sessions_are_kept_apart_by_their_sid_to_the_letter() -> None:
    sids = ["s", "S", " s", "s\u0000", "s\u017f"]
    assert list(folded(log(*(event("TDP02I", sid=sid) for sid in sids))).sessions) == sids


def test_a_copy_does_not_take_what_its_session_tells_later() -> None:
    session = Session("s")
    session.tell_error("no room")
    session.share("work")
    copy = session.copied()
    session.tell_error("no way")
    session.share("home")
    assert (copy.errors, copy.shared) == ({"no room"}, {"work"})


def test_what_another_part_tells_once_more_takes_no_set_of_its_own() -> None:
    kept = frozenset({"no room"})
    session, other = Session("s"), Session("s", errors=kept)
    session.merge(other)
    session.merge(Session("s", errors={"no room"}))
    assert session.errors is kept
