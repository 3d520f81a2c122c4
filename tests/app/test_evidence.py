"""Evidence of what is listed, made from the export's dialogue."""

import json
from pathlib import Path
from threading import Event as Flag

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Label

from tests.app.desk import NOON, Desk, events_shown, start, until, written
from tui.evidence.shown import EvidenceOrder, files_of
from tui.evidence.verify import verify
from tui.screens.export import EVIDENCE, ExportScreen
from tui.system.output import OutputError
from tui.widgets.choice import Choice

NAME = "desktail-evidence-20260304T120000Z"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    desk = Desk(tmp_path / "2026-03-04.00:00:00.log")
    desk.write(
        start("a", "alice", "ENG-1"),
        start("b", "bob", "FIN-DC-02", at=1),
        written("b", "customers.bak", 1000, at=2),
    )
    return desk


def make(name: str) -> None:
    """Have a folder where evidence goes."""
    Path(name).mkdir()


def names(folder: str) -> list[str]:
    """What is in a folder there."""
    return [path.name for path in Path(folder).iterdir()]


async def opened(pilot: Pilot[None], desk: Desk) -> ExportScreen:
    """The dialogue, with evidence chosen."""
    await pilot.press("ctrl+e")
    await until(pilot, lambda: isinstance(desk.app.screen, ExportScreen), "the dialogue")
    screen = desk.app.screen
    assert isinstance(screen, ExportScreen)
    await pilot.press("end")
    await until(pilot, lambda: screen.query_one("#what", Choice).value == EVIDENCE, "the choice")
    await pilot.pause()
    return screen


async def test_enter_makes_a_folder_of_the_listed_sessions(desk: Desk) -> None:
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("plus")
        screen = await opened(pilot, desk)
        assert screen.query_one(Input).value == NAME
        assert screen.query_one("#format", Choice).disabled
        await pilot.press("enter")
        await until(pilot, lambda: desk.app.screen is not screen, "its end")
    folder = Path(NAME)
    told = json.loads((folder / "summary.json").read_bytes())
    assert [session["sid"] for session in told["sessions"]] == ["b"]
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert (manifest["filter"], manifest["rules"]) == ("user=bob", "the rules of the live view")
    assert manifest["sources"][0]["path"] == str(desk.log)
    assert all(finding.verdict.fits for finding in verify(folder, logs_needed=True))


async def test_a_folder_that_is_there_is_said_and_another_can_be_named(desk: Desk) -> None:
    make(NAME)
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        screen = await opened(pilot, desk)
        answer = screen.query_one("#answer", Label)
        await pilot.press("enter")
        await until(pilot, lambda: "is there already" in str(answer.render()), "the answer")
        screen.query_one(Input).value = "other"
        await pilot.press("enter")
        await until(pilot, lambda: desk.app.screen is not screen, "its end")
    assert "manifest.json" in names("other")
    assert not names(NAME)


async def test_it_says_how_far_it_is_and_escape_stops_it(desk: Desk) -> None:
    orders: list[EvidenceOrder] = []
    stopped = Flag()

    def slow(order: EvidenceOrder) -> str:
        order.tell("reading the log, 40 %")
        orders.append(order)
        order.stopped.wait(20)
        stopped.set()
        raise OutputError("stopped")

    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        screen = ExportScreen(lambda _: "", "1 session", NOON, save_evidence=slow)
        desk.app.push_screen(screen)
        await until(pilot, lambda: desk.app.screen is screen, "the dialogue")
        await pilot.press("end", "enter")
        answer = screen.query_one("#answer", Label)
        await until(pilot, lambda: "40 %" in str(answer.render()), "how far it is")
        await pilot.press("escape")
        await until(pilot, stopped.is_set, "its end")
    assert orders[0].stopped.is_set()


async def test_every_row_of_the_dialogue_is_seen_in_80_by_24(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 3)
        screen = await opened(pilot, desk)
        for selector in ("#what", "#format", "#file", "#folder", "#answer", "#write", "#cancel"):
            assert screen.region.contains_region(screen.query_one(selector).region)
        assert "● Evidence" in desk.lines("#what")


async def test_a_file_that_was_renamed_is_found_and_one_that_is_gone_is_left_out(
    desk: Desk,
) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 3)
        moved = desk.log.with_name("moved.log")
        desk.log.rename(moved)
        assert files_of(desk.monitor.sources) == [moved]
        moved.unlink()
        assert files_of(desk.monitor.sources) == []
