"""A process that writes events at a rate, each stamped with the moment before it is written.

`python -m tests.benchmarks.writer --rate 1000 --seconds 10 PATH` appends to the file: clipboards of
the sessions that `begin` has put there. The stamp is the event's own time, so who reads the
file afterwards knows when each of its lines was written.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import lines
from tests.benchmarks.lines import Session

SEED = 1
SESSIONS = 40
BATCH = 0.01
"""Seconds between two writes at high rates."""


def now() -> int:
    """The time of day in microseconds."""
    return time.time_ns() // 1_000


def sessions(count: int) -> list[Session]:
    """So many sessions, the same ones for the same seed."""
    draw = random.Random(SEED)
    people, desktops = lines.stage(SEED)
    return [
        lines.session(draw, 0, people[each % len(people)], desktops[each % len(desktops)])
        for each in range(count)
    ]


def begin(path: Path, begun: Sequence[Session]) -> None:
    """Write a log in which these sessions begin."""
    draw = random.Random(SEED)
    path.write_text("".join(its.start % (lines.uid(draw), lines.written(now())) for its in begun))


def clipboard(draw: random.Random, its: Session, time: int) -> str:
    """A clipboard of this session at this moment."""
    return draw.choice(its.clipboard) % (lines.uid(draw), lines.written(time), draw.randrange(999))


def add(path: Path, begun: Sequence[Session], count: int) -> None:
    """Append so many clipboards of these sessions at once."""
    draw, time = random.Random(SEED), now()
    with path.open("a") as file:
        file.writelines(clipboard(draw, draw.choice(begun), time) for _ in range(count))


def write(path: Path, rate: float, seconds: float) -> None:
    """Append at this rate for so long, at high rates several lines with one call."""
    draw, written = random.Random(SEED), sessions(SESSIONS)
    file = os.open(path, os.O_WRONLY | os.O_APPEND)
    begun = time.monotonic()
    done, whole = 0, round(rate * seconds)
    while done < whole:
        due = min(whole, int((time.monotonic() - begun) * rate) + 1)
        text = "".join(clipboard(draw, draw.choice(written), now()) for _ in range(due - done))
        os.write(file, text.encode())
        done = due
        time.sleep(max(BATCH, begun + done / rate - time.monotonic()))
    os.close(file)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.writer", description=__doc__)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("path", type=Path, metavar="PATH")
    chosen = parser.parse_args()
    write(chosen.path, chosen.rate, chosen.seconds)


if __name__ == "__main__":
    main()
