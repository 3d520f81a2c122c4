"""The line in which one types: what the footer says there, and what is said of what is typed."""

from pathlib import Path

import pytest

from tests.app.desk import Desk, events_shown, start, until
from tests.app.limits import whole_screen


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "events.log")
    desk.write(start("s-1", "bob", "FIN-DC-02"))
    return desk


async def test_the_footer_has_the_prompts_keys_and_none_that_would_be_typed(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 1)
        await pilot.press("backslash")
        await until(pilot, lambda: "Take" in whole_screen(desk.app)[-1], "the prompt's keys")
        footer = whole_screen(desk.app)[-1]
        assert "tab Complete" in footer
        assert "esc Leave" in footer
        assert "Search" not in footer
        assert "Filter" not in footer
        await pilot.press("escape")
        await until(pilot, lambda: "/ Search" in whole_screen(desk.app)[-1], "the list's keys")


async def test_a_long_fault_is_told_whole_and_leaves_room_to_type(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 1)
        await pilot.press("at", *"99", "enter")
        await until(pilot, lambda: "RFC 3339" in " ".join(whole_screen(desk.app)), "the fault")
        *_, first, second, typed, _ = whole_screen(desk.app)
        assert first.split()[:4] == ["this", "is", "no", "time;"]
        assert second.rstrip().endswith("or an RFC 3339 time")
        assert typed.rstrip().endswith("@ 99")
        assert desk.app.screen.query_one("#typed").size.width > 70


async def test_a_short_word_stands_beside_what_is_typed(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 1)
        await pilot.press("slash", *"xyz")
        await until(pilot, lambda: "not found" in whole_screen(desk.app)[-2], "what is said")
        assert whole_screen(desk.app)[-2].split() == ["/", "xyz", "not", "found"]


async def test_keeping_columns_is_called_so(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 1)
        await pilot.press("x")
        await until(pilot, lambda: "⏎ Keep" in whole_screen(desk.app)[-1], "the dialogue's keys")
