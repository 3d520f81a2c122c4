"""Shippers as they are run, and what is in the stream by then."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import nats
from nats.js.errors import NotFoundError

from tests.patience import until
from tests.program import program
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.coverage import Coverage, Range
from tui.fleet.engine import Engine
from tui.fleet.plan import Wanted
from tui.fleet.stream import init
from tui.fleet.wire import Beat, Lines, Origin, beat_in, lines_in, origin_in

NUMBERS = count(1)


def desk(number: int, size: int = 0) -> bytes:
    """A desktop event that is like no other, with its end, and so many bytes more."""
    return (
        b'{"ei":0,"event":"desktop.clipboard.send","uid":"u%d","code":"TDP02I",'
        b'"time":"2026-11-29T10:00:00Z","sid":"s","length":%d,"x":"%s"}\n'
        % (number, number, b"x" * size)
    )


def other(number: int) -> bytes:
    """An other event that is like no other, with its end."""
    return b'{"ei":0,"event":"user.login","uid":"o%d","code":"T1000I"}\n' % number


def append(path: Path, *lines: bytes) -> None:
    """Write lines as Teleport does."""
    with path.open("ab") as file:
        file.write(b"".join(lines))


@dataclass(slots=True)
class Fleet:
    """A stream of its own on a server, and the folder that shippers of it remember things in."""

    server: str
    state: Path
    stream: str = field(default_factory=lambda: f"T{next(NUMBERS)}")

    @property
    def address(self) -> str:
        """What shippers are told."""
        return f"{self.server}/{self.stream}"

    def make(self) -> None:
        """Make its streams."""
        with Engine.open(Address.parse(self.address), Access(), name="test") as engine:
            for _ in init(engine, Wanted()):
                continue

    def ship(self, *arguments: str | Path) -> "Ship":
        """A shipper that is started."""
        return Ship(self, [*map(str, arguments)])

    def shipped(self, *arguments: str | Path) -> str:
        """Have one ship what is there, and end well; what it said."""
        return self.ship(*arguments, "--once").ended()

    def stored(self) -> list[Lines]:
        """All lines that are in the stream, message by message."""
        found = asyncio.run(_messages(self.server, self.stream))
        return [lines_in(headers, body) for _, headers, body in found]

    def bodies(self) -> bytes:
        """The bodies of all messages."""
        return b"".join(lines.body for lines in self.stored())

    def facts(self) -> tuple[list[Beat], list[Origin]]:
        """The last beat of each host, and the names of all files."""
        found = asyncio.run(_messages(self.server, f"{self.stream}_SHIPPERS"))
        beats = [beat_in(body) for subject, _, body in found if subject.endswith(".beat")]
        return beats, [origin_in(body) for subject, _, body in found if ".origin." in subject]


@dataclass(slots=True)
class Ship:
    """A shipper's process."""

    fleet: Fleet
    arguments: list[str]
    process: "subprocess.Popen[str]" = field(init=False)

    def __post_init__(self) -> None:
        """Start it."""
        self.process = subprocess.Popen(
            [program(), "ship", *self.arguments, "--to", self.fleet.address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "XDG_STATE_HOME": str(self.fleet.state)},
        )

    def line(self) -> str:
        """The next line that it says, when it does."""
        assert self.process.stderr is not None
        return self.process.stderr.readline()

    def ended(self, status: int = 0) -> str:
        """Wait for its end; what it said."""
        _, said = self.process.communicate(timeout=60)
        assert self.process.returncode == status, said
        return said

    def end(self, number: int = signal.SIGTERM, status: int = 0) -> str:
        """End it as an administrator does; what it said."""
        self.process.send_signal(number)
        return self.ended(status)

    def kill(self) -> None:
        """End it as a power failure does."""
        self.process.kill()
        self.process.communicate(timeout=60)


def told_once(stored: Iterable[Lines]) -> dict[str, tuple[int, bytes]]:
    """Of each origin up to which byte all is told, and its bodies; nothing of it twice."""
    told: dict[str, tuple[int, bytes]] = {}
    for lines in stored:
        end, bodies = told.get(lines.origin.id, (0, b""))
        assert lines.begin == end, f"{lines.begin:,} follows {end:,}"
        told[lines.origin.id] = lines.end, bodies + lines.body
    return told


def told(stored: Iterable[Lines]) -> dict[str, Coverage]:
    """Of each origin what is told, however often."""
    covered: dict[str, Coverage] = {}
    for lines in stored:
        left = lines.left + lines.others
        known = covered.setdefault(lines.origin.id, Coverage())
        known.take(Range(lines.begin, lines.end, lines.left, left))
    return covered


def wait_for(fleet: Fleet, *bodies: bytes) -> None:
    """Wait until all of these are in the stream."""
    until(lambda: all(body in fleet.bodies() for body in bodies))


async def _messages(server: str, stream: str) -> list[tuple[str, dict[str, str], bytes]]:
    client = await nats.connect(server)
    try:
        jetstream = client.jetstream()
        state = (await jetstream.stream_info(stream)).state
        found = []
        for number in range(max(1, state.first_seq), state.last_seq + 1):
            try:
                message = await jetstream.get_msg(stream, number, direct=True)
            except NotFoundError:  # another one has taken its place
                continue
            found.append((message.subject or "", message.headers or {}, message.data or b""))
        return found
    finally:
        await client.close()
