"""`desktail tail` as a process that is written to, read from, and interrupted."""

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.program import program


class Tail:
    """`desktail tail` running, its output read line by line."""

    def __init__(
        self, *arguments: str | Path, under: Sequence[str] = (), **environment: str
    ) -> None:
        """`under` is a command that starts the command behind it, `environment` variables."""
        self.process = subprocess.Popen(
            [*under, program(), "tail", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment},
        )

    def line(self) -> bytes:
        """The next line; the test's own time limit is the only one."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def complaint(self) -> str:
        """The next line on stderr, of this program."""
        assert self.process.stderr is not None
        return self.process.stderr.readline().decode().removeprefix("desktail: ").rstrip("\n")

    def feed(self, data: bytes) -> None:
        """Write to its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def interrupt(self) -> tuple[int, bytes]:
        """Press ctrl+c; the exit status, and what was said on stderr."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said
