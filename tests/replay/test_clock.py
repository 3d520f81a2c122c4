"""The clock of a replay."""

from collections.abc import Callable

import pytest

from tui.replay.clock import STEPS, ReplayClock

SECOND = 1_000_000_000


class Steady:
    """A steady clock that goes on when the test says so."""

    def __init__(self) -> None:
        self.time = 5 * SECOND

    def __call__(self) -> int:
        """Its time."""
        return self.time

    def pass_by(self, seconds: float) -> None:
        """Let so many seconds go by."""
        self.time += round(seconds * SECOND)


@pytest.fixture
def steady() -> Steady:
    return Steady()


def test_it_runs_as_many_times_as_fast(steady: Steady) -> None:
    clock = ReplayClock(100 * SECOND, 60, steady=steady)
    steady.pass_by(2)
    assert clock.now() == 220 * SECOND


def test_it_stands_and_goes_on(steady: Steady) -> None:
    clock = ReplayClock(100 * SECOND, 1, steady=steady)
    steady.pass_by(1)
    clock.pause()
    steady.pass_by(50)
    assert clock.now() == 101 * SECOND
    clock.go_on()
    steady.pass_by(2)
    assert clock.now() == 103 * SECOND


@pytest.mark.parametrize(
    ("change", "speed"), [(ReplayClock.faster, 2.0), (ReplayClock.slower, 0.5)]
)
def test_another_speed_holds_from_then_on(
    steady: Steady, change: Callable[[ReplayClock], None], speed: float
) -> None:
    clock = ReplayClock(0, 1, steady=steady)
    steady.pass_by(10)
    change(clock)
    steady.pass_by(10)
    assert clock.now() == round((10 + 10 * speed) * SECOND)


def test_faster_and_slower_end_at_the_last_steps(steady: Steady) -> None:
    clock = ReplayClock(0, 7, steady=steady)
    for _ in STEPS:
        clock.faster()
    assert clock.speed == STEPS[-1]
    for _ in STEPS:
        clock.slower()
    assert clock.speed == STEPS[0]


def test_set_to_a_moment_it_runs_on_from_there_or_stands_there(steady: Steady) -> None:
    clock = ReplayClock(0, 1, steady=steady)
    clock.go_to(7 * SECOND)
    steady.pass_by(1)
    assert clock.now() == 8 * SECOND
    clock.pause()
    clock.go_to(3 * SECOND)
    steady.pass_by(1)
    assert clock.now() == 3 * SECOND


def test_at_its_end_it_stops(steady: Steady) -> None:
    clock = ReplayClock(0, 1, end=4 * SECOND, steady=steady)
    assert not clock.at_end
    steady.pass_by(9)
    assert clock.now() == 4 * SECOND
    assert clock.at_end
    clock.go_to(SECOND)
    assert not clock.at_end
