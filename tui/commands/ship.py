"""The command that ships a log to the fleet's engine, as the host that it runs on."""

import signal
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event as Flag

from tui.commands.opening import allow_many_files, check_followed
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.checkpoint import Checkpoint
from tui.fleet.engine import Engine
from tui.fleet.origins import Origins
from tui.fleet.shipper import Shipper
from tui.fleet.wire import token
from tui.fleet.words import FleetError
from tui.printing.said import Said
from tui.source.follow import Follow
from tui.source.locate import STANDARD_INPUT, SourceError, locate
from tui.source.resume import Marks
from tui.system.output import complain
from tui.system.usage import UsageError


def ship(  # noqa: PLR0913 - each is an option
    paths: Sequence[Path],
    address: Address,
    access: Access,
    *,
    host: str | None,
    all_lines: bool,
    since: int | None,
    once: bool,
    wait: bool,
) -> None:
    """Ship a log until SIGTERM says to end, or `once` what is there.

    SourceError where another one ships for this host, or, of `once`, if a file could not be read.
    """
    if STANDARD_INPUT in paths:
        raise UsageError("ship: standard input cannot be gone on with after a start; give files")
    awaited = check_followed(paths, wait=wait)
    allow_many_files()
    stop = Flag()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: stop.set())
    host = host or socket.gethostname()
    with (
        closing(Checkpoint.open(address.stream, host)) as checkpoint,
        closing(_followed(paths, awaited, since, checkpoint)) as follow,
        _engine(address, access, host, wait=not once, stop=stop) as engine,
    ):
        if engine is None:  # it was ended before there was one
            return
        shipper = Shipper(
            follow,
            Origins(host, checkpoint, follow.marks, all_lines),
            engine,
            address.stream,
            stop,
            say=complain,
            looked=Said(follow).say,
        )
        shipper.run(once=once)
    if once and follow.errors:
        raise SourceError("\ndesktail: ".join(follow.errors.values()))


def _followed(
    paths: Sequence[Path], awaited: frozenset[Path], since: int | None, checkpoint: Checkpoint
) -> Follow:
    """What is followed: all that was asked for at any time, from where it is acknowledged."""
    earlier = since if checkpoint.is_new else checkpoint.since
    checkpoint.since = None if since is None or earlier is None else min(since, earlier)
    checkpoint.forget(time.time_ns())
    if checkpoint.problem:
        complain(checkpoint.problem)
    if checkpoint.is_new:
        checkpoint.meet(locate([path for path in paths if path not in awaited], since))
    marks = [entry.mark() for entry in checkpoint.entries.values()]
    return Follow(
        paths, awaited=awaited, since=checkpoint.since, marks=Marks(time.time_ns(), marks)
    )


@contextmanager
def _engine(
    address: Address, access: Access, host: str, *, wait: bool, stop: Flag
) -> Iterator[Engine | None]:
    """The engine, for which one may `wait`; None if it was to stop before it came."""

    def told(problem: str) -> None:
        complain(f"{problem}; it is waited for" if problem else f"{address}: is there")

    name = f"desktail ship {token(host)}"
    try:
        engine = Engine.open(address, access, name=name, wait=wait, told=told, stop=stop)
    except FleetError:
        if not stop.is_set():
            raise
        yield None
        return
    with engine:
        yield engine
