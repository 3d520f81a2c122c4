"""The palette: all that has a key, saved filters, windows, orders; and the help that lists keys."""

from pathlib import Path

import pytest
from textual.command import CommandList, CommandPalette

from tests.app.desk import Desk, events_shown, received, start, until
from tui.audit.rfc3339 import SECOND
from tui.config import Settings, Thresholds
from tui.view.narrowing import WINDOWS
from tui.widgets.prompt import Prompt, PromptInput
from tui.words.columns import COLUMNS

FILTERS = {"eve's": "user=eve", "[red]bold[/]": "user=/[be]/ [x]"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "events.log", settings=Settings(filters=FILTERS))
    desk.write(start("s", "bob", "A"), start("t", "eve", "B", at=-60), received("t", 9))
    return desk


def offered(desk: Desk) -> dict[str, object]:
    """The titles that the palette offers, and what each does."""
    commands = desk.app.get_system_commands(desk.app.screen)
    return {command.title: command.callback for command in commands}


@pytest.mark.parametrize("keys", [(), ("2",), ("3",), ("4",), ("enter",), ("r",), ("x",)])
async def test_all_that_has_a_key_here_is_offered(desk: Desk, keys: tuple[str, ...]) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press(*keys)
        await pilot.pause()
        bindings = [active.binding for active in desk.app.screen.active_bindings.values()]
        named = {binding.description for binding in bindings if binding.id}
        assert named
        assert named <= offered(desk).keys()


async def test_orders_and_windows_are_offered(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        titles = offered(desk).keys()
        assert titles >= {f"Sort by {name}" for name in ("state", *COLUMNS)}
        windows = [title for title in titles if title.startswith("Window: ")]
        assert windows == ["Window: all time", *(f"Window: last {name}" for name in WINDOWS[1:])]


async def test_a_saved_filter_is_chosen_by_its_name(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("colon", *"filter", "colon", "space", *"eve", "enter")
        await until(pilot, lambda: desk.users == ["eve"], "what the filter lets through")
        assert "\\ user=eve" in str(desk.app.screen.query_one("#sessions").border_title)


async def test_a_name_is_no_markup(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("colon", *"bold")
        await until(pilot, lambda: "Filter: [red]bold[/]" in whole(desk), "the name")


async def test_tab_puts_a_saved_filter_in_where_nothing_is_typed(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("backslash", "tab")
        await pilot.pause()
        assert desk.app.screen.query_one(PromptInput).value == "user=eve"
        assert "user=eve eve's" in desk.line("#choices", "eve")
        await pilot.press("enter")
        await until(pilot, lambda: desk.users == ["eve"], "what the filter lets through")


async def test_where_something_is_typed_no_filter_is_offered(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("backslash", "u")
        await pilot.pause()
        assert desk.app.screen.query_one(Prompt).display
        assert "user=eve" not in desk.line("#choices", "user")


async def test_help_tells_the_keys_of_the_pane_of_the_screen_and_of_all(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 120)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("question_mark")
        await pilot.pause()
        rows = desk.lines("#help")
        places = ["in this pane", "on this screen", "everywhere"]
        at = [rows.index(place) for place in places]
        assert at == sorted(at)
        told = ["Next column", "Columns", "Mouse"]
        found = [next(n for n, row in enumerate(rows) if f" {word} " in row) for word in told]
        assert at[0] < found[0] < at[1] < found[1] < at[2] < found[2]


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        (("x",), ("space", "show this column, or not")),
        (("apostrophe",), ("M", "change the note")),
        (("ctrl+e",), ("esc", "write nothing, and go back")),
    ],
)
async def test_help_tells_the_keys_of_a_dialogue_and_goes_back_to_it(
    desk: Desk, opened: tuple[str, ...], words: tuple[str, ...]
) -> None:
    async with desk.app.run_test(size=(160, 60)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press(*opened)
        await pilot.pause()
        dialogue = desk.app.screen
        await pilot.press("f1")
        await pilot.pause()
        assert desk.line("#help", *words)
        await pilot.press("escape")
        assert desk.app.screen is dialogue


async def test_help_tells_every_glyph_and_how_long_it_takes(tmp_path: Path) -> None:
    thresholds = Thresholds(60 * SECOND, 7200 * SECOND, 120 * SECOND)
    desk = Desk(tmp_path / "events.log", settings=Settings(thresholds=thresholds))
    async with desk.app.run_test(size=(160, 120)) as pilot:
        await events_shown(pilot, desk, 0)
        await pilot.press("question_mark")
        await pilot.pause()
        for glyph, length in (("◌", "1m"), ("◇", "2h00"), ("▲", "2m"), ("○", ""), ("✕", "")):
            assert length in desk.line("#help", glyph)
            assert desk.line("#help", glyph).startswith(glyph)


def whole(desk: Desk) -> str:
    """All that stands on the screen."""
    strips = desk.app.screen._compositor.render_strips()  # noqa: SLF001
    return "\n".join(strip.text for strip in strips)


async def test_a_page_of_a_palette_that_is_not_drawn_yet_is_nothing(desk: Desk) -> None:
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await pilot.press("colon")
        palette = desk.app.screen
        assert isinstance(palette, CommandPalette)
        commands = palette.query_one(CommandList)
        commands.styles.width = 0
        await pilot.pause()
        commands.clear_options()
        commands.add_options(["a", "b"])
        commands.highlighted = 0
        for action in ("page_down", "page_up"):  # before its lines are laid out
            palette._action_command_list(action)  # noqa: SLF001 - as its key does
        await pilot.press("escape")
        assert desk.app.screen is not palette
