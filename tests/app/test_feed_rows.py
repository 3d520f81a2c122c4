"""Rows of a feed are told again when they say something else, though nothing came."""

from pathlib import Path

from tests.app.desk import Desk, events_shown, received, start, until

DAY = 86_400 * 10**9


async def test_on_the_next_day_every_row_in_sight_has_its_date(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "events.log")
    desk.write(start("s", "alice", "HR-1"), *(received("s", size) for size in (1, 2, 3)))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 4)
        today = [row.strip()[:5] for row in desk.lines("#feed")[:4]]
        desk.now += DAY
        desk.app.flush()
        await until(pilot, lambda: desk.lines("#feed")[0].strip()[2:3] == "-", "a date")
        told = [row.strip()[:5] for row in desk.lines("#feed")[:4]]
    assert {row[2] for row in today} == {":"}
    assert {row[2] for row in told} == {"-"}
