import asyncio
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from threading import enumerate as threads

import pytest

from tests.fleet.server import Server, free_ports, running, serving
from tests.patience import PATIENCE, until
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
from tui.fleet.words import FleetError

NOBODY = Access()


def opened(server: Server, stream: str = "DESKTAIL") -> Engine:
    return Engine.open(Address.parse(f"{server.address}/{stream}"), NOBODY, name="test")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as server:
        yield server


@contextmanager
def answering(said: bytes) -> Iterator[Address]:
    """A server that is none of NATS: it says something to everyone who comes, and no more."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    other, _ = listening.accept()
                except OSError:
                    return
                with other:
                    other.sendall(said)
                    other.recv(1 << 16)
                    other.sendall(b"PONG\r\n")
                    other.recv(1 << 16)

        Thread(target=answer, daemon=True).start()
        yield Address.parse(f"nats://127.0.0.1:{listening.getsockname()[1]}")
        listening.shutdown(socket.SHUT_RDWR)


def refused(address: Address) -> str:
    with pytest.raises(FleetError) as caught:
        Engine.open(address, NOBODY, name="test")
    told = str(caught.value)
    assert told.startswith(f"{address}: ")
    assert told.isprintable()
    return told


def test_a_thread_has_its_answer_from_an_engine(server: Server) -> None:
    with opened(server) as engine:
        assert engine.run(engine.jetstream.account_info()).streams == 0
        assert engine.max_payload == 1 << 20
        assert not engine.problem


def test_nothing_is_left_of_a_closed_engine(server: Server) -> None:
    with opened(server) as engine:
        waiting = engine.start(engine.client.flush())
        forever = engine.start(_never())
        waiting.result(5)

    assert forever.cancelled()
    assert not [thread for thread in threads() if thread.name.startswith("engine ")]
    with pytest.raises(FleetError, match="the connection was closed"):
        engine.run(_never())


def fill(engine: Engine, messages: int) -> None:
    for _ in range(messages):
        engine.run(engine.jetstream.publish("desktail.a.lines", bytes(8192)))


async def _never() -> None:
    await asyncio.Event().wait()


def test_what_takes_too_long_is_one_line(server: Server) -> None:
    with opened(server) as engine, pytest.raises(FleetError, match="did not answer in time"):
        engine.run(_never(), timeout=0.05)


def test_a_stream_that_is_not_there_says_how_to_make_it(server: Server) -> None:
    with opened(server, "PROD") as engine, pytest.raises(FleetError) as caught:
        engine.run(engine.jetstream.stream_info("PROD"))

    assert f"no stream PROD; make it: desktail nats init {server.address}/PROD" in str(caught.value)


def test_a_message_that_no_stream_takes_says_so_too(server: Server) -> None:
    with opened(server) as engine, pytest.raises(FleetError, match="no stream DESKTAIL"):
        engine.run(engine.jetstream.publish("desktail.auth1.lines", b""))


def test_a_full_engine_is_one_line(tmp_path: Path) -> None:
    small = (
        "accounts { A { jetstream { max_file: 4K }, users [{ user: a, password: a }] } }\n"
        "no_auth_user: a"
    )
    with serving(tmp_path, small) as server, opened(server) as engine:
        engine.run(engine.jetstream.add_stream(name="DESKTAIL", subjects=["desktail.*.lines"]))

        with pytest.raises(FleetError, match=r"there is no room for stream DESKTAIL .*--max-size"):
            fill(engine, messages=10)


def test_a_stream_that_takes_no_more_is_one_line(server: Server) -> None:
    with opened(server) as engine:
        engine.run(
            engine.jetstream.add_stream(
                name="DESKTAIL", subjects=["desktail.*.lines"], max_bytes=4096, discard="new"
            )
        )

        with pytest.raises(FleetError, match=r"no room for stream DESKTAIL \(maximum bytes"):
            engine.run(engine.jetstream.publish("desktail.a.lines", bytes(8192)))


def test_an_engine_that_does_not_run_is_one_line() -> None:
    address = Address.parse(f"nats://127.0.0.1:{free_ports(1)[0]}")

    assert "nobody answers there" in refused(address)


def test_a_host_that_does_not_exist_is_one_line() -> None:
    assert "no such host" in refused(Address.parse("nats://nowhere.invalid"))


def test_what_is_no_engine_is_one_line() -> None:
    with answering(b"SSH-2.0-OpenSSH_9.2\r\n") as address:
        assert "no nats-server; look at the port" in refused(address)


def test_an_engine_that_says_nonsense_is_one_line() -> None:
    with answering(b"INFO " + b"[" * 40_000 + b"\r\n") as address:
        assert refused(address)


def test_an_engine_that_is_too_old_is_one_line() -> None:
    said = b'INFO {"version":"2.9.25","jetstream":true,"max_payload":1048576}\r\n'
    with answering(said) as address:
        assert "is of version 2.9.25, and 2.10 is needed" in refused(address)


def test_an_engine_without_jetstream_is_one_line(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    with running(Server(tmp_path, port, whole=f'listen: "127.0.0.1:{port}"')) as server:
        assert "JetStream is off there" in refused(Address.parse(server.address))


def test_an_account_without_jetstream_is_one_line(tmp_path: Path) -> None:
    alone = "accounts { A { users [{ user: a, password: a }] } }\nno_auth_user: a"
    off = pytest.raises(FleetError, match="JetStream is off")
    with serving(tmp_path, alone) as server, opened(server) as engine, off:
        engine.run(engine.jetstream.stream_info("DESKTAIL"))


def test_an_engine_that_comes_back_is_connected_again_and_told_of_meanwhile(
    server: Server,
) -> None:
    with opened(server) as engine:
        server.kill()
        until(lambda: engine.problem)
        assert re.search(r": not connected since \d\d:\d\d:\d\d UTC: \w+", engine.problem)

        server.start()
        until(lambda: not engine.problem)

        assert engine.run(engine.jetstream.account_info())


def test_an_engine_whose_server_throws_it_out_connects_again(tmp_path: Path) -> None:
    """Slow consumers, and users whose credentials have expired, are ended by a word of its own."""
    with serving(tmp_path, "max_control_line: 512") as server, opened(server) as engine:
        engine.run(engine.client.publish("x" * 600))
        until(lambda: engine.client.stats["reconnects"] == 1)

        assert engine.run(engine.jetstream.account_info(), timeout=5)


def test_closing_an_engine_that_is_away_does_not_take_long(server: Server) -> None:
    with opened(server) as engine:
        server.kill()
        until(lambda: engine.problem)
        begin = time.monotonic()

    assert time.monotonic() - begin < 1


def test_what_is_asked_of_an_engine_that_is_away_says_since_when(server: Server) -> None:
    with opened(server) as engine:
        server.kill()
        until(lambda: engine.problem)

        with pytest.raises(FleetError, match="not connected since"):
            engine.run(engine.client.request("x", timeout=0.1))


def test_an_engine_that_is_closed_leaves_nobody_waiting(server: Server) -> None:
    engine = opened(server)
    said: list[str] = []

    def ask() -> None:
        try:
            engine.run(_never())
        except FleetError as error:
            said.append(str(error))

    asking = [Thread(target=ask) for _ in range(20)]
    for each in asking:
        each.start()
    engine.close()
    for each in asking:
        each.join(PATIENCE)

    assert said == [f"{server.address}/DESKTAIL: the connection was closed"] * 20


def test_of_several_servers_the_fault_that_says_most_is_told(tmp_path: Path) -> None:
    users = "authorization { users: [{ user: a, password: a }] }"
    with serving(tmp_path, users) as server:
        gone = free_ports(1)[0]
        address = Address.parse(f"nats://127.0.0.1:{server.port},127.0.0.1:{gone}")

        assert "it does not know this user" in refused(address)


def test_one_server_of_several_is_enough(server: Server) -> None:
    gone = free_ports(1)[0]
    address = Address.parse(f"nats://127.0.0.1:{gone},127.0.0.1:{server.port}")

    with Engine.open(address, NOBODY, name="test") as engine:
        assert engine.run(engine.jetstream.account_info())


def test_who_waits_for_an_engine_is_told_why_once(tmp_path: Path) -> None:
    server, said = Server(tmp_path, free_ports(1)[0]), []

    def told(problem: str) -> None:
        said.append(problem)
        if problem:
            server.start()

    try:
        address = Address.parse(server.address)
        with Engine.open(address, NOBODY, name="test", wait=True, told=told) as engine:
            assert not engine.problem
    finally:
        server.kill()
    assert [problem.partition(": ")[2] for problem in said] == [
        "nobody answers there; look at the address, or start nats-server",
        "",
    ]


def test_who_waits_can_be_told_to_stop() -> None:
    stop = Flag()
    address = Address.parse(f"nats://127.0.0.1:{free_ports(1)[0]}")

    with pytest.raises(FleetError):
        Engine.open(address, NOBODY, name="test", wait=True, told=lambda _: stop.set(), stop=stop)


def test_nothing_of_an_engine_is_written_beside_the_screen(tmp_path: Path) -> None:
    code = """
import sys, time
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
with Engine.open(Address.parse(sys.argv[1]), Access(), name="test") as engine:
    print("there", flush=True)
    sys.stdin.readline()
    while not engine.problem:
        time.sleep(0.01)
"""
    with serving(tmp_path) as server:
        child = subprocess.Popen(
            [sys.executable, "-X", "dev", "-c", code, server.address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"there\n"
        server.kill()
        out, err = child.communicate(b"\n", timeout=20)

    assert (child.returncode, out, err) == (0, b"", b"")


def test_without_the_extra_it_says_what_to_install() -> None:
    code = """
import sys
sys.modules["nats"] = None
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
try:
    Engine.open(Address.parse("nats://h1"), Access(), name="test")
except Exception as error:
    print(type(error).__name__, error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == (
        "FleetError nats://h1/DESKTAIL: needs the extra: pip install 'desktail[nats]'\n"
    )


@pytest.mark.parametrize("module", ["tui.cli", "tui.commands.reports", "tui.app"])
def test_nothing_of_a_fleet_is_loaded_for_a_log(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    parts = {name.partition(".")[0] for name in done.stdout.split()}
    assert not parts & {"nats", "nkeys", "nacl"}
    assert "tui.fleet" not in done.stdout.split()
