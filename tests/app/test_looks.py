"""How it looks in every theme, in the terminal's own colours, without any, and in ASCII."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from tests.app.desk import Desk, denied, end, events_shown, failed_read, received, start, written
from tui.config import Configuration, Settings
from tui.terminal.colours import contrast
from tui.terminal.looks import ASCII, plain, problems
from tui.widgets.lines import TONES

TEXT, QUIET = 4.5, 3.0
STANDS_BACK = {"tone--quiet", "tone--thumb"}
OWN_COLOURS = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]
TERMINALS_COLOURS = [name for name, theme in BUILTIN_THEMES.items() if theme.ansi]


def desk_with(tmp_path: Path, settings: Settings) -> Desk:
    """A desk at which something of everything has happened."""
    desk = Desk(tmp_path / "events.log", settings=settings)
    desk.write(start("s", "bob", "FIN-DC-02"), received("s", 2048), written("s", "a.bak", 1024))
    desk.write(failed_read("s", "no.txt"), denied("m", "mallory", "HR-07", "no"))
    desk.write(start("q", "joe", "WIN-7", at=-600), start("e", "eve", "B"), end("e", 0))
    return desk


def segments(desk: Desk) -> Iterator[Segment]:
    """All that stands on the screen."""
    for strip in desk.app.screen._compositor.render_strips():  # noqa: SLF001
        yield from strip


async def every_screen(pilot: Pilot[None], desk: Desk) -> list[Segment]:
    """All that stands on the main screen, the help, the palette and a session's screen."""
    await events_shown(pilot, desk, 8)
    seen: list[Segment] = []
    for keys in (["a"], ["question_mark"], ["escape", "colon"], ["escape", "enter"]):
        await pilot.press(*keys)
        await pilot.pause()
        seen += segments(desk)
    return seen


# -- contrast --------------------------------------------------------------------------------


def colours(style: Style, ground: Style) -> tuple[Color, Color]:
    """A text's colour, and that behind it."""
    assert style.color is not None
    assert ground.bgcolor is not None
    return Color.from_rich_color(style.color), Color.from_rich_color(ground.bgcolor)


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast(Color.parse("#fff"), Color.parse("#000")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.005)
    assert contrast(Color.parse("#f00"), Color.parse("#f00")) == 1


async def each_theme(pilot: Pilot[None], desk: Desk) -> AsyncIterator[str]:
    """Every theme with colours of its own, one after the other, when all is painted in it."""
    await events_shown(pilot, desk, 8)
    for theme in OWN_COLOURS:
        desk.app.theme = theme
        await pilot.pause()
        yield theme


async def test_every_tone_can_be_read_on_its_pane_and_under_the_cursor(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, Settings())
    async with desk.app.run_test(size=(160, 45)) as pilot:
        async for theme in each_theme(pilot, desk):
            for selector in ("#sessions", "#feed", "#moved"):  # with the focus, and without
                pane = desk.app.screen.query_one(selector)
                base = pane.rich_style
                cursor = base + pane.get_component_rich_style("tone--cursor")
                for tone in sorted({*TONES} - {"tone--cursor", "tone--hit"}):
                    style = base + Style(color=pane.get_component_rich_style(tone).color)
                    for ground in (base, cursor) if pane.can_focus else (base,):
                        least = QUIET if tone in STANDS_BACK else TEXT
                        seen = contrast(*colours(style, ground))
                        assert seen >= least, (theme, tone, selector)


async def test_every_state_can_be_read_in_the_status_line(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, Settings())
    async with desk.app.run_test(size=(160, 45)) as pilot:
        async for theme in each_theme(pilot, desk):
            field = desk.app.screen.query_one("#state")
            for name in ("", "-live", "-warning", "-problem", "-frozen", "-quiet"):
                field.set_classes(name)
                await pilot.pause()
                least = QUIET if name == "-quiet" else TEXT
                seen = contrast(*colours(field.rich_style, field.rich_style))
                assert seen >= least, (theme, name)


@pytest.mark.parametrize("keys", [[], ["backslash", "u"], ["slash", "b"], ["enter"]], ids=" ".join)
async def test_whatever_is_written_on_a_screen_can_be_read(tmp_path: Path, keys: list[str]) -> None:
    desk = desk_with(tmp_path, Settings())
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 8)
        await pilot.press("a", *keys)
        async for theme in each_theme(pilot, desk):
            for text, style, _ in segments(desk):
                if style is not None and any(map(str.isalnum, text)):
                    assert contrast(*colours(style, style)) >= QUIET, (theme, text)


async def test_the_theme_that_is_set_is_that_of_the_beginning(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, Settings(theme="nord"))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 8)
        seen = {part.style.bgcolor for part in segments(desk) if part.style}
        assert Color.parse("#3b4252").rich_color in seen


def test_an_unknown_theme_is_told_with_the_nearest() -> None:
    configuration = Configuration(Settings(theme="drakula"), Path(), {"theme": "config.toml:3"})
    assert problems(configuration) == [
        "config.toml:3: theme: there is no 'drakula'; did you mean dracula?"
    ]


# -- the terminal's own colours ----------------------------------------------------------------


@pytest.mark.parametrize("theme", TERMINALS_COLOURS)
async def test_the_terminals_own_colours_are_the_only_ones(tmp_path: Path, theme: str) -> None:
    desk = desk_with(tmp_path, Settings(theme=theme))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        kinds = set()
        for text, style, _ in await every_screen(pilot, desk):
            if style is not None:
                shown = [style.bgcolor, style.color if text.strip() else None]
                kinds |= {colour.type for colour in shown if colour is not None}
        assert kinds == {ColorType.DEFAULT, ColorType.STANDARD}


async def test_of_the_terminals_own_colours_none_is_left_without_colour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    desk = desk_with(tmp_path, Settings(theme="ansi-dark"))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        styles = [part.style for part in await every_screen(pilot, desk) if part.style]
        colours_seen = {style.color for style in styles} | {style.bgcolor for style in styles}
        assert {colour.type for colour in colours_seen if colour} == {ColorType.DEFAULT}


async def test_the_row_under_the_cursor_is_marked_by_the_terminals_own_colours_too(
    tmp_path: Path,
) -> None:
    desk = desk_with(tmp_path, Settings(theme="ansi-light"))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 8)
        table = desk.app.screen.query_one("#sessions")
        header, marked, other = (
            {bool(part.style and part.style.reverse) for part in table.render_line(y)}
            for y in range(3)
        )
        assert True in marked
        assert header == other == {False}


# -- ASCII -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_in_ascii_everything_is_drawn_with_ascii(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = desk_with(tmp_path, Settings(ascii=True))
    async with desk.app.run_test(size=size) as pilot:
        drawn = {part.text for part in await every_screen(pilot, desk)}
        assert [text for text in drawn if not text.isascii()] == []


async def test_in_ascii_a_logs_own_letters_stay(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "events.log", settings=Settings(ascii=True))
    desk.write(start("s", "jürgen", "顧客"))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 1)
        assert any("jürgen" in part.text for part in segments(desk))


def test_in_ascii_every_sign_is_as_wide_as_it_was() -> None:
    assert all(cell_len(chr(sign)) == len(replaced) for sign, replaced in ASCII.items())
    assert all(replaced.isascii() for replaced in ASCII.values())
    assert plain("┌─ a… · b ─┐") == "+- a~ | b -+"


def test_in_ascii_states_and_heights_stay_apart() -> None:
    assert len(set(plain("●◌◇✕○◔▲"))) == 7
    assert len(set(plain("▁▂▃▄▅▆▇█"))) == 8
