"""A disk so small that a test can fill it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SIZE = 64 * 1024
"""Bytes that it has room for."""


@contextmanager
def small_disk(path: Path) -> Iterator[Path]:
    """Mount one at a path that is made for it; skips the test where that is not allowed."""
    path.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={SIZE}", "small", str(path)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:  # noqa: S607
        pytest.skip("no file system can be mounted here")
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)  # noqa: S607


def fill(disk: Path) -> Path:
    """Write until nothing more can be written; gives the file that has it all."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                continue
        except OSError:
            return filler
    raise AssertionError("a disk that is never full")
