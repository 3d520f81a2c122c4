"""Lists of the screens scrolled sideways: what is cut in them comes into sight, and stays there."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.desk import Desk, denied, events_shown, failed_read, said, start, until, written
from tui.screens.session import SessionScreen
from tui.widgets.rows import RowList
from tui.widgets.sessions import SessionList

FILE = "projects/a-long-folder/more/customers-of-2026.bak"
USER = "alice.miller@example.com"
ACCOUNT = "administrator-of-everything-below-the-sea"
REASON = "lock targeting a user who is on holiday until the end of the year"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "events.log")
    desk.write(
        start("s-1", USER, "FIN-DC-02", login=ACCOUNT),
        written("s-1", FILE, 4096, at=2),
        denied("s-2", "mallory", "HR-07", f"access denied: {REASON}", at=-9),
    )
    return desk


def note(desk: Desk, pane: str) -> str:
    """What stands below a list."""
    return str(desk.app.screen.query_one(pane, RowList).border_subtitle)


async def test_columns_without_room_and_long_names_come_into_sight_beside_the_first(
    desk: Desk,
) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 3)
        header, row = desk.lines("#sessions")[:2]
        assert "CLIENT" not in header
        assert USER not in row
        await pilot.press("greater_than_sign")
        header, row = desk.lines("#sessions")[:2]
        assert header.split()[:3] == ["USER", "…", "CLIENT"]
        assert row.split()[:4] == ["●", USER, f"…{ACCOUNT[-24:]}", "192.0.2.1"]


async def test_the_reason_of_a_denial_can_be_read_to_its_end(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 3)
        assert REASON not in desk.line("#sessions", "mallory")
        seen = ""
        for key in ["greater_than_sign"] * 9:
            await pilot.press(key)
            seen += desk.line("#sessions", "mallory")
        assert "until the end of the year" in seen


async def test_the_tables_columns_are_the_same_again_at_the_begin(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 3)
        before = desk.lines("#sessions")
        await pilot.press("greater_than_sign")
        assert desk.lines("#sessions") != before
        assert note(desk, "#sessions").startswith("‹ ")
        await pilot.press("circumflex_accent")
        assert desk.lines("#sessions") == before
        assert note(desk, "#sessions") == ""


async def test_the_table_goes_along_with_the_cell_under_the_cursor(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("greater_than_sign", "l")
        table = desk.app.screen.query_one(SessionList)
        for key, column, text in (
            ("l", "login", ACCOUNT),
            ("l", "client", "192.0.2.1"),
            ("h", "login", ACCOUNT),
            ("h", "desktop", "FIN-DC-02"),
        ):
            await pilot.press(key)
            assert table.held == (column, text)
            assert text in desk.lines("#sessions")[1]


async def test_a_click_on_a_title_sorts_by_the_column_that_stands_there(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("greater_than_sign")
        x = desk.lines("#sessions")[0].index("CLIENT") + 2
        await pilot.click("#sessions", offset=(x, 1))
        await until(pilot, lambda: "CLIENT▾" in desk.lines("#sessions")[0], "sorted by it")


async def test_a_double_click_opens_a_session_once(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.double_click("#sessions", offset=(5, 2))
        await pilot.pause()
        opened = [isinstance(screen, SessionScreen) for screen in desk.app.screen_stack]
        assert opened.count(True) == 1


async def test_what_a_row_of_the_feed_leaves_out_comes_into_sight_and_stays_whatever_comes(
    desk: Desk,
) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 3)
        cut_out = "folder/more/customers"
        await pilot.press("2")
        assert cut_out not in desk.line("#feed", "12:00:02.000")
        await pilot.press("greater_than_sign")
        told = note(desk, "#feed")
        assert cut_out in desk.line("#feed", "12:00:02.000")
        desk.write(failed_read("s-1", "x", at=3))
        await until(pilot, lambda: desk.line("#feed", "12:00:03"), "another row")
        assert cut_out in desk.line("#feed", "12:00:02.000")
        await pilot.press("1", "j", "2")
        assert note(desk, "#feed") == told


async def test_the_whole_path_of_a_transfer_beside_its_size(desk: Desk) -> None:
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("4", "dollar_sign")
        assert desk.line("#transfers", "OUT", "4.0K", FILE[-21:])
        assert note(desk, "#transfers").startswith("‹ ")
        await pilot.press("circumflex_accent")
        assert note(desk, "#transfers") == ""


async def test_in_the_json_arrows_fold_and_the_signs_go_sideways(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 3)
        await pilot.press("j", "enter", "2")
        await until(pilot, lambda: desk.line("#json", "lock targeting"), "the line")
        assert REASON not in desk.line("#json", "lock targeting")
        await pilot.press("dollar_sign")
        assert desk.line("#json", REASON)
        left = desk.app.screen.query_one("#json", RowList).left
        await pilot.press("h")
        assert desk.app.screen.query_one("#json", RowList).left == left > 0


async def opened(pilot: Pilot[None], desk: Desk) -> None:
    """Open the first session's screen, and wait for what is around it."""
    await pilot.press("enter")
    await until(pilot, lambda: desk.line("#around", "disconnected"), "the disconnect")


async def test_what_is_around_a_session_can_be_gone_through_and_read_to_its_end(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path / "events.log")
    cut_off: dict[str, object] = {"server_id": "service-1", "user": "bob"}
    desk.write(
        start("s-1", "bob", "FIN-DC-02", windows_desktop_service="service-1"),
        *(
            said("session.recording.access", "T2009I", "s-1", at, user=f"eve-{at}")
            for at in range(12)
        ),
        said("client.disconnect", "T3006I", "", 20, reason=REASON, **cut_off),
    )
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await events_shown(pilot, desk, 1)
        await opened(pilot, desk)
        assert not desk.line("#around", "eve-0")
        await pilot.press("6", "dollar_sign")
        assert desk.line("#around", "12:00:20", "the end of the year")
        await pilot.press("circumflex_accent", "g")
        assert desk.line("#around", "eve-0")
        assert len(desk.lines("#around")) == 8


async def test_a_fact_that_is_too_long_for_its_row_can_be_read_to_its_end(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "events.log")
    label = "x" * 90 + "end"
    desk.write(start("s-1", "bob", "FIN-DC-02", desktop_labels={"why": label}))
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await events_shown(pilot, desk, 1)
        await pilot.press("enter")
        await until(pilot, lambda: desk.line("#facts", "User"), "facts")
        await pilot.press("5", "dollar_sign")
        assert desk.line("#facts", "Labels", "xend")
