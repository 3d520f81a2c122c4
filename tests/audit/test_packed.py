"""Places in half the memory say the same as those of an array."""

import sys
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.audit.packed import FEWEST, Packed
from tui.audit.place import place_of
from tui.audit.stretch import Stretch

FAR = 1 << 32
NEAR = st.integers(0, FAR - 1)
RUNS = st.lists(NEAR, min_size=FEWEST)


def packed(places: list[int]) -> Packed:
    found = Packed.of(array("Q", places))
    assert found is not None
    return found


@given(RUNS, st.integers(0, 500_000), st.integers(0, 4_000))
def test_all_are_there_in_their_order(offsets: list[int], source: int, page: int) -> None:
    places = [place_of(source, page * FAR + offset) for offset in offsets]
    kept = packed(places)
    assert list(kept) == list(kept.unpacked()) == [kept[at] for at in range(len(kept))] == places
    assert [kept.index(place) for place in places] == [places.index(place) for place in places]


def test_those_too_far_apart_or_too_few_are_left_as_they_are() -> None:
    assert Packed.of(array("Q", [*range(FEWEST), FAR])) is None
    assert Packed.of(array("Q", [place_of(1, 0), *range(FEWEST)])) is None
    assert Packed.of(array("Q", range(FEWEST - 1))) is None
    assert Packed.of(array("Q")) is None


@pytest.mark.parametrize("place", [7, FAR, FAR + 7])
def test_a_place_that_is_not_there_is_not_found(place: int) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - as an array does
        packed([8] * FEWEST).index(place)


def test_each_takes_four_bytes() -> None:
    kept = packed(list(range(10_000)))
    assert sys.getsizeof(kept) + sys.getsizeof(kept.halves) < 10_000 * 4 + 200


@given(RUNS, RUNS)
def test_a_stretch_says_the_same_when_it_has_settled_and_grows_on(
    places: list[int], more: list[int]
) -> None:
    plain, settled = Stretch(), Stretch()
    for place in places:
        plain.append(place, 1, place % 2)
        settled.append(place, 1, place % 2)
    settled.settle()
    assert isinstance(settled.places, Packed)
    assert [settled.row(at) for at in range(settled.rows)] == [
        plain.row(at) for at in range(plain.rows)
    ]
    assert [settled.find(place) for place in (*places, *more)] == [
        plain.find(place) for place in (*places, *more)
    ]
    for place in more:
        plain.append(place, 1, None)
        settled.append(place, 1, None)
    assert list(settled.places) == list(plain.places)
