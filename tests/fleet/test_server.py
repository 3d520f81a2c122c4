"""The servers of these tests: what is shown of a fleet stands on what they do."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client
from nats.js.api import StreamConfig

from tests.fleet.server import Cluster, Server, cluster, free_ports, serving

STREAM = "LINES"


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path) as servers:
        yield servers


@asynccontextmanager
async def connected(*servers: Server) -> AsyncIterator[Client]:
    client = await nats.connect([server.address for server in servers], connect_timeout=5)
    try:
        yield client
    finally:
        await client.close()


async def _published(servers: Cluster, count: int) -> None:
    async with connected(*servers) as client:
        jetstream = client.jetstream(timeout=10)
        await jetstream.add_stream(StreamConfig(STREAM, subjects=["lines"], num_replicas=3))
        for number in range(count):
            await jetstream.publish("lines", b"%d" % number)


async def _messages(server: Server) -> int:
    async with connected(server) as client:
        return (await client.jetstream(timeout=10).stream_info(STREAM)).state.messages


def test_what_three_servers_keep_outlives_each_of_them_and_all(servers: Cluster) -> None:
    asyncio.run(_published(servers, 10))
    ports = [server.port for server in servers]

    leader = servers.wait_for_leader(STREAM)
    leader.kill()
    assert not leader.is_running
    assert servers.wait_for_leader(STREAM) is not leader
    servers.kill()
    assert servers.leader(STREAM) is None
    servers.start()
    servers.wait()

    servers.wait_for_leader(STREAM)
    assert [server.port for server in servers] == ports
    assert [asyncio.run(_messages(server)) for server in servers] == [10, 10, 10]


def test_one_server_keeps_what_it_has_over_its_death(tmp_path: Path) -> None:
    async def publish(server: Server) -> None:
        async with connected(server) as client:
            jetstream = client.jetstream()
            await jetstream.add_stream(StreamConfig(STREAM, subjects=["lines"]))
            await jetstream.publish("lines", b"one")

    with serving(tmp_path) as server:
        asyncio.run(publish(server))
        server.kill()
        server.start()
        server.wait()

        assert asyncio.run(_messages(server)) == 1


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    server = Server(tmp_path, free_ports(1)[0], more="no such thing {")
    server.start()
    with pytest.raises(AssertionError, match="one ended: "):
        server.wait()
