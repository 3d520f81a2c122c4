"""`desktail replay` in a real terminal, and what it says where it cannot play."""

import subprocess
from pathlib import Path

import orjson
import pytest

from tests.app.desk import received, start
from tests.program import program
from tests.terminal.terminal import Terminal


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "audit.log"
    events = [start("a", "alice", "WIN-1", 0), *[received("a", 10, at) for at in range(60, 3600)]]
    file.write_bytes(b"".join(orjson.dumps(event) + b"\n" for event in events))
    return file


def said(*arguments: str | Path) -> tuple[int, str]:
    """The exit status, and stderr."""
    command = [program(), "replay", *map(str, arguments)]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    return run.returncode, run.stderr


def test_a_log_is_played_from_a_moment_to_another(log: Path) -> None:
    times = ("--from", "2026-03-04 12:30", "--to", "2026-03-04 12:40", "--speed", "300")
    with Terminal("replay", *times, log) as terminal:
        terminal.see("alice", "WIN-1")
        terminal.see("■ AT END", "12:40:00 UTC", "2,342 events")
        terminal.press("#12:31\r")
        terminal.see("REPLAY ×300")
        terminal.see("■ AT END", "12:40:00 UTC", "2,342 events")
        assert terminal.leave() == 0


def test_the_beginning_is_seen_from_the_end_of_the_log(log: Path) -> None:
    with Terminal("replay", "--from", "15m", "--speed", "0.1", log) as terminal:
        terminal.see("▶ REPLAY ×0.1", "12:44:59 UTC")
        assert terminal.leave() == 0


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--from", "noon"], 2, "--from: 'noon': this is no time"),
        (["--from", "5m", "--to", "10m"], 2, "--to: is not after the beginning"),
        (["--speed", "0"], 2, "'0' is no number from 0.01 to 1000"),
    ],
)
def test_what_cannot_be_played_is_said(
    log: Path, arguments: list[str], status: int, words: str
) -> None:
    told, stderr = said(*arguments, log)
    assert told == status
    assert words in stderr


def test_standard_input_is_not_played() -> None:
    status, stderr = said("-")
    assert (status, "play a file" in stderr) == (2, True)


def test_a_log_without_desktop_events_is_not_played(tmp_path: Path) -> None:
    file = tmp_path / "other.log"
    file.write_text('{"ei":0,"event":"user.login","code":"T1000I"}\n')
    status, stderr = said(file)
    assert status == 1
    assert f"{file}: no desktop event is in it to be played" in stderr
