"""Lines that come when the clock of a replay reaches them."""

import gzip
import os
import time
from pathlib import Path
from threading import Thread

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.patience import until
from tui.audit.rfc3339 import SECOND, format_time
from tui.live.monitor import Monitor
from tui.live.vigil import Vigil
from tui.replay.clock import ReplayClock
from tui.replay.follow import Replay, Ticks
from tui.rules import Evaluation, Measure, Per, Rule
from tui.source.back import offset_at
from tui.source.file import Source
from tui.source.locate import SourceError

NOON = 1_772_625_600 * SECOND
OTHER = b'{"ei":0,"event":"user.login","code":"T1000I"}'


def event(at: float | None, length: int = 1) -> bytes:
    told = {} if at is None else {"time": format_time(NOON + round(at * SECOND))}
    fields = {"event": "desktop.clipboard.receive", "code": "TDP03I", "sid": "s", "length": length}
    return orjson.dumps({"ei": 0, **fields, **told})


def log(folder: Path, *lines: bytes, name: str = "a.log") -> Path:
    file = folder / name
    file.write_bytes(b"".join(line + b"\n" for line in lines))
    return file


def replay(*files: Path, end: int | None = None) -> tuple[Replay, ReplayClock]:
    clock = ReplayClock(NOON - SECOND, 1, end=end, steady=lambda: 0)
    clock.pause()
    return Replay(list(files), played=clock), clock


def given_at(follow: Replay, clock: ReplayClock, at: float) -> list[bytes]:
    """The lines that come at a look, when the clock is so many seconds after noon."""
    clock.go_to(NOON + round(at * SECOND))
    return [line for batch in follow.look() for line in batch.lines]


def test_a_line_comes_when_its_time_has_come(tmp_path: Path) -> None:
    first, second, third = event(0), event(10), event(10.5)
    follow, clock = replay(log(tmp_path, first, second, third))
    assert given_at(follow, clock, -1) == []
    assert given_at(follow, clock, 0) == [first]
    assert given_at(follow, clock, 9.999) == []
    assert given_at(follow, clock, 60) == [second, third]


def test_each_place_is_that_of_the_file(tmp_path: Path) -> None:
    file = log(tmp_path, event(0), OTHER, event(1), event(5))
    follow, clock = replay(file)
    clock.go_to(NOON + SECOND)
    places = []
    for batch in follow.look():
        offset = batch.offset
        for line in batch.lines:
            places.append((offset, line))
            offset += len(line) + 1
    assert len(places) == 3
    for offset, line in places:
        assert follow.line_at(0, offset) == line
        assert file.read_bytes()[offset:].startswith(line)


def test_lines_that_tell_no_time_go_along_with_the_one_before(tmp_path: Path) -> None:
    lines = [OTHER, event(0), OTHER, event(None), event(10), OTHER]
    follow, clock = replay(log(tmp_path, *lines))
    assert given_at(follow, clock, -1) == lines[:1]
    assert given_at(follow, clock, 0) == lines[1:4]
    assert given_at(follow, clock, 10) == lines[4:]


def test_a_late_line_comes_with_the_one_before_it(tmp_path: Path) -> None:
    lines = [event(0), event(20), event(5), event(21)]
    follow, clock = replay(log(tmp_path, *lines))
    assert given_at(follow, clock, 5) == lines[:1]
    assert given_at(follow, clock, 20) == lines[1:3]


def test_a_time_that_nobody_can_believe_holds_nothing_up(tmp_path: Path) -> None:
    lines = [event(1e9), event(0), event(2e9), event(1)]
    follow, clock = replay(log(tmp_path, *lines))
    assert given_at(follow, clock, 1) == lines


def test_a_log_that_goes_on_days_later_waits_for_that(tmp_path: Path) -> None:
    lines = [event(0), event(300_000), event(300_001)]
    follow, clock = replay(log(tmp_path, *lines))
    assert given_at(follow, clock, 299_999) == lines[:1]
    assert given_at(follow, clock, 300_001) == lines[1:]


def test_two_files_of_one_time_each_give_their_lines(tmp_path: Path) -> None:
    one = [event(0, 1), event(10, 2)]
    other = [event(5, 3), event(15, 4)]
    follow, clock = replay(log(tmp_path, *one), log(tmp_path, *other, name="b.log"))
    assert given_at(follow, clock, 5) == [one[0], other[0]]
    assert given_at(follow, clock, 15) == [one[1], other[1]]


def test_the_last_line_counts_without_its_end(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.write_bytes(event(0) + b"\n" + event(1))
    follow, clock = replay(file)
    assert given_at(follow, clock, 1) == [event(0), event(1)]


def test_an_archive_is_replayed_like_any_other(tmp_path: Path) -> None:
    file = tmp_path / "a.log.gz"
    file.write_bytes(gzip.compress(event(0) + b"\n" + event(10) + b"\n"))
    follow, clock = replay(file)
    assert given_at(follow, clock, 0) == [event(0)]
    assert given_at(follow, clock, 10) == [event(10)]


def test_the_next_time_is_when_the_next_line_comes(tmp_path: Path) -> None:
    follow, clock = replay(log(tmp_path, OTHER, event(3), OTHER, event(8)))
    follow.open()
    assert follow.next_time == NOON + 3 * SECOND
    given_at(follow, clock, 3)
    assert follow.next_time == NOON + 8 * SECOND
    given_at(follow, clock, 8)
    assert follow.next_time is None


def test_when_all_is_given_the_clock_has_its_end(tmp_path: Path) -> None:
    follow, clock = replay(log(tmp_path, event(0), event(8), event(7)))
    given_at(follow, clock, 7)
    assert clock.end is None
    given_at(follow, clock, 100)
    assert clock.end == NOON + 8 * SECOND
    assert clock.at_end


def test_nothing_comes_behind_the_end_that_was_asked_for(tmp_path: Path) -> None:
    follow, clock = replay(log(tmp_path, event(0), event(8)), end=NOON + 5 * SECOND)
    assert given_at(follow, clock, 100) == [event(0)]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    follow, _ = replay(tmp_path / "none.log")
    with pytest.raises(SourceError, match=r"none\.log"):
        follow.open()


def test_a_source_was_read_as_far_as_its_lines_were_given(tmp_path: Path) -> None:
    lines = [event(0), OTHER, event(10), event(20)]
    follow, clock = replay(log(tmp_path, *lines))
    ends = []
    for at in (0, 10, 20):
        given_at(follow, clock, at)
        ends.append(follow.sources[0].cutter.offset)
    assert ends == [sum(len(line) + 1 for line in lines[:count]) for count in (2, 3, 4)]


def test_the_next_time_can_be_asked_for_while_lines_come(tmp_path: Path) -> None:
    lines = [event(at / 100) for at in range(20_000)]
    follow, clock = replay(log(tmp_path, *lines))
    follow.open()
    clock.go_to(NOON + 1000 * SECOND)
    given: list[bytes] = []

    def take() -> None:
        given.extend(line for batch in follow.look() for line in batch.lines)

    taking = Thread(target=take)
    taking.start()
    while taking.is_alive():
        assert (follow.next_time or NOON) >= NOON
    assert given == lines


def test_the_rules_say_in_a_replay_what_they_say_of_the_log_each_in_its_time(
    tmp_path: Path,
) -> None:
    lines = [event(at, 10) for at in range(30)]
    each = Rule("r", "kind=receive", Measure.COUNT, 3, 9 * SECOND, Per.ALL, quiet=9 * SECOND)
    expected = Evaluation([each]).see(0, 0, lines)
    follow, clock = replay(log(tmp_path, *lines))
    vigil = Vigil([each])
    monitor = Monitor(follow, vigil=vigil, watch=lambda stop, _: Ticks(stop, clock))
    reading = Thread(target=lambda: [None for _ in monitor.arrivals()])
    clock.go_to(NOON)
    reading.start()
    try:
        until(lambda: monitor.live and vigil.progress is None)
        assert monitor.alerts() == []
        clock.go_to(NOON + 5 * SECOND)
        until(monitor.alerts)
        assert monitor.alerts() == expected[:1]
        clock.go_to(NOON + 60 * SECOND)
        until(lambda: len(monitor.alerts()) == len(expected))
        assert monitor.alerts() == expected
    finally:
        monitor.stop()
        reading.join()
        monitor.close()


# -- where a replay begins -------------------------------------------------------------------


def test_large_files_leave_what_lies_before_the_beginning_as_past(tmp_path: Path) -> None:
    lines = [event(at / 100, 1) for at in range(12_000)]
    file = log(tmp_path, *lines)
    clock = ReplayClock(NOON + 60 * SECOND, 1, steady=lambda: 0)
    follow = Replay([file], played=clock, begin=NOON + 60 * SECOND, leaves_past=True)
    assert [line for batch in follow.look() for line in batch.lines] == []
    (past,) = follow.past
    assert file.read_bytes()[: past.cutter.offset].count(b"\n") == 6_001
    assert given_at(follow, clock, 61) == lines[6_001:6_101]


def source_size(source: Source) -> int:
    return os.fstat(source.descriptor).st_size


@given(
    times=st.lists(st.integers(0, 500), min_size=1, max_size=60),
    moment=st.integers(-1, 501),
)
def test_the_offset_at_a_moment_is_that_of_the_first_line_after_it(
    times: list[int], moment: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("logs")
    lines = [event(at) for at in times]
    source = Source.open(0, log(folder, *lines))
    expected = 0
    for at, line in zip(times, lines, strict=True):
        if at > moment:
            break
        expected += len(line) + 1
    try:
        assert offset_at(source, NOON + moment * SECOND, source_size(source)) == expected
    finally:
        source.close()


def test_a_hole_in_a_log_is_passed_over_as_fast_as_it_is_read(tmp_path: Path) -> None:
    file = log(tmp_path, event(0), bytes(48 << 20), event(10))
    source = Source.open(0, file)
    began = time.process_time()
    try:
        offset = offset_at(source, NOON, source_size(source))
    finally:
        source.close()
    assert file.read_bytes()[offset:] == event(10) + b"\n"
    assert time.process_time() - began < 5  # a hundredth, but for a square of it
