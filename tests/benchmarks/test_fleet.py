"""The quick form of the fleet's benchmark: few lines, and ratios in place of seconds."""

from pathlib import Path

from tests.benchmarks import fleet, fleet_raw, table
from tests.fleet.server import program

LINES = 30_000


def test_a_line_costs_a_few_times_what_reading_it_costs(tmp_path: Path) -> None:
    """In one test, because each that asks has to have it all measured anew."""
    program()
    found = fleet.figures(tmp_path, "desk", LINES, (200.0,), 2.0, 1)
    table.show("\n" + fleet.report(found, "desk", 1))

    assert found.contents.missing() == {}
    assert [one.missing for one in found.live] == [0]
    assert sum(found.through.spent) < 25 * found.files.cpu
    assert found.late.spent[2] < 12 * found.files.cpu
    assert found.contents.messages < LINES / 20  # lines are sent together,
    assert found.contents.stored < 1.2 * found.bytes
    assert found.stored < 0.6 * found.bytes  # and packed on the disk


def test_client_and_server_are_measured_by_themselves(tmp_path: Path) -> None:
    program()
    paces = fleet_raw.paces(tmp_path, 1, 2_000, 200)
    assert [pace.what for pace in paces] == [what for what, _ in fleet_raw.WAYS]
    assert all(pace.count / pace.seconds > 0 for pace in paces)
    assert all(pace.stored > 200 * 2_000 for pace in paces)
