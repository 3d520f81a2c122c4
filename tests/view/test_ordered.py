"""A list kept in order while its keys change."""

from hypothesis import given
from hypothesis import strategies as st

from tui.view.ordered import BULK, Ordered


def keys(ordered: Ordered[int]) -> list[int]:
    return [ordered[index] for index in range(len(ordered))]


@given(st.lists(st.sets(st.integers(0, 300), max_size=2 * BULK), max_size=6))
def test_after_any_changes_it_is_as_if_it_had_been_sorted(states: list[set[int]]) -> None:
    ordered: Ordered[int] = Ordered()
    known: set[int] = set()
    for state in states:
        ordered.change(known - state, state - known)
        known = state
        assert keys(ordered) == sorted(known)
        assert [ordered.index(key) for key in keys(ordered)] == list(range(len(known)))


def test_cleared_it_forgets_what_was_there() -> None:
    ordered: Ordered[int] = Ordered()
    ordered.change([], [3, 1])
    ordered.clear()
    assert keys(ordered) == []
