"""README's unit for systemd that ships a log, tied to the one that there is."""

from pathlib import Path

from tests.units import said_of, told_in

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "README.md").read_text().split("### Shipping\n")[1].split("\n##")[0]
UNIT = ROOT / "share" / "desktail-ship.service"


def test_readmes_unit_is_part_of_the_one_that_is_there() -> None:
    assert told_in(SECTION) <= {*UNIT.read_text().splitlines()}


def test_the_unit_is_sound(tmp_path: Path) -> None:
    assert said_of(UNIT, tmp_path) == (0, "")
