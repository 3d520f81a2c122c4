"""The fleet's own programs as processes, which can be killed and started again."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from tests.program import program

PATIENCE = 120.0
"""Seconds that a program may take to answer."""


@dataclass(slots=True)
class Program:
    """One process: its command, a state folder of its own, and what it says."""

    name: str
    command: Sequence[str]
    folder: Path
    asked: bool = False
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def said(self) -> Path:
        """What it complains of."""
        return self.folder / f"{self.name}.said"

    @property
    def is_running(self) -> bool:
        """Whether it was started, and has not ended."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        """Of its process."""
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        """Start it; what it remembers is in its own folder, over its restarts too."""
        state = self.folder / f"{self.name}.state"
        pipe = subprocess.PIPE if self.asked else subprocess.DEVNULL
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                self.command,
                stdin=pipe,
                stdout=pipe if self.asked else said,
                stderr=said,
                cwd=Path(__file__).parents[2],
                env={**os.environ, "XDG_STATE_HOME": str(state), "TMPDIR": str(self.folder)},
            )

    def check(self) -> None:
        """Fail if it ended by itself."""
        assert self.is_running, f"{self.name} ended: {self.said.read_text()[-2_000:]}"

    def kill(self) -> None:
        """End it as a power failure does."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def ask(self, question: str) -> Any:
        """The answer of a program that can be asked; nothing if it has ended."""
        assert self.process is not None
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(question.encode() + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"{self.name} ended: {self.said.read_text()[-2_000:]}"
        return json.loads(answer)


def shipper(folder: Path, address: str, host: str, paths: Sequence[Path]) -> Program:
    """`desktail ship` on one host."""
    command = [program(), "ship", *map(str, paths), "--to", address, "--host", host]
    return Program(host, command, folder)


def watcher(folder: Path, address: str, name: str) -> Program:
    """Who follows the stream, and can be asked for what its table says."""
    command = [sys.executable, "-m", "tests.fleet.watcher", address]
    return Program(name, command, folder, asked=True)


def is_too_early(problem: str) -> bool:
    """Whether this is wrong only with a cluster that has just been started: it has no leader yet,
    or one that does not know how much room its servers have.
    """
    words = "has no leader", "too few servers", "did not answer in time"
    return any(word in problem for word in words)


def init(address: str, replicas: int = 1) -> None:
    """`desktail nats init`, once it can be done."""
    command = [program(), "nats", "init", address, "--replicas", str(replicas)]
    given_up = time.monotonic() + PATIENCE
    while True:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        if not is_too_early(done.stderr) or time.monotonic() > given_up:
            break
    assert done.returncode == 0, done.stderr


def summary(*paths: str | Path) -> dict[str, Any]:
    """`desktail summary --json` of files or of a stream."""
    done = subprocess.run(
        [program(), "summary", "--json", *map(str, paths)],
        capture_output=True,
        check=False,
        timeout=PATIENCE * 5,
    )
    assert done.returncode == 0, done.stderr.decode()
    return cast("dict[str, Any]", json.loads(done.stdout))
