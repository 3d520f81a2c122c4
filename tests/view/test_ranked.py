"""Names kept in the order of their values while some change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.view.ranked import FEW, Ranked

VALUES = st.dictionaries(
    st.integers(0, 300).map(str), st.integers(0, 5) | st.integers(0, 500), max_size=2 * FEW
)


def names(ranked: Ranked) -> list[str]:
    return [ranked[index] for index in range(len(ranked))]


def in_order(values: dict[str, int]) -> list[str]:
    return sorted(values, key=lambda name: (values[name], name))


@given(st.lists(VALUES, max_size=5))
def test_after_any_changes_it_is_as_if_it_had_been_sorted(states: list[dict[str, int]]) -> None:
    values: dict[str, int] = {}
    ranked = Ranked(values)
    for state in states:
        changed = {name for name in values if state.get(name) != values[name]}
        ranked.remove(sorted(changed))
        come = [name for name in state if name in changed or name not in values]
        values.clear()
        values.update(state)
        ranked.add(come)
        assert names(ranked) == in_order(values)
        assert [ranked.index(name) for name in names(ranked)] == list(range(len(values)))


@given(VALUES)
def test_all_at_once_are_sorted_by_value_and_equals_by_name(values: dict[str, int]) -> None:
    ranked = Ranked({})
    ranked.replace(values, list(values), list(values.values()))
    assert names(ranked) == in_order(values)


@pytest.mark.parametrize("values", [{}, {"b": 1}, {"b": 1, "a": 1}, {"c": 1, "b": 0, "a": 1}])
def test_equals_at_the_ends_are_sorted_too(values: dict[str, int]) -> None:
    ranked = Ranked({})
    ranked.replace(values, list(values), list(values.values()))
    assert names(ranked) == in_order(values)


@pytest.mark.parametrize("kinds", [1, 10, 900, 1000])
def test_many_are_sorted_the_same_however_many_values_differ(kinds: int) -> None:
    values = {str(number): number * 7 % kinds for number in range(1000)}
    ranked = Ranked({})
    ranked.replace(values, list(values), list(values.values()))
    assert names(ranked) == in_order(values)
