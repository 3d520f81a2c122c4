"""The report: a table as text to read."""

import pytest
from rich.cells import cell_len

from tests.audit.tables import folded, log
from tests.contract.examples import DENIED, READ, SENT, SHARED, STARTED, T0, T1, WRITTEN, event
from tui.printing.report import WIDEST, report

HOSTILE = "\x1b[31mred\u202e\n"


def told(*lines: bytes | str, transfers: bool = False, colour: bool = False) -> list[str]:
    """The lines of a report on a log of these lines."""
    return report(folded(log(*lines)), transfers=transfers, colour=colour).split("\n")


def test_nothing_read() -> None:
    assert told() == [
        "Lines      0: 0 desktop events, 0 other, 0 malformed",
        "Sessions   0: 0 active, 0 ended, 0 denied",
        "",
        "           IN → DESKTOP   DESKTOP → OUT",
        "Clipboard  0 events, 0    0 events, 0",
        "Files      0 events, 0    0 events, 0",
        "All        0              0",
        "Shares     0",
    ]


def test_a_session_from_its_start_to_its_end() -> None:
    known: dict[str, object] = {"user": "alice", "desktop_name": "WIN-1", "login": "admin"}
    lines = [
        event("TDP00I", time=T0, **known, **{"addr.local": "203.0.113.7:5100"}),
        event("TDP02I", length=4),
        event("TDP06I", length=2048),
        event("TDP06W", success=False),
        event("TDP01I", time=T1),
    ]
    header, session = told(*lines)[-2:]
    assert header == (
        "STATE  USER   DESKTOP  AS     CLIENT            START (UTC)          FOR  IN   OUT"
        "  FAILED  EVENTS"
    )
    assert session == (
        "ended  alice  WIN-1    admin  203.0.113.7:5100  2024-05-01 10:00:00   1s   4  2.0K"
        "       1       5"
    )


def test_what_is_not_known_is_a_dash() -> None:
    assert told(event("TDP02I"))[-1].split() == ["active", *"------", "0", "0", "0", "1"]


def test_the_overview_counts_lines_and_sessions() -> None:
    lines: list[bytes | str] = [
        STARTED,
        SENT,
        event("TDP00W", sid="d"),
        event("TDP01I", sid="e"),
        "{}",
        "{",
    ]
    assert told(*lines, event("TDP02I", sid=""))[:4] == [
        "Lines      7: 5 desktop events, 1 other, 1 malformed",
        "Time       2022-02-16 16:43:30 to 2022-02-16 16:43:40 UTC",
        "Sessions   3: 1 active, 1 ended, 1 denied",
        "Nobody's   1 event without a session",
    ]


def test_what_moved_stands_by_way_and_direction() -> None:
    lines: list[bytes | str] = [SENT, READ, WRITTEN, SHARED, event("TDP04W", success=False)]
    lines += [event("TDP06W", length=9, success=success) for success in (True, False)]
    assert told(*lines)[4:9] == [
        "           IN → DESKTOP   DESKTOP → OUT",
        "Clipboard  1 event, 4     0 events, 0",
        "Files      1 event, 734   3 events, 743, 1 failed, 1 incomplete",
        "All        738            743",
        "Shares     2, 1 failed",
    ]


def test_transfers_stand_under_their_session_when_asked_for() -> None:
    where: dict[str, object] = {"directory_name": "d", "file_path": "p.txt", "length": 2048}
    lines = [event("TDP06I", **where), event("TDP06W", **where, success=False)]
    assert told(*lines, transfers=True)[-1] == "    out   2.0K  d/p.txt  2 operations, 1 failed"
    assert len(told(*lines, transfers=True)) == len(told(*lines)) + 1


def test_sessions_stand_in_the_order_of_their_first_event() -> None:
    lines = [event("TDP02I", sid=sid, user=sid, time=time) for sid, time in (("b", T1), ("a", T0))]
    assert [line.split()[1] for line in told(*lines)[-2:]] == ["a", "b"]


@pytest.mark.parametrize("colour", [False, True])
def test_colour_is_only_there_when_asked_for(colour: bool) -> None:
    *_, header, session = told(DENIED, colour=colour)
    assert header.startswith("\x1b[1mSTATE" if colour else "STATE")
    assert session.startswith("\x1b[31mdenied" if colour else "denied")
    assert ("\x1b" in "".join((header, session))) is colour


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    fields = ("user", "desktop_name", "login", "addr.local", "directory_name", "file_path")
    lines = told(event("TDP00I", **dict.fromkeys(fields, HOSTILE)), WRITTEN, transfers=True)
    lines += told(event("TDP06I", **dict.fromkeys(fields, HOSTILE)), transfers=True)
    assert all(line.isprintable() for line in lines)
    assert sum("␛[31mred‹202E›␊" in line for line in lines) == 3


def test_a_long_name_is_cut_and_leaves_room_for_the_others() -> None:
    *_, header, session = told(event("TDP00I", user="漢" * 20_000, desktop_name="WIN-1"))
    assert "…" in session
    assert cell_len(session[: session.index("WIN-1")]) == header.index("DESKTOP")
    assert cell_len(session) < 2 * WIDEST + 60


def test_columns_line_up_whatever_the_names() -> None:
    users = ["alice", "漢字", "e\u0301\u0302\u0303", "\x1b", ""]
    lines = [event("TDP02I", sid=f"s{n}", user=user) for n, user in enumerate(users)]
    assert len({cell_len(line) for line in told(*lines)[-len(users) :]}) == 1
