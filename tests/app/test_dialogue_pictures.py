"""Pictures of what stands over the screens or is asked in them: at every size, once light and once
without colour.
"""

from pathlib import Path
from shutil import copytree

import orjson
import pytest
from textual.pilot import Pilot

from tests.app.desk import denied, until
from tests.app.pictures import Compare, Pasted, Run, after, app

LOOKS = [((160, 45), ""), ((120, 40), "light"), ((80, 24), "bare")]
STATES: dict[str, tuple[str | Pasted, ...]] = {
    "filter-counted": ("backslash", Pasted("user=bob")),
    "filter-at-fault": ("backslash", Pasted("user=bob"), Pasted(" and out>10XB")),
    "filter-completed": ("backslash", Pasted("de"), "tab", "tab"),
    "search": ("2", "slash", *"custo", "enter", "N", "N"),
    "time-at-fault": ("at", *"12", "colon", *"99", "enter"),
    "export": ("ctrl+e", "tab", "j", "shift+tab", "j"),
    "columns": ("x", "j", "J", "space"),
    "help": ("question_mark",),
    "sideways": ("greater_than_sign", "2", "greater_than_sign"),
}


def is_as_before(
    snap_compare: Compare,
    monkeypatch: pytest.MonkeyPatch,
    log: Path,
    look: tuple[tuple[int, int], str],
    run: Run,
) -> bool:
    """Take a picture and compare it."""
    size, colours = look
    if colours == "bare":
        monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir("/")  # where an export would be written is told
    desktail = app(log)
    if colours == "light":
        desktail.theme = "textual-light"
    return snap_compare(desktail, terminal_size=size, run_before=run)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "{}x{}".format(*look[0]))
@pytest.mark.parametrize("state", STATES)
def test_what_is_asked(
    snap_compare: Compare,
    monkeypatch: pytest.MonkeyPatch,
    log: Path,
    state: str,
    look: tuple[tuple[int, int], str],
) -> None:
    assert is_as_before(snap_compare, monkeypatch, log, look, after(*STATES[state]))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "{}x{}".format(*look[0]))
@pytest.mark.parametrize("count", [1, 9])
def test_notices(
    snap_compare: Compare,
    monkeypatch: pytest.MonkeyPatch,
    log: Path,
    tmp_path: Path,
    count: int,
    look: tuple[tuple[int, int], str],
) -> None:
    written = copytree(log, tmp_path / "log", symlinks=True)
    begin = after()

    async def run(pilot: Pilot[None]) -> None:
        await begin(pilot)
        with max(written.glob("*/*.log")).open("ab") as file:
            for number in range(count):
                user, desktop = f"mallory-{number}", f"HR-{number:02}"
                event = denied(f"s-{number}", user, desktop, "access to desktop denied")
                file.write(orjson.dumps(event) + b"\n")
        await until(pilot, lambda: pilot.app.screen.query("Toast"), "a notice")
        await pilot.pause(0.2)

    assert is_as_before(snap_compare, monkeypatch, written, look, run)
