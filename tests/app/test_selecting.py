"""Text that the mouse selects in the lists, and that is copied as it is let go."""

import base64
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from tests.app.desk import Desk, events_shown, start, until, written


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "events.log")
    desk.write(
        start("s-1", "bob", "FIN-DC-02"),
        start("s-2", "顧客", "HR-07", at=-1),
        written("s-1", "a.bak", 4096, at=2),
    )
    return desk


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the terminal is given to copy."""
    given: list[str] = []

    def write(_: HeadlessDriver, data: str) -> None:
        if data.startswith("\x1b]52;c;"):
            given.append(base64.b64decode(data[7:].partition("\a")[0]).decode())

    monkeypatch.setattr(HeadlessDriver, "write", write)
    for name in ("TMUX", "STY", "TERM"):
        monkeypatch.delenv(name, raising=False)
    return given


async def drag(pilot: Pilot[None], pane: str, begin: tuple[int, int], end: tuple[int, int]) -> None:
    """Select from one cell of a pane to another one, its border counted."""
    await pilot.mouse_down(pane, offset=begin)
    await pilot.hover(pane, offset=((begin[0] + end[0]) // 2, begin[1]))
    await pilot.hover(pane, offset=end)
    await pilot.mouse_up(pane, offset=end)


async def test_a_word_of_a_row_is_copied(desk: Desk, copied: list[str]) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        x = desk.lines("#sessions")[1].index("FIN-DC-02") + 2
        await drag(pilot, "#sessions", (x, 2), (x + 8, 2))
        await until(pilot, lambda: copied, "a copy")
        assert copied == ["FIN-DC-02"]


async def test_rows_are_copied_as_they_are_shown_wide_characters_whole(
    desk: Desk, copied: list[str]
) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        rows = desk.lines("#sessions")
        await drag(pilot, "#sessions", (4, 2), (5, 3))
        await until(pilot, lambda: copied, "a copy")
        assert copied == [f"{rows[1][2:]}\n{rows[2][:3]}"]
        assert copied[0].endswith("顧")


async def test_what_is_selected_is_marked_and_no_more_after_a_click(
    desk: Desk, copied: list[str]
) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        rows = desk.app.screen.query_one("#feed")
        before = rows.render_line(0)
        x = before.text.index("12:00:00") + 2
        await drag(pilot, "#feed", (x, 1), (x + 7, 1))
        await until(pilot, lambda: copied, "a copy")
        assert copied == ["12:00:00"]
        assert rows.render_line(0) != before
        assert rows.render_line(0).text == before.text
        await pilot.click("#feed", offset=(30, 8))
        await until(pilot, lambda: rows.render_line(0).text == before.text, "the row")
        assert desk.app.screen.get_selected_text() is None


async def test_an_empty_list_has_nothing_to_select(tmp_path: Path, copied: list[str]) -> None:
    desk = Desk(tmp_path / "events.log")
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 0)
        await drag(pilot, "#sessions", (4, 3), (20, 5))
        await pilot.pause()
        assert copied == []
