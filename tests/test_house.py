"""What the program's parts may load, and how long they may be."""

import subprocess
import sys
from pathlib import Path

import pytest

import tui

ROOT = Path(tui.__file__).parent
ROOMS = {
    room.name: [f"tui.{room.name}.{path.stem}" for path in sorted(room.glob("[!_]*.py"))]
    for room in sorted(ROOT.iterdir())
    if room.is_dir()
}
WITH_A_SCREEN = {"commands", "screens", "widgets", "terminal"}
WITHOUT_A_SCREEN = [
    *(module for room, modules in ROOMS.items() if room not in WITH_A_SCREEN for module in modules),
    *("tui.terminal.clipboard", "tui.commands.evidence", "tui.commands.reports"),
    "tui.commands.screen",
]
LONGEST = 300


def loaded_by(*modules: str) -> set[str]:
    """All modules that a fresh process has loaded after importing some."""
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


def test_every_module_without_a_screen_loads_nothing_of_textual() -> None:
    assert "textual" not in loaded_by(*WITHOUT_A_SCREEN)


def test_no_module_loads_the_watcher_before_it_watches() -> None:
    assert "watchfiles" not in loaded_by(*WITHOUT_A_SCREEN)


def test_who_only_follows_a_log_loads_neither_filters_nor_rules() -> None:
    assert not loaded_by("tui.commands.reports") & {"tui.query", "tui.rules"}


def test_what_the_log_says_is_decided_without_files_or_screen() -> None:
    assert not loaded_by(*ROOMS["audit"]) & {
        "rich",
        "tui.source",
        "tui.words.text",
        "tui.live.monitor",
    }


def test_the_demo_knows_no_reader_of_its_log() -> None:
    assert not loaded_by(*ROOMS["demo"]) & {"tui.audit", "tui.source", "tui.live", "rich"}


def test_the_command_line_loads_neither_screen_nor_parser_nor_watcher() -> None:
    assert not loaded_by("tui.cli") & {"textual", "rich", "watchfiles", "orjson", "asyncio"}


def test_the_first_screen_loads_none_of_those_that_are_gone_to() -> None:
    first = {"alerting", "asof", "filtering", "finding", "live", "main", "marking", "overlooking"}
    first |= {"small", "taking"}
    loaded = loaded_by("tui.commands.screen", "tui.app")
    screens = set(ROOMS["screens"]) & loaded
    assert {name.removeprefix("tui.screens.") for name in screens} == first
    assert not loaded & {*ROOMS["export"], *ROOMS["evidence"], "tui.widgets.json"}


@pytest.mark.parametrize(
    "module",
    [pytest.param(path, id=str(path.relative_to(ROOT))) for path in sorted(ROOT.rglob("*.py"))],
)
def test_no_module_is_longer_than_can_be_read_at_once(module: Path) -> None:
    assert len(module.read_text().splitlines()) <= LONGEST
