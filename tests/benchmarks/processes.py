"""What a process and its children cost, from the kernel's own accounting."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
LOOK = 0.02
"""Seconds between two looks at the memory of a process that runs."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds by the clock and of the processors, and bytes at its peak."""

    seconds: float
    cpu: float
    memory: int


def family(pid: int) -> list[int]:
    """The process and all its descendants that still run."""
    found = [pid]
    for member in found:
        try:
            for task in Path(f"/proc/{member}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue  # ended meanwhile
    return found


def cpu(pid: int) -> float:
    """Seconds of processor time so far, of the process, its threads and its children."""
    ticks = 0
    for member in family(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / TICKS


def memory(pid: int) -> int:
    """Bytes in memory now; what several processes share is counted once."""
    members = family(pid)
    return sum(_resident(member, shared=len(members) > 1) for member in members)


def _resident(pid: int, *, shared: bool) -> int:
    try:
        if not shared:
            return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # ended meanwhile
    return 0


class Peak:
    """The most memory that a process has had, looked at from a thread.

    The kernel's own peak would begin with that of the process from which it was forked.
    """

    def __init__(self, pid: int) -> None:
        self.bytes = 0
        self._pid = pid
        self._stop = Event()
        self._thread = Thread(target=self._watch)
        self._thread.start()

    def end(self) -> int:
        """Look no more; returns the peak."""
        self._stop.set()
        self._thread.join()
        return self.bytes

    def _watch(self) -> None:
        while not self._stop.wait(LOOK):
            self.bytes = max(self.bytes, memory(self._pid))


def run(command: Sequence[str | Path]) -> Cost:
    """Run a command to its end, its output thrown away; raises CalledProcessError if it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak = Peak(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    taken = peak.end()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(seconds, usage.ru_utime + usage.ru_stime, taken)
