"""Real servers of JetStream on loopback, one or three, which can be killed and started again."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PATIENCE = 20.0
"""Seconds that a server may take to answer."""


def program() -> str:
    """The server's program; the test is skipped where it is not installed."""
    beside = Path(sys.executable).with_name("nats-server")
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        pytest.skip("nats-server is not installed")
    return found


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


@dataclass(slots=True)
class Server:
    """One server: its folder, its port, and more lines of its configuration."""

    folder: Path
    port: int
    name: str = "one"
    more: str = ""
    whole: str = ""
    """A configuration instead, which has the port, too."""
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"nats://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it says."""
        return self.folder / f"{self.name}.server.log"

    def start(self) -> None:
        """Start it, if it does not run."""
        self.folder.mkdir(parents=True, exist_ok=True)
        configuration = self.folder / f"{self.name}.conf"
        configuration.write_text(
            self.whole
            or f'server_name: {self.name}\nlisten: "127.0.0.1:{self.port}"\n'
            f'jetstream {{ store_dir: "{self.folder / self.name}" }}\n{self.more}\n'
        )
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [program(), "-c", str(configuration)], stdout=log, stderr=log
            )

    def wait(self) -> None:
        """Wait until it listens."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                assert time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.02)
            else:
                return

    def kill(self) -> None:
        """End it as a power failure does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an administrator does."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None


@contextmanager
def serving(folder: Path, more: str = "") -> Iterator[Server]:
    """One server, which answers."""
    with running(Server(folder, free_ports(1)[0], more=more)) as server:
        yield server


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """A server, which answers."""
    server.start()
    try:
        server.wait()
        yield server
    finally:
        server.kill()


@contextmanager
def cluster(folder: Path) -> Iterator[Sequence[Server]]:
    """Three servers that replicate to each other; whether they have a leader is for who asks."""
    ports = free_ports(6)
    routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in ports[3:])
    servers = [
        Server(
            folder,
            ports[number],
            f"n{number + 1}",
            f'cluster {{ name: fleet, listen: "127.0.0.1:{ports[3 + number]}", '
            f"routes: [{routes}] }}",
        )
        for number in range(3)
    ]
    try:
        for server in servers:
            server.start()
        for server in servers:
            server.wait()
        yield servers
    finally:
        for server in servers:
            server.kill()
