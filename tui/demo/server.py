"""A server of the demo's own: on loopback, on a port that is free, and gone with its folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PATIENCE = 20.0
"""Seconds that it may take to listen."""
MOST = "1GB"
"""What its stream may take on the disk: the story has 20 MB."""


def installed() -> str | None:
    """The server's program, if there is one: beside this Python, or on the path."""
    beside = Path(sys.executable).with_name("nats-server")
    return str(beside) if beside.exists() else shutil.which("nats-server")


def started(folder: Path) -> tuple[subprocess.Popen[bytes], Callable[[], int | None]]:
    """Start it in a folder; with it, what tells the port on which it listens, once it does."""
    program = installed()
    if program is None:
        raise FileNotFoundError("nats-server is not installed")
    # The port is the server's to choose: one that is looked for before may be taken by then.
    (folder / "server.conf").write_text(
        'listen: "127.0.0.1:-1"\n'
        f"ports_file_dir: {json.dumps(str(folder))}\n"
        f"jetstream {{ store_dir: {json.dumps(str(folder / 'server'))}, max_file: {MOST} }}\n"
    )
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - found where programs are
            [program, "-c", str(folder / "server.conf")],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )

    def where() -> int | None:
        try:
            told = json.loads(next(folder.glob("nats-server_*.ports")).read_text())
            return int(told["nats"][0].rpartition(":")[2])
        except (StopIteration, ValueError, LookupError):  # not there, or not whole yet
            return None

    return server, where
