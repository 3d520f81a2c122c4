"""The made-up log, written all at once."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from tui.audit.rfc3339 import SECOND
from tui.source.locate import (
    SourceError,
)
from tui.system.output import printing

if TYPE_CHECKING:
    pass

STORY = 20 * 60 * SECOND
"""Nanoseconds that it tells of after the history: the whole incident."""


def write_demo(folder: Path, *, seed: int) -> None:
    """Write the whole made-up log at once, as if its incident were just over."""
    from tui.demo.writer import write_story

    now = time.time_ns()
    try:
        write_story(folder, seed=seed, begins=now - STORY, until=now)
    except OSError as error:
        raise SourceError(f"{folder}: {error.strerror or error}") from error
    with printing():
        print(folder / "log")
