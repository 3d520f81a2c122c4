"""A session's own screen, the help, and the ways back and out."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.desk import (
    Desk,
    denied,
    end,
    events_shown,
    failed_read,
    received,
    said,
    start,
    until,
    written,
)
from tui.audit.rfc3339 import SECOND
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
        labels = desk.line("#facts", "Labels")
        assert labels.split(maxsplit=1)[1] == "env=prod  os=Windows Server 2022"
        assert "corp.example.com" in desk.line("#facts", "Domain")
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
        assert "Recorded    yes" in desk.line("#facts", "Recorded")
        assert desk.line("#transfers", "b.bak")


async def opened(pilot: Pilot[None], desk: Desk) -> None:
    """Open the first session's screen."""
    await until(pilot, lambda: desk.monitor.live, "all of the log")
    desk.app.flush()
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(desk.app.screen, SessionScreen), "session screen")


async def test_short_facts_stand_side_by_side_where_there_is_room(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await opened(pilot, desk)
        await until(pilot, lambda: desk.line("#facts", "User", "bob", "Account", "operator"), "two")
        await pilot.resize_terminal(60, 24)
        await pilot.press("5")
        await until(pilot, lambda: desk.line("#facts", "Account", "operator"), "one")
        assert not desk.line("#facts", "User", "Account")


async def test_five_shows_all_facts_in_a_narrow_terminal(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, desk)
        await until(pilot, lambda: desk.line("#facts", "User"), "facts")
        assert not desk.line("#facts", "Labels")
        await pilot.press("5")
        await until(pilot, lambda: desk.line("#facts", "Labels"), "all facts")
        await pilot.press("1")
        await until(pilot, lambda: not desk.line("#facts", "Labels"), "the feed again")


async def test_the_timeline_goes_from_the_start_to_now_and_grows(desk: Desk) -> None:
    desk.now += 60 * SECOND
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await opened(pilot, desk)
        await until(pilot, lambda: desk.line("#timeline", "out", "6.0K"), "what came out")
        title = str(desk.app.screen.query_one("#timeline").border_title)
        assert title == "Timeline ─ 1m"
        assert desk.lines("#timeline")[-1].split() == ["12:00:00", "now", "12:01:00", "UTC"]
        desk.write(written("s-1", "c.bak", 2048, at=50), failed_read("s-1", "x", at=55))
        await until(pilot, lambda: desk.line("#timeline", "out", "8.0K"), "what came since")
        out, into, wrong, _ = desk.lines("#timeline")
        assert (out.split()[0], out.split()[-1], into.split()[-1]) == ("out", "8.0K", "0")
        assert wrong.split() == ["✕", "1"]


async def test_the_timeline_of_an_ended_session_goes_to_its_end(desk: Desk) -> None:
    desk.write(end("s-1", at=30))
    desk.now += 3600 * SECOND
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await until(pilot, lambda: desk.monitor.live, "all of the log")
        await pilot.press("a")
        await opened(pilot, desk)
        await until(pilot, lambda: desk.line("#timeline", "out", "6.0K"), "what came out")
        assert desk.lines("#timeline")[-1].split() == ["12:00:00", "12:00:30", "UTC"]


async def test_a_denied_session_has_a_mark_on_its_timeline(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "log")
    desk.write(denied("s-1", "eve", "HR-07", "no"))
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, desk)
        await until(pilot, lambda: desk.line("#timeline", "✕", "1"), "the mark")


def neighbour(event: str, at: float, **fields: object) -> dict[str, object]:
    """An audit event that is none of a desktop."""
    return said(event, "", "", at) | {"code": "T", **fields}


async def test_what_the_log_says_around_the_session_is_found_and_followed(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "log")
    cut_off = {"user": "bob", "server_id": "service-1", "reason": "idle for 10m"}
    desk.write(
        start("s-1", "bob", "FIN-DC-02", windows_desktop_service="service-1"),
        neighbour("client.disconnect", 20, **cut_off),
        end("s-1", at=21),
        neighbour("session.upload", 30, sid="s-1"),
        neighbour("client.disconnect", 9_000, **cut_off),
    )
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await until(pilot, lambda: desk.monitor.live, "all of the log")
        await pilot.press("a")
        await opened(pilot, desk)
        await until(pilot, lambda: desk.line("#around", "uploaded"), "the upload")
        assert desk.lines("#around")[:2] == [
            "12:00:20  disconnected: idle for 10m",
            "12:00:30  recording uploaded",
        ]
        assert str(desk.app.screen.query_one("#around").border_title) == "Around ─ 2"
        desk.write(neighbour("session.recording.access", 40, sid="s-1", user="eve"))
        await until(pilot, lambda: desk.line("#around", "12:00:40", "watched by eve"), "eve")


async def test_where_nothing_is_around_a_session_that_is_said(desk: Desk) -> None:
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, desk)
        await until(pilot, lambda: desk.line("#around", "no upload"), "nothing found")


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
    async with desk.app.run_test(size=(160, 140)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(desk.app.screen, HelpScreen), "help")
        assert desk.line("#help", "Ended").split()[0] == "a"
        assert not desk.line("#help", "JSON", "more feed")
        await pilot.press("escape", "enter", "question_mark")
        await until(pilot, lambda: isinstance(desk.app.screen, HelpScreen), "help")
        assert desk.line("#help", "JSON", "more feed").split()[0] == "v"


async def test_the_palette_offers_what_has_a_key_and_does_it(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        offered = [command.title for command in desk.app.get_system_commands(desk.app.screen)]
        assert {"Theme", "Freeze", "Follow", "Ended", "Quit"} <= set(offered)
        await pilot.press("colon")
        await pilot.press(*"freeze")
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
        for keys in (
            ["j"],
            ["2", "k"],
            ["3"],
            ["4", "j"],
            ["a"],
            ["r"],
            ["escape"],
            ["enter"],
            ["v"],
            ["2"],
        ):
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
