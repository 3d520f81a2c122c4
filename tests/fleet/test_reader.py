import time

import pytest
from nats.js.api import StreamConfig

from tests.fleet.server import Server
from tui.fleet.engine import Engine
from tui.fleet.inbox import ROOM, Inbox, Received
from tui.fleet.reader import Span, begin_reading
from tui.fleet.state import MARGIN, extension_of
from tui.fleet.wire import lines_subject

SUBJECT = lines_subject("DESKTAIL")
PATIENCE = 20.0


@pytest.fixture
def engine(own_engine: Engine) -> Engine:
    return own_engine


def publish(engine: Engine, *bodies: bytes) -> None:
    async def each() -> None:
        for body in bodies:
            await engine.jetstream.publish("desktail.auth1.lines", body)

    engine.run(each())


def span(begin: int = 1, end: int | None = None) -> Span:
    return Span("DESKTAIL", (SUBJECT,), begin, end)


def taken(inbox: Inbox, count: int) -> list[Received]:
    """So many messages, however long they take."""
    deadline, messages = time.monotonic() + PATIENCE, list[Received]()
    while len(messages) < count and time.monotonic() < deadline:
        message = inbox.take(0.1)
        if message is not None:
            messages.append(message)
    return messages


def test_what_is_there_comes_in_its_order_and_then_what_comes(engine: Engine) -> None:
    publish(engine, b"a", b"b")
    inbox = Inbox()
    begin_reading(engine, span(), inbox)
    there = taken(inbox, 2)
    publish(engine, b"c")

    assert [message.body for message in there + taken(inbox, 1)] == [b"a", b"b", b"c"]
    assert [message.sequence for message in there] == [1, 2]


def test_a_part_is_read_to_its_end(engine: Engine) -> None:
    publish(engine, *(b"%d" % number for number in range(10)))
    inbox = Inbox()
    reader = begin_reading(engine, span(3, 5), inbox)

    assert [message.body for message in taken(inbox, 3)] == [b"2", b"3", b"4"]
    assert inbox.take(5.0) is None
    assert inbox.ended
    assert reader.problem == ""


def test_an_empty_part_ends_at_once(engine: Engine) -> None:
    inbox = Inbox()
    begin_reading(engine, span(1, 5), inbox)

    assert inbox.take(5.0) is None
    assert inbox.ended


def test_where_a_moment_lies_is_told_with_a_margin_for_clocks(engine: Engine) -> None:
    publish(engine, b"a")
    now = time.time_ns()

    assert extension_of(engine, "DESKTAIL", now).first == 1
    assert extension_of(engine, "DESKTAIL", now + 2 * MARGIN).first == 2


def test_the_last_message_of_each_host_comes_first(engine: Engine) -> None:
    publish(engine, b"a", b"b")
    inbox = Inbox()
    begin_reading(engine, Span("DESKTAIL", (SUBJECT,), last_of_each=True), inbox)
    first = taken(inbox, 1)
    publish(engine, b"c")

    assert [message.body for message in first + taken(inbox, 1)] == [b"b", b"c"]


def test_a_server_that_dies_costs_nothing(engine: Engine, own_server: Server) -> None:
    inbox = Inbox()
    begin_reading(engine, span(), inbox)
    publish(engine, b"a")
    before = taken(inbox, 1)
    own_server.kill()
    own_server.start()
    own_server.wait()
    deadline = time.monotonic() + PATIENCE
    while engine.problem and time.monotonic() < deadline:
        time.sleep(0.05)
    publish(engine, b"b")

    assert [message.body for message in before + taken(inbox, 1)] == [b"a", b"b"]


def test_a_stream_that_is_made_anew_is_read_from_its_beginning(engine: Engine) -> None:
    inbox = Inbox()
    begin_reading(engine, span(), inbox)
    publish(engine, b"a", b"b")
    before = taken(inbox, 2)
    engine.run(engine.jetstream.delete_stream("DESKTAIL"))
    engine.run(engine.jetstream.add_stream(StreamConfig(name="DESKTAIL", subjects=[SUBJECT])))
    publish(engine, b"c")

    assert [message.body for message in before + taken(inbox, 1)] == [b"a", b"b", b"c"]


def test_what_nobody_takes_waits_at_the_engine(engine: Engine) -> None:
    body = b"x" * (ROOM // 64)
    publish(engine, *([body] * 160))
    inbox = Inbox()
    begin_reading(engine, span(1, 160), inbox)
    deadline = time.monotonic() + PATIENCE
    while inbox.bytes <= ROOM and time.monotonic() < deadline:
        time.sleep(0.01)
    waiting = inbox.bytes

    assert waiting <= ROOM + len(body)
    assert [message.sequence for message in taken(inbox, 160)] == [*range(1, 161)]


def test_a_stream_that_is_not_there_is_told_in_words(engine: Engine) -> None:
    inbox = Inbox()
    reader = begin_reading(engine, Span("NOWHERE", ("nowhere.*.lines",)), inbox)
    deadline = time.monotonic() + PATIENCE
    while not reader.problem and time.monotonic() < deadline:
        time.sleep(0.01)

    assert "desktail nats init" in reader.problem


def test_messages_ring_who_waits() -> None:
    rung: list[int] = []
    inbox = Inbox(lambda: rung.append(1))
    inbox.end()

    assert rung == [1]
