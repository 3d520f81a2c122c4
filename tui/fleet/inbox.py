"""Messages on their way from the engine's thread to the one that takes them."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Condition
from typing import NamedTuple

ROOM = 1 << 25
"""Bytes that may wait, 32 MiB: when there are more, the stream is asked for no more meanwhile."""


class Received(NamedTuple):
    """A message of a stream: its number there, when (ns) it was stored, how many come behind it."""

    subject: str
    headers: dict[str, str] | None
    body: bytes
    sequence: int
    stored: int
    pending: int


@dataclass(slots=True)
class Inbox:
    """Filled by coroutines of one loop, emptied by one thread; `ring` is called with each message
    that comes to an empty one.
    """

    ring: Callable[[], None] = lambda: None
    over: bool = False
    _closed: bool = False
    _waiting: deque[Received] = field(default_factory=deque)
    _bytes: int = 0
    _changed: Condition = field(default_factory=Condition)
    _room: asyncio.Event | None = None
    _loop: asyncio.AbstractEventLoop | None = None

    async def put(self, message: Received) -> None:
        """Have a message wait; returns when there is room for another one."""
        if self._room is None:
            self._room, self._loop = asyncio.Event(), asyncio.get_running_loop()
        with self._changed:
            if self._closed:
                return
            self._waiting.append(message)
            self._bytes += len(message.body)
            full = self._bytes > ROOM
            if full:
                self._room.clear()
            self._changed.notify()
        self.ring()
        if full:
            await self._room.wait()

    def end(self) -> None:
        """Say that no more comes."""
        with self._changed:
            self.over = True
            self._changed.notify()
        self.ring()

    def close(self) -> None:
        """Take nothing more, and have nobody wait for room."""
        with self._changed:
            self.over = self._closed = True
            self._waiting.clear()
            self._bytes = 0
        if self._loop is not None and self._room is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._room.set)

    @property
    def bytes(self) -> int:
        """Bytes that wait."""
        return self._bytes

    @property
    def is_full(self) -> bool:
        """Whether who fills it has to wait."""
        return self._bytes > ROOM

    def take(self, patience: float = 0.0) -> Received | None:
        """The next message; None if none comes within so many seconds, or no more comes."""
        with self._changed:
            if not self._waiting and patience and not self.over:
                self._changed.wait(patience)
            if not self._waiting:
                return None
            message = self._waiting.popleft()
            full, self._bytes = self._bytes > ROOM, self._bytes - len(message.body)
            free = full and self._bytes <= ROOM
        if free and self._loop is not None and self._room is not None:
            self._loop.call_soon_threadsafe(self._room.set)
        return message

    @property
    def ended(self) -> bool:
        """Whether all was taken that there will ever be."""
        return self.over and not self._waiting
