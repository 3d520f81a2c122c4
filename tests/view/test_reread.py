"""What is read once more from the log: a session's timeline, and its neighbours."""

import os
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from tests.audit.test_neighbours import cut_off, uploaded, watched
from tests.readings import NOW, Reading, chunk, end, having_read, out, start, write
from tui.audit.neighbours import Sort
from tui.audit.timeline import Part
from tui.view.reread import (
    AT_ONCE,
    SEARCHED,
    NeighbourSearch,
    Rereading,
    TimelineReading,
    neighbours_of,
)

SERVICE = "service-1"


def times_open(log: Path) -> int:
    """How often a file is open in this process, whatever others open meanwhile."""
    return sum(os.path.realpath(each) == str(log) for each in Path("/proc/self/fd").iterdir())


def whole(reading: Rereading) -> int:
    """Read all that there is; in how many parts."""
    return sum(1 for _ in reading.look())


def moved(timeline: TimelineReading) -> Part:
    """All that it holds."""
    [part] = timeline.over(NOW, NOW, 1)
    return part


def search(reading: Reading, sid: str = "s") -> NeighbourSearch:
    """A search for a session's neighbours."""
    view = reading.monitor.session(sid)
    assert view is not None
    with reading.monitor.feeds() as feeds:
        boundaries = feeds.boundaries(sid)
    return neighbours_of(reading.monitor, view, *boundaries)


def sorts(found: NeighbourSearch) -> list[Sort]:
    """What was found, in the order of finding."""
    return [each.sort for each in found.found]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "events.log"


@pytest.fixture
def opening() -> bytes:
    return start("s", user="bob", windows_desktop_service=SERVICE)


def test_a_timeline_is_read_in_parts_and_goes_on_with_what_came(log: Path) -> None:
    lines = [chunk("s", number) for number in range(2 * AT_ONCE)]
    with having_read(log, start("s"), *lines, out("other", 99)) as reading:
        timeline = TimelineReading(reading.monitor, "s")
        assert timeline.behind
        assert whole(timeline) == 3
        assert (moved(timeline), timeline.share, timeline.behind) == (
            Part(0, 10 * len(lines)),
            1.0,
            False,
        )
        write(log, out("s", 5))
        reading.wait(len(lines) + 3)
        assert timeline.behind
        assert whole(timeline) == 1
        assert moved(timeline) == Part(0, 10 * len(lines) + 5)


def test_a_timeline_counts_only_its_session_where_two_events_share_a_line(log: Path) -> None:
    long_ = orjson.loads(out("s", 7)) | {"more": "x" * 100_000}
    with having_read(log, start("s"), orjson.dumps(long_), out("s", 1)) as reading:
        timeline = TimelineReading(reading.monitor, "s")
        whole(timeline)
        assert moved(timeline) == Part(0, 8)


def test_a_timeline_leaves_out_what_a_truncated_file_held(log: Path) -> None:
    with having_read(log, start("s"), *[out("s", 5)] * 9) as reading:
        log.write_bytes(out("s", 1) + b"\n")
        reading.wait(11)
        timeline = TimelineReading(reading.monitor, "s")
        whole(timeline)
        assert (moved(timeline), timeline.behind) == (Part(0, 1), False)


def test_of_a_session_that_is_not_known_there_is_no_timeline(log: Path) -> None:
    with having_read(log, start("s")) as reading:
        timeline = TimelineReading(reading.monitor, "x")
        assert (whole(timeline), timeline.behind) == (0, False)


def test_neighbours_are_found_behind_the_start_and_in_what_comes_later(
    log: Path, opening: bytes
) -> None:
    write(log, watched("s", "before"))
    with having_read(log, opening, end("s")) as reading:
        found = search(reading)
        write(log, uploaded("s"), cut_off("bob", SERVICE), cut_off("bob", "another"))
        write(log, out("s", 1))
        reading.wait(3)
        whole(found)
        assert (sorts(found), found.share, found.behind) == (
            [Sort.DISCONNECTED, Sort.UPLOADED],
            1.0,
            False,
        )
        write(log, watched("s", "eve"), out("s", 1))
        reading.wait(4)
        assert found.behind
        whole(found)
        assert found.found[-1].who == "eve"
        assert len(found.found) == 3


def test_a_long_log_is_searched_in_blocks_of_whole_lines(log: Path, opening: bytes) -> None:
    filler = orjson.dumps({"event": "exec", "command": "x" * 999})
    many = [filler] * (SEARCHED // len(filler))
    longest = orjson.dumps({"event": "exec", "command": "x" * 2 * SEARCHED})
    write(log, opening)
    for line in (*many, uploaded("s"), *many, longest, uploaded("s"), *many, uploaded("s")):
        with log.open("ab") as file:
            file.write(line + b"\n")
    with Reading(log) as reading:
        reading.settle()
        found = search(reading)
        assert whole(found) >= 4
        assert sorts(found) == [Sort.UPLOADED] * 3


def test_a_search_that_is_stopped_goes_on_where_it_was(log: Path, opening: bytes) -> None:
    filler = orjson.dumps({"event": "exec", "command": "x" * SEARCHED})
    write(log, opening, uploaded("s"), filler, uploaded("s"), filler, uploaded("s"))
    with Reading(log) as reading:
        reading.settle()
        found = search(reading)
        parts = found.look()
        next(parts)
        parts.close()
        assert 0 < found.share < 1
        assert found.behind
        whole(found)
        assert sorts(found).count(Sort.UPLOADED) >= 3
        assert not found.behind


@pytest.mark.parametrize(("written", "found"), [(60, [Sort.UPLOADED]), (-60, [])])
def test_other_files_are_searched_if_they_were_written_to_since(
    tmp_path: Path, opening: bytes, written: int, found: list[Sort]
) -> None:
    other, log = tmp_path / "a.log", tmp_path / "b.log"
    write(other, uploaded("s"), out("x", 1))
    at = NOW // 10**9 + written
    os.utime(other, (at, at))
    write(log, opening)
    with Reading(other, log) as reading:
        reading.wait(2)
        reading.settle()
        told = search(reading)
        whole(told)
        assert sorts(told) == found


@pytest.mark.parametrize("of", [lambda m: TimelineReading(m, "s")])
def test_nothing_is_left_open(log: Path, opening: bytes, of: Callable[[object], Rereading]) -> None:
    with having_read(log, opening, out("s", 1)) as reading:
        before = times_open(log)
        whole(of(reading.monitor))
        whole(search(reading))
        stopped = search(reading).look()
        next(stopped)
        stopped.close()
        assert times_open(log) == before
