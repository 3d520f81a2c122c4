"""The live view ends in order when it is ended from outside, and with its terminal."""

import os
import signal
from pathlib import Path

import pytest

from tests.patience import until
from tests.program import program
from tests.terminal.terminal import Terminal

GIVEN_BACK = b"\x1b[?1049l"
"""The screen from before the program."""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """Where a program may put what is temporary."""
    path = tmp_path / "room"
    path.mkdir()
    return path


def hang_up(terminal: Terminal) -> int | None:
    """Take the terminal away from the program; returns its exit status, None by a signal."""
    os.dup2(os.open(os.devnull, os.O_RDWR), terminal.child.fileno())
    until(lambda: not terminal.child.isalive())
    return terminal.child.exitstatus


def test_sigterm_gives_the_terminal_back_and_leaves_nothing_behind(room: Path) -> None:
    with Terminal("demo", environment={"TMPDIR": str(room)}) as terminal:
        terminal.see("● LIVE")
        assert list(room.iterdir())
        terminal.child.kill(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM
        assert GIVEN_BACK in terminal.raw
    assert list(room.iterdir()) == []


def test_it_leaves_nothing_behind_when_its_terminal_is_taken_away(room: Path) -> None:
    with Terminal("demo", environment={"TMPDIR": str(room)}) as terminal:
        terminal.see("● LIVE")
        assert list(room.iterdir())
        assert hang_up(terminal) == 128 + signal.SIGHUP
    assert list(room.iterdir()) == []


def test_it_ends_with_its_terminal_also_where_sighup_is_ignored(log: Path) -> None:
    ignoring = f"trap '' HUP; exec {program()} {log}"
    with Terminal("-c", ignoring, of="/bin/bash") as terminal:
        terminal.see("● LIVE")
        assert hang_up(terminal) == 128 + signal.SIGHUP
