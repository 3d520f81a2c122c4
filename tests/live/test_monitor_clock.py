"""A wall clock that is set by a day while the log is followed: what then is read and told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.readings import NOW, Reading, out, start, write
from tests.source.reader import append
from tui.audit.rates import SLICES, speed
from tui.audit.rfc3339 import SECOND

DAY = 86_400 * SECOND


class Clock:
    """A wall clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        """What it tells."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "events.log"


@pytest.fixture
def running(log: Path, clock: Clock) -> Iterator[Reading]:
    """What reads on, when an event was read before the clock is set."""
    write(log, start("s"), out("s", 600))
    with Reading(log, clock=clock) as reading:
        reading.wait(2)
        yield reading


jumps = pytest.mark.parametrize("jump", [DAY, -DAY], ids=["forward", "back"])


@jumps
def test_what_comes_after_the_clock_was_set_is_read_and_counted(
    running: Reading, log: Path, clock: Clock, jump: int
) -> None:
    clock.now += jump
    write(log, out("s", 5))
    running.wait(3)
    assert running.picture().totals.bytes_out == 605


@jumps
def test_nothing_moves_now_that_moved_by_the_clock_of_before(
    running: Reading, clock: Clock, jump: int
) -> None:
    assert "s" in running.picture().moving
    clock.now += jump
    picture = running.picture()
    assert (picture.moving, sum(moved.bytes_out for moved in picture.series)) == (frozenset(), 0)
    assert (len(picture.series), speed(picture.series, picture.now)) == (SLICES, (0, 0))


@jumps
def test_the_rates_are_those_of_before_when_the_clock_is_set_right_again(
    running: Reading, clock: Clock, jump: int
) -> None:
    clock.now += jump
    running.picture()
    clock.now -= jump
    assert sum(moved.bytes_out for moved in running.picture().series) == 600


@jumps
def test_the_lag_is_none_of_the_wall_clocks_business(
    running: Reading, log: Path, clock: Clock, jump: int
) -> None:
    append(log, b"unfinished")
    clock.now += jump
    assert 0 <= running.picture().lag < 60


@jumps
def test_a_frozen_picture_keeps_the_time_at_which_it_was_frozen(
    running: Reading, clock: Clock, jump: int
) -> None:
    running.monitor.freeze()
    clock.now += jump
    frozen = running.picture().now
    running.monitor.thaw()
    assert (frozen, running.picture().now) == (NOW, NOW + jump)
