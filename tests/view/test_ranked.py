"""Numbers kept in the order of what each is worth while some change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.view.ranked import FEW, Ranked

VALUES = st.dictionaries(
    st.integers(0, 300).map(str), st.integers(0, 5) | st.integers(0, 500), max_size=2 * FEW
)


def ranked_of(values: dict[str, int]) -> Ranked:
    """All of them, put in order at once; the number of each is its place among the values."""
    ranked = Ranked([], [])
    ranked.replace(list(values), list(values.values()), list(range(len(values))))
    return ranked


def in_order(values: dict[str, int]) -> list[str]:
    return sorted(values, key=lambda name: (values[name], name))


@given(st.lists(VALUES, max_size=5))
def test_after_any_changes_it_is_as_if_it_had_been_sorted(states: list[dict[str, int]]) -> None:
    every = sorted({name for state in states for name in state}, reverse=True)
    worth: list[int | None] = [None] * len(every)
    ranked = Ranked(every, worth)
    for state in states:
        told = [state.get(name) for name in every]
        changed = [at for at, value in enumerate(told) if value != worth[at]]
        ranked.remove([at for at in changed if worth[at] is not None])
        worth[:] = told
        ranked.add([at for at in changed if worth[at] is not None])
        places = range(len(ranked))
        assert [every[ranked[place]] for place in places] == in_order(state)
        assert [ranked.index(ranked[place]) for place in places] == list(places)


def names_in(ranked: Ranked, values: dict[str, int]) -> list[str]:
    names = list(values)
    return [names[ranked[index]] for index in range(len(ranked))]


@given(VALUES)
def test_all_at_once_are_sorted_by_value_and_equals_by_name(values: dict[str, int]) -> None:
    assert names_in(ranked_of(values), values) == in_order(values)


@given(st.lists(st.lists(st.none() | st.integers(0, 2), min_size=6, max_size=6), max_size=5))
def test_put_in_order_again_by_other_values_nothing_stands_as_before(
    states: list[list[int | None]],
) -> None:
    names, ranked = list("fbdaec"), Ranked([], [])
    for worth in states:
        there = [at for at, value in enumerate(worth) if value is not None]
        ranked.replace(names, worth, list(there))
        expected = sorted(there, key=lambda at: (worth[at], names[at]))
        assert [ranked[place] for place in range(len(ranked))] == expected


@pytest.mark.parametrize("values", [{}, {"b": 1}, {"b": 1, "a": 1}, {"c": 1, "b": 0, "a": 1}])
def test_equals_at_the_ends_are_sorted_too(values: dict[str, int]) -> None:
    assert names_in(ranked_of(values), values) == in_order(values)


@pytest.mark.parametrize("kinds", [1, 10, 900, 1000])
def test_many_are_sorted_the_same_however_many_values_differ(kinds: int) -> None:
    values = {str(number): number * 7 % kinds for number in range(1000)}
    assert names_in(ranked_of(values), values) == in_order(values)
