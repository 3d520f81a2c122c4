"""A fleet on one machine, in a process of its own, which outlives nobody: `python -m
tui.demo.keeper SEED SPEED`.

It starts a server, ships the logs of three made-up hosts, prints where they can be watched, and
plays the story, until its standard input ends or its parent does: then it ends all that it began
and removes its folder. So nothing is left of a demo whose own process was killed.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread

from tui.demo.hosts import HostFolders
from tui.demo.server import PATIENCE, started
from tui.demo.writer import Performance

STREAM = "DESKTAIL"
LOOK = 0.5
"""Seconds between two looks for its parent, which may leave the input open to others."""
GRACE = 3.0
"""Seconds that a process may take to end when it is asked to."""
AHEAD = 2_000_000_000
"""Nanoseconds until the story begins: its history is shipped first, so that it is past by then."""
DESKTAIL = (sys.executable, "-m", "tui")


class KeeperError(Exception):
    """What stands in the way of the fleet, in one line."""


def main() -> int:
    """Keep the fleet until nobody looks at it any more."""
    seed, speed = int(sys.argv[1]), float(sys.argv[2])
    parent, ended = os.getppid(), Event()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: ended.set())
    try:
        with ExitStack() as stack:
            folder = Path(
                stack.enter_context(
                    tempfile.TemporaryDirectory(prefix="desktail-demo-", ignore_cleanup_errors=True)
                )
            )
            address = _served(stack, folder)
            _play(stack, folder, seed, speed, address)
            _tell({"address": address, "folder": str(folder)})
            while not ended.is_set() and os.getppid() == parent:
                if select.select([0], [], [], LOOK)[0] and not os.read(0, 1):
                    break
    except (KeeperError, OSError) as error:
        _tell({"error": str(error)})
        return 1
    return 0


def _tell(what: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _served(stack: ExitStack, folder: Path) -> str:
    """Start a server with a stream; where that is."""
    server, where = started(folder)
    stack.callback(_end, server)
    deadline = time.monotonic() + PATIENCE
    while (port := where()) is None:
        if server.poll() is not None or time.monotonic() > deadline:
            said = (folder / "server.log").read_text(errors="replace").strip()
            raise KeeperError(f"nats-server does not start: {said.rpartition(chr(10))[2]}")
        time.sleep(0.02)
    address = f"nats://127.0.0.1:{port}/{STREAM}"
    made = subprocess.run(  # noqa: S603 - ourselves
        [*DESKTAIL, "nats", "init", address],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(folder),
    )
    if made.returncode:
        why = made.stderr.strip().removeprefix("desktail: ")
        raise KeeperError(why or "the stream cannot be made")
    return address


def _play(stack: ExitStack, folder: Path, seed: int, speed: float, address: str) -> None:
    """Ship the history of the hosts, then begin the story in their logs, and ship that."""
    logs = HostFolders(folder, seed)
    performance = Performance(folder, seed=seed, speed=speed, now=time.time_ns, logs=logs)
    performance.begin(ahead=AHEAD)
    shipped = [_ship(folder, host, address, "--once") for host in logs.folders]
    for shipper in shipped:
        stack.callback(_end, shipper)
    for host, shipper in zip(logs.folders, shipped, strict=True):
        if shipper.wait():
            said = (folder / f"{host}.said").read_text(errors="replace").strip()
            raise KeeperError(said.removeprefix("desktail: ") or "the history cannot be shipped")
    for host in logs.folders:
        stack.callback(_end, _ship(folder, host, address))
    stop = Event()
    player = Thread(target=performance.go_on, args=(stop,), name="story", daemon=True)
    player.start()
    stack.callback(player.join)
    stack.callback(stop.set)


def _ship(folder: Path, host: str, address: str, *options: str) -> subprocess.Popen[bytes]:
    """Begin to ship the log of a host."""
    command = [*DESKTAIL, "ship", str(folder / host / "log"), "--to", address, "--host", host]
    with (folder / f"{host}.said").open("ab") as said:
        return subprocess.Popen(  # noqa: S603 - ourselves
            [*command, *options],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env=_environment(folder),
        )


def _environment(folder: Path) -> dict[str, str]:
    """That of ours, without anyone's settings and state."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESKTAIL_")}
    homes = {f"XDG_{name.upper()}_HOME": str(folder / name) for name in ("config", "state")}
    return {**kept, **homes}


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
