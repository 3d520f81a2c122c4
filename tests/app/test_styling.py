"""What is remembered of rules is what Textual's own stylesheet finds; the footer is made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from tests.app.desk import Desk, denied, end, events_shown, received, start, written
from tui.app import DesktailApp
from tui.screens.live import LiveScreen
from tui.terminal.styling import FOUND, READ

SCREENS = [
    ["a"],
    ["tab"],
    ["slash", "b"],
    ["escape", "enter"],
    ["tab", "tab"],
    ["question_mark"],
    ["escape", "escape", "colon", "t"],
    ["escape", "x"],
    ["down", "escape", "w"],
    ["escape", "backslash"],
    ["escape", "m"],
    ["escape", "r"],
]
"""Keys, one behind the other, that lead to every kind of screen and pane."""


@pytest.fixture
def full_desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "events.log")
    desk.write(start("s", "bob", "FIN-DC-02"), received("s", 2048), written("s", "a.bak", 1024))
    desk.write(denied("m", "mallory", "HR-07", "no"), start("e", "eve", "B"), end("e", 0))
    return desk


def rules_of(node: DOMNode) -> dict[str, object]:
    """All that holds for a node and for each of its tones, and what it is asked for it."""
    tones = {tone: styles.base.get_rules() for tone, styles in node._component_styles.items()}  # noqa: SLF001
    asked = node._has_hover_style, node._has_focus_within, node._has_order_style  # noqa: SLF001
    return {"itself": node.styles.base.get_rules(), "tones": tones, "asked": asked}


def differences(app: DesktailApp) -> Iterator[tuple[DOMNode, object, object]]:
    """Nodes of which Textual's own stylesheet says something else, and both."""
    plain = Stylesheet(variables=app.get_css_variables())
    plain.source = dict(app.stylesheet.source)
    plain.parse()
    for screen in app.screen_stack:
        for node in screen.walk_children(with_self=True):
            remembered = rules_of(node)
            plain.apply(node)
            if rules_of(node) != remembered:
                yield node, remembered, rules_of(node)


async def every_screen_is_styled_as_by_textual(pilot: Pilot[None], desk: Desk) -> None:
    await events_shown(pilot, desk, 6)
    for keys in SCREENS:
        await pilot.press(*keys)
        await pilot.pause()
        assert list(differences(desk.app)) == [], keys


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_rules_are_those_that_textual_finds(full_desk: Desk, size: tuple[int, int]) -> None:
    READ.clear()
    FOUND.clear()
    async with full_desk.app.run_test(size=size) as pilot:
        await every_screen_is_styled_as_by_textual(pilot, full_desk)


async def test_what_one_app_found_is_so_in_the_next_one(full_desk: Desk, tmp_path: Path) -> None:
    async with full_desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, full_desk, 6)
    desk = Desk(tmp_path / "another")
    desk.write(full_desk.log.read_bytes().rstrip(b"\n"))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 6)
        await pilot.press("tab")
        assert list(differences(desk.app)) == []


async def test_each_theme_has_its_own_rules_whenever_it_comes(full_desk: Desk) -> None:
    async with full_desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, full_desk, 6)
        for theme in ("nord", "textual-light", "ansi-light", "ansi-dark", "nord"):
            full_desk.app.theme = theme
            await pilot.pause()
            assert list(differences(full_desk.app)) == [], theme


async def test_what_is_under_the_mouse_is_styled_as_that(full_desk: Desk) -> None:
    async with full_desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, full_desk, 6)
        for key in list(full_desk.app.screen.query(FooterKey))[:2]:
            await pilot.hover(key)
            assert key.mouse_hover
            assert list(differences(full_desk.app)) == []


async def test_going_to_a_pane_styles_the_screen_once(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    styled: list[DOMNode] = []
    own = LiveScreen.update_node_styles

    def update(screen: LiveScreen, *, animate: bool = True) -> None:
        styled.append(screen)
        own(screen, animate=animate)

    async with full_desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, full_desk, 6)
        monkeypatch.setattr(LiveScreen, "update_node_styles", update)
        for key in ("3", "4", "1"):
            await pilot.press(key)
            assert styled == [full_desk.app.screen], key
            styled.clear()


# -- the footer ------------------------------------------------------------------------------


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[Footer]:
    """Footers, each as often as its keys were made."""
    made: list[Footer] = []
    own = Footer.compose

    def compose(footer: Footer) -> object:
        if footer._bindings_ready:  # noqa: SLF001
            made.append(footer)
        return own(footer)

    monkeypatch.setattr(Footer, "compose", compose)
    return made


def keys_told(desk: Desk) -> list[str]:
    """What the keys of the footer do, from left to right."""
    return [key.description for key in desk.app.screen.query(FooterKey)]


def keys_that_work(desk: Desk) -> list[str]:
    """What keys do that are to be told."""
    active = desk.app.screen.active_bindings.values()
    return list(dict.fromkeys(each.binding.description for each in active if each.binding.show))


async def test_keys_are_laid_out_once_at_the_start(full_desk: Desk, composed: list[Footer]) -> None:
    async with full_desk.app.run_test() as pilot:
        await events_shown(pilot, full_desk, 6)
        assert keys_told(full_desk) == keys_that_work(full_desk) != []
        assert len(composed) == 1


async def test_the_footer_tells_the_keys_that_work_wherever_the_focus_is(full_desk: Desk) -> None:
    async with full_desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, full_desk, 6)
        told = set()
        for keys in [*SCREENS, ["escape", "escape"], ["tab"]]:
            await pilot.press(*keys)
            await pilot.pause()
            if full_desk.app.screen.query(Footer):
                assert keys_told(full_desk) == keys_that_work(full_desk), keys
                told.add(tuple(keys_told(full_desk)))
        assert len(told) > 2
