"""Running a function as a user without rights: root may read everything, whatever its mode."""

import json
import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parents[2]
RUN = "import sys; from tests.source.nobody import run; run(*sys.argv[1:])"


def as_nobody(function: Callable[[Path], list[str]]) -> list[str]:
    """What a function of a test module returns to a user without rights, given an own folder."""
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
        done = subprocess.run(
            [sys.executable, "-c", RUN, function.__module__, function.__name__, folder],
            cwd=HERE,
            stdout=subprocess.PIPE,
            check=True,
            timeout=60,
        )
    told: list[str] = json.loads(done.stdout)
    return told


def run(module: str, name: str, folder: str) -> None:
    """Call the function in this process, and print what it returns."""
    function = getattr(import_module(module), name)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    print(json.dumps(function(Path(folder))))  # noqa: T201
