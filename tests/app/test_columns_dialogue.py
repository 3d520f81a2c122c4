"""The dialogue of the session table's columns: what is chosen is shown at once."""

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Label

from tests.app.desk import Desk, events_shown, start
from tui.config import Settings
from tui.screens.columns import ColumnList, ColumnsScreen
from tui.screens.main import MainScreen
from tui.widgets.sessions import SessionList
from tui.words.columns import SHOWN


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "events.log", settings=Settings(columns=("user", "age", "out")))


@asynccontextmanager
async def dialogue(desk: Desk) -> AsyncIterator[Pilot[None]]:
    """The dialogue, over a table of one session."""
    desk.write(start("s", "bob", "FIN-DC-02"))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 1)
        await pilot.press("x")
        await pilot.pause()
        yield pilot


def shown(desk: Desk) -> list[str]:
    """The titles of the table, which stands below the dialogue."""
    main = next(screen for screen in desk.app.screen_stack if isinstance(screen, MainScreen))
    table = main.query_one(SessionList)
    return table.render_line(0).text.split()


async def test_all_columns_are_listed_those_that_are_shown_first(desk: Desk) -> None:
    async with dialogue(desk):
        rows = [row for row in desk.lines("#all-columns") if row]
        assert len(rows) == 15
        assert [row.split()[:2] for row in rows[:4]] == [
            ["[x]", "USER"],
            ["[x]", "AGE"],
            ["[x]", "OUT"],
            ["[", "]"],
        ]
        assert "on which desktop" in rows[3]


async def test_space_shows_a_column_or_not_and_enter_keeps_that(desk: Desk) -> None:
    async with dialogue(desk) as pilot:
        await pilot.press("j", "space", "j", "j", "space", "enter")
        await pilot.pause()
        assert isinstance(desk.app.screen, MainScreen)
        assert shown(desk) == ["USER", "OUT", "DESKTOP"]


@pytest.mark.parametrize("keys", [("J",), ("shift+down",), ("j", "K"), ("j", "shift+up")])
async def test_a_column_is_moved(desk: Desk, keys: tuple[str, ...]) -> None:
    async with dialogue(desk) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert shown(desk) == ["AGE", "USER", "OUT"]


async def test_the_cursor_goes_along_and_stops_at_both_ends(desk: Desk) -> None:
    async with dialogue(desk) as pilot:
        await pilot.press("K", "J", "J", "J")
        assert desk.app.screen.query_one(ColumnList).cursor == 3
        await pilot.press("G", "J")
        assert desk.app.screen.query_one(ColumnList).cursor == 14


async def test_esc_leaves_the_columns_as_they_were(desk: Desk) -> None:
    async with dialogue(desk) as pilot:
        await pilot.press("space", "J")
        await pilot.pause()
        assert shown(desk) == ["AGE", "OUT"]
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(desk.app.screen, MainScreen)
        assert shown(desk) == ["USER", "AGE", "OUT"]


async def test_the_last_column_stays(desk: Desk) -> None:
    async with dialogue(desk) as pilot:
        await pilot.press("space", "j", "space", "j", "space")
        assert desk.app.screen.query_one(ColumnList).shown == ("out",)


async def test_the_mouse_marks_keeps_and_leaves(desk: Desk) -> None:
    async with dialogue(desk) as pilot:
        await pilot.click("#all-columns", offset=(2, 1))
        await pilot.pause()
        assert shown(desk) == ["USER", "OUT"]
        await pilot.click("#keep")
        await pilot.pause()
        assert isinstance(desk.app.screen, MainScreen)
        assert shown(desk) == ["USER", "OUT"]
        await pilot.press("x", "space")
        await pilot.click("#drop")
        await pilot.pause()
        assert shown(desk) == ["USER", "OUT"]


async def test_the_line_for_the_settings_file_is_told_and_copied(desk: Desk) -> None:
    async with dialogue(desk) as pilot:
        await pilot.press("J", "y")
        await pilot.pause()
        line = str(desk.app.screen.query_one("#setting", Label).render())
        assert tomllib.loads(line) == {"columns": ["age", "user", "out"]}
        assert desk.app.clipboard == line


@pytest.mark.parametrize("size", [(160, 45), (120, 40), (80, 24), (60, 16)])
async def test_every_size_shows_list_and_buttons(desk: Desk, size: tuple[int, int]) -> None:
    desk.settings = Settings()
    async with desk.app.run_test(size=size) as pilot:
        await events_shown(pilot, desk, 0)
        await pilot.press("x")
        await pilot.pause()
        screen = desk.app.screen
        assert isinstance(screen, ColumnsScreen)
        for part in ("#all-columns", "#setting", "#keep"):
            region = screen.query_one(part).region
            assert region.height > 0
            assert screen.region.contains_region(region), part
        assert len(screen.query_one(ColumnList).shown) <= len(SHOWN)
