"""What spans reach, kept in runs, against a plain dictionary of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.rules import spans
from tui.rules.spans import Spans

STEPS = st.integers(0, 40)
DOINGS = st.tuples(st.sampled_from(["insert", "append", "drop", "add", "first"]), STEPS, STEPS)


@given(st.lists(DOINGS, max_size=120), st.sampled_from([2, 3, 8]))
def test_spans_in_runs_reach_what_each_of_them_reaches(
    doings: list[tuple[str, int, int]], longest: int
) -> None:
    kept, plain = Spans(), dict[int, int]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spans, "LONGEST", longest)
        for doing, one, other in doings:
            match doing:
                case "insert" if one not in plain:
                    kept.insert(one, other)
                    plain[one] = other
                case "append" if one > max(plain, default=-1):
                    kept.append(one, other)
                    plain[one] = other
                case "drop" if plain:
                    kept.drop_first()
                    del plain[min(plain)]
                case "add":
                    kept.add(one, one + 9, other)
                    plain |= {at: plain[at] + other for at in plain if one <= at <= one + 9}
                case "first":
                    reach = [at for at in plain if one <= at <= one + 9 and plain[at] >= other]
                    assert kept.first(one, one + 9, other) == min(reach, default=None)
    assert {begin: kept.reached(begin) for begin in plain} == plain
    assert all(len(run.begins) <= longest for run in kept.runs)
