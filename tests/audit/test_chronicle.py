"""The rows of all sessions in one order: those of each session's feed, whatever was cut where."""

import random
from collections.abc import Sequence
from itertools import pairwise

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.audit import chronicle
from tui.audit.table import SessionTable

BROKEN = b'{"code":"TDP06I"'
FRAGMENT = b'{"code":"TD' + b'{"ei":0,"code":"TDP02I","sid":"a","length":1}'


def line(sid: str, code: str, path: str = "") -> bytes:
    """An event of a session."""
    fields = {"ei": 0, "code": code, "sid": sid, "length": 1, "file_path": path}
    return orjson.dumps({**fields, "success": not code.endswith("W")})


LINES = st.lists(
    st.builds(
        line,
        st.sampled_from(["a", "b", ""]),
        st.sampled_from(["TDP06I", "TDP06I", "TDP06W", "TDP02I"]),
        st.sampled_from(["x", "y"]),
    )
    | st.sampled_from([BROKEN, FRAGMENT, b'{"code":"TD' + line("a", "TDP06I", "x")]),
    max_size=40,
)


def read(table: SessionTable, offset: int, lines: Sequence[bytes]) -> int:
    """Fold lines at an offset; returns the one behind them."""
    table.fold(0, offset, lines)
    return offset + sum(len(line) + 1 for line in lines)


def whole(lines: Sequence[bytes]) -> SessionTable:
    """The table of lines that arrived one after the other."""
    table = SessionTable()
    read(table, 0, lines)
    return table


def rows(table: SessionTable) -> list[int]:
    """The places of all rows, in their order."""
    return [table.chronicle[index] for index in range(len(table.chronicle))]


def rows_of_feeds(table: SessionTable) -> list[int]:
    """The places at which the rows of the sessions' feeds begin, in order."""
    return sorted(
        row.first
        for session in table.sessions.values()
        for row in session.feed.rows(0, 10**6, session.feed.end)
    )


X, Y = line("a", "TDP06I", "x"), line("a", "TDP06I", "y")


@given(LINES, st.lists(st.integers(0, 40), max_size=5), st.integers(), st.integers(0, 3))
@example([X, X, Y, X], [1, 3], 1, 0)
@example([X, X, Y, X], [1, 3], 2, 0)
@example([X, X, Y, X], [1, 3], 3, 0)
@example([X, X, Y, X], [1, 3], 5, 0)
def test_rows_are_those_of_the_feeds_however_the_past_was_cut_up_and_laid(
    lines: list[bytes], cuts: list[int], seed: int, arriving: int
) -> None:
    bounds = [0, *sorted(min(cut, len(lines)) for cut in cuts), len(lines)]
    parts = [lines[begin:end] for begin, end in pairwise(bounds)]
    offset, pieces = 0, []
    for part in parts:
        table = SessionTable()
        offset = read(table, offset, part)
        pieces.append(table)
    arrived = pieces[len(pieces) - arriving :] if arriving else []
    past = pieces[: len(pieces) - len(arrived)]
    random.Random(seed).shuffle(past)
    merged = SessionTable()
    for piece in past:
        merged.merge(piece, past=True)
    for piece in arrived:
        merged.merge(piece)
    attributed = set(rows_of_feeds(merged))
    places = rows(merged)
    assert [place for place in dict.fromkeys(places) if place in attributed] == sorted(attributed)
    assert len(places) - len(rows_of_feeds(merged)) == (
        merged.unattributed_events + merged.malformed_lines
    )
    assert stepped(merged, -1, 1) == stepped(merged, len(places), -1)[::-1]


@given(LINES)
def test_lines_of_nobody_and_malformed_ones_are_rows_of_their_own(lines: list[bytes]) -> None:
    table = whole(lines)
    others = len(rows(table)) - len(rows_of_feeds(table))
    assert others == table.unattributed_events + table.malformed_lines


@given(LINES)
def test_a_row_is_found_by_its_place(lines: list[bytes]) -> None:
    table = whole(lines)
    found = [
        index
        for index, place in enumerate(rows(table))
        if not table.chronicle.is_fragment(index) and table.chronicle.index(place) != index
    ]
    assert found == []


def test_no_row_begins_within_a_run() -> None:
    lines = [line("a", "TDP06I", "x"), line("a", "TDP06I", "x")]
    assert whole(lines).chronicle.index(len(lines[0]) + 1) is None


def stepped(table: SessionTable, index: int, step: int) -> list[int]:
    """The rows that one comes to, from one problem to the next."""
    found = []
    while (problem := table.chronicle.problem(index, step)) is not None:
        found.append(problem)
        index = problem
    return found


@pytest.mark.parametrize("past", [0, 1, 3, 6])
def test_from_problem_to_problem_forwards_and_backwards(past: int) -> None:
    lines = [
        line("a", "TDP02I"),
        line("a", "TDP06W", "x"),
        line("a", "TDP06W", "x"),
        line("a", "TDP02I"),
        BROKEN,
        line("b", "TDP05W", "y"),
        line("a", "TDP02I"),
    ]
    before = whole(lines[:past])
    table = SessionTable()
    table.merge(before, past=True)
    read(table, sum(len(line) + 1 for line in lines[:past]), lines[past:])
    count = len(table.chronicle)
    forwards = stepped(table, -1, 1)
    assert (forwards, stepped(table, count, -1)) == (forwards, forwards[::-1])
    places = [table.chronicle[index] for index in forwards]
    assert len(places) == len(set(places)) >= 3


def test_a_file_that_is_no_log_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronicle, "MOST_MALFORMED", 3)
    table = whole([BROKEN] * 10)
    assert (len(table.chronicle), table.malformed_lines) == (3, 10)


@given(LINES, st.integers(0, 39), st.integers(1, 10))
def test_the_events_of_a_run_are_found_from_its_first_place(
    lines: list[bytes], skip: int, count: int
) -> None:
    for session in whole(lines).sessions.values():
        feed = session.feed
        every = [place for stretch in feed.stretches for place in stretch.places]
        assert feed.places_from(every[0], skip, count) == every[skip : skip + count]


@given(LINES)
def test_each_event_is_found_in_its_row(lines: list[bytes]) -> None:
    for session in whole(lines).sessions.values():
        feed = session.feed
        for number, row in enumerate(feed.rows(0, 10**6, feed.end)):
            places = feed.places_from(row.first, 0, row.events)
            assert [feed.find(place) for place in places] == [number] * row.events
