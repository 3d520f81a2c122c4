"""Keys as they are chosen: found from the code, checked before the start, heard where they are."""

from pathlib import Path

import pytest

from tests.app.desk import Desk, events_shown, start, until
from tui import screens
from tui.config import Configuration, Keys, Settings, read
from tui.config.presets import PRESETS
from tui.terminal.keymap import bound, clashes, is_key, keymap, problems
from tui.widgets.rows import RowList

screens.load_all()


def desk_with(tmp_path: Path, **bindings: str) -> Desk:
    """A desk at which some bindings have other keys."""
    return Desk(tmp_path / "events.log", settings=Settings(keys=Keys(bindings=dict(bindings))))


def problems_of(tmp_path: Path, text: str) -> list[str]:
    """What is said of the keys in a file with this text, without its name."""
    file = tmp_path / "config.toml"
    file.write_text(text)
    return [told.removeprefix(f"{file}:") for told in problems(read(file, {}))]


def test_every_binding_has_a_name_a_label_and_is_told() -> None:
    assert {"freeze", "list.down", "back"} <= bound().keys()
    assert all(one.label and one.told for one in bound().values())


def test_a_name_has_the_same_keys_wherever_it_is_bound() -> None:
    for one in bound().values():
        for owner in one.owners:
            own = {
                key for b in vars(owner)["BINDINGS"] if b.id == one.name for key in b.key.split(",")
            }
            assert own == set(one.keys), (one.name, owner)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_names_what_there_is_by_keys_that_there_are_and_nothing_twice(preset: str) -> None:
    keys = PRESETS[preset]
    assert keys.keys() <= bound().keys()
    assert all(is_key(key) for given in keys.values() for key in given.split(","))
    assert clashes(keys) == set()


def test_what_the_user_chooses_holds_before_the_preset() -> None:
    keys = Keys("less", {"freeze": "x"})
    assert keymap(Settings(keys=keys)) == {**PRESETS["less"], "freeze": "x"}


@pytest.mark.parametrize(
    "key",
    ["a", "G", "?", "+", "ctrl+d", "f12", "space", "question_mark", "comma", "ctrl+plus", "é"],
)
def test_what_can_be_pressed_is_a_key(key: str) -> None:
    assert is_key(key)


@pytest.mark.parametrize(
    "key", ["", "Esc", "ctlr+d", "shift+g", "ctrl+D", "control", "ctrl+", "\n"]
)
def test_what_cannot_be_pressed_is_no_key(key: str) -> None:
    assert not is_key(key)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('keys.freze = "p"', "1: keys: there is no binding 'freze'; did you mean freeze?"),
        ('keys.freeze = "spce"', "1: keys.freeze: there is no key 'spce'; did you mean space?"),
        ('keys.freeze = "shift+p"', "1: keys.freeze: there is no key 'shift+p'; did you mean P?"),
        ('keys.freeze = "Esc"', "1: keys.freeze: there is no key 'Esc'; did you mean escape?"),
        ('keys.freeze = "j"', "1: keys.freeze: j is taken, by list.down (to the next row)"),
        ('keys.freeze = "?"', "1: keys.freeze: question_mark is taken, by help (which keys work"),
        ('keys.freeze = "ctrl+q"', "1: keys.freeze: ctrl+q is taken, by Textual's quit"),
    ],
)
def test_what_cannot_be_is_told_with_its_line_and_the_nearest_right_one(
    tmp_path: Path, text: str, told: str
) -> None:
    [problem] = problems_of(tmp_path, text)
    assert problem.startswith(told)


def test_a_key_may_be_given_on_if_its_first_owner_has_another(tmp_path: Path) -> None:
    text = '[keys]\nfreeze = "z"\nzone = "space"\n'
    assert problems_of(tmp_path, text) == []


def test_a_key_may_mean_two_things_on_two_screens(tmp_path: Path) -> None:
    assert problems_of(tmp_path, 'keys.json = "a"') == []  # on the main screen: ended ones too


def test_a_key_that_a_screen_does_not_inherit_is_free_there(tmp_path: Path) -> None:
    assert problems_of(tmp_path, 'keys."rates.hour" = "a"') == []  # elsewhere: ended


def test_nothing_is_wrong_with_what_is_built_in() -> None:
    assert problems(Configuration.built_in(Path())) == []


async def test_another_key_does_it_and_the_one_before_does_not(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, freeze="w,f5")
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 0)
        await pilot.press("space")
        assert "FROZEN" not in str(desk.app.screen.query_one("#state").render())
        for key, is_frozen in (("w", True), ("f5", False)):
            await pilot.press(key)
            assert ("FROZEN" in str(desk.app.screen.query_one("#state").render())) is is_frozen


async def test_a_key_of_every_list_is_another_in_every_list(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, **{"list.down": "w"})
    desk.write(start("s", "bob", "A"), start("t", "eve", "B"))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 2)
        await pilot.press("w")
        assert desk.app.screen.query_one("#sessions", RowList).cursor == 1
        await pilot.press("question_mark", "w")
        assert desk.app.screen.query_one("#help", RowList).cursor == 1


async def test_help_and_footer_show_the_keys_that_were_chosen(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, freeze="equals_sign,f5")
    async with desk.app.run_test(size=(160, 90)) as pilot:
        await until(pilot, lambda: "Freeze" in footer(desk), "the footer")
        assert "= Freeze" in footer(desk)
        await pilot.press("question_mark")
        await until(pilot, lambda: desk.line("#help", "Freeze"), "the help")
        assert desk.line("#help", "Freeze").split()[:3] == ["=", "f5", "Freeze"]


@pytest.mark.parametrize(
    ("name", "pressed", "told"),
    [
        ("search", "n", "nothing is searched for; press f8"),
        ("filter", "ctrl+f", "there is no filter; press f8"),
        ("everyone", "o", "press f8 for the events of all sessions"),
    ],
)
async def test_what_is_told_names_the_keys_that_were_chosen(
    tmp_path: Path, name: str, pressed: str, told: str
) -> None:
    desk = desk_with(tmp_path, **{name: "f8"})
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 0)
        await pilot.press(pressed)
        assert [str(notice.message) for notice in desk.app._notifications] == [told]  # noqa: SLF001


async def test_the_help_is_closed_by_the_keys_that_were_chosen(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, back="backspace", help="f9")
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 0)
        for key in ("backspace", "f9", "q"):
            await pilot.press("f9")
            assert desk.app.screen.query("#help")
            await pilot.press(key)
            assert not desk.app.screen.query("#help")


async def test_one_is_told_the_key_that_quits(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, leave="Q", end="ctrl+x")
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 0)
        await pilot.press("ctrl+x")
        [notice] = desk.app._notifications  # noqa: SLF001
        assert notice.message == "Press ctrl+x again to quit, or Q"


def footer(desk: Desk) -> str:
    """What the footer says."""
    strips = desk.app.screen._compositor.render_strips()  # noqa: SLF001
    return strips[-1].text
