"""A short torture: rotated in every way under its writers, each line comes once."""

from pathlib import Path

import pytest

from tests.torture.scenarios import SCENARIOS, Scenario
from tests.torture.torture import torture

SECONDS = 2.5


@pytest.mark.parametrize("kind", SCENARIOS)
def test_each_line_comes_once_whatever_is_done_to_the_log(
    kind: type[Scenario], tmp_path: Path
) -> None:
    outcome = torture(kind, 1, SECONDS, tmp_path)
    assert (outcome.lost, outcome.double) == (0, 0)
    assert outcome.rotations > 0
    assert outcome.lines > outcome.rotations
