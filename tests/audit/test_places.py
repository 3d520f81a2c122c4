"""Places in order: what is said of them is what a sorted list of them would say."""

from hypothesis import given
from hypothesis import strategies as st

from tui.audit.places import Places

PLACES = st.lists(st.integers(0, 3 << 32) | st.integers((1 << 32) - 5, (1 << 32) + 5), max_size=30)
"""Some of them in one 4 GiB, some on both sides of a boundary."""


def laid(*parts: list[int]) -> Places:
    places = Places()
    for part in parts:
        places.lay(sorted(part))
    return places


@given(st.lists(PLACES, max_size=5))
def test_laid_part_by_part_they_are_in_order(parts: list[list[int]]) -> None:
    expected = sorted(place for part in parts for place in part)
    places = laid(*parts)
    assert [places[index] for index in range(len(places))] == expected == list(places)


@given(PLACES, PLACES)
def test_it_is_known_which_are_there_and_how_many_are_smaller(
    known: list[int], others: list[int]
) -> None:
    places = laid(known)
    for place in known + others:
        assert places.before(place) == sum(one < place for one in known)
        assert (place in places) == (place in known)


@given(PLACES, PLACES)
def test_one_is_taken_away_once(known: list[int], others: list[int]) -> None:
    places, expected = laid(known), sorted(known)
    for place in known[:5] + others:
        places.take(place)
        if place in expected:
            expected.remove(place)
    assert [places[index] for index in range(len(places))] == expected


@given(PLACES, st.integers(0, 31), st.integers(0, 31))
def test_any_part_of_them_is_that_of_the_list(known: list[int], begin: int, end: int) -> None:
    places = Places.of(sorted(known))
    assert list(places) == sorted(known)
    part = Places()
    part.lay_part(places, begin, end)
    assert list(part) == sorted(known)[begin:end]
