"""The live view in a terminal of the size at which everything is measured."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from tests.terminal.terminal import Terminal

COLUMNS, ROWS = 160, 50
LOOK = 0.02
"""Seconds between two looks at the screen."""
PATIENCE = 600.0
"""Seconds after which what was not seen is taken as never coming."""


class Window(Terminal):
    """The program on one log, with a look at the number of events that it shows."""

    def __init__(self, path: Path) -> None:
        self.begun = time.perf_counter()
        super().__init__(path, columns=COLUMNS, rows=ROWS)
        assert self.child.pid
        self.pid = self.child.pid

    @property
    def count(self) -> int:
        """The number of events on the status line; -1 before there is one."""
        found = re.search(r"([\d,]+) events?\b", self.screen.display[0])
        return int(found[1].replace(",", "")) if found else -1

    def seconds_until(self, is_so: Callable[[], object]) -> float:
        """Seconds from the start until this can be seen; infinite if it never can."""
        while not is_so():
            assert self.child.isalive(), f"the program ended\n{self.text}"
            if time.perf_counter() - self.begun > PATIENCE:
                return float("inf")
            self.drain(LOOK)
        return time.perf_counter() - self.begun
