"""Everything as it stood at an earlier moment, by the keys that lead there and back."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from threading import Event as Flag

import orjson
import pytest
from textual.pilot import Pilot

from tests.app.desk import (
    Desk,
    denied,
    end,
    events_shown,
    received,
    said,
    start,
    typed,
    until,
    written,
)
from tests.app.limits import whole_screen
from tests.app.stories import telling
from tests.app.test_alarms import told
from tests.patience import PATIENCE
from tui.past.pieces import Wanted
from tui.past.workers import Workers

STORY = (
    start("a", "alice", "ENG-1", at=-600),
    received("a", 10, at=-590),
    start("b", "bob", "FIN-DC-02", at=-540),
    written("b", "dump/customers.bak", 1000, 0, at=-400),
    written("b", "dump/customers.bak", 1000, 1000, at=-390),
    end("b", at=-300),
    denied("m", "mallory", "HR-07", "access denied", at=-240),
    received("a", 20, at=-10),
)
"""Told from 11:50:00 on, in seconds before NOON."""


def shown(desk: Desk, width: int = 160) -> AbstractAsyncContextManager[Pilot[None]]:
    """The story on the screen."""
    return telling(desk, *STORY, size=(width, 45))


def state(desk: Desk) -> str:
    """What the status line says of the reading."""
    return str(desk.app.screen.query_one("#state").render())


async def go_back(pilot: Pilot[None], desk: Desk, moment: str, shown: str) -> None:
    """Go to a moment, as the status line tells it then."""
    await pilot.press("at")
    await typed(pilot, moment, "enter")
    await until(pilot, lambda: state(desk) == f"AS OF {shown} UTC", shown)


async def now(pilot: Pilot[None], desk: Desk) -> None:
    """Wait until it is now."""
    await until(pilot, lambda: state(desk) == "● LIVE", "now")


async def test_the_table_is_that_of_then_and_says_so(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await go_back(pilot, desk, "11:54", "11:54:00")
        assert sorted(desk.users) == ["alice", "bob"]
        assert "4 events" not in desk.title("#sessions")
        assert desk.title("#sessions") == "Sessions ─ 2 active · 0 ended · 0 denied"
        assert desk.note("#sessions") == "as of 11:54:00 UTC ─ f is now"
        assert "5 events" in str(desk.app.screen.query_one("#events").render())


async def test_what_moved_is_that_of_then(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await go_back(pilot, desk, "11:53:25", "11:53:25")
        assert desk.line("#moved", "Files").split()[-3:] == ["1", "·", "1000"]


async def test_ages_are_seen_from_then(desk: Desk) -> None:
    async with shown(desk) as pilot:
        ages = [desk.line("#sessions", "alice", "10m")]
        await go_back(pilot, desk, "11:51", "11:51:00")
        ages.append(desk.line("#sessions", "alice", "1m"))
        assert all(ages)
        assert not desk.line("#sessions", "alice", "10m")


async def test_the_feed_ends_then_and_a_run_is_cut_within(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("A")
        await go_back(pilot, desk, "11:53:25", "11:53:25")
        assert "customers.bak" in desk.under_cursor()
        assert "1000" in desk.under_cursor()
        assert desk.line("#feed", "denied") == ""


@pytest.mark.parametrize("keys", [["f"], ["escape"], ["space"]])
async def test_one_key_leads_back_to_now(desk: Desk, keys: list[str]) -> None:
    async with shown(desk) as pilot:
        await go_back(pilot, desk, "11:54", "11:54:00")
        await pilot.press(*keys)
        await now(pilot, desk)
        assert "mallory" in desk.users
        assert desk.note("#sessions") == ""


async def test_by_the_minute_on_and_back_and_to_now_behind_the_last(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await go_back(pilot, desk, "11:58", "11:58:00")
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "11:57:00" in state(desk), "a minute back")
        await pilot.press(*["right_square_bracket"] * 2)
        await until(pilot, lambda: "11:59:00" in state(desk), "two minutes on")
        await pilot.press("right_square_bracket")
        await now(pilot, desk)


async def test_so_long_ago_is_seen_from_what_is_shown_and_a_clock_from_now(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await go_back(pilot, desk, "-2m", "11:58:00")
        await go_back(pilot, desk, "-3m", "11:55:00")
        await go_back(pilot, desk, "11:59", "11:59:00")


async def test_another_day_is_told_with_its_date(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await go_back(pilot, desk, "yesterday 18:00", "2026-03-03 18:00:00")
        assert desk.users == []
        assert "0 events" in str(desk.app.screen.query_one("#events").render())


@pytest.mark.parametrize(("text", "words"), [("soon", "no time"), ("2026-03-05", "still to come")])
async def test_a_moment_that_cannot_be_gone_to_is_said(desk: Desk, text: str, words: str) -> None:
    async with shown(desk) as pilot:
        await pilot.press("at")
        await typed(pilot, text, "enter")
        assert words in str(desk.app.screen.query_one("#said").render())


async def test_what_arrives_waits_and_is_there_at_now(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await go_back(pilot, desk, "11:54", "11:54:00")
        desk.write(start("c", "carol", "HR-1", at=0))
        await until(pilot, lambda: desk.monitor.picture().waiting == 1, "an event that waits")
        assert "carol" not in desk.users
        await pilot.press("f")
        await now(pilot, desk)
        await until(pilot, lambda: "carol" in desk.users, "who came meanwhile")


async def test_what_is_denied_meanwhile_alarms(desk: Desk) -> None:
    desk.write(*STORY)
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await events_shown(pilot, desk, len(STORY))
        await go_back(pilot, desk, "11:54", "11:54:00")
        desk.write(denied("n", "nick", "HR-9", "no", at=0))
        await told(pilot, desk, "nick on HR-9")


async def test_a_freeze_ends_where_one_goes_back(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("space")
        await go_back(pilot, desk, "11:54", "11:54:00")
        await pilot.press("f")
        await now(pilot, desk)
        await pilot.press("space")
        await until(pilot, lambda: "FROZEN" in state(desk), "a freeze")


async def test_a_filter_lets_through_what_matched_then(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("backslash")
        await typed(pilot, "out>0", "enter")
        await go_back(pilot, desk, "11:53", "11:53:00")
        assert desk.users == ["alice"]
        await pilot.press("f")
        await now(pilot, desk)
        assert sorted(desk.users) == ["alice", "bob"]


async def test_a_copy_is_of_then(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await go_back(pilot, desk, "11:54", "11:54:00")
        await pilot.press("slash")
        await typed(pilot, "bob", "enter", "c")
        copied = orjson.loads(desk.app.clipboard)
        assert (copied["state"], copied["counters"]["bytes_out"]) == ("active", 2000)


async def test_a_sessions_screen_is_of_then(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("a")
        await go_back(pilot, desk, "11:53:25", "11:53:25")
        await pilot.press("slash")
        await typed(pilot, "bob", "enter", "enter")
        await until(pilot, lambda: desk.line("#facts", "bob"), "bob's facts")
        assert "AS OF 11:53:25 UTC" in state(desk)
        assert desk.line("#facts", "Ended") == ""
        await until(pilot, lambda: "1000" in desk.line("#timeline", "out"), "the timeline of then")
        await pilot.press("f")
        await now(pilot, desk)
        await until(pilot, lambda: "2.0K" in desk.line("#timeline", "out"), "the whole timeline")
        assert desk.line("#facts", "Ended")


async def test_what_is_painted_is_of_then_also_behind_a_prompt(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "active for 10m" in "".join(whole_screen(desk.app)), "facts")
        await go_back(pilot, desk, "11:54", "11:54:00")
        await until(pilot, lambda: "active for 4m" in "".join(whole_screen(desk.app)), "of then")


async def test_a_session_that_had_not_begun_is_said_not_to_have(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: desk.line("#facts", "User"), "a session's facts")
        await go_back(pilot, desk, "11:49", "11:49:00")
        assert desk.line("#facts", "not begun by then")
        texts = [row for pane in ("#feed", "#json", "#transfers") for row in desk.lines(pane)]
        assert "".join(texts).strip() == ""
        await pilot.press("f")
        await now(pilot, desk)
        assert desk.line("#facts", "User")


async def test_neighbours_of_later_are_not_there(desk: Desk) -> None:
    async with shown(desk) as pilot:
        desk.write(said("session.upload", "", "a", -200) | {"code": "T"})
        await pilot.press("slash")
        await typed(pilot, "alice", "enter", "enter")
        await until(pilot, lambda: desk.line("#around", "recording uploaded"), "an upload")
        await go_back(pilot, desk, "11:56", "11:56:00")
        assert desk.line("#around", "recording uploaded") == ""


async def test_rates_are_those_of_then(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await go_back(pilot, desk, "11:54", "11:54:00")
        await pilot.press("r")
        await until(pilot, lambda: desk.line("#users", "bob"), "who took out most by then")
        assert "2.0K" in desk.line("#users", "bob")
        assert desk.note("#out").startswith("2.0K")
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: not desk.line("#users", "bob"), "a minute before")
        await pilot.press("f")
        await until(pilot, lambda: desk.line("#users", "bob"), "who took out most by now")


async def test_while_the_past_is_read_it_is_said_how_much_of_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "events.log"
    chunk = orjson.dumps(written("s", "f", 1, at=-100)) + b"\n"
    log.write_bytes(orjson.dumps(start("s", "sue", "D", at=-200)) + b"\n" + chunk * 30_000)
    desk, goes_on = Desk(log, workers=Workers()), Flag()
    read = desk.monitor._read_past  # noqa: SLF001

    def held(wanted: Wanted) -> None:
        goes_on.wait(PATIENCE)
        read(wanted)

    monkeypatch.setattr(desk.monitor, "_read_past", held)
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await until(pilot, lambda: desk.monitor.live, "live")
        await go_back(pilot, desk, "-1m", "11:59:00")
        assert "0 % of the log" in desk.note("#sessions")
        goes_on.set()
        await pilot.press("f")
        await events_shown(pilot, desk, 30_001)


async def test_in_80_columns_it_is_said_whole(desk: Desk) -> None:
    async with shown(desk, width=80) as pilot:
        await go_back(pilot, desk, "yesterday 18:00", "2026-03-03 18:00:00")
        assert "AS OF 2026-03-03 18:00:00 UTC" in whole_screen(desk.app)[0]
