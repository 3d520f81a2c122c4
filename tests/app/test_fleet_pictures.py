"""Pictures of a fleet: its own screen, and what the status line says of it."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.desk import NOON
from tests.app.fleets import story, watched
from tests.app.pictures import SIZES, Compare, after, app
from tests.fleet.beats import Told
from tui.app import DesktailApp


def fleet_app(log: Path) -> DesktailApp:
    """The app over the story, and a fleet with all that can be wrong with one."""
    desktail = app(log)
    desktail.paths = [Path("nats://127.0.0.1:4222/DESKTAIL")]
    watched(desktail.monitor, story(Told(noon=NOON)))
    return desktail


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
def test_fleet_screen(snap_compare: Compare, log: Path, size: tuple[int, int]) -> None:
    assert snap_compare(fleet_app(log), terminal_size=size, run_before=after("F"))


def test_fleet_screen_light(snap_compare: Compare, log: Path) -> None:
    light = fleet_app(log)
    light.theme = "textual-light"
    assert snap_compare(light, terminal_size=(120, 40), run_before=after("F", "j"))


def test_fleet_screen_without_colour(
    snap_compare: Compare, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(fleet_app(log), terminal_size=(120, 40), run_before=after("F"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
def test_main_screen_of_a_fleet(snap_compare: Compare, log: Path, size: tuple[int, int]) -> None:
    assert snap_compare(fleet_app(log), terminal_size=size, run_before=after())


def test_a_silent_shipper_at_80_columns(snap_compare: Compare, log: Path) -> None:
    desktail, told = app(log), Told(noon=NOON)
    told.at = -50
    told.beat("auth2")
    told.beats(50, "auth1", "auth3")
    watched(desktail.monitor, told)
    assert snap_compare(desktail, terminal_size=(80, 24), run_before=after())


def test_alerts_of_a_fleet(snap_compare: Compare, log: Path) -> None:
    desktail = app(log)
    told = watched(desktail.monitor, story(Told(noon=NOON)))

    async def run(pilot: Pilot[None]) -> None:
        await after()(pilot)
        told.at += 2
        desktail.flush()
        await after("exclamation_mark")(pilot)

    assert snap_compare(desktail, terminal_size=(120, 40), run_before=run)
