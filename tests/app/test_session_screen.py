"""A session's own screen, the help, and the ways back and out."""

from pathlib import Path

import pytest

from tests.app.desk import Desk, end, events_shown, received, start, until, written
from tui.screens.help import HelpScreen
from tui.screens.main import MainScreen
from tui.screens.session import SessionScreen


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "2026-03-04.00:00:00.log")
    labels = {"teleport.dev/os": "Windows Server 2022", "env": "prod"}
    desk.write(
        start("s-1", "bob", "FIN-DC-02", desktop_labels=labels, windows_domain="corp.example.com"),
        received("s-1", 2048, at=1),
        written("s-1", "a.bak", 4096, at=2),
    )
    return desk


async def test_enter_opens_the_session_with_its_facts(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(desk.app.screen, SessionScreen), "session screen")
        await until(pilot, lambda: desk.line("#facts", "User"), "facts")
        assert desk.line("#facts", "Labels").split()[1:] == [
            "env=prod",
            "os=Windows",
            "Server",
            "2022",
        ]
        assert "corp.example.com" in desk.line("#facts", "Desktop")
        assert "active" in desk.line("#facts", "State")
        assert "1 ·  4.0K" in desk.line("#moved", "Files")
        assert desk.line("#transfers", "a.bak")


async def test_the_line_under_the_cursor_is_shown_with_its_place(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("enter")
        await until(pilot, lambda: desk.line("#json", "desktop.directory.write"), "the last line")
        await pilot.press("k")
        await until(pilot, lambda: desk.line("#json", "desktop.clipboard.receive"), "the one above")
        offset = len(desk.log.read_bytes().split(b"\n")[0]) + 1
        title = str(desk.app.screen.query_one("#json").border_title)
        assert title == f"Line ─ 2026-03-04.00:00:00.log ─ byte {offset}"


async def test_the_session_screen_is_live(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("enter")
        await until(pilot, lambda: desk.line("#facts", "State"), "facts")
        desk.write(written("s-1", "b.bak", 4096, at=3), end("s-1", at=30))
        await until(pilot, lambda: "ended after 30s" in desk.line("#facts", "State"), "the end")
        assert "recorded" in desk.line("#feed", "end")
        assert desk.line("#facts", "Recorded").split()[1] == "yes"
        assert desk.line("#transfers", "b.bak")


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_escape_and_q_go_back_to_all_sessions(desk: Desk, key: str) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(desk.app.screen, SessionScreen), "session screen")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(desk.app.screen, MainScreen), "main screen")


async def test_escape_never_quits_and_q_does_at_the_top(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("escape", "escape")
        assert desk.app.is_running
        await pilot.press("q")
        assert desk.app.return_code == 0


async def test_ctrl_c_quits_when_it_is_pressed_twice(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("ctrl+c")
        assert desk.app.return_code is None
        await pilot.press("ctrl+c")
        assert desk.app.return_code == 0


async def test_help_lists_what_works_here_and_closes(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(desk.app.screen, HelpScreen), "help")
        assert desk.line("#help", "All/active").split()[0] == "a"
        assert not desk.line("#help", "JSON")
        await pilot.press("escape", "enter", "question_mark")
        await until(pilot, lambda: isinstance(desk.app.screen, HelpScreen), "help")
        assert desk.line("#help", "JSON").split()[0] == "v"


async def test_the_palette_offers_what_has_a_key_and_does_it(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        offered = [command.title for command in desk.app.get_system_commands(desk.app.screen)]
        assert {"Theme", "Freeze", "Follow", "All/active", "Quit"} <= set(offered)
        await pilot.press("colon")
        await pilot.press(*"freeze")
        await pilot.pause(0.5)
        await pilot.press("enter")
        state = desk.app.screen_stack[1].query_one("#state")
        await until(pilot, lambda: str(state.render()) == "FROZEN +0", "FROZEN")


async def test_v_gives_the_room_of_the_line_to_the_feed(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("enter")
        await until(pilot, lambda: desk.line("#json", "desktop.directory.write"), "the line")
        feed = desk.app.screen.query_one("#feed")
        before = feed.size.height
        await pilot.press("v")
        await pilot.pause()
        assert feed.size.height > before
        await pilot.press("v")
        await pilot.pause()
        assert feed.size.height == before


HOSTILE = "[b]x[/b][/x][@click=app.exit]\x1b]0;title\x07\x1b[31m\u202e\u200b\x9b\x7f\r"
UNSEEN = set("\x1b\x07\u202e\u200b\x9b\x7f\r")


async def test_no_string_of_the_log_is_markup_or_reaches_the_terminal_as_it_is(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path / "log")
    hostile = start("s", HOSTILE, HOSTILE, login=HOSTILE, desktop_labels={HOSTILE: HOSTILE})
    hostile |= {"addr.local": HOSTILE, "sid": HOSTILE}
    chunk = written(HOSTILE, HOSTILE, 5) | {"directory_name": HOSTILE, "error": HOSTILE}
    desk.write(hostile, chunk, chunk | {"code": "TDP06W", "success": False})
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        for keys in (["j"], ["2", "k"], ["3"], ["4", "j"], ["a"], ["enter"], ["v"], ["2"]):
            await pilot.press(*keys)
            await pilot.pause()
            shown = [
                text
                for widget in desk.app.screen.query("RowList, LinePane, StatusLine Field")
                for y in range(widget.size.height)
                for text in [widget.render_line(y).text, str(widget.border_title)]
            ]
            assert not [text for text in shown if set(text) & set("\x1b\x07\u202e\u200b\x9b\x7f\r")]
        assert "[b]x[/b][/x][@click=app.exit]" in desk.line("#facts", "User")
        assert desk.app.is_running
