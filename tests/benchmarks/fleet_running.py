"""A fleet on one machine for the benchmark: what runs, and what it takes to do something."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import fleet_raw, lines, processes, writer
from tests.benchmarks.processes import Peak
from tests.fleet import programs
from tests.fleet.programs import Program
from tests.fleet.server import Cluster

HOSTS = ("auth1", "auth2", "auth3")
STREAM = "DESKTAIL"
LOOK = 0.02
"""Seconds between two questions to a watcher."""
PATIENCE = 1_800.0
GRACE = 15.0
"""Seconds after the last line in which it must have come."""


@dataclass(slots=True)
class Fleet:
    """Its servers, and one log for each host."""

    folder: Path
    servers: Cluster
    shippers: list[Program]

    @property
    def address(self) -> str:
        """Of its stream."""
        return f"{self.servers.addresses}/{STREAM}"

    @property
    def logs(self) -> list[Path]:
        """One for each host."""
        return [self.folder / host / "audit.log" for host in HOSTS]

    @property
    def stored(self) -> int:
        """Bytes of the disk of one server."""
        return sum(file.stat().st_size for file in self.servers[0].store.rglob("*.blk"))

    def spent(self, watcher: Program | None = None) -> tuple[float, float, float]:
        """Seconds of processor time: of all shippers, of all servers, of a watcher."""
        shippers = sum(processes.cpu(each.pid) for each in self.shippers if each.is_running)
        servers = sum(processes.cpu(each.process.pid) for each in self.servers if each.process)
        return shippers, servers, processes.cpu(watcher.pid) if watcher else 0.0


@contextmanager
def fleet(folder: Path, replicas: int) -> Iterator[Fleet]:
    """A fleet whose shippers have not begun, and whose logs are not there yet."""
    with ExitStack() as stack:
        servers = stack.enter_context(fleet_raw.served(folder / "servers", replicas))
        address = f"{servers.addresses}/{STREAM}"
        programs.init(address, replicas)
        shippers = []
        for host in HOSTS:
            (folder / host).mkdir()
            log = folder / host / "audit.log"
            shippers.append(programs.shipper(folder, servers.addresses, host, [log]))
            stack.callback(shippers[-1].kill)
        yield Fleet(folder, servers, shippers)


@contextmanager
def watched(fleet: Fleet, name: str) -> Iterator[Program]:
    """A watcher that begins now."""
    watcher = programs.watcher(fleet.folder, fleet.address, name)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.kill()


def wait_for(watcher: Program, events: int) -> None:
    """Wait until its table has so many desktop events."""
    deadline = time.monotonic() + PATIENCE
    while watcher.ask("count")["desktop_events"] < events:
        assert time.monotonic() < deadline, "they never came"
        time.sleep(LOOK)


@dataclass(frozen=True, slots=True)
class Took:
    """How long so many lines took, what was spent of processors, and bytes of memory at the peak.

    `spent` and `memory` are of all shippers (of memory the largest), the servers, the watcher.
    """

    lines: int
    seconds: float
    spent: tuple[float, float, float]
    memory: tuple[int, int, int]


def through(fleet: Fleet, lines: int, events: int) -> Took:
    """Ship what is in the logs to a watcher that waits for it."""
    with watched(fleet, "first") as watcher:
        wait_for(watcher, 0)
        before, begun = fleet.spent(watcher), time.monotonic()
        for shipper in fleet.shippers:
            shipper.start()
        peaks = _peaks(fleet, watcher)
        wait_for(watcher, events)
        seconds, after = time.monotonic() - begun, fleet.spent(watcher)
        return Took(lines, seconds, _less(after, before), _ended(peaks))


def catching_up(fleet: Fleet, lines: int, events: int) -> Took:
    """A watcher begins when all is in the stream."""
    before, begun = fleet.spent(), time.monotonic()
    with watched(fleet, "late") as watcher:
        peaks = _peaks(fleet, watcher)
        wait_for(watcher, events)
        seconds, after = time.monotonic() - begun, fleet.spent(watcher)
        return Took(lines, seconds, _less(after, before), _ended(peaks))


def _peaks(fleet: Fleet, watcher: Program) -> list[list[Peak]]:
    servers = [each.process.pid for each in fleet.servers if each.process]
    pids = [each.pid for each in fleet.shippers], servers, [watcher.pid]
    return [[Peak(pid) for pid in each] for each in pids]


def _ended(peaks: list[list[Peak]]) -> tuple[int, int, int]:
    shippers, servers, watcher = ([peak.end() for peak in each] for each in peaks)
    return max(shippers), max(servers), max(watcher)


def _less(
    after: tuple[float, float, float], before: tuple[float, float, float]
) -> tuple[float, float, float]:
    return after[0] - before[0], after[1] - before[1], after[2] - before[2]


@dataclass(frozen=True, slots=True)
class Live:
    """Latencies in seconds (median, 99 of 100, the longest), shares of a core, what never came."""

    rate: float
    latencies: tuple[float, float, float]
    cores: tuple[float, float, float]
    missing: int


def live(fleet: Fleet, watcher: Program, rate: float, seconds: float) -> Live:
    """Write to all logs at this rate in all, each line stamped, and see when each has come."""
    watcher.ask("latencies")
    before, begun = fleet.spent(watcher), time.monotonic()
    writers = [_writer(log, rate / len(HOSTS), seconds) for log in fleet.logs]
    for each in writers:
        assert each.wait() == 0, "a writer failed"
    wanted = round(rate / len(HOSTS) * seconds) * len(HOSTS)
    found: list[float] = []
    deadline = time.monotonic() + GRACE
    while len(found) < wanted and time.monotonic() < deadline:
        found += watcher.ask("latencies")
        time.sleep(LOOK)
    took = time.monotonic() - begun
    spent = _less(fleet.spent(watcher), before)
    found.sort()
    at = [found[min(len(found) - 1, int(share * len(found)))] for share in (0.5, 0.99, 1)]
    return Live(
        rate,
        (at[0], at[1], at[2]),
        (spent[0] / took, spent[1] / took, spent[2] / took),
        wanted - len(found),
    )


def _writer(log: Path, rate: float, seconds: float) -> subprocess.Popen[bytes]:
    command = (sys.executable, "-m", "tests.benchmarks.writer")
    return subprocess.Popen(
        [*command, "--rate", str(rate), "--seconds", str(seconds), str(log)],
        cwd=Path(__file__).parents[2],
    )


def begin_sessions(fleet: Fleet) -> int:
    """Begin the writer's sessions in each log; returns how many events that are."""
    draw = random.Random(writer.SEED)
    for log in fleet.logs:
        with log.open("a") as file:
            file.writelines(
                its.start % (lines.uid(draw), lines.written(writer.now()))
                for its in writer.sessions(writer.SESSIONS)
            )
    return writer.SESSIONS * len(HOSTS)
