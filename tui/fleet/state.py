"""How far a stream reaches, and from where on it is wanted."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from tui.fleet.engine import Engine


MARGIN = 600 * 1_000_000_000
"""Nanoseconds by which what is read begins earlier than asked for: clocks differ."""


@dataclass(frozen=True, slots=True)
class Extension:
    """The numbers of a stream's first message that is wanted and of its last one, which is 0 if
    there never was one.

    `size` is how many bytes a message has in it, on the average.
    """

    first: int
    last: int
    size: int


def extension_of(engine: "Engine", stream: str, since: int | None = None) -> Extension:
    """How far a stream reaches by now, of what was stored `since` a moment (ns).

    Raises FleetError.
    """
    state = engine.run(engine.jetstream.stream_info(stream)).state
    first = max(1, state.first_seq)
    if since is not None:
        first = max(first, engine.run(_first_since(engine, stream, since - MARGIN)))
    return Extension(first, state.last_seq, state.bytes // max(1, state.messages))


async def _first_since(engine: "Engine", stream: str, moment: int) -> int:
    from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

    name = uuid4().hex
    configuration = ConsumerConfig(
        name=name,
        ack_policy=AckPolicy.NONE,
        deliver_policy=DeliverPolicy.BY_START_TIME,
        opt_start_time=datetime.fromtimestamp(moment / 1e9, UTC),
        filter_subject=f"{stream.lower()}.>",
        mem_storage=True,
        num_replicas=1,
        inactive_threshold=5.0,
    )
    made = await engine.jetstream.add_consumer(stream, configuration)
    await engine.jetstream.delete_consumer(stream, name)
    return (made.delivered.stream_seq if made.delivered else 0) + 1
