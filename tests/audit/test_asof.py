"""A table as of some ends says what the files say that are cut there, number for number."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.strategies import logs
from tui.audit import table as tables
from tui.audit.asof import table_as_of
from tui.audit.place import offset_of, place_of, source_of
from tui.audit.stretch import Row
from tui.audit.summary import summarise
from tui.audit.table import SessionTable

FRAGMENT = b'{"code":"TD'
BROKEN = b'{"code":"TDP06I"'
OTHER = b'{"event":"user.login","code":"T1000I"}'
ACROSS = 3
"""Events from which on a piece of the past counts as long here."""


def line(sid: str, code: str, path: str = "", time: int = 0, user: str = "") -> bytes:
    """An event of a session, or of nobody."""
    fields = {"ei": 0, "code": code, "sid": sid, "length": 1 + time, "file_path": path}
    told = {"time": f"2026-03-04T12:00:{time:02}Z", "user": user, "error": user}
    return orjson.dumps({**fields, **told, "success": not code.endswith("W")})


EVENTS = st.builds(
    line,
    st.sampled_from(["a", "a", "b", ""]),
    st.sampled_from(["TDP06I", "TDP06I", "TDP06I", "TDP06W", "TDP02I", "TDP00I", "TDP01I"]),
    st.sampled_from(["x", "y"]),
    st.integers(0, 59),
    st.sampled_from(["", "alice", "bob"]),
)
LINES = EVENTS | EVENTS.map(FRAGMENT.__add__) | st.sampled_from([BROKEN, OTHER, b""])
FILES = st.lists(st.lists(LINES, max_size=24), min_size=1, max_size=3)


class Log:
    """Files as lists of lines, each with its place; read back by place."""

    def __init__(self, files: Sequence[Sequence[bytes]]) -> None:
        self.lines: list[list[tuple[int, bytes]]] = []
        for number, lines in enumerate(files):
            offset = 0
            self.lines.append([])
            for each in lines:
                self.lines[-1].append((place_of(number, offset), each))
                offset += len(each) + 1

    def read(self, places: Sequence[int]) -> Iterator[tuple[Sequence[int], Sequence[bytes]]]:
        """The lines at places of one file, some at a time."""
        known = dict(self.lines[source_of(places[0])])
        for at in range(0, len(places), 5):
            part = places[at : at + 5]
            yield part, [known[place] for place in part]

    def ends(self, cuts: Sequence[int]) -> dict[int, int]:
        """Each file ends before so many lines, if it has so many."""
        every = zip(self.lines, cuts, strict=False)
        return {
            number: lines[cut][0] for number, (lines, cut) in enumerate(every) if cut < len(lines)
        }

    def before(self, ends: dict[int, int]) -> list[list[tuple[int, bytes]]]:
        """The files cut at these ends."""
        beyond = 1 << 63
        return [
            [known for known in lines if known[0] < ends.get(number, beyond)]
            for number, lines in enumerate(self.lines)
        ]


def folded(lines: Iterable[tuple[int, bytes]], table: SessionTable | None = None) -> SessionTable:
    """The table of lines, each at its place."""
    table = SessionTable() if table is None else table
    for place, each in lines:
        table.fold(source_of(place), offset_of(place), [each])
    return table


def whole(files: Iterable[Iterable[tuple[int, bytes]]]) -> SessionTable:
    """The table of files that are read one after the other."""
    table = SessionTable()
    for lines in files:
        folded(lines, table)
    return table


def told(table: SessionTable) -> dict[str, Any]:
    """All that is said of it, but for lines that are no desktop events."""
    said = summarise(table, transfers=True)
    del said["other_events"], said["lines"]
    return {
        **said,
        "outcomes": {sid: (s.outcomes, s.errors, s.shared) for sid, s in table.sessions.items()},
    }


def feeds(table: SessionTable) -> dict[str, list[Row]]:
    """The rows of all sessions' feeds."""
    return {
        sid: session.feed.rows(0, 10**6, session.feed.end)
        for sid, session in table.sessions.items()
    }


def rows(table: SessionTable) -> list[int]:
    return [table.chronicle[index] for index in range(len(table.chronicle))]


def problems(table: SessionTable) -> list[int]:
    """The places of rows at which something went wrong, from the first to the last."""
    found: dict[int, None] = {}  # a fragment and the event that is glued to it are of one place
    at = table.chronicle.problem(-1, 1)
    while at is not None:
        found[table.chronicle[at]] = None
        at = table.chronicle.problem(at, 1)
    return list(found)


CUTS = st.lists(st.integers(0, 24), min_size=3, max_size=3)


@given(FILES, CUTS)
def test_it_says_what_the_files_say_that_are_cut_there(
    files: list[list[bytes]], cuts: list[int]
) -> None:
    log = Log(files)
    ends = log.ends(cuts)
    cut = whole(log.before(ends))
    before = table_as_of(whole(log.lines), ends, log.read)
    assert told(before.table) == told(cut)
    assert (feeds(before.table), before.gone) == (feeds(cut), 0)
    assert (rows(before.table), problems(before.table)) == (rows(cut), problems(cut))


@given(FILES, CUTS, st.lists(st.integers(0, 24), max_size=5), st.integers(), st.integers(0, 24))
def test_it_does_so_also_of_a_past_that_was_read_in_pieces_and_of_what_arrived_since(
    files: list[list[bytes]], cuts: list[int], bounds: list[int], seed: int, arriving: int
) -> None:
    log, chance = Log(files), random.Random(seed)

    def read(files: Sequence[Sequence[tuple[int, bytes]]]) -> SessionTable:
        pieces, arrived = [], []
        for lines, known in zip(files, log.lines, strict=True):
            past = known[: max(0, len(known) - arriving)]
            past = past[: len(lines)]
            parts = [0, *sorted(min(bound, len(past)) for bound in bounds), len(past)]
            pieces += [folded(past[begin:end]) for begin, end in pairwise(parts)]
            arrived.append(lines[len(past) :])
        chance.shuffle(pieces)
        table = SessionTable()
        for piece in pieces:
            table.merge(piece, past=True)
        return folded([known for lines in arrived for known in lines], table)

    ends = log.ends(cuts)
    with patch.object(tables, "LONG", ACROSS), patch.object(tables, "TRANSFERS", 1):
        cut, table = read(log.before(ends)), read(log.lines)
    before = table_as_of(table, ends, log.read)
    assert told(before.table) == told(cut)
    assert feeds(before.table) == feeds(cut)
    assert sorted(rows(before.table)) == sorted(rows(cut))
    assert set(problems(before.table)) == set(problems(cut))


@given(FILES, CUTS, st.randoms(use_true_random=False))
def test_it_does_so_also_of_sources_that_were_written_to_in_turns(
    files: list[list[bytes]], cuts: list[int], chance: random.Random
) -> None:
    log = Log(files)
    turns = [number for number, lines in enumerate(log.lines) for _ in lines]
    chance.shuffle(turns)
    waiting = [iter(lines) for lines in log.lines]
    table = folded([next(waiting[number]) for number in turns])
    ends = log.ends(cuts)
    before = table_as_of(table, ends, log.read)
    assert told(before.table) == told(whole(log.before(ends)))
    starts = [row.first for found in feeds(before.table).values() for row in found]
    others = before.table.unattributed_events + before.table.malformed_lines
    assert (len(rows(before.table)), set(starts) - set(rows(before.table))) == (
        len(starts) + others,
        set(),
    )


@given(logs(), st.integers(0, 1 << 12))
def test_it_does_so_of_logs_as_nobody_wants_them(content: bytes, cut: int) -> None:
    log = Log([content.split(b"\n")])
    ends = log.ends([cut % (len(log.lines[0]) + 1)])
    before = table_as_of(whole(log.lines), ends, log.read)
    assert told(before.table) == told(whole(log.before(ends)))


def test_a_session_before_the_end_is_the_same_one_and_one_behind_it_is_not_there() -> None:
    log = Log(
        [[line("a", "TDP00I"), line("b", "TDP00I"), line("b", "TDP02I"), line("c", "TDP00I")]]
    )
    table = whole(log.lines)
    before = table_as_of(table, log.ends([2]), log.read).table
    assert (before.sessions["a"] is table.sessions["a"], sorted(before.sessions)) == (
        True,
        ["a", "b"],
    )
    assert (before.sessions["b"].events, table.sessions["b"].events) == (1, 2)


def test_of_a_long_session_what_its_parts_tell_is_not_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "LONG", 100)
    log = Log([[line("a", "TDP06I", "x", time=at % 60) for at in range(1000)]])
    [lines] = log.lines
    table = SessionTable()
    for begin in range(900, -1, -100):
        table.merge(folded(lines[begin : begin + 100]), past=True)
    asked: list[int] = []

    def read(places: Sequence[int]) -> Iterator[tuple[Sequence[int], Sequence[bytes]]]:
        asked.extend(places)
        return log.read(places)

    before = table_as_of(table, log.ends([950]), read).table
    assert (before.sessions["a"].events, len(asked)) == (950, 50)
    assert told(before) == told(folded(lines[:950]))


def test_what_cannot_be_read_back_is_counted_as_gone() -> None:
    log = Log([[line("a", "TDP00I"), line("a", "TDP02I"), line("a", "TDP02I")]])
    before = table_as_of(whole(log.lines), log.ends([2]), lambda _: ())
    assert (before.gone, before.table.desktop_events) == (2, 0)
