"""The live view of a fleet: what its shippers send to a stream, followed as a log is."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Event as Flag
from typing import TYPE_CHECKING

from tui.commands.opening import allow_many_files, writing_temporarily
from tui.commands.screen import rules_of, show, take_terminal, vigil_for
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
from tui.fleet.follow import NOW, FleetFollow
from tui.fleet.past import FleetPast
from tui.fleet.shippers import Shippers
from tui.fleet.words import FleetError
from tui.live.monitor import Monitor
from tui.live.vigil import Vigil
from tui.past.workers import Workers, workers_for
from tui.source.watch import CALM, PROMPT, Rhythm
from tui.system.output import complain
from tui.words import when

if TYPE_CHECKING:
    from tui.config import Configuration

ALL = 1 << 62
"""More bytes than a stream has: who reads it in its order has no past beside it."""
PAUSE = 1.0
"""Seconds between two looks whether a stream is there."""
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
    shippers = Shippers(str(address))
    with followed_stream(
        *(address, access, shippers), name="desktail", since=since, from_end=from_end
    ) as follow:
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


@contextmanager
def followed_stream(  # noqa: PLR0913 - each is an option
    address: Address,
    access: Access,
    shippers: Shippers,
    *,
    name: str,
    since: int | None = None,
    from_end: bool = False,
    now: int = NOW,
    wait: bool = False,
    stop: Flag | None = None,
) -> Iterator[FleetFollow]:
    """A stream followed, as FleetFollow says; `name` is how the engine's own tools show this.

    With `wait` an engine or a stream that is not there is waited for, until `stop`, and that is
    said. Raises FleetError, and SourceError where nothing can be mirrored.
    """
    allow_many_files()
    stop = stop or Flag()
    with Engine.open(address, access, name=name, wait=wait, told=_say, stop=stop) as engine:
        with writing_temporarily():
            follow = FleetFollow(engine, since, from_end, shippers, now=now)
        with closing(follow):
            _open(follow, stop if wait else None)
            yield follow


def _open(follow: FleetFollow, stop: Flag | None) -> None:
    """Begin to follow; where nobody waits, what is not there is an error."""
    said = ""
    while True:
        try:
            follow.open()
        except FleetError as error:
            if stop is None:
                raise
            if str(error) != said:
                said = str(error)
                complain(f"{said}; waiting for it")
            if stop.wait(PAUSE):
                raise
        else:
            return


def _say(problem: str) -> None:
    if problem:
        complain(problem)
