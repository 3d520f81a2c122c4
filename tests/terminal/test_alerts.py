"""Alerts in a real terminal: one fires while one looks, is gone to, and is seen the next time."""

import json
import stat
from pathlib import Path

import orjson
import pytest

from tests.app.desk import received, start, written
from tests.terminal.terminal import Terminal

RULES = """
[[rule]]
name = "backup"
filter = "path~bak"
severity = "critical"
message = "{user} took {path}"
"""
TOLD = "bob took out/dump/customers.bak"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "rules.toml").write_text(RULES)
    path = tmp_path / "events.log"
    write(path, start("a", "alice", "ENG-1", at=-300), start("b", "bob", "FIN-DC-02", at=-290))
    return path


def write(log: Path, *events: dict[str, object]) -> None:
    """Append lines to a log."""
    with log.open("ab") as file:
        file.writelines(orjson.dumps(event) + b"\n" for event in events)


def test_what_a_rule_says_is_told_gone_to_and_seen_the_next_time(log: Path, tmp_path: Path) -> None:
    environment = {
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "DESKTAIL_RULES": str(tmp_path / "rules.toml"),
    }
    with Terminal(log, environment=environment) as terminal:
        terminal.see("● LIVE", "2 events")
        write(log, written("b", "dump/customers.bak", 1000, at=-180), received("b", 20, at=-170))
        terminal.see(f"backup · {TOLD}")
        terminal.see("▲ 1 alert ")
        terminal.see("▲bob")
        terminal.press("!")
        terminal.see("Alerts ─ 1 new · 0 seen")
        terminal.see("NEW", "critical", "backup", TOLD)
        terminal.press("\r")
        terminal.see("Feed ─ bob on FIN-DC-02")
        terminal.see_gone("▲ 1 alert ")
        terminal.press("qq")
        assert terminal.end() == 0
    with Terminal(log, environment=environment) as terminal:
        terminal.see("● LIVE", "4 events")
        terminal.press("!")
        terminal.see("Alerts ─ 0 new · 1 seen")
        terminal.press("qq")
        assert terminal.end() == 0
    file = tmp_path / "state" / "desktail" / "alerts.jsonl"
    kept = [json.loads(line) for line in file.read_bytes().splitlines()]
    assert (kept[-1]["message"], kept[-1]["seen"]) == (TOLD, True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
