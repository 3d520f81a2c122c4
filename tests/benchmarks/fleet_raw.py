"""What client and server do by themselves: `python -m tests.benchmarks.fleet_raw`.

As `nats bench` does, messages of a size are published and read, by the client that desktail uses:
each acknowledged before the next, several in flight, pushed in order, and fetched. What they hold
are lines of a log, since the stream is compressed.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression
from tempfile import TemporaryDirectory

import nats
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import ConsumerConfig, StorageType, StoreCompression, StreamConfig

from tests.benchmarks import files, processes, table
from tests.fleet.server import Cluster, cluster, serving

STREAM, SUBJECT = "RAW", "raw.lines"
WINDOW = 64
"""Messages in flight, where there may be several."""
PATIENCE = 30.0
SIZES = (2_000, 20_000, 200_000)
"""Bytes of a message: of some lines of a log, up to what a shipper sends that has much to send."""
MOST = 1 << 28
"""Bytes that are published at each size at most."""
COUNT = 10_000


@dataclass(frozen=True, slots=True)
class Pace:
    """How many messages of a size, in how many seconds, and of how many of the servers' cores."""

    what: str
    size: int
    count: int
    seconds: float
    servers: float
    stored: int = 0

    @property
    def bytes(self) -> float:
        """Bytes a second."""
        return self.size * self.count / self.seconds


def bodies(folder: Path, size: int, count: int) -> list[bytes]:
    """Different messages of a size, as many as are needed or 64 MB of them, of a log's lines."""
    log = folder / "raw.log"
    if not log.exists():
        files.write(log, "desk", 1 << 26, 1)
    text = log.read_bytes()
    return [text[at : at + size] for at in range(0, min(len(text) - size, size * count), size)]


async def _in_turn(jetstream: JetStreamContext, texts: list[bytes], count: int) -> None:
    for number in range(count):
        await jetstream.publish(SUBJECT, texts[number % len(texts)], timeout=PATIENCE)


async def _several(jetstream: JetStreamContext, texts: list[bytes], count: int) -> None:
    numbers = iter(range(count))

    async def one_after_another() -> None:
        for number in numbers:
            await jetstream.publish(SUBJECT, texts[number % len(texts)], timeout=PATIENCE)

    await asyncio.gather(*(one_after_another() for _ in range(WINDOW)))


async def _pushed(jetstream: JetStreamContext, _texts: list[bytes], count: int) -> None:
    taken = await jetstream.subscribe(SUBJECT, stream=STREAM, ordered_consumer=True)
    for _ in range(count):
        await taken.next_msg(timeout=PATIENCE)
    await taken.unsubscribe()


async def _fetched(jetstream: JetStreamContext, _texts: list[bytes], count: int) -> None:
    config = ConsumerConfig(mem_storage=True, inactive_threshold=PATIENCE)
    taken = await jetstream.pull_subscribe(SUBJECT, stream=STREAM, config=config)
    left = count
    while left:
        messages = await taken.fetch(min(left, WINDOW), timeout=PATIENCE)
        for message in messages:
            await message.ack()
        left -= len(messages)
    await taken.unsubscribe()


Way = Callable[[JetStreamContext, list[bytes], int], Awaitable[None]]
WAYS: tuple[tuple[str, Way], ...] = (
    ("published, each acknowledged before the next", _in_turn),
    ("pushed in order", _pushed),
    ("fetched, each acknowledged", _fetched),
    (f"published, {WINDOW} in flight", _several),
)


async def _new_stream(client: Client, replicas: int) -> JetStreamContext:
    jetstream = client.jetstream(timeout=PATIENCE)
    if STREAM in {info.config.name for info in await jetstream.streams_info()}:
        await jetstream.delete_stream(STREAM)
    await jetstream.add_stream(
        StreamConfig(
            STREAM,
            subjects=[SUBJECT],
            num_replicas=replicas,
            storage=StorageType.FILE,
            compression=StoreCompression.S2,
            allow_direct=True,
        )
    )
    return jetstream


async def _paces(servers: Cluster, texts: list[bytes], count: int) -> list[Pace]:
    found, size = [], len(texts[0])
    async with await nats.connect([server.address for server in servers]) as client:
        jetstream = await _new_stream(client, len(servers))
        for what, way in WAYS:
            before, begun = _spent(servers), time.perf_counter()
            await way(jetstream, texts, count)
            seconds = time.perf_counter() - begun
            stored = (await jetstream.stream_info(STREAM)).state.bytes
            cores = (_spent(servers) - before) / seconds
            found.append(Pace(what, size, count, seconds, cores, stored))
        await jetstream.delete_stream(STREAM)
    return found


def _spent(servers: Cluster) -> float:
    return sum(processes.cpu(server.process.pid) for server in servers if server.process)


@contextmanager
def served(folder: Path, replicas: int) -> Iterator[Cluster]:
    """One server, or three of a cluster."""
    if replicas == 3:
        with cluster(folder) as three:
            yield three
        return
    with serving(folder) as one:
        yield Cluster((one,))


def paces(folder: Path, replicas: int, size: int, count: int) -> list[Pace]:
    """Publish and read so many messages of a size."""
    count = min(count, MOST // size)
    with served(folder / f"servers{replicas}", replicas) as servers:
        return asyncio.run(_paces(servers, bodies(folder, size, count), count))


def report(folder: Path, sizes: tuple[int, ...], count: int) -> str:
    """One table, of one server and of three; and what each way costs the servers."""
    rows, costs = [], []
    for replicas in (1, 3):
        servers = f"{replicas} server{'s' * (replicas > 1)}"
        found = [pace for size in sizes for pace in paces(folder, replicas, size, count)]
        rows += [
            [
                f"{pace.what}, {pace.size:,} bytes, {servers}",
                f"{pace.count:,}",
                f"{pace.count / pace.seconds:,.0f}",
                f"{pace.bytes / 1e6:,.1f}",
                f"{pace.seconds / pace.count * 1e3:,.3f}",
                f"{pace.servers:.2f}",
            ]
            for pace in found
        ]
        for what, _ in WAYS:
            message, byte = cost([pace for pace in found if pace.what == what])
            costs.append([f"{what}, {servers}", f"{message * 1e6:,.0f}", f"{byte * 1e9:,.1f}"])
    heads = ("client and server by themselves", "messages", "a second", "MB/s", "ms each")
    spent = ("what that costs all servers", "µs for a message", "ns for a byte more")
    return f"{table.markdown((*heads, 'servers, cores'), rows)}\n{table.markdown(spent, costs)}"


def cost(found: Sequence[Pace]) -> tuple[float, float]:
    """Seconds of the servers' processors for a message, and for each byte of it.

    By the straight line through what a byte costs at each size, so that small messages count, too.
    """
    spent = [pace.servers * pace.seconds / pace.count for pace in found]
    each = [seconds / pace.size for seconds, pace in zip(spent, found, strict=True)]
    message, byte = linear_regression([1 / pace.size for pace in found], each)
    return message, byte


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fleet_raw")
    parser.add_argument("--count", type=int, default=COUNT, help="messages of each size")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="BYTES")
    chosen = parser.parse_args()
    table.show(table.machine())
    with TemporaryDirectory(prefix="fleet-raw-") as folder:
        table.show(report(Path(folder), tuple(chosen.sizes), chosen.count))


if __name__ == "__main__":
    main()
