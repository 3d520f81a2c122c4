"""How sizes are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.words.telling import Sizes, Times


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0"),
        (1_610_612_736, "1,610,612,736"),
        (9_999_999_999, "9,999,999,999"),
        (10_000_000_000, "10000000000"),
        (9_999_999_999_999, "9999999999999"),
        (10_000_000_000_000, "9.1T"),
    ],
)
def test_every_byte_is_told_as_long_as_there_is_room(count: int, told: str) -> None:
    assert Sizes.EXACT.told(count) == told


def test_room_can_be_another() -> None:
    assert [Sizes.EXACT.told(12_345, cells) for cells in (6, 5, 4)] == ["12,345", "12345", "12.1K"]


def test_binary_units_are_what_they_are_everywhere() -> None:
    assert Sizes.BINARY.told(1_610_612_736) == "1.5G"


@given(st.sampled_from(Sizes), st.integers(0, 2**64))
def test_a_size_fits_its_column(sizes: Sizes, count: int) -> None:
    assert len(sizes.told(count)) <= sizes.cells


def test_ways_follow_each_other_in_a_circle() -> None:
    assert Times.ELAPSED.following is Times.ABSOLUTE
    assert Sizes.BINARY.following is Sizes.EXACT
