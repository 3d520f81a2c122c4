"""Finding: a filter, a search, jumps, by the keys that one presses."""

from contextlib import AbstractAsyncContextManager

import pytest
from textual.pilot import Pilot

from tests.app.desk import Desk, events_shown, received, start, typed, until
from tests.app.stories import INCIDENT, telling
from tui.widgets.sessions import SessionList


def shown(desk: Desk) -> AbstractAsyncContextManager[Pilot[None]]:
    """The incident on the screen."""
    return telling(desk, *INCIDENT)


# -- filter --------------------------------------------------------------------------------


async def test_a_filter_is_applied_while_it_is_typed_with_a_count(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("backslash")
        await typed(pilot, "user=alice")
        await until(pilot, lambda: desk.users == ["alice", "alice"], "the preview")
        assert "2 of 4 sessions" in str(desk.app.screen.query_one("#said").render())


async def test_what_was_ended_is_listed_where_it_matches(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("backslash")
        await typed(pilot, "desktop~hr", "enter")
        assert desk.users == ["mallory", "alice"]
        assert desk.title("#sessions") == "Sessions ─ 2 of 4 sessions ─ \\ desktop~hr"


async def test_a_fault_is_said_at_its_place_and_the_prompt_stays(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("backslash")
        await typed(pilot, "usr=alice", "enter")
        assert "user" in str(desk.app.screen.query_one("#said").render())
        assert desk.app.screen.query_one("#prompt").display


async def test_esc_leaves_the_filter_as_it_was(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("backslash")
        await typed(pilot, "user=bob", "escape")
        assert desk.users == ["bob", "alice", "mallory"]
        assert desk.title("#sessions").startswith("Sessions ─ 2 active")


async def test_it_is_switched_off_and_on_by_one_key(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("backslash")
        await typed(pilot, "user=bob", "enter", "ctrl+f")
        assert (desk.users, desk.title("#sessions")[-5:]) == (
            ["bob", "alice", "mallory"],
            "\\ off",
        )
        await pilot.press("ctrl+f")
        assert desk.users == ["bob"]


async def test_the_feed_shows_only_what_matches(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("A", "backslash")
        await typed(pilot, "path~*.bak", "enter")
        await until(pilot, lambda: "1 of 11 rows" in desk.title("#feed"), "the row that is kept")
        assert [row.split()[1] for row in desk.lines("#feed") if row.strip()] == ["bob"]


async def test_a_run_that_began_before_and_goes_on_after_is_among_the_rows(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("A", "backslash")
        await typed(pilot, "path~bak since=-170s", "enter")
        await until(pilot, lambda: "1 of 11 rows" in desk.title("#feed"), "the run")
        await pilot.press("ctrl+f", "backslash", "ctrl+u")
        await typed(pilot, "path~bak since=-150s", "enter")
        await until(pilot, lambda: "0 of 11 rows" in desk.title("#feed"), "none of it")


async def test_what_arrives_is_filtered_too(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("A", "backslash")
        await typed(pilot, "user=bob", "enter")
        desk.write(
            received("a", 40, at=-5), received("b", 41, at=-4), start("c", "bob", "X", at=-3)
        )
        await events_shown(pilot, desk, len(INCIDENT) + 3)
        await until(pilot, lambda: "6 of" in desk.title("#feed"), "bob's new rows")
        assert desk.users == ["bob", "bob"]


async def test_a_cells_value_is_filtered_by_or_out(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("plus")
        assert desk.title("#sessions").endswith("\\ user=bob")
        await pilot.press("ctrl+f", "right", "minus")
        assert desk.title("#sessions").endswith("\\ desktop!=FIN-DC-02")


async def test_a_window_of_time_is_turned_from_one_to_the_next(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("0")
        assert desk.users == ["bob", "alice", "alice"]
        assert "last 1m" in desk.title("#sessions")
        await pilot.press("0", "0", "0", "0", "0")
        assert desk.title("#sessions").startswith("Sessions ─ 2 active")


async def test_the_way_a_filter_can_go_on_is_offered_and_put_in(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("backslash")
        await typed(pilot, "user=al")
        await until(pilot, lambda: "alice" in desk.lines("#choices")[0], "alice offered")
        await pilot.press("tab", "enter")
        assert desk.title("#sessions").endswith("\\ user=alice")


async def test_what_was_typed_before_can_be_had_again(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("backslash")
        await typed(pilot, "user=bob", "enter", "backslash", "ctrl+u", "enter")
        assert desk.title("#sessions").startswith("Sessions ─ 2 active")
        await pilot.press("backslash", "up", "enter")
        assert desk.title("#sessions").endswith("\\ user=bob")


# -- search --------------------------------------------------------------------------------


async def test_a_search_in_the_feed_counts_and_goes_round(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("A", "2", "slash")
        await typed(pilot, "alice", "enter")
        # It begins where one is, at the end.
        await until(pilot, lambda: desk.note("#feed") == "/alice 6/6", "the hits counted")
        await pilot.press("n")
        assert desk.note("#feed") == "/alice 1/6"
        await pilot.press("N", "N")
        assert desk.note("#feed") == "/alice 5/6"


async def test_a_search_among_the_sessions_goes_to_one(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("slash")
        await typed(pilot, "mall", "enter")
        selected = desk.app.screen.query_one(SessionList).selected
        assert selected is not None
        assert (selected.user, desk.note("#sessions")) == ("mallory", "/mall 1/1")


async def test_esc_takes_the_marks_away(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("slash")
        await typed(pilot, "mall", "enter", "escape")
        assert desk.note("#sessions") == ""


async def test_what_is_nowhere_is_said(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("slash")
        await typed(pilot, "zzz")
        assert "not found" in str(desk.app.screen.query_one("#said").render())


# -- jumps ---------------------------------------------------------------------------------


async def test_from_problem_to_problem_among_all_events(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("A", "2", "g", "e")
        assert "denied" in desk.under_cursor()
        await pilot.press("e")
        assert "locked.xlsx" in desk.under_cursor()
        await pilot.press("E")
        assert "denied" in desk.under_cursor()


async def test_to_the_same_sessions_next_event_among_all(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("A", "2", "g", "o")
        assert ("alice" in desk.under_cursor(), "10" in desk.under_cursor()) == (True, True)
        await pilot.press("O")
        assert "start" in desk.under_cursor()


@pytest.mark.parametrize(
    ("time", "words"),
    [("11:57", "customers.bak"), ("-40s", "end"), ("11:55", "start"), ("yesterday 18:00", "start")],
)
async def test_to_a_time(desk: Desk, time: str, words: str) -> None:
    async with shown(desk) as pilot:
        await pilot.press("A", "ctrl+g")
        await typed(pilot, time, "enter")
        assert words in desk.under_cursor()


async def test_a_time_that_is_none_is_said(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("ctrl+g")
        await typed(pilot, "soon", "enter")
        assert "no time" in str(desk.app.screen.query_one("#said").render())


async def test_a_minute_back_and_on(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("A", "2", "G", "left_square_bracket")
        back = desk.under_cursor()
        await pilot.press("right_square_bracket")
        assert ("start" in back or "notes" in back, "30" in desk.under_cursor()) == (True, True)


# -- the feed ------------------------------------------------------------------------------


async def test_enter_unfolds_a_run_and_puts_its_events_away_again(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("A", "2", "ctrl+g")
        await typed(pilot, "11:57", "enter", "enter")
        unfolded = [row for row in desk.lines("#feed") if "└" in row]
        assert [row.split()[-1] for row in unfolded] == ["0", "1000"]
        await pilot.press("enter")
        assert [row for row in desk.lines("#feed") if "└" in row] == []


async def test_times_are_told_three_ways(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("A", "2", "G", "t")
        assert "30s ago" in desk.under_cursor()
        await pilot.press("t")
        assert "+0:04:30.000" in desk.under_cursor()
        await pilot.press("t")
        assert "11:59:30.000" in desk.under_cursor()


# -- the order of the sessions -------------------------------------------------------------


async def test_sessions_are_sorted_by_the_next_column_and_the_other_way_round(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("s")
        assert desk.users == ["alice", "bob", "mallory"]
        await pilot.press("S")
        assert desk.users == ["mallory", "bob", "alice"]


async def test_a_click_on_a_title_sorts_by_it(desk: Desk) -> None:
    async with shown(desk) as pilot:
        header = desk.lines("#sessions")[0]
        await pilot.click("#sessions", offset=(header.index("OUT") + 2, 1))
        await pilot.pause()
        assert ("OUT▾" in desk.lines("#sessions")[0], desk.users[0]) == (True, "bob")
