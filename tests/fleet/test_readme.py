"""README's unit for systemd that ships a log, tied to the one that there is."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "README.md").read_text().split("### Shipping\n")[1].split("\n##")[0]
UNIT = ROOT / "share" / "desktail-ship.service"


def test_readmes_unit_is_part_of_the_one_that_is_there() -> None:
    text = SECTION.split("```ini\n")[1].split("```")[0]
    assert {*text.splitlines()} <= {*UNIT.read_text().splitlines()}


def test_the_unit_is_sound(tmp_path: Path) -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd-analyze is not installed")
    program = Path(sys.executable).with_name("desktail")
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/usr/local/bin/desktail", str(program)))
    done = subprocess.run(
        [tool, "verify", "--man=no", unit], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
