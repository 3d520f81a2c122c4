"""How soon the commands are there, and what is kept: `python -m tests.benchmarks.starts`."""

from __future__ import annotations

import argparse
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks import processes, table, writer
from tests.benchmarks.window import Window
from tests.program import program

MANY_SESSIONS = 20_000
MANY_EVENTS = 200_000
"""From so many the memory of one is reckoned."""
SETTLED = 1.0


def _live(path: Path) -> float:
    with Window(path) as window:
        return window.seconds_until(lambda: window.count == writer.SESSIONS)


def _tail(path: Path) -> float:
    begun = time.perf_counter()
    command = [program(), "tail", "--from-start", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        taken = time.perf_counter() - begun
        process.terminate()
    return taken


def _starting(path: Path, rounds: int) -> list[list[str]]:
    """Seconds from the start of a process to what it shows of a small log."""
    starts: dict[str, Callable[[], float]] = {
        "the live view: a small log on the screen, s": lambda: _live(path),
        "`tail`: its first line, s": lambda: _tail(path),
        "`summary` of a small log, s": lambda: processes.run([program(), "summary", path]).seconds,
        "`--help`, s": lambda: processes.run([program(), "--help"]).seconds,
    }
    taken: dict[str, list[float]] = {name: [] for name in starts}
    for _ in range(rounds):
        for name, start in starts.items():
            taken[name].append(start())
    return [[name, table.seconds(median(times))] for name, times in taken.items()]


def _kept(path: Path, events: int) -> int:
    """Bytes in memory when so many events have been read."""
    with Window(path) as window:
        window.seconds_until(lambda: window.count == events)
        window.drain(SETTLED)
        return processes.memory(window.pid)


def _keeping(path: Path) -> list[list[str]]:
    """The memory that one more event takes, and one more session with its only event."""
    few = writer.sessions(writer.SESSIONS)
    writer.begin(path, few)
    least = _kept(path, len(few))
    writer.add(path, few, MANY_EVENTS)
    event = (_kept(path, len(few) + MANY_EVENTS) - least) / MANY_EVENTS
    writer.begin(path, writer.sessions(MANY_SESSIONS))
    session = (_kept(path, MANY_SESSIONS) - least) / (MANY_SESSIONS - len(few))
    return [
        ["memory with a small log, MB", table.megabytes(least)],
        ["one more event, bytes", f"{event:,.0f}"],
        ["one more session, bytes", f"{session:,.0f}"],
    ]


def report(folder: Path, rounds: int) -> str:
    """One table."""
    path = folder / "starts.log"
    writer.begin(path, writer.sessions(writer.SESSIONS))
    return table.markdown(("starting and keeping", ""), _starting(path, rounds) + _keeping(path))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.starts", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    table.show(table.machine())
    with TemporaryDirectory() as folder:
        table.show(report(Path(folder), chosen.rounds))


if __name__ == "__main__":
    main()
