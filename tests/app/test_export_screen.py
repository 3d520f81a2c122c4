"""The dialogue that writes what is shown: by keys and by the mouse, into real files."""

from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Label

from tests.app.desk import NOON, Desk, events_shown, received, start, until, written
from tui.export.formats import Format
from tui.export.records import What
from tui.export.selection import Selection
from tui.export.shown import Order, save_shown
from tui.screens.export import ExportScreen, default_name
from tui.system.output import OutputError
from tui.widgets.choice import Choice

NAME = "desktail-sessions-20260304T120000Z.csv"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    desk = Desk(tmp_path / "2026-03-04.00:00:00.log")
    desk.write(
        start("s-1", "bob", "FIN-DC-02"), received("s-1", 2048, at=1), written("s-1", "a", 9, at=2)
    )
    return desk


def lay(name: str, content: str = "old") -> None:
    """Have a file where exports go."""
    Path(name).write_text(content)


def read(name: str) -> str:
    """What a file says there."""
    return Path(name).read_text()


def names() -> list[str]:
    """Which files are there."""
    return [path.name for path in Path().iterdir()]


class Opened:
    """The dialogue over a desk, and what it gave."""

    def __init__(self, desk: Desk, pilot: Pilot[None]) -> None:
        self.desk, self.pilot = desk, pilot
        self.given: list[str | None] = []

    async def open(self, save: Callable[[Order], str] | None = None) -> None:
        """Open it, with a way of its own to write."""
        screen = ExportScreen(save or self.save, "1 session", NOON)
        self.desk.app.push_screen(screen, self.given.append)
        await until(self.pilot, lambda: self.desk.app.screen is screen, "the dialogue")

    def save(self, order: Order) -> str:
        """Write as the app does."""
        return save_shown(
            self.desk.monitor, ["s-1"], Selection(order.what, order.form), order, [self.desk.log]
        )

    @property
    def name(self) -> str:
        """The file's name in it."""
        return self.desk.app.screen.query_one(Input).value

    @property
    def answer(self) -> str:
        """What it says of the last attempt."""
        return str(self.desk.app.screen.query_one("#answer", Label).render())

    def chosen(self, choice: str) -> str:
        """What is chosen."""
        return self.desk.app.screen.query_one(f"#{choice}", Choice).value

    async def done(self) -> str | None:
        """What it gave when it went away."""
        await until(self.pilot, lambda: self.given, "an end of the dialogue")
        return self.given[-1]


def test_a_name_says_what_when_and_in_which_format() -> None:
    assert default_name(What.SESSIONS, Format.CSV, NOON + 999) == NAME
    assert default_name(What.EVENTS, Format.MARKDOWN, NOON) == "desktail-events-20260304T120000Z.md"


async def test_enter_alone_writes_all_sessions_as_csv(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 3)
        opened = Opened(desk, pilot)
        await opened.open()
        await pilot.press("enter")
        assert await opened.done() == f"1 session written to {NAME}"
    assert read(NAME).splitlines()[1].startswith("s-1,active,bob,")


async def test_arrows_choose_what_and_format_and_the_name_follows(desk: Desk) -> None:
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        opened = Opened(desk, pilot)
        await opened.open()
        await pilot.press("down", "down", "tab", "up")
        assert (opened.chosen("what"), opened.chosen("format")) == ("events", "jsonl")
        assert opened.name == "desktail-events-20260304T120000Z.jsonl"
        await pilot.press("enter")
        assert await opened.done() == f"3 events written to {default_name(*EVENTS)}"
    assert read(default_name(*EVENTS)) == desk.log.read_text()


EVENTS = (What.EVENTS, Format.JSON_LINES, NOON)


async def test_the_mouse_chooses_and_writes(desk: Desk) -> None:
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        opened = Opened(desk, pilot)
        await opened.open()
        await pilot.click("#what", offset=(5, 2))
        await pilot.click("#format", offset=(5, 3))
        assert (opened.chosen("what"), opened.chosen("format")) == ("transfers", "md")
        await pilot.click("#write")
        await opened.done()
    assert names() == ["desktail-transfers-20260304T120000Z.md"]


async def test_a_name_of_ones_own_chooses_the_format_by_its_ending(desk: Desk) -> None:
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        opened = Opened(desk, pilot)
        await opened.open()
        await pilot.press("tab", "tab", "ctrl+u", *"bob.md")
        await pilot.pause()
        assert opened.chosen("format") == "md"
        await pilot.press("shift+tab", "up")
        await pilot.pause()
        assert opened.name == "bob.csv"
        await pilot.press("tab", "enter")
        assert await opened.done() == "1 session written to bob.csv"
    assert read("bob.csv").startswith("sid,")


async def test_a_file_that_is_there_is_replaced_only_after_a_second_enter(desk: Desk) -> None:
    lay(NAME)
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        opened = Opened(desk, pilot)
        await opened.open()
        await pilot.press("enter")
        await until(pilot, lambda: "is there already" in opened.answer, "the question")
        assert str(desk.app.screen.query_one("#write", Button).label) == "Replace"
        assert read(NAME) == "old"
        await pilot.press("enter")
        await opened.done()
    assert read(NAME).startswith("sid,")


async def test_the_question_is_asked_anew_for_another_name(desk: Desk) -> None:
    for name in (NAME, "b.csv"):
        lay(name)
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        opened = Opened(desk, pilot)
        await opened.open()
        await pilot.press("enter")
        await until(pilot, lambda: "is there already" in opened.answer, "the question")
        await pilot.press("tab", "tab", "ctrl+u", *"b.csv")
        await pilot.pause()
        assert opened.answer == ""
        await pilot.press("enter")
        await until(pilot, lambda: "is there already" in opened.answer, "the question again")
        await pilot.press("escape")
        assert await opened.done() is None
    assert read("b.csv") == "old"


@pytest.mark.parametrize(
    ("name", "words"),
    [("nowhere/x.csv", "No such file"), ("", "needs a name"), ("../2026-03-04.00:00:00.log", "")],
)
async def test_what_stands_in_the_way_is_said_and_can_be_mended(
    desk: Desk, name: str, words: str
) -> None:
    before = desk.log.read_bytes()
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        opened = Opened(desk, pilot)
        await opened.open()
        await pilot.press("tab", "tab", "ctrl+u")
        desk.app.screen.query_one(Input).value = name
        await pilot.press("end", "enter")
        await until(pilot, lambda: (words or "the log itself") in opened.answer, "the answer")
        await pilot.press("ctrl+u", *"x.csv", "enter")
        assert await opened.done() == "1 session written to x.csv"
    assert desk.log.read_bytes() == before


async def test_escape_ends_a_writing_that_takes_long(desk: Desk) -> None:
    begun, stopped = Flag(), Flag()

    def slow(order: Order) -> str:
        begun.set()
        order.stopped.wait(20)
        stopped.set()
        raise OutputError("stopped")

    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        opened = Opened(desk, pilot)
        await opened.open(slow)
        await pilot.press("enter")
        await until(pilot, begun.is_set, "the writing")
        assert opened.answer == "writing …"
        await pilot.press("escape")
        assert await opened.done() is None
        await until(pilot, stopped.is_set, "its end")


async def test_a_hostile_error_is_shown_and_not_obeyed(desk: Desk) -> None:
    def broken(order: Order) -> str:
        raise ValueError(f"[red]\x1b[2J{order.what}")

    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        opened = Opened(desk, pilot)
        await opened.open(broken)
        await pilot.press("enter")
        await until(pilot, lambda: "writing stopped" in opened.answer, "the answer")
        assert "[red]" in opened.answer
        assert "\x1b" not in opened.answer


async def test_every_row_of_the_dialogue_is_seen_in_80_by_24(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 3)
        opened = Opened(desk, pilot)
        await opened.open()
        for selector in ("#what", "#format", "#file", "#folder", "#answer", "#write", "#cancel"):
            region = desk.app.screen.query_one(selector).region
            assert desk.app.screen.region.contains_region(region)
        assert desk.lines("#what") == ["● Sessions", "○ Transfers", "○ Events", "○ Marks"]
