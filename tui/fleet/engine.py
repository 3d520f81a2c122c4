"""The engine of a fleet, NATS JetStream, for threads that wait: an event loop in its own thread.

It connects once and stays: what breaks is mended with growing pauses, for ever, and told by
`problem` meanwhile.
"""

import asyncio
import logging
import math
import socket
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import wait as wait_for
from contextlib import suppress
from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING, Any, Self, TypeVar

from tui.audit.rfc3339 import format_time
from tui.fleet import words
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.words import FleetError

if TYPE_CHECKING:
    from nats.aio.client import Server as Pooled
    from nats.js import JetStreamContext

    from tui.fleet.connection import Connection

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds that one server may take to answer."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 30.0
"""Seconds between two attempts on all servers, doubled from one to the next …"""
LONGEST_AWAY = 5.0
"""… and no more than these for who was let in before: somebody may be watching."""
LOOK = 1.0
"""Seconds between two looks whether the loop is still there."""
PING = 10.0
"""Seconds between two signs of life; the third that is not answered ends a connection."""
LEAVING = 2.0
"""Seconds that a connection may take to be closed, and its tasks to end; then they are left."""
NOBODY = (ConnectionRefusedError, socket.gaierror, TimeoutError)
"""What of several servers' faults says the least."""


class Engine:
    """A connection to an engine that other threads ask things of; see `Engine.open`.

    `client` and `jetstream` are nats-py's and belong to its loop: only coroutines given to `run`
    and `start` may use them.
    """

    client: "Connection"
    jetstream: "JetStreamContext"

    def __init__(self, address: Address, access: Access, name: str) -> None:
        self.address = address
        self.problem = ""
        """What stands in the way, in one line; empty while nothing does."""
        self._access = access
        self._name = name
        self._loop = asyncio.new_event_loop()
        self._closing = Flag()
        self._refused = ("", 0.0)
        self._attempts = 0
        self._since = 0
        self._thread = Thread(target=self._live, name=f"engine {address}", daemon=True)

    @classmethod
    def open(  # noqa: PLR0913 - where, as whom, and how to wait
        cls,
        address: Address,
        access: Access,
        *,
        name: str,
        wait: bool = False,
        told: Callable[[str], None] | None = None,
        stop: Flag | None = None,
    ) -> "Engine":
        """Connect; `name` is how the engine's own tools show this client.

        Raises FleetError if that cannot be done. With `wait` it tries until it can be, with growing
        pauses, or until `stop`: each new reason is given to `told`, and an empty line in the end;
        only what is wrong with files of this host is an error then.
        """
        access.check()
        engine = cls(address, access, name)
        engine._thread.start()
        try:
            engine._connect_first(wait=wait, told=told or (lambda _: None), stop=stop or Flag())
        except BaseException:
            engine.close()
            raise
        return engine

    @property
    def max_payload(self) -> int:
        """Bytes that one message may have, with its headers."""
        return self.client.max_payload

    def run(self, work: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Have a coroutine run and wait for what it returns; FleetError if that cannot be had.

        `timeout` is in seconds. Not for the loop's own thread.
        """
        future = self.start(work)
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        try:
            # A loop that has ended answers nothing any more.
            while self._thread.is_alive() and not future.done() and time.monotonic() < end:
                wait_for((future,), max(0.0, min(end - time.monotonic(), LOOK)))
            return future.result(0)
        except TimeoutError as error:
            late = FleetError(f"{self.address}: {words.LATE}")
            raise late if self._thread.is_alive() else self._closed() from error
        except CancelledError as error:
            raise self._closed() from error
        finally:
            future.cancel()

    def start(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Have a coroutine run; what it raises of the engine's is FleetError in the future."""
        told = self._in_words(work)
        with suppress(RuntimeError):  # that the loop has been closed just now
            if not self._closing.is_set():
                return asyncio.run_coroutine_threadsafe(told, self._loop)
        told.close()
        work.close()
        raise self._closed()

    def close(self) -> None:
        """End the connection; what still runs is cancelled. Takes 4 seconds at most."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(2 * LEAVING)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _closed(self) -> FleetError:
        return FleetError(f"{self.address}: {words.CLOSED}")

    def _live(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(self._unforeseen)
        logging.getLogger("asyncio").addHandler(logging.NullHandler())
        try:
            self._loop.run_forever()
            with suppress(Exception):
                self._loop.run_until_complete(self._leave())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()

    async def _leave(self) -> None:
        """Close the connection and cancel what is left, so that nothing is told of it later."""
        client = getattr(self, "client", None)
        if client is not None:
            # While it is being mended, closing it ends with the cancellation of what mends it.
            with suppress(Exception, asyncio.CancelledError):
                await asyncio.wait_for(client.close(), LEAVING)
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.wait_for(asyncio.gather(*left, return_exceptions=True), LEAVING)

    def _unforeseen(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What a task of nats-py's fell over; nobody else is told of it."""
        error = context.get("exception")
        if isinstance(error, Exception) and not self._closing.is_set():
            self.problem = str(words.told(error, self.address))

    async def _in_words(self, work: Coroutine[Any, Any, T]) -> T:
        begin = time.monotonic()
        try:
            return await work
        except (FleetError, asyncio.CancelledError):
            raise
        except Exception as error:
            if self._since and isinstance(error, TimeoutError):
                raise FleetError(self.problem) from error
            refused, when = self._refused
            raise words.told(error, self.address, refused if when >= begin else "") from error

    # -- connecting

    def _connect_first(self, *, wait: bool, told: Callable[[str], None], stop: Flag) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                self.run(self._connect())
            except FleetError as error:
                if not wait:
                    raise
                if str(error) != self.problem:
                    self.problem = str(error)
                    told(self.problem)
                if stop.wait(pause):
                    raise
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                if self.problem:
                    told("")
                self.problem = ""
                return

    async def _connect(self) -> None:
        """Connect to the first server that lets one; all are tried once."""
        try:
            from tui.fleet.connection import Connection
        except ImportError as error:
            raise FleetError(f"{self.address}: {words.EXTRA}") from error
        client = Connection(self._access, secure=self.address.secure)
        faults: list[Exception] = []

        async def failed(error: Exception) -> None:
            if client.is_connected:
                await self._failed(error)
                return
            faults.append(error)
            if len(faults) >= len(self.address.urls):
                raise next((one for one in faults if not isinstance(one, NOBODY)), error)

        try:
            await client.connect(
                servers=self.address.urls,
                name=self._name,
                inbox_prefix=client.inbox,
                error_cb=failed,
                disconnected_cb=self._gone,
                reconnected_cb=self._back,
                reconnect_to_server_handler=self._next,
                connect_timeout=PATIENCE,  # type: ignore[arg-type]
                ping_interval=PING,  # type: ignore[arg-type]
                reconnect_time_wait=0,
                max_reconnect_attempts=-1,
            )
            await client.check(self.address)
        except BaseException:
            with suppress(Exception):
                await client.close()
            raise
        client.tell(self._failed)  # from now on a failing server is no reason to give up
        self.client = client
        self.jetstream = client.jetstream()

    def _next(
        self, servers: "Sequence[Pooled]", _info: dict[str, Any]
    ) -> "tuple[Pooled | None, float]":
        """The server to try, and seconds until then: one after the other, all after a pause."""
        turn, number = divmod(self._attempts, len(servers))
        self._attempts += 1
        pause = min(FIRST_PAUSE * 2 ** min(turn, 10), LONGEST_AWAY) if turn and not number else 0.0
        return servers[number], pause

    async def _gone(self) -> None:
        if not self._closing.is_set():
            self._since = self._since or time.time_ns()
            self._say("it has closed the connection")

    async def _back(self) -> None:
        self.problem, self._attempts, self._since = "", 0, 0

    async def _failed(self, error: Exception) -> None:
        said = str(error)
        if "permissions violation" in said:
            self._refused = (said, time.monotonic())
        elif self._since:
            self._say(words.reason(error, self.address))

    def _say(self, reason: str) -> None:
        since = format_time(self._since)[11:19]
        short = reason.partition(";")[0]  # the status line has no room for what to do
        self.problem = f"{self.address}: not connected since {since} UTC: {short}"
