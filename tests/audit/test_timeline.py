"""When a session moved how much, in so many parts as can be drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.audit.event import Event, Kind, Names, Outcome
from tui.audit.rfc3339 import SECOND
from tui.audit.timeline import MOST, Part, Timeline

BEGIN = 1_700_000_000 * SECOND
NOBODY = Names("", "", "", "", "", "")


def moved(
    at: float | None,
    length: int = 1,
    kind: Kind = Kind.WRITE,
    outcome: Outcome = Outcome.DONE,
) -> Event:
    """An event so many seconds after BEGIN."""
    time = None if at is None else BEGIN + round(at * SECOND)
    return Event(kind, outcome, "s", time, NOBODY, "", length)


def timeline(*events: Event) -> Timeline:
    """The timeline of these events."""
    told = Timeline()
    for event in events:
        told.add(event)
    return told


def over(told: Timeline, seconds: int, count: int) -> list[Part]:
    """So many parts of the first seconds."""
    return told.over(BEGIN, BEGIN + seconds * SECOND, count)


def test_each_part_has_what_moved_in_it_each_way() -> None:
    told = timeline(
        moved(0, 1),
        moved(1.5, 2, Kind.RECEIVE),
        moved(2, 4, Kind.READ),
        moved(7.9, 8, Kind.SEND),
        moved(8, 16),
    )
    assert over(told, 10, 5) == [Part(0, 3), Part(4, 0), Part(), Part(8, 0), Part(0, 16)]


def test_what_went_wrong_is_counted_and_moved_nothing() -> None:
    told = timeline(
        moved(1, 5, outcome=Outcome.FAILED),
        moved(1, 5, Kind.SHARE, Outcome.FAILED),
        moved(2, 0, Kind.START, Outcome.DENIED),
        moved(3, 7, outcome=Outcome.INCOMPLETE),
    )
    assert over(told, 4, 4) == [Part(), Part(0, 0, 2), Part(0, 0, 1), Part(0, 7)]


@pytest.mark.parametrize("kind", [Kind.START, Kind.END, Kind.SHARE])
def test_other_events_leave_no_trace(kind: Kind) -> None:
    assert timeline(moved(1, 5, kind), moved(None)) == Timeline()


def test_what_was_before_or_after_stands_at_the_ends() -> None:
    assert over(timeline(moved(-50, 1), moved(99, 2)), 10, 3) == [Part(0, 1), Part(), Part(0, 2)]


def test_a_moment_is_a_part_too() -> None:
    assert over(timeline(moved(0, 1)), 0, 2) == [Part(0, 1), Part()]


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=50), st.integers(1, 200))
def test_nothing_gets_lost_however_it_is_cut(times: list[int], count: int) -> None:
    told = timeline(*(moved(at) for at in times))
    assert sum(part.bytes_out for part in over(told, max(times), count)) == len(times)


def test_a_long_life_is_kept_in_slices_that_grow() -> None:
    told = timeline(*(moved(at) for at in range(4 * MOST)))
    assert told.width >= 4 * SECOND
    parts = over(told, 4 * MOST, 16)
    assert [part.bytes_out for part in parts] == [MOST // 4] * 16
