"""One message after the other to the engine, each until it is stored: nothing is ever given up.

Beside them, every few seconds, a beat says how the shipper is.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from dataclasses import dataclass
from threading import Event as Flag

from tui.fleet.engine import FIRST_PAUSE, LONGEST_PAUSE, Engine
from tui.fleet.wire import Beat, Message, beat_message
from tui.fleet.words import FleetError

ANSWER = 10.0
"""Seconds that the engine may take to store a message."""
STEP = 0.25
"""Seconds between two looks whether the connection is lost, or one is to stop."""
LEAVING = 2.0
"""Seconds that one who is to stop waits for the last answer."""
ROOM = 512
"""Bytes of a message that the client itself fills with headers."""


class StoppedError(Exception):
    """It is to stop; the message is not known to be stored."""


def _nothing() -> None:
    """Nothing is done."""


@dataclass(slots=True)
class Sender:
    """Sends messages to a stream until they are stored.

    `say` is told once what stands in the way, and once that nothing does any more; `problem` is
    that meanwhile. `waiting` is called again and again as long as it lasts.
    """

    engine: Engine
    stop: Flag
    say: Callable[[str], None]
    waiting: Callable[[], None] = _nothing
    problem: str = ""

    @property
    def most(self) -> int:
        """Bytes that a message may have."""
        return self.engine.max_payload - ROOM

    def send(self, message: Message, stream: str) -> None:
        """Have a message stored, however long it takes. Raises StoppedError."""
        pause = FIRST_PAUSE
        while True:
            try:
                self._attempt(message, stream)
            except FleetError as error:
                self._is_kept(str(error))
                if self.engine.problem:
                    self._wait_for_connection()
                else:
                    self._wait(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
            else:
                if self.problem:
                    self.problem = ""
                    self.say(f"{self.engine.address}: all is well again, and shipping goes on")
                return

    def _attempt(self, message: Message, stream: str) -> None:
        """Publish a message and wait until it is stored. Raises FleetError and StoppedError."""
        if self.engine.problem:  # it would be kept by the client, and sent many times later
            raise FleetError(self.engine.problem)
        future = self.engine.start(self._published(message, stream))
        stopping = 0.0
        try:
            while True:
                try:
                    future.result(STEP)
                except NotYet:
                    if future.done():
                        raise
                else:
                    return
                if self.engine.problem:
                    raise FleetError(self.engine.problem)
                stopping = stopping or (time.monotonic() if self.stop.is_set() else 0.0)
                if stopping and time.monotonic() - stopping > LEAVING:
                    raise StoppedError
                self.waiting()
        finally:
            future.cancel()

    async def _published(self, message: Message, stream: str) -> None:
        await self.engine.jetstream.publish(
            message.subject,
            message.body,
            timeout=ANSWER,
            stream=stream,
            headers=dict(message.headers),
        )

    def _is_kept(self, problem: str) -> None:
        """Say what stands in the way, if nothing did before."""
        if not self.problem:
            self.say(f"{problem}; nothing is lost, it is tried again")
        self.problem = problem

    def _wait_for_connection(self) -> None:
        while self.engine.problem:
            self.problem = self.engine.problem
            self._wait(STEP)

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.waiting()
            if self.stop.wait(min(left, 1.0)):
                raise StoppedError


async def beating(engine: Engine, stream: str, beat: Callable[[], Beat], every: float) -> None:
    """Say every so many seconds how a shipper is, for as long as it lives."""
    while True:
        await beaten(engine, stream, beat())
        await asyncio.sleep(every)


async def beaten(engine: Engine, stream: str, beat: Beat) -> None:
    """Say how a shipper is, if anyone can hear it: the next beat says it better."""
    if not engine.problem:
        message = beat_message(stream, beat)
        with suppress(Exception):
            await engine.client.publish(message.subject, message.body)
