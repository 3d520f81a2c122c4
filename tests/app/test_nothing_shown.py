"""A filter that lets nothing through: every key that goes somewhere says so, or stays."""

import pytest

from tests.app.desk import Desk, events_shown, received, start, typed, until, written

KEYS = ["e", "E", "u", "U", "o", "O", "n", "N", "m", "Y", "y", "enter", "left_square_bracket"]


@pytest.mark.parametrize("everyone", [True, False])
async def test_no_key_needs_a_row(desk: Desk, *, everyone: bool) -> None:
    desk.write(start("s", "bob", "FIN-DC-02"), received("s", 5, 1), written("s", "a", 9, at=2))
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        if everyone:
            await pilot.press("A")
        await pilot.press("backslash")
        await typed(pilot, "user=nobody", "enter")
        await until(pilot, lambda: "0 of 1 session" in desk.title("#sessions"), "the filter")
        for pane in ("1", "2", "3", "4"):
            await pilot.press(pane, *KEYS)
        assert desk.app.crash is None
