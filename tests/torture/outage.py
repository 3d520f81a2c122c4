"""For how long nobody leads a stream, seen by who asks for its state again and again."""

import asyncio
import contextlib
import time
from threading import Event, Thread

import nats
from nats.aio.client import Client
from nats.errors import Error

PAUSE = 0.1
"""Seconds between two questions; an answer may take five times as long."""


class Outage:
    """Counts, in a thread, the seconds in which a stream's leader does not answer."""

    def __init__(self, address: str, stream: str) -> None:
        self.seconds = 0.0
        self._servers = [f"nats://{each}" for each in address.removeprefix("nats://").split(",")]
        self._subject = f"$JS.API.STREAM.INFO.{stream}"
        self._stop = Event()
        self._thread = Thread(target=lambda: asyncio.run(self._watch()), name="outage")
        self._thread.start()

    def end(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()

    async def _watch(self) -> None:
        client = await nats.connect(
            self._servers,
            allow_reconnect=True,
            max_reconnect_attempts=-1,
            reconnect_time_wait=PAUSE,
            connect_timeout=1,
            error_cb=_nothing,
        )
        answered = time.monotonic()
        missed = False
        while not self._stop.is_set():
            if await self._answers(client):
                if missed:
                    self.seconds += time.monotonic() - answered
                answered, missed = time.monotonic(), False
            else:
                missed = True
            await asyncio.sleep(PAUSE)
        with contextlib.suppress(Error):
            await client.close()

    async def _answers(self, client: Client) -> bool:
        try:
            answer = await client.request(self._subject, b"", timeout=5 * PAUSE)
        except Error:
            return False
        return b'"error"' not in answer.data[:200]


async def _nothing(error: Exception) -> None:
    """Every failure is an answer that is missing."""
    del error
