"""Which sessions are listed, and in which order."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.audit.boundary import Closing, Denial, Opening
from tui.audit.event import Names
from tui.audit.session import Session
from tui.view.roster import Arrangement, Entry, Roster
from tui.words.columns import COLUMNS

STATES = ("active", "denied", "ended")


def session(
    sid: str,
    state: str = "active",
    start: int | None = 0,
    *,
    user: str = "",
    out: int = 0,
    last_seen: int | None = None,
) -> Session:
    """A session of which only this is known."""
    told = Session(sid)
    names = Names(user, "", "", "", "", "")
    if start is not None or state == "denied":
        told.open_at(Opening(0, names, start, "", "windows", state == "denied"))
    if state == "ended":
        told.close_at(Closing(1, names, None, "", "windows", None, None, None))
    if state == "denied":
        told.deny(Denial(0, "no"))
    told.seen.add(last_seen)
    told.counters.written_bytes = out
    return told


def entries(roster: Roster, *sessions: Session) -> list[Entry]:
    """What the roster wants to know of sessions."""
    return [*map(roster.arrangement.teller(), sessions)]


def roster(*sessions: Session, with_ended: bool = True, **arranged: object) -> Roster:
    """A roster that was told of these sessions."""
    told = Roster(Arrangement(**arranged), with_ended=with_ended)  # type: ignore[arg-type]
    told.update(entries(told, *sessions))
    return told


def listed(told: Roster) -> list[str]:
    """The sids from top to bottom."""
    return [told[index] for index in range(len(told))]


@pytest.mark.parametrize(
    ("sessions", "sids"),
    [
        (
            [session("e", "ended"), session("d", "denied"), session("a", "active")],
            ["a", "d", "e"],
        ),
        ([session("old", start=1), session("new", start=2)], ["new", "old"]),
        ([session("b"), session("c"), session("a")], ["a", "b", "c"]),
        (
            [session("seen", start=None, last_seen=5), session("started", start=4)],
            ["seen", "started"],
        ),
        ([session("unknown", start=None), session("started", start=4)], ["started", "unknown"]),
        ([session("d", "denied", start=9), session("a", "active", start=1)], ["a", "d"]),
    ],
)
def test_active_then_denied_then_ended_and_the_newest_start_on_top(
    sessions: list[Session], sids: list[str]
) -> None:
    assert listed(roster(*sessions)) == sids


def test_by_an_amount_the_largest_stands_on_top_whatever_its_state() -> None:
    told = roster(session("a", out=5), session("e", "ended", out=9), session("b"), column="out")
    assert listed(told) == ["e", "a", "b"]


def test_by_a_word_from_a_to_z_without_regard_to_case_and_the_nameless_last() -> None:
    told = roster(session("1", user="bob"), session("2"), session("3", user="Alice"), column="user")
    assert listed(told) == ["3", "1", "2"]


@pytest.mark.parametrize("column", ["user", "out"])
def test_the_other_way_round_those_without_a_value_come_last_all_the_same(column: str) -> None:
    told = roster(
        session("1", user="bob", out=1),
        session("2", user="alice", out=2),
        session("3"),
        column=column,
        reverse=True,
    )
    assert listed(told) == {"user": ["1", "2", "3"], "out": ["3", "1", "2"]}[column]


def test_the_other_way_round_the_oldest_start_stands_on_top_and_active_ones_still_do() -> None:
    told = roster(
        session("old", start=1),
        session("new", start=2),
        session("e", "ended", start=0),
        reverse=True,
    )
    assert listed(told) == ["old", "new", "e"]


def test_asked_for_the_same_column_again_the_order_is_turned() -> None:
    once = Arrangement().by("out")
    assert (once.reverse, once.by("out").reverse, once.by("out").by("in").reverse) == (
        False,
        True,
        False,
    )


def test_a_filter_leaves_out_what_does_not_match_and_counts_what_does() -> None:
    told = roster(
        session("a", user="alice"),
        session("b", user="bob"),
        session("c", "ended", user="bob"),
        with_ended=False,
        matches=lambda session: session.name(0) == "bob",
    )
    assert (listed(told), told.matching, told.states.total()) == (["b"], 2, 3)


def test_a_session_that_comes_to_match_is_listed_and_one_that_does_no_more_is_not() -> None:
    told = roster(session("a", out=9), session("b"), matches=lambda s: s.counters.bytes_out > 5)
    told.update(entries(told, session("a"), session("b", out=6)))
    assert (listed(told), told.matching) == (["b"], 1)


def test_arranged_anew_it_lists_all_that_match_in_the_new_order() -> None:
    sessions = [session("a", out=1), session("b", "ended", out=2), session("c", out=3)]
    told = roster(*sessions, with_ended=False)
    arrangement = Arrangement(column="out", reverse=True)
    told.arrange(arrangement, arrangement.everyone(sessions))
    assert (listed(told), [told.index(sid) for sid in "abc"]) == (["a", "c"], [0, None, 1])


def test_ended_sessions_are_left_out_until_asked_for() -> None:
    told = roster(session("a"), session("e", "ended"), with_ended=False)
    assert listed(told) == ["a"]
    told.show_ended(with_ended=True)
    assert listed(told) == ["a", "e"]
    told.show_ended(with_ended=False)
    assert listed(told) == ["a"]


def test_a_session_that_ends_leaves_the_list() -> None:
    told = roster(session("a"), session("b"), with_ended=False)
    assert told.update(entries(told, session("a", "ended")))
    assert (listed(told), told.index("a")) == (["b"], None)


def test_a_session_that_ends_goes_down_where_ended_ones_are_listed() -> None:
    told = roster(session("a"), session("b"))
    told.update(entries(told, session("a", "ended")))
    assert listed(told) == ["b", "a"]


def test_a_session_that_is_not_known_is_listed_nowhere() -> None:
    assert roster(session("a")).index("x") is None


def test_the_list_stands_still_where_only_numbers_change() -> None:
    told = roster(session("a"), session("b"))
    assert not told.update(entries(told, session("b", out=9)))
    assert listed(told) == ["a", "b"]


def test_a_session_keeps_its_place_while_its_last_event_changes() -> None:
    told = roster(session("a", start=1, last_seen=1), session("b", start=2, last_seen=2))
    assert not told.update(entries(told, session("a", start=1, last_seen=9)))


def test_a_start_that_comes_to_be_known_moves_a_session() -> None:
    told = roster(session("a", start=5), session("b", start=1))
    assert told.update(entries(told, session("b", start=9)))
    assert listed(told) == ["b", "a"]


def test_states_are_counted_listed_or_not() -> None:
    told = roster(session("a"), session("b"), session("e", "ended"), with_ended=False)
    told.update(entries(told, session("a", "ended"), session("d", "denied")))
    assert [told.states[state] for state in STATES] == [1, 1, 2]


def test_nothing_changed_is_no_change() -> None:
    assert not Roster().update([])


@pytest.mark.parametrize("count", [1, 64, 65, 500])
def test_many_sessions_can_change_at_once(count: int) -> None:
    told = roster(session("first", start=-1), *(session(f"{n:03}", start=n) for n in range(count)))
    changed = [session(f"{n:03}", start=count - n) for n in range(count)]
    assert told.update(entries(told, *changed))
    assert listed(told) == [*(f"{n:03}" for n in range(count)), "first"]


SESSIONS = st.builds(
    session,
    st.integers(0, 99).map(str),
    st.sampled_from(STATES),
    st.none() | st.integers(0, 5),
    user=st.sampled_from(["", "alice", "Bob", "ümit"]),
    out=st.integers(0, 3),
)
UPDATES = st.lists(
    st.lists(SESSIONS, max_size=90, unique_by=lambda told: told.sid), min_size=1, max_size=4
)
ARRANGEMENTS = st.builds(
    Arrangement,
    st.sampled_from(["state", *COLUMNS]),
    st.booleans(),
    st.sampled_from([None, lambda told: told.counters.bytes_out > 1]),
)


@given(UPDATES, ARRANGEMENTS, st.booleans())
def test_told_bit_by_bit_or_all_at_once_the_list_is_the_same(
    updates: list[list[Session]], arrangement: Arrangement, with_ended: bool
) -> None:
    told = Roster(arrangement, with_ended=with_ended)
    for update in updates:
        told.update(entries(told, *update))
    latest = {told.sid: told for update in updates for told in update}
    once = Roster(with_ended=with_ended)
    every = list(latest.values())
    random.Random(1).shuffle(every)
    once.arrange(arrangement, arrangement.everyone(every))
    assert (listed(told), +told.states, told.matching) == (
        listed(once),
        +once.states,
        once.matching,
    )


@given(UPDATES, ARRANGEMENTS)
def test_every_session_that_is_listed_is_found_at_its_place(
    updates: list[list[Session]], arrangement: Arrangement
) -> None:
    told = Roster(arrangement)
    for update in updates:
        told.update(entries(told, *update))
    sids = listed(told)
    assert [told.index(sid) for sid in sids] == list(range(len(told)))


def test_a_pinned_session_stays_listed_when_it_ends_until_another_is_pinned() -> None:
    told = roster(session("a"), session("b"), with_ended=False)
    told.pin("a")
    told.update(entries(told, session("a", "ended"), session("b", "ended")))
    assert listed(told) == ["a"]
    assert told.pin("b") is True
    assert listed(told) == []


def test_letting_a_session_go_that_is_listed_anyway_changes_nothing() -> None:
    told = roster(session("a"), session("b"))
    told.pin("a")
    assert told.pin("b") is False
    assert listed(told) == ["a", "b"]
