"""Logs written to and rotated at random while they are followed; each line must come once.

`python -m tests.torture.torture --seconds 60 --seed 1` prints one line for each scenario, then
one for all; its exit status is 1 if a line was lost or came twice. The seed decides what is done,
not when the kernel lets whom run.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.torture.scenarios import SCENARIOS, Scenario

STOPPED = 130
"""The status of a follower that was interrupted."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, and how often a line was missing, or there once more."""

    rotations: int
    lines: int
    lost: int
    double: int

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.rotations + other.rotations,
            self.lines + other.lines,
            self.lost + other.lost,
            self.double + other.double,
        )


def torture(kind: type[Scenario], seed: int, seconds: float, folder: Path) -> Outcome:
    """One scenario for so many seconds."""
    scenario = kind(folder / kind.__name__, f"{seed}-{kind.__name__}")
    with scenario.follower as follower:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            scenario.step()
        written = scenario.end()
        follower.has_all(written)
        status = follower.end()
    assert status == STOPPED, f"{scenario.seed}: the follower ended with {status}"
    lost, double = written - follower.taken, follower.taken - written
    for what, lines in (("lost", lost), ("double", double)):
        for line in list(lines)[:5]:
            sys.stderr.write(f"{scenario.seed}: {what}: {line[:100].decode(errors='replace')}\n")
    return Outcome(scenario.rotations, written.total(), lost.total(), double.total())


def torture_all(seed: int, seconds: float, folder: Path) -> dict[str, Outcome]:
    """All scenarios at the same time."""
    with ThreadPoolExecutor(len(SCENARIOS)) as pool:
        run = partial(torture, seed=seed, seconds=seconds, folder=folder)
        return dict(
            zip([kind.__name__ for kind in SCENARIOS], pool.map(run, SCENARIOS), strict=True)
        )


def told(name: str, outcome: Outcome, seconds: float) -> str:
    """One line about an outcome."""
    return (
        f"{name:11} {outcome.rotations:6,} rotations  {outcome.lines:9,} lines  {seconds:5.0f} s  "
        f"{outcome.lost} lost  {outcome.double} double\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Torture for as long as is asked for."""
    parser = argparse.ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="torture-") as folder:
        outcomes = torture_all(given.seed, given.seconds, Path(folder))
    for name, outcome in outcomes.items():
        sys.stdout.write(told(name, outcome, given.seconds))
    total = sum(outcomes.values(), Outcome(0, 0, 0, 0))
    sys.stdout.write(told("all", total, given.seconds))
    return int(total.lost + total.double > 0)


if __name__ == "__main__":
    sys.exit(main())
