"""Which rows of a feed a filter lets through, and what is read for that."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.examples import event
from tests.readings import NOW
from tui.audit.rfc3339 import SECOND, format_time
from tui.audit.table import SessionTable
from tui.live.feeds import Feeds
from tui.query import Query
from tui.view.narrowing import PART, Letting
from tui.view.search import Sieve

AT = 60 * SECOND


def chunk(at: int, path: str = "f") -> bytes:
    """A chunk of a file, so many minutes before NOW."""
    time = format_time(NOW - at * AT)
    return event("TDP06I", sid="s", time=time, file_path=path, length=10)


class Log:
    """The feeds of some lines, and how many lines were read back."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self.table, self.read = SessionTable(), 0
        self._lines: dict[int, bytes] = {}
        for place, line in enumerate(lines):
            self._lines[place] = line
            self.table.fold(0, place, [line])
        self.feeds = Feeds(self.table, self._line_at)

    def _line_at(self, place: int) -> bytes | None:
        self.read += 1
        return self._lines.get(place)


def kept(log: Log, text: str, *, seconds: float = 0) -> list[int]:
    """The numbers of the rows that a filter lets through, looked at in no time at a time."""
    sieve = Sieve("s", Letting(Query.parse(text, now=NOW), NOW).row)
    while sieve.look(log.feeds, log.feeds.end("s"), seconds):
        continue
    return [sieve[index] for index in range(len(sieve))]


WITHIN = "since=-20m until=-10m"


@pytest.mark.parametrize(
    ("ago", "text", "expected"),
    [
        ((30, 15, 5), WITHIN, [0]),
        ((30, 20, 5), WITHIN, [0]),
        ((30, 10, 5), WITHIN, [0]),
        ((30, 21, 9, 5), WITHIN, []),
        ((30, 29, 28), WITHIN, []),
        ((15, 5), WITHIN, [0]),
        ((30, 15), WITHIN, [0]),
        ((30, 5), WITHIN, []),
        ((5, 15, 5), WITHIN, [0]),
        ((30, 15, 5), f"kind=write {WITHIN}", [0]),
        ((30, 15, 5), f"kind=read {WITHIN}", []),
        ((30, 15, 5), f"path=g or {WITHIN}", [0]),
        ((5, 30, 5), "not since=-20m", [0]),
        ((5, 15, 5), "not since=-10m", [0]),
        ((30, 15, 5), "not (not since=-20m or not until=-10m)", [0]),
        ((30, 12, 5), "not until=-15m not since=-10m", [0]),
        ((30, 15, 10, 5), "not until=-15m not since=-10m", []),
        ((30, 15, 5), "since=11:40 until=11:49", [0]),
        ((30, 15, 5), "since=11:46 until=11:49", []),
    ],
)
def test_a_run_is_let_through_if_one_of_its_events_is(
    ago: tuple[int, ...], text: str, expected: list[int]
) -> None:
    assert kept(Log([chunk(at) for at in ago]), text) == expected


LIMITS = st.sampled_from(["-5m", "-10m", "-15m", "11:40", "11:50", "today", "2026-11-22 11:45"])
WINDOWS = st.recursive(
    st.one_of(
        st.builds("since={}".format, LIMITS),
        st.builds("until={}".format, LIMITS),
        st.sampled_from(["path=f", "kind=write", "failed"]),
    ),
    lambda parts: st.one_of(
        st.builds("not ({})".format, parts),
        st.builds("({}) and ({})".format, parts, parts),
        st.builds("({}) or ({})".format, parts, parts),
    ),
    max_leaves=5,
)


@given(
    st.lists(st.tuples(st.integers(0, 25), st.sampled_from("ffffg")), min_size=1, max_size=25),
    WINDOWS,
)
def test_rows_are_let_through_as_their_events_are_whatever_their_order(
    chunks: list[tuple[int, str]], text: str
) -> None:
    log = Log([chunk(at, path) for at, path in chunks])
    letting = Letting(Query.parse(text, now=NOW), NOW)
    rows = log.feeds.lines("s", 0, 100, log.feeds.end("s"))
    session = log.table.sessions["s"]
    assert kept(log, text) == [
        number
        for number, row in enumerate(rows)
        if any(
            each.event is not None and letting.event(each.event, session)
            for each in log.feeds.events(row, 0, 100)
        )
    ]


def test_a_long_run_is_read_part_by_part() -> None:
    log = Log([chunk(30)] * (3 * PART) + [chunk(15)] + [chunk(5)])
    letting = Letting(Query.parse(WITHIN, now=NOW), NOW)
    [row] = log.feeds.lines("s", 0, 1, log.feeds.end("s"))
    answers, read = [], []
    for _ in range(5):
        before = log.read
        answers.append(letting.row(log.feeds, row))
        read.append(log.read - before)
    assert answers == [None, None, None, True, True]
    assert max(read) <= PART
    assert read[-1] == 0


def test_a_run_whose_file_was_not_moved_within_a_window_is_not_read() -> None:
    log = Log([chunk(30)] * 50 + [chunk(5, "g")])
    assert kept(log, WITHIN) == []
    assert log.read < 10


def test_a_run_is_not_read_if_the_filter_asks_for_no_time() -> None:
    log = Log([chunk(30), chunk(15), chunk(5)])
    [row] = log.feeds.lines("s", 0, 1, log.feeds.end("s"))
    log.read = 0
    letting = Letting(Query.parse("path=g", now=NOW), NOW)
    assert (letting.row(log.feeds, row), log.read) == (False, 0)


def test_a_row_whose_line_is_gone_is_not_let_through() -> None:
    log = Log([chunk(30)])
    [row] = log.feeds.lines("s", 0, 1, log.feeds.end("s"))
    letting = Letting(Query.parse("path=f", now=NOW), NOW)
    assert letting.row(log.feeds, row) is True
    assert letting.row(log.feeds, replace(row, event=None)) is False
