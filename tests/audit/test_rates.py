"""Bytes over the last ten minutes: slices of ten seconds by the events' own time."""

import pytest

from tui.audit.event import Event, Kind, Names, Outcome
from tui.audit.rates import (
    ALL,
    DAY,
    HOUR,
    MINUTE,
    MINUTES,
    SLICE,
    SLICES,
    TEN_MINUTES,
    Moved,
    Rates,
    Reach,
    speed,
)
from tui.audit.rfc3339 import SECOND

NOW = 170_000_000 * SLICE
NOON = NOW // (60 * MINUTE) * (60 * MINUTE)
HALF = MINUTE // 2
NOBODY = Names("", "", "", "", "", "")


def moved(
    kind: Kind = Kind.WRITE,
    length: int = 1,
    *,
    at: int | None = NOW,
    sid: str = "s",
    outcome: Outcome = Outcome.DONE,
) -> Event:
    """An event at a moment that moved bytes."""
    return Event(kind, outcome, sid, at, NOBODY, "", length)


def rates(*events: Event, now: int = NOW) -> Rates:
    """The rates after these events, all read at one moment."""
    told = Rates()
    for event in events:
        told.add(event, now)
    return told


def out_by_slice(told: Rates, sid: str = ALL, now: int = NOW) -> dict[int, int]:
    """Bytes out by how many slices ago (0: the one that has begun), where there are any."""
    series = told.series(sid, now)
    return {ago: part.bytes_out for ago, part in enumerate(reversed(series)) if part.bytes_out}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.SEND, Moved(7, 0)),
        (Kind.READ, Moved(7, 0)),
        (Kind.RECEIVE, Moved(0, 7)),
        (Kind.WRITE, Moved(0, 7)),
        (Kind.SHARE, Moved(0, 0)),
        (Kind.START, Moved(0, 0)),
        (Kind.END, Moved(0, 0)),
    ],
)
def test_clipboard_and_files_move_bytes_in_or_out(kind: Kind, expected: Moved) -> None:
    assert rates(moved(kind, 7)).series("s", NOW)[-1] == expected


def test_what_failed_moved_nothing_and_what_is_incomplete_did_move() -> None:
    told = rates(moved(outcome=Outcome.FAILED, length=8), moved(outcome=Outcome.INCOMPLETE))
    assert out_by_slice(told) == {0: 1}


def test_bytes_stand_in_the_slice_of_the_events_time() -> None:
    told = rates(
        moved(length=1, at=NOW),
        moved(length=2, at=NOW - 1),
        moved(length=4, at=NOW - SLICE),
        moved(length=8, at=NOW - SLICE - 1),
    )
    assert out_by_slice(told) == {0: 1, 1: 6, 2: 8}


def test_a_late_event_goes_into_the_slice_that_it_happened_in() -> None:
    told = rates(moved(length=1, at=NOW))
    told.add(moved(length=2, at=NOW - 10 * SECOND), NOW + 5 * SECOND)
    assert out_by_slice(told) == {0: 1, 1: 2}


def test_series_are_ten_minutes_of_slices_oldest_first() -> None:
    told = rates(moved(at=NOW - (SLICES - 1) * SLICE))
    assert [part.bytes_out for part in told.series(ALL, NOW)] == [1] + [0] * (SLICES - 1)
    assert SLICES * SLICE == 600 * SECOND


@pytest.mark.parametrize(
    ("at", "counted"),
    [
        (NOW - (SLICES - 1) * SLICE, True),
        (NOW - (SLICES - 1) * SLICE - 1, False),
        (NOW + 2 * SLICE - 1, True),
        (NOW + 2 * SLICE, False),
        (None, False),
        (-NOW, False),
    ],
)
def test_times_past_ten_minutes_or_further_ahead_than_a_slice_are_passed_over(
    at: int | None, counted: bool
) -> None:
    told = rates(moved(at=at))
    assert any(out_by_slice(told, now=now) for now in (NOW, NOW + SLICE)) is counted


@pytest.mark.parametrize(
    ("at", "counted"),
    [
        (NOON - (MINUTES - 1) * MINUTE, True),
        (NOON - (MINUTES - 1) * MINUTE - 1, False),
        (NOON + 2 * SLICE - 1, True),
        (NOON + 2 * SLICE, False),
        (None, False),
    ],
)
def test_times_past_a_day_or_further_ahead_than_a_slice_are_passed_over(
    at: int | None, counted: bool
) -> None:
    assert (rates(moved(at=at), now=NOON) != Rates()) is counted


def by_slice(told: Rates, reach: Reach, now: int) -> dict[int, Moved]:
    """What moved by how many slices ago (0: the one that has begun), where anything did."""
    graph = told.graph(reach, now)
    assert len(graph) == reach.slices
    return {ago: part for ago, part in enumerate(reversed(graph)) if part != Moved()}


def test_the_last_hour_is_minutes_and_the_last_day_is_tens_of_minutes() -> None:
    events = [
        moved(length=1, at=NOON),
        moved(length=2, at=NOON - 1),
        moved(Kind.READ, length=4, at=NOON - 59 * MINUTE),
        moved(length=8, at=NOON - 60 * MINUTE),
        moved(length=16, at=NOON - 143 * 10 * MINUTE),
        moved(length=32, at=NOON - 143 * 10 * MINUTE - 1),
    ]
    told = rates(*events, now=NOON)
    assert by_slice(told, TEN_MINUTES, NOON) == {0: Moved(0, 1), 1: Moved(0, 2)}
    assert by_slice(told, HOUR, NOON) == {0: Moved(0, 1), 1: Moved(0, 2), 59: Moved(4, 0)}
    assert by_slice(told, DAY, NOON) == {
        0: Moved(0, 1),
        1: Moved(0, 2),
        6: Moved(4, 8),
        143: Moved(0, 16),
    }


def test_a_graph_of_a_moment_within_a_slice_ends_with_the_slice_that_has_begun() -> None:
    told = rates(moved(length=1, at=NOON), moved(length=2, at=NOON + 9 * MINUTE), now=NOON + HALF)
    assert by_slice(told, DAY, NOON + 9 * MINUTE) == {0: Moved(0, 1)}
    told.add(moved(length=2, at=NOON + 9 * MINUTE), NOON + 9 * MINUTE)
    assert by_slice(told, DAY, NOON + 9 * MINUTE) == {0: Moved(0, 3)}
    assert by_slice(told, HOUR, NOON + 9 * MINUTE) == {0: Moved(0, 2), 9: Moved(0, 1)}


def test_a_time_a_little_ahead_is_seen_when_its_slice_has_begun() -> None:
    told = rates(moved(at=NOW + SLICE))
    assert (out_by_slice(told), out_by_slice(told, now=NOW + SLICE)) == ({}, {0: 1})


def test_sessions_are_counted_apart_and_all_together() -> None:
    told = rates(moved(length=1, sid="a"), moved(length=2, sid="b"), moved(length=4, sid=""))
    assert [out_by_slice(told, sid) for sid in ("a", "b", ALL)] == [{0: 1}, {0: 2}, {0: 7}]


def test_an_unknown_session_moved_nothing() -> None:
    assert set(rates(moved()).series("x", NOW)) == {Moved()}


def test_forget_drops_what_no_series_shows_any_more() -> None:
    told = rates(moved(at=NOW - SLICE), moved(length=2, at=NOW))
    told.forget(NOW + (SLICES - 1) * SLICE)
    assert out_by_slice(told, now=NOW) == {0: 2}
    told.forget(NOW + SLICES * SLICE)
    assert out_by_slice(told, now=NOW) == {}
    told.forget(NOW + MINUTES * MINUTE)
    assert told == Rates()


def test_merging_adds_what_both_have() -> None:
    told = rates(moved(length=1, sid="a"), moved(length=2, sid="b"))
    told.merge(rates(moved(length=4, sid="a"), moved(length=8, at=NOW - SLICE, sid="c")))
    assert [out_by_slice(told, sid) for sid in ("a", "b", "c", ALL)] == [
        {0: 5},
        {0: 2},
        {1: 8},
        {0: 7, 1: 8},
    ]


def test_merging_adds_the_minutes_of_the_day() -> None:
    told = rates(moved(length=1, at=NOON), now=NOON)
    told.merge(rates(moved(length=2, at=NOON), moved(length=4, at=NOON - 30 * MINUTE), now=NOON))
    assert by_slice(told, HOUR, NOON) == {0: Moved(0, 3), 30: Moved(0, 4)}


def test_recent_are_sessions_that_bytes_left_in_the_last_whole_slices_or_this_one() -> None:
    told = rates(
        moved(sid="now"),
        moved(sid="ahead", at=NOW + SLICE),
        moved(sid="just", at=NOW - 2 * SLICE),
        moved(sid="before", at=NOW - 2 * SLICE - 1),
        moved(Kind.READ, sid="inwards"),
    )
    assert told.recent(NOW, 3 * SLICE) - {ALL} == {"now", "ahead", "just"}


@pytest.mark.parametrize(
    ("ago", "into", "expected"),
    [
        ((0,), 0, 1000),
        ((3,), 0, 1000),
        ((4,), 0, 0),
        ((0, 1, 2, 3), 0, 4000),
        ((0,), 10 * SECOND - 1, 750),
    ],
)
def test_speed_is_bytes_a_second_over_the_last_whole_slices_and_the_one_begun(
    ago: tuple[int, ...], into: int, expected: int
) -> None:
    told = rates(*(moved(length=30_000, at=NOW - slices * SLICE) for slices in ago))
    assert speed(told.series(ALL, NOW + into), NOW + into) == Moved(0, expected)


def test_bytes_moved_are_added_each_way() -> None:
    assert sum([Moved(1, 2), Moved(3, 4)], Moved()) == Moved(4, 6)


def test_recent_are_also_those_of_a_slice_that_is_longer_than_asked_for() -> None:
    assert rates(moved(sid="now")).recent(NOW + SLICE - 1, 1) - {ALL} == {"now"}
