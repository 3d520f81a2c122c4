"""What a feed shows, of one session or of all, and how to get from one row to others."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.readings import NOW, Reading, chunk, end, having_read, out, start, write
from tui.audit.rates import ALL
from tui.live.feeds import Feeds
from tui.picture.picture import FeedLine


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log that is there, and empty."""
    path = tmp_path / "events.log"
    path.touch()
    return path


@contextmanager
def feeds_of(log: Path, *lines: bytes) -> Iterator[Feeds]:
    """The feeds of a log with these lines, each of one desktop event at the least."""
    with having_read(log, *lines) as running, running.monitor.feeds() as feeds:
        yield feeds


def told(feeds: Feeds, sid: str = ALL) -> list[tuple[str, int]]:
    """Of each row of a feed whose it is, and of how many events."""
    return [(line.sid, line.row.events) for line in every(feeds, sid)]


def every(feeds: Feeds, sid: str = ALL) -> list[FeedLine]:
    """All rows of a feed."""
    return feeds.lines(sid, 0, 1000, feeds.end(sid))


def test_a_file_is_one_row_however_many_sessions_write_meanwhile(log: Path) -> None:
    copies = [chunk(sid, number) for number in range(5) for sid in ("a", "b")]
    with feeds_of(log, *copies) as feeds:
        assert told(feeds) == [("a", 5), ("b", 5)]


def test_rows_of_all_stand_in_the_order_in_which_they_began(log: Path) -> None:
    lines = start("a"), start("b"), out("a", 1), end("b"), out("a", 2)
    with feeds_of(log, *lines) as feeds:
        assert [sid for sid, _ in told(feeds)] == ["a", "b", "a", "b", "a"]


def test_a_row_says_whose_it_is_and_where(log: Path) -> None:
    with (
        having_read(log, start("a", user="mallory", desktop_name="HR-07"), out("a", 1)) as running,
        running.monitor.feeds() as feeds,
    ):
        said = {(line.user, line.desktop, line.start) for line in every(feeds)}
    assert said == {("mallory", "HR-07", NOW)}


def test_only_a_sessions_last_row_may_grow(log: Path) -> None:
    lines = out("a", 1), out("b", 1), out("a", 2)
    with feeds_of(log, *lines) as feeds:
        assert [line.last for line in every(feeds)] == [False, True, True]
        assert [line.last for line in every(feeds, "a")] == [False, True]


def test_what_is_malformed_is_a_row_of_all_but_of_no_session(log: Path) -> None:
    broken = b'{"code":"TDP02I"'
    with having_read(log, start("a")) as running:
        write(log, broken, out("a", 1))
        running.wait(2)
        with running.monitor.feeds() as feeds:
            malformed = [line.malformed for line in every(feeds)]
            assert (malformed, len(every(feeds, "a"))) == ([None, broken, None], 2)


def test_a_fragment_and_the_event_glued_to_it_are_two_rows(log: Path) -> None:
    with feeds_of(log, b'{"code":"TD' + out("a", 1)) as feeds:
        fragment, event = every(feeds)
    assert fragment.malformed is not None
    assert (event.sid, event.event is not None) == ("a", True)


def test_an_event_of_nobody_is_a_row_of_all(log: Path) -> None:
    with feeds_of(log, out("", 3)) as feeds:
        [line] = every(feeds)
    assert line.event is not None
    assert (line.sid, line.event.length) == ("", 3)


def test_the_events_of_a_run_can_be_had_one_by_one(log: Path) -> None:
    with feeds_of(log, *[chunk("a", number) for number in range(9)]) as feeds:
        [run] = every(feeds)
        events = feeds.events(run, 3, 4)
    assert [line.event.offset for line in events if line.event] == [30, 40, 50, 60]


def test_no_more_events_than_a_run_has(log: Path) -> None:
    with feeds_of(log, chunk("a", 0), chunk("a", 1), out("a", 1)) as feeds:
        assert len(feeds.events(every(feeds)[0], 1, 100)) == 1


def failed(sid: str) -> bytes:
    """A read that failed."""
    return (
        chunk(sid, 0).replace(b"TDP06I", b"TDP06W").replace(b'"success":true', b'"success":false')
    )


PROBLEMS = (
    start("a"),
    failed("a"),
    start("b"),
    out("a", 1),
    failed("b"),
    out("b", 2),
    failed("a"),
)


def stepped(feeds: Feeds, sid: str, index: int, step: int) -> list[int]:
    """The rows that one comes to, from one problem to the next."""
    found = []
    while (row := feeds.problem(sid, index, step)) is not None:
        found.append(row)
        index = row
    return found


@pytest.mark.parametrize(("sid", "rows"), [(ALL, [1, 4, 6]), ("a", [1, 3]), ("b", [1])])
def test_from_problem_to_problem(log: Path, sid: str, rows: list[int]) -> None:
    with feeds_of(log, *PROBLEMS) as feeds:
        assert stepped(feeds, sid, -1, 1) == rows
        assert stepped(feeds, sid, feeds.end(sid).rows, -1) == rows[::-1]


def test_among_all_rows_to_those_of_the_same_session(log: Path) -> None:
    with feeds_of(log, *PROBLEMS) as feeds:
        forwards = [feeds.of_same_session(index, 1) for index in (0, 1, 3, 6)]
        backwards = [feeds.of_same_session(index, -1) for index in (0, 4, 6)]
    assert (forwards, backwards) == ([1, 3, 6, None], [None, 2, 3])


def at(seconds: int) -> bytes:
    """An event so many seconds after the test's moment."""
    return out("a", seconds).replace(b"12:00:00", f"12:00:{seconds:02}".encode())


@pytest.mark.parametrize(
    ("seconds", "row"), [(-5, 0), (0, 0), (1, 1), (3, 1), (4, 2), (10, 3), (50, 3)]
)
def test_a_time_is_found_by_halving(log: Path, seconds: int, row: int) -> None:
    lines = [at(0), at(3), at(7), at(10)]
    with feeds_of(log, *lines) as feeds:
        assert feeds.at("a", NOW + seconds * 10**9) == row


def test_a_row_without_a_time_is_passed_over(log: Path) -> None:
    timeless = at(5).replace(b'"time"', b'"emit"')
    with feeds_of(log, at(0), timeless, at(9)) as feeds:
        assert feeds.at(ALL, NOW + 8 * 10**9) in (1, 2)


def test_of_a_session_that_is_not_there_there_is_nothing(log: Path) -> None:
    with Reading(log) as running, running.monitor.feeds() as feeds:
        assert (every(feeds, "x"), feeds.problem("x", 0, 1), feeds.at("x", NOW)) == ([], None, 0)
