"""Marks in a real terminal: what is marked is marked the next time, too."""

import json
import stat
from pathlib import Path

import orjson
import pytest

from tests.app.desk import received, start, written
from tests.terminal.terminal import Terminal

STORY = (
    start("a", "alice", "ENG-1", at=-300),
    start("b", "bob", "FIN-DC-02", at=-290),
    written("b", "dump/customers.bak", 1000, 0, at=-180),
    received("b", 20, at=-170),
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.write_bytes(b"".join(orjson.dumps(event) + b"\n" for event in STORY))
    return path


def test_what_is_marked_and_noted_is_there_when_it_is_started_again(
    log: Path, tmp_path: Path
) -> None:
    environment = {"XDG_STATE_HOME": str(tmp_path / "state")}
    with Terminal(log, environment=environment) as terminal:
        terminal.see("LIVE", "4 events")
        terminal.press("m2kMbefore the lock\r")
        terminal.see("⚑", "file out", "before the lock")
        assert terminal.leave() == 0
    log.rename(tmp_path / "events.log.1")
    log.write_bytes(orjson.dumps(start("c", "carol", "HR-07", at=-10)) + b"\n")
    with Terminal(tmp_path / "events.log.1", log, environment=environment) as terminal:
        terminal.see("LIVE", "5 events")
        terminal.see("⚑bob")
        terminal.press("'")
        terminal.see("Marks ─ 2")
        terminal.press("j\r")
        terminal.see("Feed ─ bob on FIN-DC-02")
        terminal.see("⚑", "file out", "before the lock")
        assert terminal.leave() == 0
    file = tmp_path / "state" / "desktail" / "marks.jsonl"
    kept = [json.loads(line) for line in file.read_bytes().splitlines()]
    assert [mark["note"] for mark in kept] == ["", "before the lock"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_typed_behind_the_list_goes_where_it_leads(log: Path, tmp_path: Path) -> None:
    environment = {"XDG_STATE_HOME": str(tmp_path / "state")}
    with Terminal(log, environment=environment) as terminal:
        terminal.see("LIVE", "4 events")
        terminal.press("2gM the first one\rG'M and more\r\rM, all of it\r")
        terminal.see("⚑", "start", "and more, all of it")
        assert terminal.leave() == 0


def test_the_demos_marks_are_not_kept(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with Terminal("demo", environment={"XDG_STATE_HOME": str(state)}) as terminal:
        terminal.see("LIVE")
        terminal.see("●", "bob")
        terminal.press("m")
        terminal.see("⚑")
        terminal.press("qq")
        assert terminal.end() == 0
    assert not state.exists()
