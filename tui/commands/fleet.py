"""The live view of a fleet: what its shippers send to a stream, followed as a log is."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from tui import when
from tui.commands.opening import allow_many_files, writing_temporarily
from tui.commands.screen import rules_of, show, take_terminal, vigil_for
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
from tui.fleet.follow import FleetFollow
from tui.fleet.past import FleetPast
from tui.fleet.shippers import Shippers
from tui.monitor import Monitor
from tui.past.workers import Workers, workers_for
from tui.source.watch import CALM, PROMPT, Rhythm
from tui.vigil import Vigil

if TYPE_CHECKING:
    from tui.config import Configuration

MUCH = 1 << 30
"""Bytes that a stream may hold, as far as is known before anyone asks it."""


def live_fleet(address: Address, access: Access, configuration: "Configuration") -> None:
    """Show the live view of a stream until it is quit."""
    take_terminal(piped=False)
    since = when.since(configuration.settings.since, time.time_ns())
    rules = rules_of(configuration)
    # Before there are threads, and before the app is there to be copied with them.
    with (
        closing(workers_for(MUCH)) as workers,
        closing(vigil_for(MUCH, rules)) as vigil,
        watched(address, access, since=since, workers=workers, vigil=vigil, rhythm=CALM) as monitor,
    ):
        show(monitor, (), configuration, keeps=True)


@contextmanager
def watched(  # noqa: PLR0913 - each is an option
    address: Address,
    access: Access,
    *,
    since: int | None = None,
    from_end: bool = False,
    workers: Workers | None = None,
    vigil: Vigil | None = None,
    rhythm: Rhythm = PROMPT,
) -> Iterator[Monitor]:
    """A monitor of a stream. Raises FleetError, and SourceError where nothing can be mirrored."""
    allow_many_files()
    with Engine.open(address, access, name="desktail") as engine:
        shippers = Shippers(str(address))
        with writing_temporarily():
            follow = FleetFollow(engine, since=since, from_end=from_end, shippers=shippers)
        with closing(follow):
            follow.open()
            monitor = Monitor(
                follow,
                past=lambda: FleetPast.of(follow),
                workers=workers,
                vigil=vigil,
                rhythm=rhythm,
                watch=follow.waiting,
            )
            monitor.fleet = shippers.picture
            yield monitor
