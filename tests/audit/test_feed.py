"""The feed of a session: places in order of arrival, runs of one file made one row."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.audit.tables import only_session
from tests.contract.examples import event
from tui.audit.feed import Feed
from tui.audit.stretch import MAX_BYTES, Row

Entry = tuple[int, str | None]
ENTRIES = st.lists(st.tuples(st.integers(0, 99), st.sampled_from(("a", "b", None))), max_size=12)


def feed_of(*entries: Entry, first: int = 0) -> Feed:
    """A feed of events with these bytes and keys, at places counted from `first`."""
    feed = Feed()
    for place, (moved, key) in enumerate(entries, first):
        feed.append(place, moved, key)
    return feed


def rows(feed: Feed) -> list[Row]:
    """All rows of a feed as it stands."""
    return feed.rows(0, feed.end.rows, feed.end)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], []),
        ([(5, "a")], [Row(0, 0, 1, None)]),
        ([(5, "a"), (6, "a"), (0, "a")], [Row(0, 2, 3, 11)]),
        (
            [(5, "a"), (6, "b"), (7, "a")],
            [Row(0, 0, 1, None), Row(1, 1, 1, None), Row(2, 2, 1, None)],
        ),
        ([(5, None), (6, None)], [Row(0, 0, 1, None), Row(1, 1, 1, None)]),
        (
            [(5, "a"), (0, None), (7, "a")],
            [Row(0, 0, 1, None), Row(1, 1, 1, None), Row(2, 2, 1, None)],
        ),
    ],
)
def test_a_run_of_events_with_one_key_is_one_row(entries: list[Entry], expected: list[Row]) -> None:
    assert rows(feed_of(*entries)) == expected


@pytest.mark.parametrize(
    ("lines", "events"),
    [
        ([event("TDP05I", file_path="p")] * 3, [3]),
        ([event("TDP05I", file_path="p"), event("TDP06I", file_path="p")], [1, 1]),
        ([event("TDP05I", file_path="p"), event("TDP05I", file_path="q")], [1, 1]),
        ([event("TDP05I"), event("TDP05W", success=False), event("TDP05I")], [1, 1, 1]),
        ([event("TDP02I")] * 3, [1, 1, 1]),
        ([event("TDP00I"), event("TDP04I"), event("TDP01I")], [1, 1, 1]),
    ],
)
def test_only_reads_or_writes_of_one_file_with_one_outcome_run_on(
    lines: list[bytes], events: list[int]
) -> None:
    assert [row.events for row in rows(only_session(*lines).feed)] == events


def test_the_bytes_of_what_failed_are_in_no_row() -> None:
    lines = [event("TDP05W", length=9, success=False)] * 2
    assert [row.bytes for row in rows(only_session(*lines).feed)] == [0]


def test_a_row_that_would_overflow_ends_and_a_new_one_begins() -> None:
    feed = feed_of((MAX_BYTES - 1, "a"), (1, "a"), (1, "a"), (2, "a"))
    assert rows(feed) == [Row(0, 1, 2, MAX_BYTES), Row(2, 3, 2, 3)]


def test_a_row_that_would_overflow_where_two_feeds_meet_is_not_joined() -> None:
    feed = feed_of((MAX_BYTES, "a"))
    feed.extend(feed_of((1, "a"), first=1))
    assert rows(feed) == [Row(0, 0, 1, None), Row(1, 1, 1, None)]


def test_a_run_is_joined_where_two_feeds_meet() -> None:
    feed = feed_of((1, None), (2, "a"))
    feed.extend(feed_of((3, "a"), (4, "a"), (5, "b"), first=2))
    assert rows(feed) == [Row(0, 0, 1, None), Row(1, 3, 3, 9), Row(4, 4, 1, None)]


def test_what_has_no_key_is_not_joined_where_two_feeds_meet() -> None:
    feed = feed_of((1, None))
    feed.extend(feed_of((2, None), first=1))
    assert rows(feed) == [Row(0, 0, 1, None), Row(1, 1, 1, None)]


def test_extending_by_nothing_leaves_a_run_open() -> None:
    feed = feed_of((1, "a"))
    feed.extend(Feed())
    feed.append(1, 2, "a")
    assert rows(feed) == [Row(0, 1, 2, 3)]


def test_a_run_can_go_through_a_feed_of_one_row() -> None:
    feed = Feed()
    for first in range(3):
        feed.extend(feed_of((1, "a"), first=first))
    assert rows(feed) == [Row(0, 2, 3, 3)]


@given(ENTRIES, ENTRIES)
def test_extending_gives_what_appending_gives(one: list[Entry], two: list[Entry]) -> None:
    feed = feed_of(*one)
    feed.extend(feed_of(*two, first=len(one)))
    assert feed == feed_of(*one, *two)


@given(ENTRIES, ENTRIES, st.booleans())
def test_rows_as_they_stood_do_not_change_as_more_arrives(
    before: list[Entry], after: list[Entry], merged: bool
) -> None:
    feed = feed_of(*before)
    end, seen = feed.end, rows(feed)
    if merged:
        feed.extend(feed_of(*after, first=len(before)))
    else:
        for place, (moved, key) in enumerate(after, len(before)):
            feed.append(place, moved, key)
    assert feed.rows(0, end.rows, end) == seen


@given(ENTRIES)
def test_rows_hold_every_event_and_every_byte_once(entries: list[Entry]) -> None:
    told = rows(feed_of(*entries))
    assert sum(row.events for row in told) == len(entries)
    lone = {row.first: entries[row.first][0] for row in told if row.bytes is None}
    moved = [lone[row.first] if row.bytes is None else row.bytes for row in told]
    assert sum(moved) == sum(moved for moved, _ in entries)


@pytest.mark.parametrize(
    ("first", "count", "places"), [(0, 2, [0, 1]), (1, 1, [1]), (2, 9, [2]), (3, 9, []), (0, 0, [])]
)
def test_rows_are_asked_for_by_number(first: int, count: int, places: list[int]) -> None:
    feed = feed_of((1, "a"), (1, "b"), (1, "c"))
    assert [row.first for row in feed.rows(first, count, feed.end)] == places


def test_an_event_takes_eight_bytes() -> None:
    (stretch,) = feed_of(*[(1, "a")] * 1000, *[(1, None)] * 1000).stretches
    assert isinstance(stretch.places, array)
    assert (stretch.places.itemsize * len(stretch.places), len(stretch.runs)) == (16_000, 4)


@given(ENTRIES, st.lists(st.integers(0, 12), max_size=4), st.randoms(use_true_random=False))
def test_the_past_laid_in_in_any_order_gives_the_rows_of_the_whole(
    entries: list[Entry], cuts: list[int], random: object
) -> None:
    ends = sorted({*cuts, len(entries)})
    parts = [
        feed_of(*entries[begin:end], first=begin)
        for begin, end in zip([0, *ends[:-1]], ends, strict=True)
    ]
    random.shuffle(parts)  # type: ignore[attr-defined]
    feed = Feed()
    for part in parts:
        feed.insert(part)
    assert rows(feed) == rows(feed_of(*entries))


def test_what_arrives_stays_behind_the_past_that_is_laid_in_later() -> None:
    feed = feed_of((1, "x"), (2, "x"), first=100)
    feed.insert(feed_of((3, "y"), first=50))
    feed.insert(feed_of((4, "z"), (5, "z"), first=10))
    assert [(row.first, row.events) for row in rows(feed)] == [(10, 2), (50, 1), (100, 2)]


def test_rows_asked_for_as_they_stood_are_those_also_when_the_past_has_grown() -> None:
    feed = feed_of((1, "x"), (2, "y"), first=100)
    feed.insert(feed_of((3, "z"), first=50))
    before = feed.end
    asked = feed.rows(0, 3, before)
    feed.insert(feed_of((4, "v"), (5, "w"), first=10))
    feed.append(200, 1, "y")
    assert feed.rows(0, 3, before) == asked


@given(ENTRIES, ENTRIES)
def test_a_feed_that_has_let_go_of_its_room_goes_on_as_if_it_had_not(
    entries: list[Entry], others: list[Entry]
) -> None:
    settled, behind = feed_of(*entries), feed_of(*others, first=len(entries))
    settled.settle()
    behind.settle()
    settled.extend(behind)
    assert rows(settled) == rows(feed_of(*entries, *others))
