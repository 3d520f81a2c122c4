"""The units for systemd that lie in `share`, asked of systemd itself."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def said_of(unit: Path, folder: Path) -> tuple[int, str]:
    """What systemd says of a unit, with the program of this environment in it: its exit status and
    its complaints. A copy is written into a folder.

    The test is skipped where there is no systemd.
    """
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd-analyze is not installed")
    program = Path(sys.executable).with_name("desktail")
    copy = folder / unit.name
    copy.write_text(unit.read_text().replace("/usr/local/bin/desktail", str(program)))
    done = subprocess.run(
        [tool, "verify", "--man=no", copy], capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stderr


def told_in(section: str) -> set[str]:
    """The lines of the unit that a section of README has."""
    return {*section.split("```ini\n")[1].split("```", maxsplit=1)[0].splitlines()}
