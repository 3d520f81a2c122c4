"""The main screen: what is written to the log stands in the panes."""

from datetime import timedelta, timezone
from pathlib import Path

import pytest
from textual.strip import Strip

from tests.app.desk import (
    NOON,
    Desk,
    denied,
    end,
    events_shown,
    failed_read,
    received,
    start,
    until,
    written,
)
from tui.app import DesktailApp
from tui.audit.rfc3339 import SECOND
from tui.config import Settings
from tui.widgets.feed import FeedList
from tui.widgets.rows import RowList
from tui.widgets.sessions import SessionList
from tui.widgets.transfers import TransferList


async def test_a_session_that_starts_is_listed_with_who_and_where(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        desk.write(start("s", "bob", "FIN-DC-02"))
        await events_shown(pilot, desk, 1)
        row = desk.line("#sessions", "bob")
        assert row.split() == [
            "●",
            "bob",
            "FIN-DC-02",
            "operator",
            "192.0.2.1",
            "0s",
            "0",
            "0",
            "0s",
        ]


async def test_what_moves_is_counted_for_all_and_for_the_selected_session(desk: Desk) -> None:
    desk.write(start("s", "bob", "FIN-DC-02"), received("s", 2048), written("s", "a.bak", 1024))
    desk.write(start("t", "eve", "HR-07", at=-60), received("t", 10))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 5)
        moved = desk.lines("#moved")
        assert [row.split() for row in moved if row.startswith("Clipboard")] == [
            ["Clipboard", "0", "·", "0", "2", "·", "2.0K"],
            ["Clipboard", "0", "·", "0", "1", "·", "2.0K"],
        ]
        assert "bob on FIN-DC-02" in moved


async def test_the_feed_shows_a_run_of_chunks_as_one_growing_row(desk: Desk) -> None:
    desk.write(start("s", "bob", "FIN-DC-02", at=-9))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 1)
        desk.write(*(written("s", "a.bak", 1024, 1024 * n, at=n - 8) for n in range(4)))
        await events_shown(pilot, desk, 5)
        row = desk.line("#feed", "a.bak")
        assert row.split()[1:] == [
            "file",
            "out",
            "4.0K",
            "out/a.bak",
            "▸",
            "4",
            "writes",
            "·",
            "1.3K/s",
            "…",
        ]
        desk.now = NOON + 60 * SECOND
        desk.app.flush()
        await pilot.pause()
        assert desk.line("#feed", "a.bak").endswith("1.3K/s")


async def test_a_denied_start_says_why_in_its_row(desk: Desk) -> None:
    desk.write(denied("s", "mallory", "HR-07", "access to desktop denied"))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 1)
        row = desk.line("#sessions", "mallory")
        assert row.startswith("✕")
        assert "access to desktop denied" in row


async def test_an_ended_session_leaves_the_list_until_all_are_asked_for(desk: Desk) -> None:
    desk.write(start("s", "bob", "FIN-DC-02"), start("t", "eve", "HR-07"), end("t", 5))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 3)
        assert not desk.line("#sessions", "eve")
        await pilot.press("a")
        assert desk.line("#sessions", "eve").startswith("○")
        await pilot.press("a")
        assert not desk.line("#sessions", "eve")
        assert [str(notice.message) for notice in desk.app._notifications] == [  # noqa: SLF001
            "ended sessions too: 2 listed",
            "without ended sessions: 1 listed",
        ]


async def test_transfers_are_a_row_for_each_file_and_direction(desk: Desk) -> None:
    desk.write(
        start("s", "bob", "FIN-DC-02"),
        written("s", "small.txt", 10),
        written("s", "large.bak", 4096),
        written("s", "large.bak", 4096, 4096),
        failed_read("s", "locked.xlsx"),
    )
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 5)
        assert [row.split() for row in desk.lines("#transfers")[:3]] == [
            ["OUT", "8.0K", "2", "ops", "out/large.bak"],
            ["OUT", "10", "1", "op", "out/small.txt"],
            ["IN", "0", "1", "failed", "out/locked.xlsx"],
        ]


async def test_the_cursor_stays_on_its_session_when_a_new_one_comes_in_above(desk: Desk) -> None:
    desk.write(start("s", "bob", "FIN-DC-02"), start("t", "eve", "HR-07", at=-60))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 2)
        await pilot.press("j")
        desk.write(start("u", "joe", "WIN-7", at=1))
        await events_shown(pilot, desk, 3)
        selected = desk.app.screen.query_one(SessionList).selected
        assert selected is not None
        assert (selected.user, desk.app.screen.query_one(SessionList).cursor) == ("eve", 2)


async def test_the_session_that_stood_on_top_stays_selected_when_a_newer_one_starts(
    desk: Desk,
) -> None:
    desk.write(start("s", "bob", "FIN-DC-02"))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 1)
        desk.write(start("t", "eve", "HR-07", at=1))
        await events_shown(pilot, desk, 2)
        assert [row.split()[1] for row in desk.lines("#sessions")[1:3]] == ["eve", "bob"]
        assert desk.line("#feed", "FIN-DC-02")


async def test_the_selected_session_stays_when_it_ends_until_another_is_selected(
    desk: Desk,
) -> None:
    desk.write(start("s", "bob", "FIN-DC-02"), start("t", "eve", "HR-07", at=-60))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 2)
        desk.write(end("s", 5))
        await events_shown(pilot, desk, 3)
        assert desk.line("#sessions", "bob").startswith("○")
        assert desk.line("#feed", "recorded")
        await pilot.press("k")
        assert not desk.line("#sessions", "bob")
        assert desk.line("#feed", "HR-07")


async def test_moving_in_the_table_is_one_message_and_shows_that_sessions_feed(desk: Desk) -> None:
    moves: list[RowList.Moved] = []
    desk.write(start("s", "bob", "FIN-DC-02"), start("t", "eve", "HR-07", at=-60))

    def hook(message: object) -> None:
        if isinstance(message, RowList.Moved):
            moves.append(message)

    async with desk.app.run_test(size=(160, 45), message_hook=hook) as pilot:
        await events_shown(pilot, desk, 2)
        await pilot.press("down")
        # The hook sees a message at each step of its way up; it is one and the same.
        assert {type(move.rows) for move in moves} == {SessionList}
        assert len({id(move) for move in moves}) == 1
        assert desk.line("#feed", "HR-07")


async def test_the_feed_follows_its_end_until_one_scrolls_up(desk: Desk) -> None:
    desk.write(start("s", "bob", "FIN-DC-02"), *(received("s", n) for n in range(60)))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 61)
        feed = desk.app.screen.query_one(FeedList)
        assert (feed.state, feed.cursor) == ("following", 60)
        await pilot.press("2", "k", "k")
        desk.write(received("s", 7), received("s", 8))
        await events_shown(pilot, desk, 63)
        assert (feed.state, feed.cursor) == ("+2 new", 58)
        await pilot.press("f")
        assert (feed.state, feed.cursor) == ("following", 62)
        await pilot.press("k", "G")
        assert feed.state == "following"


async def test_frozen_the_picture_stands_while_reading_goes_on(desk: Desk) -> None:
    desk.write(start("s", "bob", "FIN-DC-02"), received("s", 5))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 2)
        panes = ("#sessions", "#feed", "#moved", "#transfers")
        before = [desk.lines(pane) for pane in panes]
        await pilot.press("space")
        desk.write(received("s", 5000), start("t", "eve", "HR-07"), written("s", "a.bak", 99))

        def state() -> str:
            return str(desk.app.screen.query_one("#state").render())

        await until(pilot, lambda: state() == "FROZEN +3", "FROZEN +3")
        assert [desk.lines(pane) for pane in panes] == before
        await pilot.press("space")
        await events_shown(pilot, desk, 5)
        assert desk.line("#sessions", "eve")
        assert desk.line("#transfers", "a.bak")
        assert state() == "● LIVE"


async def test_bad_lines_are_counted_in_the_status_line(desk: Desk) -> None:
    desk.write(b"no json", b'{"ei":0,"code":"TDP0', b'{"event":"other"}')
    async with desk.app.run_test(size=(160, 45)) as pilot:
        bad = desk.app.screen.query_one("#bad")
        await until(pilot, lambda: "2 bad lines" in str(bad.render()), "2 bad lines")


def note_painting(pane: RowList, painted: list[str]) -> None:
    """Have a pane note each line that it is asked to draw."""
    draw = pane.render_line

    def noted(y: int) -> Strip:
        painted.append(f"{pane.id} {y}")
        return draw(y)

    pane.render_line = noted  # type: ignore[method-assign]


async def test_nothing_is_painted_again_when_nothing_changed(desk: Desk) -> None:
    desk.write(start("s", "bob", "FIN-DC-02"), *(written("s", "a", 1, n) for n in range(9)))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 10)
        await pilot.pause(0.3)
        painted: list[str] = []
        for widget in (SessionList, FeedList, TransferList):
            note_painting(desk.app.screen.query_one(widget), painted)
        for _ in range(3):
            desk.app.flush()
            await pilot.pause(0.2)
        assert painted == []
        desk.write(received("s", 1))
        await events_shown(pilot, desk, 11)
        assert "sessions 1" in painted
        assert "sessions 2" not in painted


@pytest.mark.parametrize("size", [(160, 45), (120, 40), (80, 24), (60, 16)])
async def test_every_size_shows_the_session_and_takes_every_pane_key(
    desk: Desk, size: tuple[int, int]
) -> None:
    desk.write(start("s", "bob", "FIN-DC-02"), written("s", "a.bak", 99))
    async with desk.app.run_test(size=size) as pilot:
        await events_shown(pilot, desk, 2)
        assert desk.line("#sessions", "bob")
        for key, pane in (("2", "feed"), ("3", "moved"), ("4", "transfers"), ("1", "sessions")):
            await pilot.press(key)
            await pilot.pause()
            focused = desk.app.screen.focused
            assert focused is not None
            assert (focused.id, focused.region.width > 0) == (pane, True)


async def test_times_are_told_in_utc_or_local_and_the_zone_is_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "log")
    zone = timezone(timedelta(hours=2), "EET")
    desk.app = DesktailApp(desk.monitor, [desk.log], clock=lambda: desk.now, local_zone=zone)
    desk.write(start("s", "bob", "FIN-DC-02"))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 1)
        clock = desk.app.screen.query_one("#clock")
        assert str(clock.render()) == "12:00:00 UTC"
        assert "12:00:00.000" in desk.line("#feed", "start")
        await pilot.press("z")
        assert str(clock.render()) == "14:00:00 EET"
        assert "14:00:00.000" in desk.line("#feed", "start")


async def test_the_clock_that_is_set_is_that_of_the_beginning_and_of_every_screen(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path / "log")
    zone = timezone(timedelta(hours=2), "EET")
    desk.app = DesktailApp(
        desk.monitor,
        [desk.log],
        settings=Settings(zone="local"),
        clock=lambda: desk.now,
        local_zone=zone,
    )
    desk.write(start("s", "bob", "FIN-DC-02"))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 1)
        assert "14:00:00.000" in desk.line("#feed", "start")
        await pilot.press("enter")
        await pilot.pause()
        assert str(desk.app.screen.query_one("#clock").render()) == "14:00:00 EET"
        assert "14:00:00.000" in desk.line("#feed", "start")


async def test_a_timer_that_fires_while_it_ends_breaks_nothing(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)):
        pass
    desk.app.flush()
