"""A minute of torture for a fleet: each watcher's numbers are those of the files."""

from pathlib import Path

import pytest

from tests.fleet.server import program
from tests.torture.fleet import torture

SECONDS = 60.0


@pytest.mark.timeout(480)
def test_a_fleet_that_is_killed_at_random_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    program()
    outcome = torture(7, SECONDS, tmp_path)
    assert outcome.wrong == []
    assert (outcome.contents.wrong, outcome.contents.damaged, outcome.contents.lost) == (0, 0, 0)
    assert set(outcome.kills) == {"shipper", "watcher", "server", "leader"}
    assert set(outcome.rotations) == {"rename", "truncate", "compress", "midnight"}
    assert outcome.lines > 10_000
