"""What is set takes effect in the live view, and keys change it while it runs."""

from pathlib import Path

import pytest

from tests.app.desk import NOON, Desk, end, events_shown, received, start, written
from tui.audit.rfc3339 import SECOND
from tui.config import Settings, Thresholds
from tui.widgets.sessions import SessionList

HALF = 1_610_612_736
"""Bytes that are 1.5G."""


def desk_with(tmp_path: Path, settings: Settings) -> Desk:
    """A desk at which this is set."""
    return Desk(tmp_path / "events.log", settings=settings)


def titles(desk: Desk) -> list[str]:
    """The titles of the session table."""
    return desk.lines("#sessions")[0].split()


@pytest.mark.parametrize(
    ("times", "told"),
    [("relative", "5s ago"), ("elapsed", "+0:00:02.000"), ("absolute", "11:59:5")],
)
async def test_a_feed_tells_times_as_is_set(tmp_path: Path, times: str, told: str) -> None:
    desk = desk_with(tmp_path, Settings(times=times))
    desk.write(start("s", "bob", "A", at=-7), received("s", 9, at=-5))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 2)
        assert desk.line("#feed", "clip out").strip().startswith(told)
        await pilot.press("enter")  # the session's own feed tells them so, too
        await pilot.pause()
        assert desk.line("#feed", "clip out").strip().startswith(told)


async def test_the_table_has_the_columns_that_are_set_in_their_order(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, Settings(columns=("out", "user", "files")))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 0)
        assert titles(desk) == ["OUT", "USER", "FILES"]


@pytest.mark.parametrize(("sort", "listed"), [("out", ["eve", "bob"]), ("-out", ["bob", "eve"])])
async def test_the_table_is_sorted_as_is_set(tmp_path: Path, sort: str, listed: list[str]) -> None:
    desk = desk_with(tmp_path, Settings(sort=sort))
    desk.write(start("s", "bob", "A"), start("t", "eve", "B", at=-60), received("t", 9))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        assert desk.users == listed


async def test_sessions_that_have_ended_are_listed_if_that_is_set(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, Settings(ended=True))
    desk.write(start("s", "bob", "A"), end("s", 0))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 2)
        assert desk.users == ["bob"]


async def test_a_session_is_quiet_stale_and_marked_for_as_long_as_is_set(tmp_path: Path) -> None:
    thresholds = Thresholds(quiet=60 * SECOND, stale=300 * SECOND, moved_recently=120 * SECOND)
    desk = desk_with(tmp_path, Settings(thresholds=thresholds))
    desk.write(start("s", "bob", "A", at=-9000), received("s", 9))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 2)
        for passed, glyph, mark in ((0, "●", "▲"), (61, "◌", "▲"), (121, "◌", ""), (301, "◇", "")):
            desk.now = NOON + passed * SECOND
            desk.app.flush()
            await pilot.pause()
            row = desk.line("#sessions", "bob")
            assert (row[0], "▲" in row) == (glyph, bool(mark)), passed


async def test_what_came_out_within_a_minute_is_marked_if_nothing_is_set(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, Settings())
    desk.write(start("s", "bob", "A"), received("s", 9))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 2)
        for passed, marked in ((50, True), (60, False)):
            desk.now = NOON + passed * SECOND
            desk.app.flush()
            await pilot.pause()
            assert ("▲" in desk.line("#sessions", "bob")) is marked, passed


async def test_sizes_are_told_to_the_byte_in_every_pane_if_that_is_set(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, Settings(sizes="exact"))
    desk.write(start("s", "bob", "A"), written("s", "a.bak", HALF))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 2)
        for pane in ("#sessions", "#feed", "#moved", "#transfers"):
            assert desk.line(pane, "1,610,612,736"), pane


@pytest.mark.parametrize("size", [(160, 45), (120, 40), (80, 24)])
async def test_a_key_tells_every_byte_and_binary_units_again(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = desk_with(tmp_path, Settings())
    desk.write(start("s", "bob", "A"), written("s", "a.bak", HALF))
    async with desk.app.run_test(size=size) as pilot:
        await events_shown(pilot, desk, 2)
        for told in ("1.5G", "1,610,612,736", "1.5G"):
            assert desk.line("#sessions", "bob", told)
            assert desk.line("#feed", "a.bak", told)
            await pilot.press("3")
            await pilot.pause()
            assert desk.line("#moved", told)
            await pilot.press("4")
            await pilot.pause()
            assert desk.line("#transfers", "a.bak", told)
            await pilot.press("1", "b")
            await pilot.pause()
        assert titles(desk)[-1] == "LAST"


async def test_columns_without_room_are_left_out_and_no_number_is_cut(tmp_path: Path) -> None:
    columns = ("user", "age", "in", "out", "failed", "files", "events", "start", "last", "login")
    desk = desk_with(tmp_path, Settings(columns=columns, sizes="exact"))
    desk.write(start("s", "bob", "A"), written("s", "a.bak", HALF))
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 2)
        assert titles(desk) == ["USER", "AGE", "IN", "OUT", "FAILED", "FILES", "EVENTS"]
        assert "…" not in desk.line("#sessions", "bob")


async def test_the_table_can_be_sorted_by_a_column_that_is_not_shown(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, Settings(columns=("user",)))
    desk.write(start("s", "bob", "A"), start("t", "eve", "B", at=-60), received("t", 9))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        screen = desk.app.screen
        [by_out] = [c for c in desk.app.get_system_commands(screen) if c.title == "Sort by out"]
        by_out.callback()
        await pilot.pause()
        assert desk.users == ["eve", "bob"]
        assert screen.query_one(SessionList).roster.arrangement.column == "out"
