"""A stream read in its order: from a message on, up to another one, or for as long as it grows.

By a push consumer that lives for this one reading. Whatever becomes of it (its server is killed, a
message is missing, nothing is heard) it is made anew behind the last message that came.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from tui.fleet.inbox import Inbox, Received
from tui.fleet.words import told

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.aio.msg import Msg
    from nats.aio.subscription import Subscription
    from nats.js.api import ConsumerConfig

    from tui.fleet.engine import Engine

BEAT = 2.0
"""Seconds after which the engine says that nothing came."""
DEAF = 3 * BEAT
"""Seconds of silence after which a consumer counts as gone."""
LOOK = 0.25
"""Seconds between two looks whether all is well."""
PAUSES = (0.25, 0.5, 1.0, 2.0, 5.0)
"""Seconds to wait before another attempt, the last one again and again."""
_FLOW = "$JS.FC."
_ACK = 9
"""Parts of the subject to which a message would be acknowledged; they tell where it stands."""


@dataclass(frozen=True, slots=True)
class Span:
    """Which messages of a stream: those of some subjects, from number `begin` on, up to `end` if
    there is one; or the last one of each subject, and what comes.
    """

    stream: str
    subjects: tuple[str, ...]
    begin: int = 1
    end: int | None = None
    last_of_each: bool = False


@dataclass(slots=True)
class _Course:
    """One consumer: the number of its next message, when (s) it was heard, whether it is of use."""

    expected: int = 1
    heard: float = field(default_factory=time.monotonic)
    broken: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Reader:
    """Puts what a span holds into an inbox; `problem` says in words what keeps it from that.

    `in_words` makes them of whatever is raised.
    """

    client: "Client"
    span: Span
    inbox: Inbox
    in_words: Callable[[Exception], str]
    problem: str = ""
    last: int = 0
    """The number of the last message that came, or was passed."""
    pending: int = 0
    """How many messages wait at the engine, as of the last word from it."""
    begun: bool = False
    _stopped: bool = False
    _made: datetime | None = None
    _course: _Course = field(default_factory=_Course)

    async def run(self) -> None:
        """Read until all is there, or for ever; ends the inbox."""
        attempt = 0
        try:
            while not self._is_complete():
                before = self.last
                try:
                    await self._consume()
                    self.problem = ""
                except Exception as error:  # noqa: BLE001 - said in words, and tried again
                    self.problem = self.in_words(error)
                attempt = 0 if self.last > before else attempt + 1
                if not self._is_complete() and attempt:
                    await asyncio.sleep(PAUSES[min(attempt, len(PAUSES)) - 1])
        finally:
            self.inbox.end()

    def stop(self) -> None:
        """End the reading soon."""
        self._stopped = True

    def _is_complete(self) -> bool:
        end = self.span.end
        return self._stopped or (
            end is not None and (self.last >= end or (self.begun and not self.pending))
        )

    async def _consume(self) -> None:
        """Read by one consumer, until it is gone or all is there."""
        client = self.client
        inbox = client.new_inbox()
        self._course = course = _Course()

        async def take(message: "Msg") -> None:
            if course is self._course:  # what an old one still says is of no use
                await self._take(course, message)

        connections = client.stats["reconnects"]
        subscription = await client.subscribe(inbox, cb=take, pending_bytes_limit=1 << 30)
        name = uuid4().hex
        try:
            await self._notice_new_numbers()
            made = await client.jetstream().add_consumer(
                self.span.stream, self._configuration(inbox, name)
            )
            if not self.begun and made.delivered is not None:
                self.last = max(self.last, made.delivered.stream_seq or 0)
            self.pending, self.begun = made.num_pending or 0, True
            self.problem = ""
            while not self._is_complete() and not course.broken.is_set():
                if client.stats["reconnects"] != connections:
                    return
                if time.monotonic() - course.heard > DEAF and not self.inbox.is_full:
                    return
                await _set_within(course.broken, LOOK)
        finally:
            await self._let_go(name, subscription)

    async def _notice_new_numbers(self) -> None:
        """Go back where numbers are given once more: by a stream that was removed and made anew, or
        by one whose server has lost its last messages with its power.
        """
        known = await self.client.jetstream().stream_info(self.span.stream)
        if self.begun:
            self.last = min(self.last, known.state.last_seq if known.created == self._made else 0)
        self._made = known.created

    async def _let_go(self, name: str, subscription: "Subscription") -> None:
        """Have the engine forget the consumer, which it would do by itself a little later."""
        from nats.errors import Error

        try:
            await subscription.unsubscribe()
            await asyncio.wait_for(
                self.client.jetstream().delete_consumer(self.span.stream, name), 1.0
            )
        except (Error, TimeoutError, OSError) as error:
            self.problem = self.problem or ("" if self._is_complete() else self.in_words(error))

    def _configuration(self, inbox: str, name: str) -> "ConsumerConfig":
        from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

        span = self.span
        one = span.subjects[0] if len(span.subjects) == 1 else None
        configuration = ConsumerConfig(
            name=name,
            deliver_subject=inbox,
            ack_policy=AckPolicy.NONE,
            max_deliver=1,
            filter_subject=one,
            filter_subjects=None if one else list(span.subjects),
            flow_control=True,
            idle_heartbeat=BEAT,
            mem_storage=True,
            num_replicas=1,
            inactive_threshold=30.0,
        )
        if span.last_of_each and not self.begun:
            return configuration.evolve(deliver_policy=DeliverPolicy.LAST_PER_SUBJECT)
        begin = self.last + 1 if self.begun else max(1, span.begin)
        policy = DeliverPolicy.BY_START_SEQUENCE
        return configuration.evolve(deliver_policy=policy, opt_start_seq=begin)

    async def _take(self, course: _Course, message: "Msg") -> None:
        course.heard = time.monotonic()
        headers = message.headers
        if headers is not None and headers.get("Status") == "100" and not message.data:
            await self._take_control(course, message)
            return
        told = message.reply.split(".")
        if len(told) < _ACK or not all(part.isdigit() for part in told[-4:]):
            return  # nobody but the engine knows the inbox; what tells no number is none of its own
        sequence, number, stored, pending = map(int, told[-4:])
        if number != course.expected:
            course.broken.set()
        if course.broken.is_set():
            return
        if self.span.end is not None and sequence > self.span.end:
            self.last = self.span.end
            return
        course.expected += 1
        received = Received(message.subject, headers, message.data, sequence, stored, pending)
        # A message can come before the answer that its consumer is made, or without it.
        self.last, self.pending, self.begun = sequence, pending, True
        await self.inbox.put(received)
        course.heard = time.monotonic()  # while it waited for room, nobody listened

    async def _take_control(self, course: _Course, message: "Msg") -> None:
        """The engine says that it waits, or that nothing came."""
        headers = message.headers or {}
        stalled = message.reply or headers.get("Nats-Consumer-Stalled", "")
        if stalled.startswith(_FLOW):  # nobody else has one say things
            await self.client.publish(stalled)
        if message.reply:
            return
        if headers.get("Nats-Last-Consumer", "").isdigit():
            if int(headers["Nats-Last-Consumer"]) != course.expected - 1:
                course.broken.set()
            elif headers.get("Nats-Last-Stream", "").isdigit():
                self.pending = 0


def begin_reading(engine: "Engine", span: Span, inbox: Inbox) -> Reader:
    """Read a span into an inbox from now on, until all is there or the engine is let go."""
    reader = Reader(engine.client, span, inbox, lambda error: str(told(error, engine.address)))
    engine.start(reader.run())
    return reader


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
