"""What one takes along: copies in the terminal's clipboard, exports in files."""

import json
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import orjson
import pytest
from textual.pilot import Pilot

from tests.app.desk import Desk, start, until, written
from tests.app.stories import telling

STORY = (
    start("a", "alice", "ENG-1", at=-20),
    start("b", "bob", "FIN-DC-02", at=-10),
    written("b", "customers.bak", 1000, at=-5),
)


def shown(desk: Desk) -> AbstractAsyncContextManager[Pilot[None]]:
    """The story on the screen, and its newest session under the cursor."""
    return telling(desk, *STORY)


async def test_a_row_is_copied_as_it_is_shown(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("y")
        assert desk.app.clipboard.split()[1:3] == ["bob", "FIN-DC-02"]


async def test_the_logs_own_line_is_copied_byte_for_byte(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "Y")
        assert desk.app.clipboard.encode() == orjson.dumps(STORY[2])


async def test_a_session_is_copied_as_the_contracts_object(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("c")
        told = json.loads(desk.app.clipboard)
        assert (told["sid"], told["counters"]["bytes_out"]) == ("b", 1000)


async def test_of_the_json_a_value_is_copied_and_the_way_to_it(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("enter", "2", "j", "j", "y")
        value = desk.app.clipboard
        await pilot.press("P")
        assert (value, desk.app.clipboard) == ('"desktop.directory.write"', ".event")


async def test_an_export_is_of_what_is_listed(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a name that is not typed in time is of a file there
    async with shown(desk) as pilot:
        await pilot.press("plus", "ctrl+e")
        await until(pilot, lambda: len(desk.app.screen_stack) == 3, "the dialogue")
        field = desk.app.screen.query_one("#file")
        field.focus()
        await until(pilot, lambda: field.has_focus, "the field")
        await pilot.press("ctrl+u")
        names = {"/": "slash", ".": "full_stop", "-": "minus"}
        for character in str(tmp_path / "out.jsonl"):
            await pilot.press(names.get(character, character))
        await pilot.press("enter")
        await until(pilot, lambda: len(desk.app.screen_stack) == 2, "its end")
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [record["sid"] for record in records] == ["b"]
