"""Following a log that is written: `python -m tests.benchmarks.live --rates 1 1000`.

A process stamps and writes each line; the program is at the other end of a pty, or of a pipe. The
latency of an event ends when the screen counts it, or when its line has come.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import subprocess
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import processes, table, writer
from tests.benchmarks.window import LOOK, Window
from tests.program import program

RATES = (1.0, 500.0, 1_000.0, 5_000.0, 10_000.0)
GRACE = 15.0
"""Seconds after the last line in which it must have come."""
READ = 1 << 16


@dataclass(frozen=True, slots=True)
class Following:
    """Latencies in seconds, share of a core, bytes a second down the line, and what never came."""

    latencies: Sequence[float]
    cpu: float
    bytes: float
    missing: int

    def at(self, share: float) -> float:
        """The latency that this share of the events kept below."""
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


def _follow(
    path: Path, rate: float, seconds: float, pid: int, take: Callable[[], tuple[int, int]]
) -> Following:
    """Start the writer and follow it: `take` returns how many events and bytes have come by now."""
    before, bytes_before = take()
    arrivals: list[tuple[int, float]] = []
    cpu, begun = processes.cpu(pid), time.monotonic()
    command = (sys.executable, "-m", "tests.benchmarks.writer")
    process = subprocess.Popen(
        [*command, "--rate", str(rate), "--seconds", str(seconds), str(path)],
        cwd=Path(__file__).parents[2],
    )
    whole = before + round(rate * seconds)
    count, count_bytes = before, bytes_before
    while count < whole and time.monotonic() - begun < seconds + GRACE:
        come, count_bytes = take()
        count = max(count, come)
        arrivals.append((count, time.time()))
    spent, took = processes.cpu(pid) - cpu, time.monotonic() - begun
    assert process.wait() == 0, "the writer failed"
    counts = [count for count, _ in arrivals]
    latencies = sorted(
        arrivals[bisect_right(counts, place)][1] - stamp
        for place, stamp in enumerate(_stamps(path)[before:count], before)
    )
    return Following(
        latencies, spent / took, (count_bytes - bytes_before) / took, missing=whole - count
    )


def _stamps(path: Path) -> list[float]:
    """When each line was written."""
    with path.open("rb") as file:
        return [datetime.fromisoformat(json.loads(line)["time"]).timestamp() for line in file]


def on_screen(path: Path, rate: float, seconds: float) -> Following:
    """The live view in a window."""
    writer.begin(path, writer.sessions(writer.SESSIONS))
    with Window(path) as window:
        window.seconds_until(lambda: window.count == writer.SESSIONS)
        window.drain(1)

        def take() -> tuple[int, int]:
            window.drain(LOOK / 4)
            return window.count, len(window.raw)

        return _follow(path, rate, seconds, window.pid, take)


def in_a_pipe(path: Path, rate: float, seconds: float) -> Following:
    """`tail`, whose lines are counted as they come."""
    writer.begin(path, writer.sessions(writer.SESSIONS))
    command = [program(), "tail", "--from-start", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        pipe, come = process.stdout.fileno(), [0, 0]

        def take() -> tuple[int, int]:
            if select.select([pipe], [], [], LOOK)[0]:
                data = os.read(pipe, READ)
                assert data, "`tail` ended"
                come[0] += data.count(b"\n")
                come[1] += len(data)
            return come[0], come[1]

        while take()[0] < writer.SESSIONS:
            continue
        try:
            return _follow(path, rate, seconds, process.pid, take)
        finally:
            process.terminate()


def _rows(folder: Path, rates: Sequence[float], seconds: float) -> list[list[str]]:
    rows = []
    for name, follow in {"screen": on_screen, "`tail`": in_a_pipe}.items():
        for rate in rates:
            found = follow(folder / "live.log", rate, seconds)
            rows.append(
                [
                    f"{name}, {rate:,.0f}/s",
                    *(table.milliseconds(found.at(share)) for share in (0.5, 0.99, 1)),
                    f"{found.cpu:.1%}",
                    f"{found.bytes:,.0f}",
                    f"{found.missing:,}",
                ]
            )
    return rows


def at_rest(path: Path, seconds: float) -> list[list[str]]:
    """What it costs when nothing is written, in the first minute (or so many seconds) and after."""
    writer.begin(path, writer.sessions(writer.SESSIONS))
    rows = []
    with Window(path) as window:
        window.seconds_until(lambda: window.count == writer.SESSIONS)
        window.drain(1)
        for when in ("at first", "later"):
            cpu, begun = processes.cpu(window.pid), time.monotonic()
            sent = window.drain(seconds)
            took = time.monotonic() - begun
            share = (processes.cpu(window.pid) - cpu) / took
            rows.append([f"at rest, {when}", *[""] * 3, f"{share:.1%}", f"{sent / took:,.0f}", ""])
    return rows


def report(folder: Path, rates: Sequence[float], seconds: float, rest: float) -> str:
    """One table of all rates, on the screen and in a pipe, and at rest."""
    heads = ("following", "p50, ms", "p99, ms", "max, ms", "CPU", "bytes/s", "missing")
    rows = _rows(folder, rates, seconds) + at_rest(folder / "live.log", rest)
    return table.markdown(heads, rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.live", description=__doc__)
    options(parser)
    chosen = parser.parse_args()
    table.show(table.machine())
    with TemporaryDirectory() as folder:
        table.show(report(Path(folder), chosen.rates, chosen.seconds, chosen.rest))


def options(parser: argparse.ArgumentParser) -> None:
    """The options that this benchmark shares with the whole."""
    parser.add_argument(
        "--rates", type=float, nargs="+", default=RATES, metavar="RATE", help="events a second"
    )
    parser.add_argument("--seconds", type=float, default=20, help="at each rate")
    parser.add_argument("--rest", type=float, default=60, help="seconds at rest, twice")


if __name__ == "__main__":
    main()
