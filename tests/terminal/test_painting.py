"""What stands on a real terminal after much was painted piece by piece is what belongs there."""

import json
import os
import signal
from pathlib import Path

import pytest

from tests.contract.examples import RECEIVED, STARTED
from tests.terminal.terminal import Terminal
from tests.terminal.test_live import write

SIZES = [(160, 50), (80, 24), (120, 40), (161, 51), (160, 50)]


def cells(terminal: Terminal) -> list[list[object]]:
    """Every cell with its colours, but for the first line, where the clock goes on."""
    screen = terminal.screen
    rows = range(1, screen.lines)
    return [[screen.buffer[y][x] for x in range(screen.columns)] for y in rows]


def paint_whole(terminal: Terminal) -> None:
    """Make the program paint everything: the terminal is emptied first."""
    terminal.screen.erase_in_display(2)
    os.kill(terminal.child.pid or 0, signal.SIGWINCH)


@pytest.mark.parametrize("keys", ["", "\r", "?", "\t\t\x04", "\rv"])
def test_what_was_painted_in_pieces_is_what_is_painted_whole(tmp_path: Path, keys: str) -> None:
    log = tmp_path / "events.log"
    started = json.loads(STARTED)
    names = ["bob", "漢字太郎", "jürgen", "שלום"]
    log.write_text(
        "".join(
            json.dumps({**started, "sid": f"s{number}", "user": names[number % 4]}) + "\n"
            for number in range(40)
        )
    )
    received = json.loads(RECEIVED)
    lines = (json.dumps({**received, "sid": f"s{number % 40}"}) for number in range(400))
    with Terminal(log, columns=160, rows=50) as terminal:
        terminal.see("40 events")
        writer = write(log, "\n".join(lines), count=10, pause=0.25)
        terminal.press(keys)
        for size in SIZES:
            terminal.resize(*size)
            terminal.drain(0.5)
        writer.wait()
        if keys == "?":
            terminal.press("q")
        terminal.see("4,040 events")
        terminal.press(" ")
        terminal.see("FROZEN")
        terminal.settle()
        painted = cells(terminal)
        paint_whole(terminal)
        terminal.wait_for(lambda: cells(terminal) == painted, "the same again")
