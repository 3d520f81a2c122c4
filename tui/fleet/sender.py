"""One message after the other to the engine, each until it is stored: nothing is ever given up."""

import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from math import inf
from threading import Event as Flag

from tui.fleet.engine import FIRST_PAUSE, LONGEST_PAUSE, Engine
from tui.fleet.wire import Message
from tui.fleet.words import CLOSED, FleetError

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
    that meanwhile. `waiting` is called again and again as long as it lasts. What lasts longer than
    `patience` (seconds) is raised as FleetError.
    """

    engine: Engine
    stop: Flag
    say: Callable[[str], None]
    patience: float = inf
    waiting: Callable[[], None] = _nothing
    problem: str = ""

    @property
    def most(self) -> int:
        """Bytes that a message may have."""
        return self.engine.max_payload - ROOM

    def send(self, message: Message, stream: str) -> None:
        """Have a message stored, however long it takes. Raises StoppedError."""
        pause, until = FIRST_PAUSE, time.monotonic() + self.patience
        while True:
            try:
                self._attempt(message, stream)
            except FleetError as error:
                if time.monotonic() > until:
                    raise
                self._is_kept(str(error))
                if self._is_away:  # the engine has pauses of its own
                    self._wait(STEP)
                else:
                    self._wait(min(pause, until - time.monotonic()))
                    pause = min(2 * pause, LONGEST_PAUSE)
            else:
                if self.problem:
                    self.problem = ""
                    self.say(f"{self.engine.address}: all is well again, and shipping goes on")
                return

    def _attempt(self, message: Message, stream: str) -> None:
        """Publish a message and wait until it is stored. Raises FleetError and StoppedError."""
        if self._is_away:  # the client would keep it, and send it many times later
            raise self._away()
        future = self.engine.start(self._published(message, stream))
        stopping = 0.0
        try:
            while True:
                try:
                    return future.result(STEP)
                except NotYet:
                    pass
                if self._is_away:
                    raise self._away()
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

    @property
    def _is_away(self) -> bool:
        return not self.engine.client.is_connected

    def _away(self) -> FleetError:
        return FleetError(self.engine.problem or f"{self.engine.address}: {CLOSED}")

    def _is_kept(self, problem: str) -> None:
        """Say what stands in the way, if nothing did before."""
        if not self.problem:
            self.say(f"{problem}; nothing is lost, it is tried again")
        self.problem = problem

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.waiting()
            if self.stop.wait(min(left, 1.0)):
                raise StoppedError
