"""A list scrolled sideways in a real terminal, by keys and by the wheel."""

import json
from pathlib import Path

import pytest

from tests.app.desk import start, written
from tests.terminal.terminal import Terminal

FOLDER, FILE = "folder-with-a-long-name", "顧客一覧-addresses.xlsx"
SHIFTED_UP, SHIFTED_DOWN, LEFT, RIGHT = 68, 69, 66, 67
"""A turn of the wheel, as terminals tell it."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    events = [start("s", "bob", "FIN-DC-02"), written("s", f"{FOLDER}/{FILE}", 4096)]
    path.write_text("".join(json.dumps(event) + "\n" for event in events))
    return path


def turned(wheel: int) -> str:
    """The wheel turned over the feed."""
    return f"\x1b[<{wheel};30;14M"


@pytest.mark.parametrize(
    ("on", "back"),
    [
        (">", "<"),
        ("$", "^"),
        ("l", "h"),
        (turned(SHIFTED_DOWN) * 9, turned(SHIFTED_UP) * 9),
        (turned(RIGHT) * 9, turned(LEFT) * 9),
    ],
    ids=["signs", "ends", "letters", "wheel with shift", "wheel sideways"],
)
def test_a_path_can_be_read_to_its_begin_and_back_again(log: Path, on: str, back: str) -> None:
    with Terminal(log, columns=80, rows=24) as terminal:
        terminal.see("file out", "addresses.xlsx")
        assert not terminal.line_with(FOLDER)
        terminal.press("2" + on)
        terminal.see(FOLDER, "-addresses.xlsx")
        terminal.see("‹ ", " cells")
        terminal.press(back)
        terminal.see("file out", "addresses.xlsx")
        terminal.see_gone("‹ ")
