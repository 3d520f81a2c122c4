from hypothesis import given
from hypothesis import strategies as st

from tui.fleet.coverage import Coverage, Range

RANGES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair)))
)


def covered(*ranges: tuple[int, int]) -> tuple[Coverage, list[list[tuple[int, int]]]]:
    coverage = Coverage()
    return coverage, [coverage.take(Range(*each)) for each in ranges]


def test_what_comes_in_order_is_one_range() -> None:
    coverage, fresh = covered((0, 10), (10, 30))

    assert coverage.ranges == [Range(0, 30)]
    assert fresh == [[(0, 10)], [(10, 30)]]


def test_what_comes_twice_is_taken_once() -> None:
    _, fresh = covered((0, 10), (0, 10))

    assert fresh[1] == []


def test_of_what_is_cut_differently_only_the_rest_is_taken() -> None:
    _, fresh = covered((0, 10), (5, 15))

    assert fresh[1] == [(10, 15)]


def test_a_hole_is_told_until_it_is_filled() -> None:
    coverage, _ = covered((0, 10), (20, 30))
    assert coverage.holes == [(10, 20)]

    coverage.take(Range(5, 25))

    assert coverage.holes == []


def test_other_events_are_counted_once_however_they_are_cut() -> None:
    coverage = Coverage()
    for each in (Range(0, 100, 0, 7), Range(0, 70, 0, 5), Range(70, 130, 5, 12)):
        coverage.take(each)

    assert coverage.others == 12


def test_other_events_in_a_hole_are_not_counted() -> None:
    coverage = Coverage()
    for each in (Range(0, 10, 0, 1), Range(20, 30, 4, 6)):
        coverage.take(each)

    assert coverage.others == 3


@given(RANGES)
def test_each_byte_is_taken_once_and_none_is_left_out(ranges: list[tuple[int, int]]) -> None:
    coverage, fresh = covered(*ranges)
    taken = [at for parts in fresh for begin, end in parts for at in range(begin, end)]

    assert sorted(taken) == sorted({at for begin, end in ranges for at in range(begin, end)})
    assert sorted(taken) == [at for each in coverage.ranges for at in range(each.begin, each.end)]
    assert all(end > begin for begin, end in coverage.holes)
