"""A fleet as one watches it: the status line, notices, alerts, and the shippers' own screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tests.app.desk import NOON, Desk, denied, events_shown, start, until
from tests.app.fleets import story, watched
from tests.app.limits import whole_screen
from tests.fleet.beats import Told
from tui.app import DesktailApp
from tui.picture.fleet import Consumer
from tui.screens.fleet import FleetScreen
from tui.screens.help import HelpList
from tui.screens.main import MainScreen
from tui.widgets.shippers import ShipperList
from tui.words.text import visible

SIZES = [(300, 80), (160, 45), (120, 40), (100, 30), (80, 24), (60, 16)]


@asynccontextmanager
async def shown(
    desk: Desk, size: tuple[int, int] = (160, 45), told: Told | None = None
) -> AsyncIterator[tuple[Pilot[None], Told]]:
    """The app over two shippers that beat, or over a fleet of which more was told."""
    if told is None:
        told = Told(noon=NOON)
        told.beats(10, "auth1", "auth2")
    watched(desk.monitor, told)
    desk.write(start("a", "alice", "ENG-1", at=-300))
    async with desk.app.run_test(size=size, notifications=True) as pilot:
        await events_shown(pilot, desk, 1)
        yield pilot, told


async def wait(pilot: Pilot[None], told: Told, seconds: int, *hosts: str) -> None:
    """So much time passes on the fleet's clock, while some hosts beat and one looks."""
    app = pilot.app
    assert isinstance(app, DesktailApp)
    for _ in range(seconds):
        told.at += 1
        for host in hosts:
            told.beat(host)
        app.flush()
    await pilot.pause()


def field(desk: Desk, name: str = "fleet") -> str:
    """What the status line says of the shippers; empty if it says nothing."""
    found = desk.app.screen.query_one(f"#{name}")
    return str(found.render()).strip() if found.display else ""


def notices(desk: Desk) -> list[str]:
    """What was told, one below the other."""
    return [str(notice.message) for notice in desk.app._notifications]  # noqa: SLF001


def hosts(desk: Desk) -> list[str]:
    """Whose shippers are listed, from top to bottom."""
    return [row.split()[1] for row in desk.lines("#shippers")[1:] if row.strip()]


# -- without one ---------------------------------------------------------------------------


async def test_without_a_fleet_there_is_neither_a_field_nor_a_key(desk: Desk) -> None:
    desk.write(start("a", "alice", "ENG-1", at=-300))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 1)
        assert field(desk) == ""
        await pilot.press("F")
        assert isinstance(desk.app.screen, MainScreen)
        names = {active.binding.id for active in desk.app.screen.active_bindings.values()}
        assert "fleet" not in names
        assert "rates" in names


# -- the status line -----------------------------------------------------------------------


async def test_the_status_line_counts_the_shippers_that_are_heard(desk: Desk) -> None:
    async with shown(desk):
        assert field(desk) == "2/2 shippers"
        assert field(desk, "path") != ""


async def test_it_names_who_is_silent_and_for_how_long(desk: Desk) -> None:
    async with shown(desk) as (pilot, told):
        await wait(pilot, told, 47, "auth1")
        assert field(desk) == "1/2 shippers · auth2 silent 40s"
        assert desk.app.screen.query_one("#fleet").has_class("-warning")
        await wait(pilot, told, 1, "auth1", "auth2")
        assert field(desk) == "2/2 shippers"
        assert not desk.app.screen.query_one("#fleet").has_class("-warning")


@pytest.mark.parametrize("size", SIZES[:-1])
async def test_nothing_that_counts_is_pushed_out_of_sight(
    desk: Desk, size: tuple[int, int]
) -> None:
    async with shown(desk, size) as (pilot, told):
        await wait(pilot, told, 40, "auth1")
        await until(pilot, lambda: field(desk, "new") == "▲ 1 alert", "the alert")
        first = whole_screen(desk.app)[0]
        assert cell_len(first) == size[0]
        words = ("▲ 1 alert", "1/2", "silent", "● LIVE", "0 lost", "0 bad lines")
        assert [word for word in words if word not in first] == []


async def test_while_the_stream_cannot_be_read_that_is_told_in_their_place(desk: Desk) -> None:
    async with shown(desk, (80, 24)) as (pilot, told):
        desk.monitor.report("nats://127.0.0.1:4222: connection refused")
        told.shippers.consume(Consumer(problem="nats://127.0.0.1:4222: connection refused"))
        await wait(pilot, told, 1)
        assert field(desk) == ""
        assert "✕ NOT READ" in whole_screen(desk.app)[0]


async def test_it_is_of_now_also_while_frozen(desk: Desk) -> None:
    async with shown(desk) as (pilot, told):
        await pilot.press("space")
        await wait(pilot, told, 40, "auth1")
        assert field(desk) == "1/2 shippers · auth2 silent 40s"


# -- notices and alerts --------------------------------------------------------------------


async def test_that_one_falls_silent_is_told_once_and_that_it_is_heard_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shown(desk) as (pilot, told):
        monkeypatch.setattr("tui.picture.alarms.GRACE", 0.0)
        await wait(pilot, told, 90, "auth1")
        assert notices(desk) == ["shipper of auth2 silent · nothing heard for 30 s · 12:00:00 UTC"]
        await wait(pilot, told, 1, "auth1", "auth2")
        assert notices(desk)[1:] == ["shipper of auth2 heard again · 12:00:00 UTC"]


async def test_a_clock_that_differs_is_told_once(desk: Desk) -> None:
    async with shown(desk) as (pilot, told):
        for _ in range(3):
            told.at += 5
            told.beat("auth2", skew=37.0)
            await wait(pilot, told, 0)
            desk.app.flush()
        await pilot.pause()
        assert notices(desk) == ["clock of auth2 differs · +37 s · 12:00:00 UTC"]


async def test_enter_on_its_alert_leads_to_the_shipper_and_it_is_seen(desk: Desk) -> None:
    async with shown(desk) as (pilot, told):
        await wait(pilot, told, 40, "auth1")
        await until(pilot, lambda: field(desk, "new") == "▲ 1 alert", "the alert")
        await pilot.press("exclamation_mark")
        assert "shipper-silent  the shipper of auth2 is silent" in desk.line("#alerts", "auth2")
        await pilot.press("Y")
        assert notices(desk)[-1] == "no line here to copy"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(desk.app.screen, FleetScreen), "the fleet")
        await until(pilot, lambda: desk.title("#shipper") == "Shipper ─ auth2", "the shipper")
        assert field(desk, "new") == ""


async def test_alerts_of_the_log_stand_beside_it(desk: Desk) -> None:
    async with shown(desk) as (pilot, told):
        desk.write(denied("m", "mallory", "HR-07", "no", at=-1))
        await wait(pilot, told, 40, "auth1")
        await pilot.press("exclamation_mark")
        assert desk.title("#alerts") == "Alerts ─ 1 new · 0 seen"


# -- their screen --------------------------------------------------------------------------


async def test_the_screen_lists_those_in_trouble_first_and_those_that_left_last(
    desk: Desk,
) -> None:
    async with shown(desk, told=story(Told(noon=NOON))) as (pilot, _):
        await pilot.press("F")
        await until(pilot, lambda: len(hosts(desk)) == 6, "the shippers")
        assert hosts(desk) == ["auth2", "auth3", "auth1", "auth4", "auth5", "auth6"]
        assert desk.title("#shippers") == (
            "Fleet ─ 4 of 5 shippers alive · 1 silent · 1 troubled · 1 gone"
        )
        assert desk.note("#shippers") == "1,204 messages behind, lag 0s"
        await pilot.press("F")
        assert isinstance(desk.app.screen, MainScreen)


async def test_what_is_known_of_the_one_under_the_cursor_stands_below(desk: Desk) -> None:
    async with shown(desk) as (pilot, told):
        told.beat("auth2", problem="events.log: permission denied", files=3, behind=2048)
        await pilot.press("F")
        await until(pilot, lambda: desk.title("#shipper") == "Shipper ─ auth2", "auth2")
        assert "events.log: permission denied" in desk.line("#shipper", "Problem")
        assert "2.0K not shipped" in desk.line("#shipper", "Behind")
        await pilot.press("j")
        await until(pilot, lambda: desk.title("#shipper") == "Shipper ─ auth1", "auth1")
        assert "none" in desk.line("#shipper", "Problem")


async def test_the_cursor_stays_on_its_host_when_another_falls_silent(desk: Desk) -> None:
    async with shown(desk) as (pilot, told):
        await pilot.press("F")
        await until(pilot, lambda: hosts(desk) == ["auth1", "auth2"], "both")
        await wait(pilot, told, 40, "auth1")
        assert hosts(desk) == ["auth2", "auth1"]
        assert desk.title("#shipper") == "Shipper ─ auth1"


async def test_one_can_search_for_a_host(desk: Desk) -> None:
    async with shown(desk) as (pilot, told):
        for number in range(1000):
            told.beat(f"node-{number:03}")
        await pilot.press("F")
        await until(pilot, lambda: len(hosts(desk)) > 20, "the shippers")
        await pilot.press("slash", *"777", "enter")
        await until(pilot, lambda: desk.title("#shipper") == "Shipper ─ node-777", "the host")
        assert isinstance(desk.app.screen, FleetScreen)
        assert desk.app.screen.query_one(ShipperList).has_focus


async def test_enter_opens_nothing_and_the_footer_offers_no_such_key(desk: Desk) -> None:
    async with shown(desk) as (pilot, _):
        await pilot.press("F", "enter", "y")
        assert isinstance(desk.app.screen, FleetScreen)
        assert "Open" not in whole_screen(desk.app)[-1]
        assert desk.app.clipboard.startswith("● auth1")


async def test_nothing_of_a_hostile_shipper_is_shown_that_a_terminal_obeys(desk: Desk) -> None:
    evil = "\x1b]0;x\x07[red]\u202e"
    async with shown(desk) as (pilot, told):
        told.beat(evil, late=60, problem=evil, version=evil, instance=evil, started=2**63 - 1)
        told.beat(f"{evil}2", problem=evil, version=evil, lag=1e300, behind=2**44 - 1)
        told.beat("x" * 255, skew=-1e9)
        await pilot.press("F")
        await wait(pilot, told, 5, "auth1")
        for _ in range(4):
            await pilot.press("j")
            for row in whole_screen(desk.app):
                assert visible(row) == row
        assert "␛]0;x␇[red]‹202E›" in "".join(whole_screen(desk.app))


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_shown_in_every_size(desk: Desk, size: tuple[int, int]) -> None:
    async with shown(desk, size, story(Told(noon=NOON))) as (pilot, _):
        await pilot.press("F")
        await until(pilot, lambda: "auth2" in desk.lines("#shippers")[1], "the shippers")
        assert {cell_len(row) for row in whole_screen(desk.app)} == {size[0]}
        assert "auth2" in desk.line("#shipper", "Host")


async def test_from_their_screen_an_alert_leads_to_its_shipper_too(desk: Desk) -> None:
    async with shown(desk) as (pilot, told):
        await wait(pilot, told, 40, "auth1")
        await pilot.press("F", "j")
        await until(pilot, lambda: desk.title("#shipper") == "Shipper ─ auth1", "auth1")
        await pilot.press("exclamation_mark", "enter")
        await until(pilot, lambda: desk.title("#shipper") == "Shipper ─ auth2", "auth2")
        await pilot.press("escape")
        assert isinstance(desk.app.screen, MainScreen)


async def test_help_and_palette_have_the_key_where_there_is_a_fleet(desk: Desk) -> None:
    async with shown(desk) as (pilot, _):
        await pilot.press("question_mark", "slash")
        rows = desk.app.screen.query_one(HelpList)
        told = [rows.row_text(index) for index in range(rows.count)]
        assert any(row.startswith("F ") and "the shippers of the fleet" in row for row in told)


async def test_before_any_beat_that_is_said(desk: Desk) -> None:
    watched(desk.monitor)
    desk.write(start("a", "alice", "ENG-1", at=-300))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 1)
        assert field(desk) == "no shippers yet"
        await pilot.press("F")
        await until(pilot, lambda: desk.line("#shipper", "none came yet"), "that none came")
