"""The one reading: real files, a real writer, a real thread; and the pictures that others take."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import until
from tests.readings import NOW, Reading, chunk, end, having_read, out, start, write
from tests.source.reader import append, rotate
from tui.audit.place import place_of
from tui.live.monitor import Monitor
from tui.source.follow import Follow
from tui.source.provenance import Spot

WRITER = """
import sys
with open(sys.argv[1], "rb") as lines, open(sys.argv[2], "ab", buffering=0) as log:
    while piece := lines.read(97):
        log.write(piece)
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "events.log"
    file.touch()
    return file


# -- reading -------------------------------------------------------------------------------


def test_every_line_of_a_writer_arrives_once_and_in_order(log: Path, tmp_path: Path) -> None:
    lines = [out("s", number) for number in range(3000)]
    write(tmp_path / "lines", *lines)
    with Reading(log) as running:
        command = [sys.executable, "-c", WRITER, str(tmp_path / "lines"), str(log)]
        subprocess.run(command, check=True, timeout=60)
        running.wait(len(lines))
    assert [arrival.line for arrival in running.arrived] == lines


def test_nothing_is_lost_or_double_while_files_are_rotated(log: Path) -> None:
    with Reading(log) as running:
        for number in range(300):
            write(log, out("s", number))
            if number % 50 == 49:
                running.wait(number + 1)
                rotate(log)
        running.wait(300)
    assert sorted(arrival.event.length for arrival in running.arrived) == [*range(300)]


def test_from_the_end_only_new_events_arrive(log: Path) -> None:
    write(log, out("s", 1))
    with Reading(log, from_end=True) as running:
        running.settle()
        write(log, out("s", 2))
        running.wait(1)
    assert [arrival.event.length for arrival in running.arrived] == [2]


def test_a_stop_ends_the_reading_also_while_nothing_happens(log: Path) -> None:
    with Reading(log) as running:
        running.settle()
        running.monitor.stop()
        running.join()


def test_a_stop_ends_the_reading_in_the_midst_of_a_file(log: Path) -> None:
    write(log, *[out("s", number) for number in range(5000)])
    monitor = Monitor(Follow([log]))
    arrivals = monitor.arrivals()
    next(arrivals)
    monitor.stop()
    assert list(arrivals) == []
    monitor.close()


# -- the picture ---------------------------------------------------------------------------


def test_the_picture_counts_events_and_bytes(log: Path) -> None:
    with having_read(log, start("a"), out("a", 5), out("b", 7), chunk("b", 0)) as running:
        picture = running.picture()
    assert (picture.desktop_events, picture.totals.bytes_in, picture.totals.bytes_out) == (4, 0, 22)


def test_the_picture_counts_damaged_lines(log: Path) -> None:
    with having_read(log, b"{broken " + start("a")) as running:
        assert running.picture().malformed_lines == 1


def test_the_picture_counts_bytes_cut_off_by_truncation(log: Path) -> None:
    append(log, start("a") + b"\nunfinished")
    with Reading(log) as running:
        running.wait(1)
        log.write_bytes(b"")
        until(lambda: running.picture().lost)
        assert running.picture().lost == len(b"unfinished")


def test_the_picture_tells_who_takes_something_out_now(log: Path) -> None:
    with having_read(log, out("a", 5), start("b")) as running:
        assert "b" not in running.picture().moving >= {"a"}


def test_the_graph_of_the_picture_adds_up_to_what_moved_lately(log: Path) -> None:
    with having_read(log, out("a", 5), out("b", 7)) as running:
        assert sum(moved.bytes_out for moved in running.picture().series) == 12


def test_the_picture_is_live_when_all_that_was_there_is_read(log: Path) -> None:
    write(log, *[out("s", number) for number in range(5000)])
    monitor = Monitor(Follow([log]))
    arrivals = monitor.arrivals()
    next(arrivals)
    assert not monitor.picture().live
    monitor.close()


def test_bytes_not_read_yet_are_behind_and_the_lag_grows(log: Path) -> None:
    write(log, *[out("s", number) for number in range(5000)])
    monitor = Monitor(Follow([log]))
    arrivals = monitor.arrivals()
    read = sum(len(arrival.line) + 1 for arrival in next(arrivals))
    one, two = monitor.picture(), monitor.picture()
    assert 0 < one.behind <= log.stat().st_size - read
    assert 0 < one.lag <= two.lag
    monitor.close()


def test_nothing_is_behind_when_all_is_read(log: Path) -> None:
    with having_read(log, *[out("s", number) for number in range(5000)]) as running:
        running.settle()
        assert (running.picture().behind, running.picture().lag) == (0, 0.0)


def test_a_changed_session_is_told_once(log: Path) -> None:
    with having_read(log, start("a"), start("b")) as running:
        first, second = running.picture().changed, running.picture().changed
        write(log, end("b"))
        running.wait(3)
        third = running.picture().changed
    assert [sorted(changed) for changed in (first, second, third)] == [["a", "b"], [], ["b"]]


def test_anything_can_be_told_of_some_sessions_or_of_all(log: Path) -> None:
    with having_read(log, start("a"), start("b"), end("b")) as running:
        some = running.monitor.told(["b", "unknown"], lambda session: session.state)
        every = running.monitor.told(None, lambda session: (session.sid, session.state))
    assert (some, every) == (["ended"], [("a", "active"), ("b", "ended")])


# -- single sessions -----------------------------------------------------------------------


def test_a_session_is_given_as_it_stands(log: Path) -> None:
    with having_read(log, start("a", user="alice"), out("a", 5)) as running:
        view = running.monitor.session("a")
    assert view is not None
    assert (view.user, view.state, view.bytes_out, view.start) == ("alice", "active", 5, NOW)


def test_a_session_that_there_is_not_is_none(log: Path) -> None:
    with having_read(log, start("a")) as running:
        assert (running.monitor.session("b"), running.monitor.detail("b")) == (None, None)


def test_a_detail_stays_as_it_was_when_more_comes(log: Path) -> None:
    with having_read(log, chunk("a", 0)) as running:
        detail = running.monitor.detail("a")
        write(log, chunk("a", 1))
        running.wait(2)
    assert detail is not None
    ((_, transfer),) = detail.transfers
    assert (detail.counters.written_bytes, transfer.bytes, transfer.operations) == (10, 10, 1)


def test_rows_are_read_back_from_the_log(log: Path) -> None:
    with having_read(log, start("a"), out("b", 1), out("a", 5), out("a", 6)) as running:
        running.picture()
        lengths = [line.event.length for line in running.rows("a") if line.event]
    assert lengths == [0, 5, 6]


def test_the_chunks_of_a_file_are_one_row(log: Path) -> None:
    with having_read(log, *[chunk("a", number) for number in range(9)]) as running:
        running.picture()
        (line,) = running.rows("a")
    assert (line.row.events, line.row.bytes, line.last_time) == (9, 90, NOW)


def test_rows_are_those_of_the_moment_that_was_told(log: Path) -> None:
    with having_read(log, chunk("a", 0)) as running:
        told = running.monitor.detail("a")
        assert told is not None
        with running.monitor.feeds() as feeds:
            before = feeds.lines("a", 0, 9, told.end)
        write(log, chunk("a", 1), out("a", 5))
        running.wait(3)
        with running.monitor.feeds() as feeds:
            assert feeds.lines("a", 0, 9, told.end) == before


def test_boundaries_are_the_logs_own_lines(log: Path) -> None:
    with (
        having_read(log, start("a"), out("a", 5), end("a"), start("b")) as running,
        running.monitor.feeds() as feeds,
    ):
        boundaries = [feeds.boundaries(sid) for sid in "ab"]
    assert boundaries == [(start("a"), end("a")), (start("b"), None)]


def test_a_line_is_given_back_by_its_place_and_its_file_is_told(log: Path) -> None:
    with having_read(log, start("a"), out("a", 5)) as running:
        place = place_of(0, len(start("a")) + 1)
        found = running.monitor.line_at(place), running.monitor.where(place)
    assert found == (out("a", 5), Spot(str(log), len(start("a")) + 1, log.stat().st_ino))


def test_a_row_whose_line_is_gone_has_no_event(log: Path) -> None:
    with having_read(log, start("a")) as running:
        running.picture()
        log.write_bytes(start("b") + b"\n")
        running.wait(2)
        (line,) = running.rows("a")
    assert (line.event, line.last_time) == (None, None)


def test_of_a_detail_that_is_known_only_the_transfers_that_changed_are_given(log: Path) -> None:
    write(log, start("a"), chunk("a", 0), chunk("a", 1, path="g"))
    with Reading(log) as running:
        running.wait(3)
        first = running.monitor.detail("a")
        assert first is not None
        assert (first.count, len(first.transfers)) == (2, 2)
        write(log, chunk("a", 2, path="g"))
        running.wait(4)
        then = running.monitor.detail("a", first.version)
        assert then is not None
        assert [(key.path, moved.operations) for key, moved in then.transfers] == [("g", 2)]
        write(log, chunk("a", 3, path="g"))
        running.wait(5)
        more = running.monitor.detail("a", then.version)
        assert more is not None
        assert [(key.path, moved.operations) for key, moved in more.transfers] == [("g", 3)]
        again = running.monitor.detail("a", more.version)
        assert again is not None
        assert again.transfers == ()


def test_of_another_session_everything_is_given(log: Path) -> None:
    write(log, start("a"), chunk("a", 0), start("b"), chunk("b", 0))
    with Reading(log) as running:
        running.wait(4)
        first = running.monitor.detail("a")
        assert first is not None
        running.monitor.detail("b")
        back = running.monitor.detail("a", first.version)
        assert back is not None
        assert len(back.transfers) == 1
