"""The command that ships a log to the fleet's engine, as the host that it runs on."""

import signal
import socket
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Event as Flag

from tui.checking import Said
from tui.commands.opening import check_followed, writing_many
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.checkpoint import Checkpoint
from tui.fleet.engine import Engine
from tui.fleet.origins import Origins
from tui.fleet.shipper import Shipper
from tui.output import complain
from tui.source.follow import Follow
from tui.source.locate import STANDARD_INPUT, SourceError
from tui.source.resume import Marks
from tui.usage import UsageError


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
    stop = Flag()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: stop.set())
    host = host or socket.gethostname()
    with (
        closing(Checkpoint.open(address.stream, host)) as checkpoint,
        closing(_followed(paths, awaited, since, checkpoint)) as follow,
        Engine.open(
            address, access, name=f"desktail ship {host}", wait=not once, told=_say, stop=stop
        ) as engine,
    ):
        said = Said(follow)
        origins = Origins(host, checkpoint, follow.marks, all_lines)
        shipper = Shipper(follow, origins, engine, address.stream, stop, complain, said.say)
        shipper.run(once=once)
        if once and follow.errors:
            raise SourceError("\ndesktail: ".join(follow.errors.values()))
