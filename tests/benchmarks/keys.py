"""How soon a key is answered while the past is read: `python -m tests.benchmarks.keys FILE...`.

The cursor of the session table goes up and down, as fast as it can be followed; a key is answered
when the cursor is seen on another row.
"""

from __future__ import annotations

import argparse
import os
import select
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import table
from tests.benchmarks.peers import warm
from tests.benchmarks.window import Window

ROWS = range(3, 28)
"""Lines of the terminal on which sessions stand."""
TURN = 4
"""Keys in one direction before those in the other."""
PAUSE = 0.03


def cursor(window: Window) -> int | None:
    """The line that is marked: the only one of its colour."""
    colours = {y: window.screen.buffer[y][4].bg for y in ROWS}
    counts = Counter(colours.values())
    marked = [y for y, colour in colours.items() if counts[colour] == 1]
    return marked[0] if len(marked) == 1 else None


def answered(window: Window, key: bytes) -> float:
    """Seconds until a key moves the cursor; infinite if it does not within a second."""
    before, begun = cursor(window), time.perf_counter()
    os.write(window.child.child_fd, key)
    while time.perf_counter() < begun + 1:
        if select.select([window.child.child_fd], [], [], 0.002)[0]:
            window.drain(0.001)
            if cursor(window) not in (before, None):
                return time.perf_counter() - begun
    return float("inf")


def answers(path: Path) -> list[float]:
    """What each key took until all of the log was read, in order of size."""
    taken: list[float] = []
    with Window(path) as window:
        window.seconds_until(lambda: "LIVE" in window.lines[0] and window.count > 0)
        while "%" in window.lines[0]:
            key = b"j" if len(taken) // TURN % 2 == 0 else b"k"
            taken.append(answered(window, key))
            window.drain(PAUSE)
    return sorted(taken)


def report(files: Sequence[Path]) -> str:
    """One table."""
    rows = []
    for file in files:
        warm(file)
        taken = answers(file)
        parts = (len(taken) // 2, len(taken) * 99 // 100)
        told = [f"{taken[at] * 1e3:.0f}" for at in parts] if taken else ["–", "–"]
        rows.append([file.stem, str(len(taken)), *told])
    return table.markdown(["a key while the past is read", "keys", "p50, ms", "p99, ms"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.keys", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    table.show(report(parser.parse_args().files))


if __name__ == "__main__":
    main()
