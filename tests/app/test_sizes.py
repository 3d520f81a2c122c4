"""Every size of the terminal: nothing crashes, and one that is too small is said."""

from pathlib import Path
from threading import Event

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tests.app.desk import Desk, denied, events_shown, failed_read, start, until, written
from tests.app.limits import whole_screen
from tests.patience import PATIENCE
from tui.app import DesktailApp
from tui.export.shown import Order
from tui.screens.export import ExportScreen
from tui.screens.main import MainScreen
from tui.screens.small import SmallScreen

SIZES = [(300, 80), (160, 45), (100, 30), (80, 24), (60, 16), (59, 40), (40, 10), (20, 5), (1, 1)]
SCREENS = ("", "enter", "r", "x", "question_mark", "colon", "backslash", "slash", "at", "3", "4")
"""Keys that lead from the main screen to every other, to its dialogues and its panes."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "events.log")
    desk.write(start("s", "bob", "FIN-DC-02"), written("s", "a.bak", 99), failed_read("s", "b"))
    desk.write(denied("m", "mallory", "HR-07", "no"))
    return desk


async def resized(pilot: Pilot[None], size: tuple[int, int]) -> None:
    """Make the terminal another size, and wait until all of it is painted."""

    def is_painted() -> bool:
        lines = whole_screen(pilot.app)
        return (cell_len(lines[0]), len(lines)) == size == tuple(pilot.app.screen.size)

    await pilot.resize_terminal(*size)
    await until(pilot, is_painted, f"a terminal of {size}")


def is_small(app: DesktailApp) -> bool:
    """Whether it is said that the terminal is too small."""
    return isinstance(app.screen, SmallScreen)


def seen(desk: Desk, size: tuple[int, int]) -> str:
    """All that stands on the screen, of which every line is as wide as it is."""
    lines = whole_screen(desk.app)
    assert [cell_len(line) for line in lines] == [size[0]] * size[1]
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("key", SCREENS)
async def test_every_screen_goes_through_all_sizes_and_comes_back(desk: Desk, key: str) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 4)
        await pilot.press(*filter(None, [key]))
        screen = desk.app.screen
        focused = screen.focused
        for size in SIZES:
            await resized(pilot, size)
            assert is_small(desk.app) is (size[0] < 60 or size[1] < 16)
            seen(desk, size)
        await resized(pilot, (160, 45))
        assert desk.app.screen is screen
        assert screen.focused is focused


@pytest.mark.parametrize("size", SIZES)
async def test_it_starts_in_every_size(desk: Desk, size: tuple[int, int]) -> None:
    async with desk.app.run_test(size=size) as pilot:
        await until(pilot, lambda: desk.monitor.live, "all of the log")
        assert is_small(desk.app) is (size[0] < 60 or size[1] < 16)
        seen(desk, size)
        await resized(pilot, (160, 45))
        assert isinstance(desk.app.screen, MainScreen)
        await events_shown(pilot, desk, 4)
        assert desk.line("#sessions", "bob")


@pytest.mark.parametrize("size", [(59, 40), (160, 15), (40, 10), (20, 5)])
async def test_a_terminal_that_is_too_small_is_told_what_is_needed(
    desk: Desk, size: tuple[int, int]
) -> None:
    async with desk.app.run_test(size=size) as pilot:
        await pilot.pause()
        assert seen(desk, size) == "too small: 60x16 needed"


async def test_no_key_does_what_nobody_can_see_and_q_quits(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 4)
        await pilot.press("enter")
        await resized(pilot, (40, 10))
        await pilot.press("space", "escape", "ctrl+p", "colon", "question_mark")
        assert is_small(desk.app)
        assert desk.monitor.picture().waiting is None
        assert desk.app.is_running
        await pilot.press("q")
        assert not desk.app.is_running


async def test_what_was_written_meanwhile_leads_back_when_there_is_room(desk: Desk) -> None:
    begun, go_on = Event(), Event()

    def save(order: Order) -> str:
        begun.set()
        go_on.wait(PATIENCE)
        return str(order.path)

    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 4)
        told: list[str | None] = []
        desk.app.push_screen(ExportScreen(save, "all", desk.now), told.append)
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, begun.is_set, "the writing")
        await resized(pilot, (40, 10))
        go_on.set()
        await desk.app.workers.wait_for_complete(
            [worker for worker in desk.app.workers if worker.group == "export"]
        )
        await pilot.pause()
        assert is_small(desk.app)
        await resized(pilot, (160, 45))
        await until(pilot, lambda: told, "what was written")
        assert isinstance(desk.app.screen, MainScreen)


async def test_a_dialogue_that_writes_goes_through_all_sizes(desk: Desk) -> None:
    def save(order: Order) -> str:
        return str(order.path)

    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 4)
        desk.app.push_screen(ExportScreen(save, "all", desk.now))
        for size in SIZES:
            await resized(pilot, size)
            seen(desk, size)
        await resized(pilot, (80, 24))
        assert isinstance(desk.app.screen, ExportScreen)
