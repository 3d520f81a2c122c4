"""The processes of a torture: writers that are asked for bursts, and the follower."""

import os
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Self

from tests.program import program
from tests.torture import writer

PATIENCE = 60.0
"""Seconds without one more line after which what is missing is taken as lost."""


class WriterProcess:
    """A writer in its own process; it writes while one does something else."""

    def __init__(self, log: Path, record: Path, seed: str, *, pieces: bool) -> None:
        self.record = record
        self.busy = False
        self._process = subprocess.Popen(
            [sys.executable, writer.__file__, log, record, seed, "pieces" if pieces else "whole"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def begin(self, count: int) -> None:
        """Have it write so many lines, if it has written those before."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if self.busy and not select.select([self._process.stdout], [], [], 0)[0]:
            return
        self.rest()
        self._process.stdin.write(b"%d\n" % count)
        self._process.stdin.flush()
        self.busy = True

    def rest(self) -> None:
        """Return when it has written all that it was asked for."""
        assert self._process.stdout is not None
        if self.busy:
            assert self._process.stdout.readline() == b"done\n", "a writer died"
            self.busy = False

    def let_go(self) -> None:
        """Have it open its file anew before it writes on."""
        self.rest()
        self.begin(0)
        self.rest()

    def end(self) -> None:
        """Let it end."""
        self._process.communicate(timeout=PATIENCE)


class Follower:
    """`desktail tail --json --from-start` on a path, and all that it printed."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._printed = folder / "taken"
        self._complaints = folder / "complaints"
        with self._printed.open("wb") as out, self._complaints.open("wb") as complaints:
            self._process = subprocess.Popen(
                [program(), "tail", "--json", "--from-start", "--since", "all", path],
                stdout=out,
                stderr=complaints,
            )
        self._file = self._printed.open("rb")
        self._rest = b""
        self.taken: Counter[bytes] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def stand_still(self, seconds: float) -> None:
        """Stop its process for a while, wherever it is."""
        os.kill(self._process.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(self._process.pid, signal.SIGCONT)

    def look(self) -> int:
        """Take what it printed; returns how many whole lines there were in all."""
        *lines, self._rest = (self._rest + self._file.read()).split(b"\n")
        self.taken.update(line + b"\n" for line in lines)
        return self.taken.total()

    def has_all(self, wanted: Counter[bytes]) -> bool:
        """Wait for these lines; no if nothing comes any more."""
        before, end = self.look(), time.monotonic() + PATIENCE
        while missing := wanted - self.taken:
            assert self._process.poll() is None, self._complaints.read_text()
            if time.monotonic() > end:
                return False
            time.sleep(min(0.2, 0.01 + len(missing) / 10_000))
            if (now := self.look()) != before:
                before, end = now, time.monotonic() + PATIENCE
        return True

    def end(self) -> int:
        """Interrupt it, take the last of what it printed; returns its exit status."""
        self._process.send_signal(signal.SIGINT)
        status = self._process.wait(PATIENCE)
        self.look()
        return status
