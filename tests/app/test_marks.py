"""Marks and notes, by the keys that one presses: made, seen, gone to, taken away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import orjson
from textual.pilot import Pilot

from tests.app.desk import (
    Desk,
    denied,
    end,
    events_shown,
    received,
    start,
    typed,
    until,
    written,
)
from tests.marks.made import ON_LINE
from tui.marks.mark import digest_of
from tui.marks.store import Marks
from tui.widgets.feed import FeedList

STORY = (
    start("a", "alice", "ENG-1", at=-300),
    start("b", "bob", "FIN-DC-02", at=-290),
    denied("m", "mallory", "HR-07", "access denied", at=-280),
    received("b", 20, at=-200),
    written("b", "customers.bak", 1000, 0, at=-180),
    written("b", "customers.bak", 1000, 1000, at=-170),
    written("b", "customers.bak", 1000, 2000, at=-160),
    received("b", 30, at=-100),
    start("e", "eve", "HR-07", at=-50),
    received("e", 7, at=-45),
    end("e", at=-40),
)
SEEN = len(STORY)


@asynccontextmanager
async def shown(desk: Desk, width: int = 160, count: int = SEEN) -> AsyncIterator[Pilot[None]]:
    """The story on the screen; bob's session is under the cursor."""
    desk.write(*STORY)
    async with desk.app.run_test(size=(width, 45)) as pilot:
        await events_shown(pilot, desk, count)
        yield pilot


def notices(desk: Desk) -> list[str]:
    """What was told, one below the other."""
    return [str(notice.message) for notice in desk.app._notifications]  # noqa: SLF001


def offset(number: int) -> int:
    """Where a line of the story begins."""
    return sum(len(orjson.dumps(event)) + 1 for event in STORY[:number])


# -- marking -------------------------------------------------------------------------------


async def test_a_line_is_marked_and_no_more(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "m")
        [mark] = desk.marks
        assert mark.digest == digest_of(orjson.dumps(STORY[7]))
        assert (mark.offset, mark.inode) == (offset(7), desk.log.stat().st_ino)
        assert (mark.path, mark.sid, mark.made) == (str(desk.log), "b", desk.now)
        assert "⚑ clip out" in desk.under_cursor()
        await pilot.press("m")
        assert list(desk.marks) == []
        assert "⚑" not in desk.under_cursor()


async def test_a_session_is_marked_in_the_table(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("m")
        [mark] = desk.marks
        assert (mark.of_session, mark.sid, mark.offset) == (True, "b", offset(1))
        assert desk.line("#sessions", "bob").startswith("●⚑bob")


async def test_a_session_of_which_a_line_is_marked_bears_another_flag(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "m", "1")
        assert "●⚐bob" in desk.line("#sessions", "bob")
        await pilot.press("m")
        assert "●⚑bob" in desk.line("#sessions", "bob")


async def test_a_note_stands_in_the_row(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "M")
        await typed(pilot, "who asked for this", "enter")
        assert desk.under_cursor().endswith("who asked for this")
        await pilot.press("M", "ctrl+u")
        await typed(pilot, "carol did", "enter")
        assert [mark.note for mark in desk.marks] == ["carol did"]
        assert desk.app.screen.query_one("#feed").has_focus


async def test_a_mark_that_is_taken_away_by_mistake_is_put_back_with_its_note(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "M")
        await typed(pilot, "who asked for this", "enter")
        await pilot.press("m")
        assert list(desk.marks) == []
        assert "its note went too; m puts both back" in notices(desk)
        await pilot.press("m")
        assert [mark.note for mark in desk.marks] == ["who asked for this"]


async def test_a_note_that_is_left_marks_nothing(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "M")
        await typed(pilot, "never mind", "escape")
        assert list(desk.marks) == []
        assert desk.app.screen.query_one("#feed").has_focus


async def test_a_note_on_the_session_under_the_cursor_is_said_below_the_table(desk: Desk) -> None:
    async with shown(desk, width=80) as pilot:
        await pilot.press("M")
        await typed(pilot, "ask him", "enter")
        assert desk.note("#sessions") == "⚑ ask him"
        await pilot.press("j")
        await until(pilot, lambda: desk.note("#sessions") == "", "another session")


async def test_one_event_of_a_run_is_marked_and_its_row_bears_the_flag_folded_too(
    desk: Desk,
) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "k", "enter", "j", "j", "m")
        assert [mark.offset for mark in desk.marks] == [offset(5)]
        assert "⚑" in desk.under_cursor()
        await pilot.press("k", "k", "enter")
        assert "⚑ file out" in desk.under_cursor()


async def test_a_bad_line_is_marked(desk: Desk) -> None:
    desk.write(b"nonsense")
    async with shown(desk) as pilot:
        await pilot.press("A", "2", "g", "m")
        [mark] = desk.marks
        assert (mark.sid, mark.verb, mark.subject) == ("", "bad line", "nonsense")
        assert "⚑ bad line" in desk.under_cursor()


async def test_where_nothing_is_nothing_is_marked(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await pilot.press("m", "2", "m", "M")
        assert notices(desk) == ["nothing here that can be marked"] * 3


async def test_a_session_is_marked_on_its_own_screen_among_its_facts(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("enter", "m", "5", "M")
        await typed(pilot, "the leak", "enter")
        await until(pilot, lambda: desk.line("#facts", "Marked"), "the fact")
        assert desk.line("#facts", "Marked").split()[:5] == ["Marked", "the", "leak", "1", "line"]


async def test_a_mark_is_shown_whatever_the_filter_is(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("m", "backslash")
        await typed(pilot, "user=bob", "enter")
        assert "●⚑bob" in desk.line("#sessions", "bob")


async def test_marks_of_another_desktail_appear(desk: Desk, tmp_path: Path) -> None:
    desk.have_marks(tmp_path / "marks.jsonl")
    async with shown(desk) as pilot:
        other = Marks(tmp_path / "marks.jsonl")
        other.put(replace(ON_LINE, digest="", sid="b"))
        desk.app.flush()
        await until(pilot, lambda: "●⚑bob" in desk.line("#sessions", "bob"), "the other's mark")


async def test_marks_that_cannot_be_kept_are_said_once_and_stay_to_the_end(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("no folder")
    desk.have_marks(tmp_path / "state" / "marks.jsonl")
    async with shown(desk) as pilot:
        await pilot.press("m", "j", "m")
        assert len(desk.marks) == 2
        [told] = notices(desk)
        assert told.startswith(f"{tmp_path}/state/marks.jsonl: cannot be written")


async def test_more_than_are_kept_are_refused(desk: Desk) -> None:
    desk.have_marks(None, most=1)
    async with shown(desk) as pilot:
        await pilot.press("m", "j", "m")
        assert len(desk.marks) == 1
        assert notices(desk) == ["no more marks than 1 are kept: take some away first"]


async def test_a_hostile_note_is_shown_harmless(desk: Desk, tmp_path: Path) -> None:
    evil = "\x1b]0;x\x07[red]\u202e\x9b"
    desk.have_marks(tmp_path / "marks.jsonl")
    desk.write(*STORY)
    line = orjson.dumps(STORY[7])
    desk.marks.put(replace(ON_LINE, digest=digest_of(line), offset=offset(7), sid="b", note=evil))
    desk.marks.put(replace(ON_LINE, digest="", sid="b", note=evil))
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await events_shown(pilot, desk, SEEN)
        shown_as = "␛]0;x␇[red]‹202E›‹9B›"
        assert shown_as in desk.line("#feed", "⚑")
        assert shown_as in desk.note("#sessions").replace("\\[", "[")  # as markup it is escaped
        for key, selector in (("apostrophe", "#marks"), ("M", "#typed")):
            await pilot.press(key)
            await pilot.pause()
            assert any(shown_as in row for row in desk.lines(selector)), selector


# -- from one to the next ------------------------------------------------------------------


async def test_from_mark_to_mark_in_the_feed(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "m", "g", "m", "k", "U", "u")
        assert "clip out" in desk.under_cursor()
        await pilot.press("u")
        assert notices(desk) == ["no mark before this", "no mark after this"]
        await pilot.press("U")
        assert "start" in desk.under_cursor()


async def test_from_mark_to_mark_into_a_run(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "k", "enter", "j", "j", "m", "k", "k", "enter", "g", "u")
        assert "└" in desk.under_cursor()
        assert "⚑" in desk.under_cursor()


async def test_from_mark_to_mark_among_the_events_of_all(desk: Desk) -> None:
    desk.write(b"nonsense")
    async with shown(desk) as pilot:
        await pilot.press("A", "2", "g", "m", "G", "k", "m", "g")
        await pilot.press("u")
        assert "eve" in desk.under_cursor()
        await pilot.press("U")
        assert "bad line" in desk.under_cursor()


async def test_from_marked_session_to_marked_session(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("m", "G", "m", "U")
        assert desk.title("#feed").startswith("Feed ─ bob")
        await pilot.press("u")
        assert desk.title("#feed").startswith("Feed ─ mallory")


async def test_a_mark_that_a_filter_hides_is_passed_over(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "g", "m", "G", "m", "backslash")
        await typed(pilot, "kind=receive", "enter", "2", "g")
        await until(pilot, lambda: "2 of 4 rows" in desk.title("#feed"), "what is let through")
        await pilot.press("u")
        assert desk.under_cursor().endswith("30")
        await pilot.press("U")
        assert notices(desk)[-1] == "no mark before this"


# -- the list ------------------------------------------------------------------------------


async def test_all_marks_are_listed_by_the_time_of_their_events(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "m", "1", "M")
        await typed(pilot, "the leak", "enter", "apostrophe")
        rows = [row.split() for row in desk.lines("#marks") if "⚑" in row]
        assert [row[4] for row in rows] == ["session", "clip"]
        assert desk.title("#marks") == "Marks ─ 2"
        assert desk.note("#marks") == "the leak ─ made 2026-03-04 12:00:00 UTC"


async def test_enter_goes_to_the_very_line_of_a_session_that_has_ended(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("a", "k", "G", "2", "k", "m", "1", "a", "g")
        assert "eve" not in desk.users
        await pilot.press("apostrophe", "enter")
        await until(pilot, lambda: desk.title("#feed").startswith("Feed ─ eve"), "her feed")
        assert "⚑ clip out" in desk.under_cursor()
        assert desk.app.screen.query_one("#feed").has_focus


async def test_enter_takes_the_filter_off_that_hides_the_session(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "m", "backslash")
        await typed(pilot, "user=alice", "enter", "apostrophe", "enter")
        await until(pilot, lambda: "⚑" in desk.under_cursor(), "the line")
        assert desk.title("#sessions").endswith("\\ off")


async def test_enter_takes_the_filter_off_that_hides_the_line(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "m", "backslash")
        await typed(pilot, "kind=write", "enter", "apostrophe", "enter")
        await until(pilot, lambda: "⚑" in desk.under_cursor(), "the line")
        assert desk.title("#sessions").endswith("\\ off")


async def test_enter_goes_into_a_run_from_a_sessions_own_screen(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "k", "enter", "j", "j", "m", "1", "j", "enter")
        await pilot.press("apostrophe", "enter")
        await until(pilot, lambda: "└" in desk.under_cursor(), "the event within the run")
        assert desk.title("#feed").startswith("Feed ─ bob")
        assert desk.app.screen.query_one("#feed", FeedList).place is not None


async def test_enter_goes_to_a_bad_line_among_the_events_of_all(desk: Desk) -> None:
    desk.write(b"nonsense")
    async with shown(desk) as pilot:
        await pilot.press("A", "2", "g", "m", "A", "apostrophe", "enter")
        await until(pilot, lambda: "⚑ bad line" in desk.under_cursor(), "the line")


async def test_a_line_that_is_gone_is_told_so_and_enter_goes_to_its_session(desk: Desk) -> None:
    async with shown(desk) as pilot:
        desk.marks.put(replace(ON_LINE, path=str(desk.log), sid="b"))
        await pilot.press("j", "apostrophe")
        assert "gone" in desk.line("#marks", "⚑")
        await pilot.press("enter")
        await until(pilot, lambda: desk.title("#feed").startswith("Feed ─ bob"), "its session")
        assert notices(desk)[-1] == "the line is gone; this is its session"


async def test_a_mark_of_another_log_is_told_so_and_leads_nowhere(desk: Desk) -> None:
    async with shown(desk) as pilot:
        desk.marks.put(replace(ON_LINE, sid="x", inode=0))
        await pilot.press("apostrophe")
        assert "not read" in desk.line("#marks", "⚑")
        await pilot.press("enter")
        assert desk.app.screen.query("#marks")
        assert notices(desk) == ["not read: there is nowhere to go"]


async def test_a_line_is_found_again_in_a_rotated_file(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "m")
        desk.log.rename(desk.log.with_name("events.log.1"))
        desk.log.touch()
        desk.write(received("b", 99, at=-1))
        await events_shown(pilot, desk, SEEN + 1)
        await pilot.press("apostrophe")
        assert "gone" not in desk.line("#marks", "⚑")


async def test_a_mark_is_taken_away_in_the_list_and_put_back(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("m", "apostrophe", "delete")
        assert list(desk.marks) == []
        assert desk.line("#marks", "bob").endswith("taken away")
        assert desk.note("#marks") == "taken away; m puts it back"
        await pilot.press("m")
        assert len(desk.marks) == 1
        await pilot.press("m", "escape")
        assert "⚑" not in desk.line("#sessions", "bob")


async def test_a_note_is_changed_in_the_list(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("m", "apostrophe", "M")
        await typed(pilot, "seen", "enter")
        assert [mark.note for mark in desk.marks] == ["seen"]
        assert desk.line("#marks", "bob").endswith("seen")


async def test_a_row_and_a_line_are_copied_from_the_list(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("2", "m", "apostrophe", "y")
        assert desk.app.clipboard.split()[2:4] == ["bob", "FIN-DC-02"]
        await pilot.press("Y")
        assert desk.app.clipboard.encode() == orjson.dumps(STORY[7])


async def test_without_marks_the_list_says_how_one_is_made(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("apostrophe", "enter", "m", "M", "y", "Y")
        assert desk.note("#marks") == "m marks a line or a session, M with a note"
        await pilot.press("q")
        assert not desk.app.screen.query("#marks")
