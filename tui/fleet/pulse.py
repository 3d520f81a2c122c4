"""How a shipper is, said by itself every few seconds: what it has done, and what waits."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

from tui import __version__
from tui.audit.blocks import lines_of
from tui.fleet.engine import Engine
from tui.fleet.origins import Origins
from tui.fleet.wire import Beat, Lines, beat_message
from tui.fleet.words import FleetError
from tui.source.decoded import DecodedSource
from tui.source.file import Source
from tui.source.follow import Follow

EVERY = 5.0
"""Seconds between two beats."""
MEASURE = 1.0
"""Seconds between two looks at how much is there to be shipped yet."""
LEAVING = 2.0
"""Seconds that the last beat may take."""


@dataclass(slots=True)
class Pulse:
    """What a shipper tells of itself; written by its thread, read by that of the engine.

    `since` is when the oldest line that is not shipped was read (monotonic); None if all is.
    """

    follow: Follow
    origins: Origins
    clock: Callable[[], float] = time.monotonic
    since: float | None = None
    behind: int = 0
    bytes: int = 0
    lines: int = 0
    lost: int = 0
    _measured: float = 0.0
    _instance: str = field(default_factory=lambda: uuid4().hex[:16])
    _started: int = field(default_factory=time.time_ns)

    def sent(self, lines: Lines) -> None:
        """Count what is stored."""
        self.bytes += len(lines.body)
        self.lines += len(lines_of(lines.body))
        if lines.lost:
            self.lost += lines.end - lines.begin

    def shipped(self) -> None:
        """Take note that all that was read is shipped."""
        self.since, self._measured = None, 0.0

    def measure(self) -> None:
        """See from time to time how much there is to be shipped."""
        now = self.clock()
        if now - self._measured >= MEASURE:
            self._measured = now
            unread = sum(map(_unread, self.follow.sources))
            self.behind = unread + self.origins.unacknowledged

    def beat(self, problem: str) -> Beat:
        """How it is now."""
        since = self.since
        return Beat(
            host=self.origins.host,
            instance=self._instance,
            time=time.time_ns(),
            started=self._started,
            every=EVERY,
            behind=self.behind,
            lag=0.0 if since is None else max(0.0, self.clock() - since),
            bytes=self.bytes,
            lines=self.lines,
            lost=self.lost,
            files=len(self.follow.sources),
            version=__version__,
            problem=problem[:1024],
        )


async def beating(engine: Engine, stream: str, beat: Callable[[], Beat]) -> None:
    """Say again and again how a shipper is, for as long as it lives."""
    while True:
        await _beaten(engine, stream, beat())
        await asyncio.sleep(EVERY)


def leave(engine: Engine, stream: str, beat: Beat) -> None:
    """Say the last of it, if anyone can hear it."""

    async def last() -> None:
        await _beaten(engine, stream, beat)
        await engine.client.flush()

    with suppress(FleetError):
        engine.run(last(), LEAVING)


async def _beaten(engine: Engine, stream: str, beat: Beat) -> None:
    if engine.client.is_connected:
        message = beat_message(stream, beat)
        with suppress(Exception):  # the next one says it better
            await engine.client.publish(message.subject, message.body)


def _unread(source: Source) -> int:
    """Bytes of a file that are there and were not read."""
    if source.finished or source.descriptor < 0:
        return 0
    if isinstance(source, DecodedSource):
        return source.behind
    with suppress(OSError):
        return max(0, source.status().st_size - source.cutter.taken)
    return 0
