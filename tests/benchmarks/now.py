"""How soon a large log shows what goes on now: `python -m tests.benchmarks.now FILE...`.

The log must be one of `tests.benchmarks.files`: its last line begins a session on a desktop that
no other line names, so the sessions that are open at its end are shown when that desktop is.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks import table
from tests.benchmarks.files import LAST
from tests.benchmarks.peers import BLOCK, warm
from tests.benchmarks.processes import Peak, memory
from tests.benchmarks.window import Window

MARK = b'"code":"TDP0'
TAIL = 1 << 16
"""Bytes at the end of a log that hold its last line."""
SETTLED = 0.5


@dataclass(frozen=True, slots=True)
class Opening:
    """Seconds from the start to what was seen, infinite if never, and bytes at peak and at rest."""

    first: float
    now: float
    all: float
    peak: int
    rest: int


def events(path: Path) -> int:
    """How many desktop events there are: no string of a made log holds the mark."""
    count, held = 0, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            text = held + block
            count += text.count(MARK)
            held = text[1 - len(MARK) :]
    return count


def check(path: Path) -> None:
    """SystemExit if the last line is not that which is waited for: ten minutes would be lost."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        if LAST.encode() not in file.read().rstrip(b"\n").rpartition(b"\n")[2]:
            raise SystemExit(
                f"{path}: no log of tests.benchmarks.files: {LAST} is not its last line"
            )


def opening(path: Path, expected: int) -> Opening:
    """Open the log in a terminal, and watch it until all is read."""
    with Window(path) as window:
        peak = Peak(window.pid)

        def is_read() -> bool:
            return window.count == expected and "LIVE" in window.lines[0]

        first = window.seconds_until(lambda: window.count >= 0)
        now = window.seconds_until(lambda: window.line_with(LAST) or is_read())
        if not window.line_with(LAST):
            now = float("inf")
        everything = window.seconds_until(is_read)
        window.drain(SETTLED)
        rest = memory(window.pid)
        return Opening(first, now, everything, peak.end(), rest)


def report(files: Sequence[Path], rounds: int) -> str:
    """One table; the files are opened in turn."""
    expected = {}
    for file in files:
        check(file)
        warm(file)
        expected[file] = events(file)
    taken = {file: list[Opening]() for file in files}
    for _ in range(rounds):
        for file in files:
            taken[file].append(opening(file, expected[file]))
    rows = [
        [
            file.stem,
            table.seconds(median(one.first for one in openings)),
            table.seconds(median(one.now for one in openings)),
            table.seconds(median(one.all for one in openings)),
            table.megabytes(median(one.peak for one in openings)),
            table.megabytes(median(one.rest for one in openings)),
        ]
        for file, openings in taken.items()
    ]
    heads = ("opening a log", "first screen, s", "who is there now, s", "all read, s")
    return table.markdown((*heads, "peak, MB", "then, MB"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.now", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    chosen = parser.parse_args()
    table.show(table.machine())
    table.show(report(chosen.files, chosen.rounds))


if __name__ == "__main__":
    main()
