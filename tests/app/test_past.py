"""A log with a long past: what goes on now is there first, the rest comes in behind it."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.desk import NOON, Desk, end, events_shown, received, start, until, written
from tui.past.workers import Workers
from tui.screens.main import MainScreen
from tui.widgets.feed import FeedList
from tui.widgets.moved import MovedPane

FILLER = b'{"ei":0,"event":"user.login","code":"T1000I","x":"' + b"x" * 4000 + b'"}'
MIB = 1 << 20


@pytest.fixture
def workers() -> Iterator[Workers]:
    """One process for the past, so that a test can hold it."""
    with closing(Workers.begin(1)) as one:
        yield one


@pytest.fixture
def desk(tmp_path: Path, workers: Workers) -> Desk:
    """A log of 30 MiB: an ended session long ago, and one that goes on since then."""
    desk = Desk(tmp_path / "audit.log", workers=workers)
    desk.write(start("old", "bob", "WIN-1", -9000), received("old", 5), end("old", -8000))
    desk.write(start("s", "alice", "WIN-2", -7000), written("s", "first", 7))
    desk.write(*[FILLER] * (30 * MIB // len(FILLER)))
    desk.write(written("s", "last", 11))
    return desk


def hold(workers: Workers) -> None:
    os.kill(workers[0].pid, signal.SIGSTOP)


def go_on(workers: Workers) -> None:
    os.kill(workers[0].pid, signal.SIGCONT)


async def test_all_of_the_past_comes_in(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, 6)
        await until(pilot, lambda: "LIVE" in desk.line("#state", ""), "live")
        await until(pilot, lambda: desk.note("#sessions") == "", "the whole past")
        assert "1 active · 1 ended · 0 denied" in desk.title("#sessions")
        assert "so far" not in "".join(desk.lines("#moved"))
        assert desk.line("#sessions", "alice", "WIN-2")


async def test_while_it_is_read_the_numbers_are_told_to_grow(desk: Desk, workers: Workers) -> None:
    hold(workers)
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await until(
            pilot, lambda: " 0 % of the past read, esc stops" in desk.note("#sessions"), "progress"
        )
        assert "all sessions · so far" in desk.lines("#moved")[0]
        assert "LIVE 0 %" in desk.lines("#state")[0]
        desk.write(received("s", 3))
        await events_shown(pilot, desk, 1)
        go_on(workers)
        await events_shown(pilot, desk, 7)


async def test_esc_leaves_the_rest_unread_and_says_so(desk: Desk, workers: Workers) -> None:
    hold(workers)
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await until(
            pilot, lambda: " 0 % of the past read, esc stops" in desk.note("#sessions"), "progress"
        )
        await pilot.press("escape")
        go_on(workers)
        await until(
            pilot,
            lambda: "only the last 13 % of the log read" in desk.note("#sessions"),
            "the end of it",
        )
        assert isinstance(desk.app.screen, MainScreen)
        await events_shown(pilot, desk, 1)


async def test_what_is_frozen_stands_while_the_past_comes_in(desk: Desk, workers: Workers) -> None:
    hold(workers)
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await until(
            pilot, lambda: " 0 % of the past read, esc stops" in desk.note("#sessions"), "progress"
        )
        desk.write(received("s", 3))
        await events_shown(pilot, desk, 1)
        await pilot.press("space")
        moved = desk.app.screen.query_one(MovedPane)
        before = desk.lines(f"#{moved.id}")[1:]
        go_on(workers)
        await until(pilot, lambda: "FROZEN +6" in desk.lines("#state")[0], "what waits")
        assert desk.lines(f"#{moved.id}")[1:] == before
        await pilot.press("space")
        await events_shown(pilot, desk, 7)


async def test_the_row_under_the_cursor_stays_when_the_past_is_laid_before_it(
    desk: Desk, workers: Workers
) -> None:
    hold(workers)
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await until(
            pilot, lambda: " 0 % of the past read, esc stops" in desk.note("#sessions"), "progress"
        )
        desk.write(*(received("s", n, n) for n in range(1, 9)))
        await events_shown(pilot, desk, 8)
        await pilot.press("2", "k", "k")
        feed = desk.app.screen.query_one(FeedList)
        place = feed.place
        go_on(workers)
        await events_shown(pilot, desk, 14)
        await until(pilot, lambda: feed.count == 11, "the whole feed")
        assert feed.place == place


def test_the_picture_of_a_past_that_is_read_tells_how_far_it_is(desk: Desk) -> None:
    assert desk.now == NOON
    assert desk.monitor.picture().past is None
