"""A fleet whose servers, shippers and watchers are killed while its logs are written and rotated.

`python -m tests.torture.fleet --seconds 60 --seed 7` prints a line of what was done, and what of it
was lost, doubled or told wrongly; its exit status is 1 if anything was. At the end every watcher
must say of the stream what `desktail summary` says of the files, number for number.
"""

import argparse
import json
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.fleet import programs
from tests.fleet.contents import Contents, of_stream
from tests.fleet.programs import Program
from tests.fleet.server import Server, three
from tests.patience import until
from tests.torture.fleet_hosts import Hosts
from tests.torture.outage import Outage

STREAM = "DESKTAIL"
WATCHERS = 3
PATIENCE = 60.0
"""Seconds after the last line in which everyone must have it."""
DOWN = (0.0, 0.2, 1.0, 3.0)
"""Seconds for which what was killed stays so."""

CALM = (5.0, 15.0)
"""Seconds between two deaths of servers: an election takes up to nine, and some must succeed."""

Mortal = Server | Program


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done in a torture, and what is wrong after it."""

    seconds: float
    kills: Counter[str]
    rotations: Counter[str]
    lines: int
    contents: Contents
    without: float
    settled: float
    wrong: list[str] = field(default_factory=list)


class Torture:
    """The whole fleet on one machine, and what is done to it."""

    def __init__(self, folder: Path, seed: int, stack: ExitStack) -> None:
        """Begin it; at the end of the stack all of it ends."""
        self._random = random.Random(f"torture/{seed}")
        self._dead: dict[int, tuple[float, Mortal]] = {}
        self._calm_until = 0.0
        self.kills: Counter[str] = Counter()
        self.servers = three(folder / "servers")
        stack.callback(self.servers.kill)
        self.servers.start()
        self.servers.wait()
        address = self.servers.addresses
        programs.init(address, replicas=3)
        self.hosts = Hosts(folder / "hosts", seed)
        stack.callback(self.hosts.end)
        whom = {
            "auth1": [self.hosts.plain, self.hosts.linked / "events.log"],
            "auth2": [self.hosts.shared],
            "auth3": [self.hosts.shared],
        }
        (folder / "programs").mkdir()
        self.shippers = [
            programs.shipper(folder / "programs", address, host, paths)
            for host, paths in whom.items()
        ]
        self.watchers = [
            programs.watcher(folder / "programs", address, f"watcher{number}")
            for number in range(WATCHERS)
        ]
        for each in (*self.shippers, *self.watchers):
            stack.callback(each.kill)
            each.start()
        self.outage = Outage(address, STREAM)
        stack.callback(self.outage.end)
        # What is rotated away before a shipper's first look is an older log: nobody asked for it.
        until(lambda: self.watchers[0].ask("count")["desktop_events"] == self.hosts.beginnings)

    def step(self) -> None:
        """Have the writers write, and meanwhile do one thing to the logs or to the fleet."""
        self.hosts.write()
        time.sleep(self._random.choice((0.0, 0.2, 0.5)))
        if self._random.random() < 0.6:
            self.hosts.rotate()
        else:
            self._kill()
        self._raise(time.monotonic())

    def settle(self) -> None:
        """Let everyone live, and nobody write any more."""
        self.hosts.rest()
        self._raise(float("inf"))
        self.servers.wait()

    def _kill(self) -> None:
        """Kill somebody, if there is somebody of that kind who lives."""
        kinds = ["shipper", "watcher"]
        if time.monotonic() > self._calm_until:
            kinds = ["server", "leader"]
            self._calm_until = time.monotonic() + self._random.uniform(*CALM)
        kind = self._random.choice(kinds)
        if (whom := self._chosen(kind)) is None:
            return
        whom.kill()
        self.kills[kind] += 1
        self._dead[id(whom)] = (time.monotonic() + self._random.choice(DOWN), whom)

    def _chosen(self, kind: str) -> Mortal | None:
        if kind == "leader":
            return self.servers.leader(STREAM)
        kinds: dict[str, Sequence[Mortal]] = {
            "shipper": self.shippers,
            "watcher": self.watchers[1:],  # one sees it all
            "server": self.servers,
        }
        living = [each for each in kinds[kind] if each.is_running]
        return self._random.choice(living) if living else None

    def _raise(self, now: float) -> None:
        """Start those again whose time has come; nobody may have ended who was not killed."""
        for key, (at, whom) in list(self._dead.items()):
            if at <= now:
                whom.start()
                del self._dead[key]
        for each in (*self.shippers, *self.watchers):
            if id(each) not in self._dead:
                each.check()


def torture(seed: int, seconds: float, folder: Path) -> Outcome:
    """A torture of so many seconds."""
    with ExitStack() as stack:
        fleet = Torture(folder, seed, stack)
        begun = time.monotonic()
        while time.monotonic() < begun + seconds:
            fleet.step()
        took = time.monotonic() - begun
        fleet.settle()
        files = fleet.hosts.files
        wanted = programs.summary(*files)
        begun = time.monotonic()
        given_up = begun + PATIENCE
        wrong = [f"{each.name}: {_different(each, wanted, given_up)}" for each in fleet.watchers]
        settled = time.monotonic() - begun
        told = programs.summary(f"{fleet.servers.addresses}/{STREAM}")
        wrong.append(f"desktail summary: {_difference(told, wanted)}")
        contents = of_stream(fleet.servers.addresses, files)
        wrong += [
            f"of {file}, {file.stat().st_size:,} bytes, only these are in the stream: {covered}"
            for file, covered in contents.missing().items()
        ]
        return Outcome(
            took,
            fleet.kills,
            fleet.hosts.rotations,
            fleet.hosts.lines,
            contents,
            fleet.outage.seconds,
            settled,
            [each for each in wrong if not each.endswith(": ")],  # who tells nothing otherwise
        )


def _different(watcher: Program, wanted: dict[str, Any], given_up: float) -> str:
    """What a watcher tells otherwise than it should, when it has had its time."""
    while True:
        difference = _difference(watcher.ask("summary"), wanted)
        if not difference or time.monotonic() > given_up:
            return difference
        time.sleep(0.2)


def _difference(told: dict[str, Any], wanted: dict[str, Any]) -> str:
    """The first things of an object that are not as they should be; empty if all are."""
    parts = [
        f"{name} is {_short(told.get(name))}, not {_short(value)}"
        for name, value in wanted.items()
        if name != "sessions" and told.get(name) != value
    ]
    sessions = {each["sid"]: each for each in told["sessions"]}
    others = [each for each in wanted["sessions"] if sessions.get(each["sid"]) != each]
    parts += [f"{len(told['sessions'])} sessions"] * (len(sessions) != len(wanted["sessions"]))
    parts += [
        f"session {_short(sessions.get(each['sid']))}, not {_short(each)}" for each in others[:3]
    ]
    return "; ".join(parts)


def _short(value: object) -> str:
    return json.dumps(value)[:600]


def told(outcome: Outcome, seed: int) -> str:
    """The dated line of an outcome."""
    contents = outcome.contents
    begun = f"{datetime.now(UTC):%Y-%m-%d}, {outcome.seconds:.0f} s, seed {seed}: "
    wrong = contents.wrong + contents.damaged
    same = "differ from" if outcome.wrong else "are"
    parts = (
        begun + _counted("killed", outcome.kills),
        _counted("rotations", outcome.rotations),
        f"{outcome.lines:,} lines",
        f"{contents.messages:,} messages, {wrong} wrong, {contents.lost:,} bytes lost",
        f"{contents.again / 1e6:,.1f} MB more than once in the stream",
        f"{outcome.without:.1f} s without a leader",
        f"the numbers of {WATCHERS + 1} watchers {same} those of the files",
        f"{outcome.settled:.1f} s later\n",
    )
    return "; ".join(parts)


def _counted(what: str, counts: Counter[str]) -> str:
    kinds = ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))
    return f"{counts.total():,} {what} ({kinds})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Torture for as long as is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.fleet", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="where it happens, and all of it is kept")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(1))  # nobody may be left alone
    with ExitStack() as stack:
        folder = given.folder or Path(
            stack.enter_context(TemporaryDirectory(prefix="torture-fleet-"))
        )
        outcome = torture(given.seed, given.seconds, folder)
    for each in outcome.wrong:
        sys.stderr.write(f"{each}\n")
    sys.stdout.write(told(outcome, given.seed))
    return int(bool(outcome.wrong) or outcome.contents.wrong + outcome.contents.lost > 0)


if __name__ == "__main__":
    sys.exit(main())
