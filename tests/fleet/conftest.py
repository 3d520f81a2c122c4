"""A server that runs, and an engine that is connected to it.

Most tests take streams of their own at one server; a test that ends the server, or that says what
it has been told, takes one for itself.
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import count

import pytest

from tests.fleet.server import Server, serving
from tests.fleet.shipping import make_streams
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine

NUMBERS = count()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that all tests share: it runs for as long as they do."""
    with serving(tmp_path_factory.mktemp("nats")) as one:
        yield one


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of this test alone, which it may end and start again."""
    with serving(tmp_path_factory.mktemp("nats")) as one:
        yield one


@pytest.fixture
def engine(server: Server) -> Iterator[Engine]:
    """One at the shared server, with streams of which nobody else has heard."""
    address = Address.parse(f"{server.address}/STREAM{next(NUMBERS)}")
    with closing(Engine.open(address, Access(), name="test")) as one:
        make_streams(one)
        yield one


@pytest.fixture
def own_engine(own_server: Server) -> Iterator[Engine]:
    """One at the server of this test alone, with both streams."""
    with closing(Engine.open(Address.parse(own_server.address), Access(), name="test")) as one:
        make_streams(one)
        yield one
