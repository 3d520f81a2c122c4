"""Which sessions are listed, and in which order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.picture import SessionView
from tui.roster import Roster

STATES = ("active", "denied", "ended")


def view(sid: str, state: str = "active", start: int | None = 0, **changed: int) -> SessionView:
    """A session of which only this is known."""
    return SessionView(
        sid=sid,
        state=state,
        user="",
        login="",
        desktop="",
        client="",
        error="",
        start=start,
        stop=None,
        last_seen=changed.get("last_seen"),
        bytes_in=0,
        bytes_out=changed.get("bytes_out", 0),
        failed=0,
        recovered=False,
    )


def roster(*views: SessionView, with_ended: bool = True) -> Roster:
    """A roster that was told these sessions."""
    told = Roster(with_ended=with_ended)
    told.update(views)
    return told


def listed(told: Roster) -> list[str]:
    """The sids from top to bottom."""
    return [told[index].sid for index in range(len(told))]


@pytest.mark.parametrize(
    ("views", "sids"),
    [
        ([view("e", "ended"), view("d", "denied"), view("a", "active")], ["a", "d", "e"]),
        ([view("old", start=1), view("new", start=2)], ["new", "old"]),
        ([view("b"), view("c"), view("a")], ["a", "b", "c"]),
        ([view("seen", start=None, last_seen=5), view("started", start=4)], ["seen", "started"]),
        ([view("unknown", start=None), view("started", start=4)], ["started", "unknown"]),
        ([view("d", "denied", start=9), view("a", "active", start=1)], ["a", "d"]),
    ],
)
def test_active_then_denied_then_ended_and_the_newest_start_on_top(
    views: list[SessionView], sids: list[str]
) -> None:
    assert listed(roster(*views)) == sids


def test_ended_sessions_are_left_out_until_asked_for() -> None:
    told = roster(view("a"), view("e", "ended"), with_ended=False)
    assert listed(told) == ["a"]
    told.show_ended(with_ended=True)
    assert listed(told) == ["a", "e"]
    told.show_ended(with_ended=False)
    assert listed(told) == ["a"]


def test_a_session_that_ends_leaves_the_list() -> None:
    told = roster(view("a"), view("b"), with_ended=False)
    assert told.update([view("a", "ended")])
    assert (listed(told), told.index("a")) == (["b"], None)


def test_a_session_that_ends_goes_down_where_ended_ones_are_listed() -> None:
    told = roster(view("a"), view("b"))
    told.update([view("a", "ended")])
    assert listed(told) == ["b", "a"]


def test_a_session_that_is_not_listed_can_still_be_got() -> None:
    ended = view("e", "ended")
    told = roster(ended, with_ended=False)
    assert (told.get("e"), told.get("x"), told.index("x")) == (ended, None, None)


def test_the_list_stands_still_where_only_numbers_change() -> None:
    told = roster(view("a"), view("b"))
    assert not told.update([view("b", bytes_out=9)])
    assert (listed(told), told[1].bytes_out) == (["a", "b"], 9)


def test_a_session_keeps_its_place_while_its_last_event_changes() -> None:
    told = roster(view("a", start=1, last_seen=1), view("b", start=2, last_seen=2))
    assert not told.update([view("a", start=1, last_seen=9)])


def test_a_start_that_comes_to_be_known_moves_a_session() -> None:
    told = roster(view("a", start=5), view("b", start=1))
    assert told.update([view("b", start=9)])
    assert listed(told) == ["b", "a"]


def test_states_are_counted_listed_or_not() -> None:
    told = roster(view("a"), view("b"), view("e", "ended"), with_ended=False)
    told.update([view("a", "ended"), view("d", "denied")])
    assert [told.states[state] for state in STATES] == [1, 1, 2]


def test_nothing_changed_is_no_change() -> None:
    assert not Roster().update([])


@pytest.mark.parametrize("count", [1, 64, 65, 500])
def test_many_sessions_can_change_at_once(count: int) -> None:
    told = roster(view("first", start=-1), *(view(f"{n:03}", start=n) for n in range(count)))
    assert told.update(view(f"{n:03}", start=count - n) for n in range(count))
    assert listed(told) == [*(f"{n:03}" for n in range(count)), "first"]


VIEWS = st.builds(
    view,
    st.integers(0, 99).map(str),
    st.sampled_from(STATES),
    st.none() | st.integers(0, 5),
)
UPDATES = st.lists(
    st.lists(VIEWS, max_size=90, unique_by=lambda view: view.sid), min_size=1, max_size=4
)


@given(UPDATES, st.booleans())
def test_told_bit_by_bit_or_all_at_once_the_list_is_the_same(
    updates: list[list[SessionView]], with_ended: bool
) -> None:
    told = Roster(with_ended=with_ended)
    for update in updates:
        told.update(update)
    latest = {view.sid: view for update in updates for view in update}
    once = roster(*latest.values(), with_ended=with_ended)
    assert (listed(told), +told.states) == (listed(once), +once.states)


@given(UPDATES)
def test_every_session_that_is_listed_is_found_at_its_place(
    updates: list[list[SessionView]],
) -> None:
    told = Roster()
    for update in updates:
        told.update(update)
    sids = listed(told)
    assert [told.index(sid) for sid in sids] == list(range(len(told)))


def test_a_pinned_session_stays_listed_when_it_ends_until_another_is_pinned() -> None:
    told = roster(view("a"), view("b"), with_ended=False)
    told.pin("a")
    told.update([view("a", "ended"), view("b", "ended")])
    assert listed(told) == ["a"]
    assert told.pin("b") is True
    assert listed(told) == []


def test_letting_a_session_go_that_is_listed_anyway_changes_nothing() -> None:
    told = roster(view("a"), view("b"))
    told.pin("a")
    assert told.pin("b") is False
    assert listed(told) == ["a", "b"]
