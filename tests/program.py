"""The installed program, run as a user runs it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def program() -> str:
    """The installed `desktail` of this very environment."""
    beside = Path(sys.executable).with_name("desktail")
    found = str(beside) if beside.exists() else shutil.which("desktail")
    assert found, "desktail is not installed in this environment"
    return found


def run(*arguments: str | Path, **options: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end; `options` are variables of its environment."""
    return subprocess.run(
        [program(), *map(str, arguments)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
        env={**os.environ, **options},
    )
