"""Rows that are unfolded: which row stands where."""

from hypothesis import given
from hypothesis import strategies as st

from tui.view.unfolded import Unfolded


def laid_out(below: dict[int, int], rows: int) -> list[tuple[int, int | None]]:
    """The same, written down row by row."""
    return [
        place
        for row in range(rows)
        for place in ((row, None), *((row, number) for number in range(below.get(row, 0))))
    ]


BELOW = st.dictionaries(st.integers(0, 9), st.integers(0, 5))


@given(BELOW)
def test_what_stands_where(below: dict[int, int]) -> None:
    unfolded = Unfolded(below)
    expected = laid_out(below, 10)
    assert [unfolded.locate(index) for index in range(10 + len(unfolded))] == expected


@given(BELOW)
def test_where_a_row_stands(below: dict[int, int]) -> None:
    unfolded = Unfolded(below)
    expected = laid_out(below, 10)
    assert [unfolded.index(row) for row in range(10)] == [
        expected.index((row, None)) for row in range(10)
    ]


def test_rows_laid_before_shift_what_is_unfolded() -> None:
    unfolded = Unfolded({2: 3})
    unfolded.shift(10)
    assert (2 in unfolded, 12 in unfolded, len(unfolded)) == (False, True, 3)
