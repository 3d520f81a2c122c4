"""The live view of a fleet in a real terminal: two hosts ship, a person looks."""

from pathlib import Path

import orjson
import pytest

from tests.app.desk import end, received, start
from tests.fleet.server import Server
from tests.fleet.shipping import Shipped
from tests.terminal.terminal import Terminal
from tests.terminal.test_asof import at
from tui.fleet.engine import Engine

DATED = "2026-11-29.00:00:00.log"


def shipped(engine: Engine, host: str, *lines: bytes) -> Shipped:
    """A log of a host of which nothing was sent yet."""
    return Shipped(engine, host, f"/var/log/{DATED}", [line.strip() for line in lines])


def test_two_hosts_are_one_log(engine: Engine) -> None:
    first = shipped(
        engine, "auth1", at(start("a", "alice", "ENG-1"), 50), at(received("a", 4000), 40)
    )
    second = shipped(engine, "auth2", at(start("b", "bob", "FIN-2"), 30), at(end("a", 0), 20))
    first.send()
    second.send(0, 1)
    with Terminal(str(engine.address)) as terminal:
        terminal.see("● LIVE", "3 events", "0 lost")
        terminal.see("alice", "ENG-1", "3.9K")
        terminal.press(" ")
        terminal.see("FROZEN +0")
        second.send(1)
        terminal.see("FROZEN +1")
        terminal.press(" ")
        terminal.see("● LIVE", "4 events")
        terminal.press("\\user=alice\r")
        terminal.see("Sessions", "1 of 2 sessions", "user=alice")
        terminal.press("\r")
        terminal.see(f"auth2:/var/log/{DATED} ─ byte ", "message 3")
        terminal.press("\x1b")
        terminal.see("Sessions", "1 of 2 sessions")
        terminal.press("\\\x15\r")
        terminal.see("bob", "FIN-2")
        terminal.press("@-35m\r")
        terminal.see("AS OF ", "2 events")
        terminal.see_gone("FIN-2")
        terminal.press("f")
        terminal.see("● LIVE", "4 events")
        assert terminal.leave() == 0


def test_evidence_of_a_fleet_names_its_hosts(engine: Engine, tmp_path: Path) -> None:
    shipped(engine, "auth1", at(start("a", "alice", "ENG-1"), 50)).send()
    folder = tmp_path / "evidence"
    with Terminal(str(engine.address)) as terminal:
        terminal.see("● LIVE", "1 event ")
        terminal.press("\x05")
        terminal.see("Export")
        terminal.press("\x1b[F")
        terminal.see("● Evidence")
        terminal.press("\t")
        terminal.see("desktail-evidence")
        terminal.press("\x15" + str(folder) + "\r")
        terminal.see("1 session", "evidence")
    manifest = orjson.loads((folder / "manifest.json").read_bytes())

    told = [(source["host"], source["path"]) for source in manifest["sources"]]

    assert told == [("auth1", f"/var/log/{DATED}")]


def test_a_server_that_is_away_is_said_until_it_is_back(
    own_engine: Engine, own_server: Server
) -> None:
    log = shipped(own_engine, "auth1", at(start("a", "alice", "ENG-1"), 50), at(end("a", 0), 20))
    log.send(0, 1)
    with Terminal(own_server.address) as terminal:
        terminal.see("● LIVE", "1 event ")
        own_server.kill()
        terminal.see("✕ NOT READ", "not connected")
        own_server.start()
        own_server.wait()
        terminal.see("● LIVE", "1 event ")
        log.send(1)
        terminal.see("● LIVE", "2 events")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nats://127.0.0.1:1", "127.0.0.1:1"),
        ("nats://nobody.invalid", "nobody.invalid"),
    ],
)
def test_nobody_there_is_one_line(address: str, told: str) -> None:
    with Terminal(address) as terminal:
        line = terminal.see("desktail:", told)
        assert terminal.end() == 1
        assert "Traceback" not in terminal.text
        assert line


def test_no_stream_is_one_line_that_says_what_to_do(server: Server) -> None:
    with Terminal(f"{server.address}/NONE") as terminal:
        terminal.see("desktail nats init")
        assert terminal.end() == 1
