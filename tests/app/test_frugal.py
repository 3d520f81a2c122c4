"""What is written of an update is enough: an emulator that is given only that shows the same."""

import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import ClassVar

import pyte
import pytest
from rich.console import Console, RenderableType
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from tests.app.desk import Desk, denied, end, events_shown, received, start, written
from tui.terminal.composing import FrugalCompositor
from tui.terminal.framed import FramedLines
from tui.terminal.frugal import FrugalApp, Glass, _strips
from tui.widgets.status import Field, StatusLine
from tui.widgets.telling import TellingPane

KEYS = ["j", "k", "G", "g", "a", "tab", "enter", "escape", "question_mark", "v", "z", "f", "space"]
NAMES = ["alice", "jürgen", "漢字太郎", "e\u0301ve", "שלום"]


class Emulators:
    """Two terminals: one is written what Textual writes, the other what the glass lets through."""

    def __init__(self, columns: int, rows: int) -> None:
        self.plain, self.frugal = (pyte.Screen(columns, rows) for _ in range(2))
        self.bytes_plain = self.bytes_frugal = self.updates = 0
        self._glass = Glass()
        self._console = Console(force_terminal=True, color_system="truecolor")

    def show(self, update: CompositorUpdate) -> None:
        """Write an update to both, and compare them cell by cell."""
        if isinstance(update, LayoutUpdate):  # both are as large as the app takes them to be
            for screen in (self.plain, self.frugal):
                screen.resize(update.region.height, update.region.width)
        plain = update.render_segments(self._console)
        frugal = self._glass.written(update, self._console)
        pyte.Stream(self.plain).feed(plain.replace("\n", ""))
        pyte.Stream(self.frugal).feed(frugal.replace("\n", ""))
        assert [
            (y, x, self.frugal.buffer[y][x], self.plain.buffer[y][x])
            for y in range(self.plain.lines)
            for x in range(self.plain.columns)
            if self.frugal.buffer[y][x] != self.plain.buffer[y][x]
        ] == []
        if isinstance(update, ChopsUpdate):
            self.updates += 1
            self.bytes_plain += len(plain.encode())
            self.bytes_frugal += len(frugal.encode())


@pytest.fixture
def emulators(monkeypatch: pytest.MonkeyPatch) -> Emulators:
    both = Emulators(160, 50)

    def display(_: App[object], __: Screen[object], update: RenderableType | None) -> None:
        if isinstance(update, CompositorUpdate):
            both.show(update)

    monkeypatch.setattr(FrugalApp, "_display", display)
    return both


def happenings(chance: random.Random) -> Iterator[dict[str, object]]:
    """Sessions of all kinds of names that begin, move something and end."""
    for number in range(25):
        yield start(f"s{number}", chance.choice(NAMES), chance.choice(NAMES))
    yield denied("d", "漢", "字", "no 漢 no")
    while True:
        sid = f"s{chance.randrange(25)}"
        yield chance.choice(
            [
                received(sid, chance.randrange(10**6)),
                written(sid, f"{chance.choice(NAMES)}.bak", chance.randrange(10**6)),
                written(sid, "漢字/a.bak", 1000),
                end(sid, 1) if chance.random() < 0.1 else received(sid, 1),
            ]
        )


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_both_show_the_same_on_every_screen_at_every_size(
    tmp_path: Path, emulators: Emulators, seed: int
) -> None:
    desk = Desk(tmp_path / "events.log")
    async with desk.app.run_test(size=(160, 50)) as pilot:
        async for _ in frames(pilot, desk, random.Random(seed), 60):
            continue
    assert emulators.updates > 30
    assert emulators.bytes_frugal < emulators.bytes_plain / 2


async def frames(
    pilot: Pilot[None], desk: Desk, chance: random.Random, count: int
) -> AsyncIterator[None]:
    """So many frames of a desk at which something happens and somebody does something."""
    happened = happenings(chance)
    for _ in range(count):
        desk.write(*(next(happened) for _ in range(30)))
        desk.now += chance.choice([10**8, 10**9, 10**10])
        await _do_something(pilot, chance)
        desk.app.flush()
        await pilot.pause(0.02)
        yield


async def _do_something(pilot: Pilot[None], chance: random.Random) -> None:
    if chance.random() < 0.1:
        size = chance.choice([(160, 50), (120, 40), (80, 24), (61, 13)])
        await pilot.resize_terminal(*size)
    elif chance.random() < 0.5:
        await pilot.press(chance.choice(KEYS))


async def test_digits_that_change_are_all_that_is_written(
    tmp_path: Path, emulators: Emulators
) -> None:
    desk = Desk(tmp_path / "events.log")
    desk.write(*(start(f"s{number}", "alice", "HR-1") for number in range(20)))
    async with desk.app.run_test(size=(160, 50)) as pilot:
        await events_shown(pilot, desk, 20)
        before = emulators.bytes_frugal
        for _ in range(9):
            desk.now += 10**9
            desk.app.flush()
            await pilot.pause(0.05)
        assert emulators.bytes_frugal - before < 9 * 40 * 20


class Comparing(FrugalCompositor):
    """Composes each update as Textual does as well, from the same regions."""

    updates: ClassVar[list[tuple[list[tuple[int, int, Strip]], ...]]] = []

    def render_partial_update(self) -> ChopsUpdate | None:
        """Keep what both have composed."""
        regions = set(self._dirty_regions)
        whole = Compositor.render_partial_update(self)
        self._dirty_regions |= regions
        update = super().render_partial_update()
        if whole is not None and update is not None:
            self.updates.append((list(_strips(whole)), list(_strips(update))))
        return update


async def test_what_is_composed_of_what_changed_is_what_textual_composes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.terminal.composing.FrugalCompositor", Comparing)
    desk = Desk(tmp_path / "events.log")
    async with desk.app.run_test(size=(160, 50)) as pilot:
        async for _ in frames(pilot, desk, random.Random(4), 12):
            continue
    assert len(Comparing.updates) > 6
    assert [both for both in Comparing.updates if both[0] != both[1]] == []


async def test_a_framed_line_is_what_textual_makes_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, compared = Desk(tmp_path / "events.log"), 0
    async with desk.app.run_test(size=(160, 50)) as pilot:
        async for _ in frames(pilot, desk, random.Random(5), 12):
            for pane in desk.app.screen.query(TellingPane):
                if pane.is_on_screen and pane.outer_size:
                    compared += 1
                    with monkeypatch.context() as patched:
                        patched.setattr(pane, "_styles_cache", FramedLines())
                        framed = lines_of(pane)
                        patched.setattr(pane, "_styles_cache", StylesCache())
                        assert framed == lines_of(pane)
    assert compared > 24


def lines_of(pane: TellingPane) -> list[list[tuple[str, Style | None]]]:
    """All lines of a pane with its frame, letter by letter."""
    strips = pane.render_lines(Region(0, 0, *pane.outer_size))
    return [[(letter, part.style) for part in strip for letter in part.text] for strip in strips]


async def test_a_count_that_changes_twice_before_it_is_laid_out_has_the_room_of_the_second(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path / "events.log")
    async with desk.app.run_test(size=(160, 50)) as pilot:
        await events_shown(pilot, desk, 0)
        events = desk.app.screen.query_one("#events", Field)
        events.show("77 events")
        # Laid out by chance between the two, as when its neighbour has changed, too.
        desk.app.screen.query_one(StatusLine)._clear_arrangement_cache()  # noqa: SLF001
        desk.app.screen._refresh_layout()  # noqa: SLF001
        events.show("1,234,567 events")
        await pilot.pause()
        assert events.content_size.width == len("1,234,567 events")
