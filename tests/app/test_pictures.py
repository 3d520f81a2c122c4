"""Pictures of the screens over the demo's story, at every size, without colour and light."""

from pathlib import Path

import pytest

from tests.app.pictures import SIZES, Compare, after, app
from tui.rules import Rule, Severity, read_rules


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
def test_main_screen(snap_compare: Compare, log: Path, size: tuple[int, int]) -> None:
    assert snap_compare(app(log), terminal_size=size, run_before=after())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
def test_session_screen(snap_compare: Compare, log: Path, size: tuple[int, int]) -> None:
    assert snap_compare(app(log), terminal_size=size, run_before=after("enter", "k", "k"))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
def test_rates_screen(snap_compare: Compare, log: Path, size: tuple[int, int]) -> None:
    assert snap_compare(app(log), terminal_size=size, run_before=after("r", "2"))


RULES = (
    *read_rules(),
    Rule("denied", "denied", severity=Severity.WARNING, message="{user} on {desktop}: {error}"),
    Rule("clipboard", "kind=receive", severity=Severity.INFO, message="{user} took {bytes}"),
)
"""Those that are built in, and some that have more to say of the story."""

NOTED = ("M", *"the", "space", *"leak", "enter")
MARKED = (*NOTED, "2", "k", "m", "k", "k", "M", *"last", "space", *"copy", "enter")
"""Keys that mark the session and two lines of it."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
def test_marks(snap_compare: Compare, log: Path, size: tuple[int, int]) -> None:
    keys = (*MARKED, "apostrophe")
    assert snap_compare(app(log), terminal_size=size, run_before=after(*keys))


def test_main_screen_with_marks(snap_compare: Compare, log: Path) -> None:
    assert snap_compare(app(log), terminal_size=(120, 40), run_before=after(*MARKED))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
def test_alerts(snap_compare: Compare, log: Path, size: tuple[int, int]) -> None:
    keys = ("exclamation_mark", "k", "s")
    assert snap_compare(app(log, RULES), terminal_size=size, run_before=after(*keys))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
def test_main_screen_with_alerts(snap_compare: Compare, log: Path, size: tuple[int, int]) -> None:
    assert snap_compare(app(log, RULES), terminal_size=size, run_before=after())


def test_session_screen_with_alerts_without_colour(
    snap_compare: Compare, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app(log, RULES), terminal_size=(120, 40), run_before=after("enter"))


def test_rates_screen_light(snap_compare: Compare, log: Path) -> None:
    light = app(log)
    light.theme = "textual-light"
    assert snap_compare(light, terminal_size=(120, 40), run_before=after("r"))


def test_rates_screen_without_colour(
    snap_compare: Compare, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app(log), terminal_size=(80, 24), run_before=after("r", "3"))


def test_help(snap_compare: Compare, log: Path) -> None:
    assert snap_compare(app(log), terminal_size=(120, 40), run_before=after("question_mark"))


def test_moved_pane_of_a_narrow_terminal(snap_compare: Compare, log: Path) -> None:
    assert snap_compare(app(log), terminal_size=(80, 24), run_before=after("3"))


def test_frozen(snap_compare: Compare, log: Path) -> None:
    assert snap_compare(app(log), terminal_size=(120, 40), run_before=after("space"))


AS_OF = ("at", *"11", "colon", *"57", "enter")
"""Back to when bob had just begun to copy."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
def test_main_screen_as_of_an_earlier_moment(
    snap_compare: Compare, log: Path, size: tuple[int, int]
) -> None:
    assert snap_compare(app(log), terminal_size=size, run_before=after(*AS_OF))


def test_session_screen_as_of_an_earlier_moment_without_colour(
    snap_compare: Compare, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    keys = after("enter", *AS_OF)
    assert snap_compare(app(log), terminal_size=(120, 40), run_before=keys)


def test_main_screen_light(snap_compare: Compare, log: Path) -> None:
    light = app(log)
    light.theme = "textual-light"
    assert snap_compare(light, terminal_size=(160, 45), run_before=after())


def test_main_screen_without_colour(
    snap_compare: Compare, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app(log), terminal_size=(120, 40), run_before=after())
