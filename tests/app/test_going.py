"""Going from pane to pane: the screen is styled once, and the footer tells the keys that work."""

from pathlib import Path

import pytest
from textual.dom import DOMNode
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from tests.app.desk import Desk, denied, end, events_shown, received, start, written
from tui.screens.live import LiveScreen

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


def keys_told(desk: Desk) -> list[str]:
    """What the keys of the footer do, from left to right."""
    return [key.description for key in desk.app.screen.query(FooterKey)]


def keys_that_work(desk: Desk) -> list[str]:
    """What keys do that are to be told."""
    active = desk.app.screen.active_bindings.values()
    return list(dict.fromkeys(each.binding.description for each in active if each.binding.show))


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
