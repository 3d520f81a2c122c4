"""The mouse, given to the real terminal and taken back while the program runs."""

import json
from pathlib import Path

import pytest

from tests.app.desk import start
from tests.terminal.terminal import Terminal

F2, ASKED, GIVEN_BACK = "\x1bOQ", b"\x1b[?1000h", b"\x1b[?1000l"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.write_text(json.dumps(start("s", "bob", "FIN-DC-02")) + "\n")
    return path


def test_the_mouse_is_the_terminals_and_again_the_programs(log: Path) -> None:
    with Terminal(log) as terminal:
        terminal.see("bob", "FIN-DC-02")
        assert terminal.raw.count(ASKED) > 0
        assert GIVEN_BACK not in terminal.raw
        asked = terminal.raw.count(ASKED)
        terminal.press(F2)
        terminal.see("The mouse is the terminal's")
        assert terminal.raw.count(GIVEN_BACK) == 1
        terminal.press(F2)
        terminal.see("The mouse is desktail's")
        assert terminal.raw.count(ASKED) == asked + 1


def test_a_mouse_that_was_left_to_the_terminal_can_be_taken(log: Path) -> None:
    with Terminal("--set", "mouse=false", log) as terminal:
        terminal.see("bob", "FIN-DC-02")
        assert ASKED not in terminal.raw
        terminal.press(F2)
        terminal.see("The mouse is desktail's")
        assert terminal.raw.count(ASKED) == 1
        assert terminal.leave() == 0
        assert GIVEN_BACK in terminal.raw


def test_a_mouse_that_is_the_terminals_is_not_given_back_twice(log: Path) -> None:
    with Terminal(log) as terminal:
        terminal.see("bob", "FIN-DC-02")
        terminal.press(F2)
        terminal.see("The mouse is the terminal's")
        assert terminal.leave() == 0
        assert terminal.raw.count(GIVEN_BACK) == 1
