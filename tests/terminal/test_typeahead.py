"""Keys that come all at once, as from a paste or a slow line, do what they do one by one."""

from pathlib import Path

import orjson
import pytest

from tests.app.desk import denied, received, start, written
from tests.terminal.terminal import Terminal

STORY = (
    start("a", "alice", "ENG-1", at=-300),
    start("b", "bob", "FIN-DC-02", at=-290),
    denied("m", "mallory", "HR-07", "access denied", at=-280),
    written("b", "dump/customers.bak", 1000, 0, at=-180),
    received("a", 20, at=-170),
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.write_bytes(b"".join(orjson.dumps(event) + b"\n" for event in STORY))
    return path


@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        ("\\user=bob\r", ("1 of 3 sessions", "user=bob")),
        ("\\user=bob\rj\\out>10\r", ("2 of 3 sessions", "out>10")),
        ("A2/alice\rnn", ("/alice", "2/2")),
        ("A2g@11:57\r\r", ("start",)),
    ],
)
def test_what_is_typed_behind_a_key_goes_where_the_key_leads(
    log: Path, keys: str, seen: tuple[str, ...]
) -> None:
    with Terminal(log) as terminal:
        terminal.see("alice", "ENG-1")
        terminal.press(keys)
        terminal.see(*seen)
