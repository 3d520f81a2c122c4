"""The rates screen: graphs over minutes, an hour, a day; who took out most."""

from pathlib import Path

import pytest

from tests.app.desk import NOON, Desk, events_shown, received, said, start, until, written
from tui.audit.rfc3339 import SECOND
from tui.past.workers import Workers
from tui.screens.main import MainScreen
from tui.screens.rates import RatesScreen

HOURS = 3600


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "2026-03-04.00:00:00.log")
    desk.write(
        start("s-1", "bob", "FIN-DC-02", at=-20 * HOURS),
        received("s-1", 1024, at=-10 * HOURS),
        written("s-1", "b.bak", 2048, at=-1800),
        written("s-1", "a.bak", 4096, at=-5),
        said("desktop.clipboard.send", "TDP02I", "s-1", -5, length=512),
    )
    return desk


async def test_r_opens_the_rates_and_digits_choose_how_far_back(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 5)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(desk.app.screen, RatesScreen), "rates")
        await until(pilot, lambda: "4.0K ─" in desk.note("#out"), "ten minutes")
        assert desk.title("#out") == "Out of desktops ─ last 10 minutes UTC"
        assert desk.note("#in").startswith("512 ─ now 17/s ─")
        for key, reach, out in (("2", "hour", "6.0K"), ("3", "day", "7.0K"), ("1", "10", "4.0K")):
            await pilot.press(key)
            assert f"last {reach}" in desk.title("#out")
            assert desk.note("#out").startswith(f"{out} ─")


@pytest.mark.parametrize("key", ["escape", "q", "r"])
async def test_back_to_all_sessions(desk: Desk, key: str) -> None:
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 5)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(desk.app.screen, RatesScreen), "rates")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(desk.app.screen, MainScreen), "all sessions")


async def test_the_scale_and_the_times_are_told(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 5)
        await pilot.press("r", "2")
        await until(pilot, lambda: desk.line("#out", "/s ┤", "/min"), "the scale")
        assert desk.lines("#out")[-1].split() == [
            *("11:10", "11:20", "11:30", "11:40", "11:50", "12:00")
        ]


async def test_who_took_out_most_is_told_and_kept_up_to_date(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 5)
        await pilot.press("r")
        await until(pilot, lambda: desk.line("#users", "7.0K", "bob"), "users")
        assert desk.line("#desktops", "7.0K", "FIN-DC-02")
        assert desk.lines("#files")[0].split() == [
            *("4.0K", "████████", "out/a.bak", "bob", "on", "FIN-DC-02")
        ]
        desk.write(start("s-2", "eve", "HR-07"), written("s-2", "e.bak", 8192))
        desk.now += 10 * SECOND
        await until(pilot, lambda: "eve" in desk.lines("#users")[0], "the new first one")


async def test_a_narrow_terminal_has_the_graphs_or_who_took_out_most(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 5)
        await pilot.press("r")
        await until(pilot, lambda: "4.0K ─" in desk.note("#out"), "ten minutes")
        assert not desk.app.screen.query_one("#tops").display
        await pilot.press("4")
        await until(pilot, lambda: desk.line("#users", "7.0K", "bob"), "users")
        assert not desk.app.screen.query_one("#out").region.area


async def test_a_past_that_others_read_is_counted_over_the_whole_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "2026-03-04.00:00:00.log", workers=Workers())
    desk.write(
        start("s-1", "bob", "FIN-DC-02", at=-20 * HOURS),
        *[received("s-1", 1, at=-12 * HOURS)] * 6_000,
        *[received("s-1", 1, at=-5)] * 6_000,
    )
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 12_001)
        await pilot.press("r", "3")
        await until(pilot, lambda: desk.note("#out").startswith("11.7K ─"), "the day")
        assert desk.title("#out") == "Out of desktops ─ last day UTC"


async def test_since_when_what_is_read_is_complete_is_said(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "2026-03-04.00:00:00.log", since=NOON - 900 * SECOND)
    desk.write(start("s-1", "bob", "FIN-DC-02"), received("s-1", 1, at=-5))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 2)
        await pilot.press("r")
        await until(pilot, lambda: desk.title("#out").endswith("10 minutes UTC"), "all of ten")
        await pilot.press("2")
        await until(pilot, lambda: "last hour" in desk.title("#out"), "the hour")
        assert desk.title("#out") == "Out of desktops ─ last hour ─ complete since 11:45 UTC"
        assert "·" * 20 in desk.lines("#out")[-3]


async def test_the_rates_stand_while_they_are_frozen(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 5)
        await pilot.press("r", "space")
        await until(pilot, lambda: "4.0K ─" in desk.note("#out"), "ten minutes")
        desk.write(received("s-1", 10**6, at=-5))
        await until(
            pilot,
            lambda: "+1" in str(desk.app.screen.query_one("#state").render()),
            "one that waits",
        )
        assert desk.note("#out").startswith("4.0K ─")
        await pilot.press("space")
        await until(pilot, lambda: desk.note("#out").startswith("981K ─"), "all")


def test_noon_is_round() -> None:
    assert NOON % (HOURS * SECOND) == 0
