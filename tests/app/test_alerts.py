"""What the rules say, by the keys that one presses: listed, gone to, seen, told, kept."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
import pytest
from textual.pilot import Pilot

from tests.app.desk import Desk, denied, end, events_shown, received, start, typed, until, written
from tui.config import Settings
from tui.rules import Measure, Per, Rule, Severity

RULES = (
    Rule("denied", "denied", severity=Severity.WARNING, message="{user}: {error}", quiet=0),
    Rule("backup", "path~bak", severity=Severity.CRITICAL, message="{user} took {path}"),
    Rule("clip", "kind=receive", severity=Severity.INFO, per=Per.SESSION, message="{bytes}"),
)
STORY = (
    start("a", "alice", "ENG-1", at=-300),
    start("b", "bob", "FIN-DC-02", at=-290),
    denied("m", "mallory", "HR-07", "access denied", at=-280),
    written("b", "customers.bak", 1000, 0, at=-180),
    written("b", "other.txt", 1000, 0, at=-170),
    received("a", 30, at=-100),
    start("e", "eve", "HR-07", at=-50),
    end("e", at=-40),
)


@asynccontextmanager
async def shown(
    desk: Desk, story: Sequence[dict[str, object] | bytes] = STORY, there: int = 0
) -> AsyncIterator[Pilot[None]]:
    """The story on the screen behind so many events that are there, and what the rules say."""
    desk.write(*story)
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await events_shown(pilot, desk, there + len(story))
        await until(pilot, lambda: desk.monitor.vigil.progress is None, "the rules of the past")
        desk.app.flush()
        await pilot.pause()
        yield pilot


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "events.log", rules=RULES)


def again(desk: Desk, kept: Path) -> Desk:
    """Another desk at the same log, with the same file of alerts."""
    other = Desk(desk.log, rules=RULES)
    other.have_alerts(kept)
    return other


def status(desk: Desk) -> str:
    """What the status line says of alerts; empty if it says nothing."""
    field = desk.app.screen.query_one("#new")
    return str(field.render()) if field.display else ""


def notices(desk: Desk) -> list[str]:
    """What was told, one below the other."""
    return [str(notice.message) for notice in desk.app._notifications]  # noqa: SLF001


# -- shown ---------------------------------------------------------------------------------


async def test_the_status_line_counts_those_that_nobody_has_seen(desk: Desk) -> None:
    async with shown(desk) as pilot:
        assert status(desk) == "▲ 3 alerts"
        await pilot.press("exclamation_mark", "S", "escape")
        await until(pilot, lambda: status(desk) == "", "nothing new")


async def test_the_glyph_is_that_of_the_worst_that_is_new(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("exclamation_mark", "w", "w", "S", "escape")
        await until(pilot, lambda: status(desk) == "△ 2 alerts", "the warning")


async def test_without_rules_nothing_is_said(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "events.log")
    async with shown(desk) as pilot:
        assert status(desk) == ""
        await pilot.press("exclamation_mark")
        assert desk.title("#alerts") == "Alerts ─ 0 new · 0 seen"
        assert desk.note("#alerts") == "no rule has said anything"
        await pilot.press("enter", "s", "S", "w", "y", "Y")
        assert notices(desk) == ["no line here to copy"]


async def test_a_session_bears_the_worst_that_nobody_has_seen_before_a_mark(desk: Desk) -> None:
    async with shown(desk) as pilot:
        assert "●▲bob" in desk.line("#sessions", "bob")
        assert "●◦alice" in desk.line("#sessions", "alice")
        await pilot.press("m", "exclamation_mark", "S", "escape")
        await until(pilot, lambda: "●⚑bob" in desk.line("#sessions", "bob"), "the mark")


async def test_the_list_says_how_bad_when_which_rule_and_what(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("exclamation_mark")
        assert desk.title("#alerts") == "Alerts ─ 3 new · 0 seen"
        rows = [row.split() for row in desk.lines("#alerts")[1:4]]
        assert rows == [
            ["△", "NEW", "11:55:20.000", "warning", "denied", "mallory:", "access", "denied"],
            ["▲", "NEW", "11:57:00.000", "critical", "backup", "bob", "took", "out/customers.bak"],
            ["◦", "NEW", "11:58:20.000", "info", "clip", "30"],
        ]


async def test_what_its_rule_looks_for_stands_below(tmp_path: Path) -> None:
    rule = Rule("out", "kind=write", Measure.BYTES_OUT, 2000, 600 * 10**9, quiet=60 * 10**9)
    desk = Desk(tmp_path / "events.log", rules=(rule,))
    async with shown(desk) as pilot:
        await pilot.press("exclamation_mark")
        told = "kind=write · bytes_out ≥ 2.0K within 10m per user · then quiet 1m"
        assert desk.note("#alerts") == told


async def test_from_a_severity_on(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("exclamation_mark", "w")
        assert desk.title("#alerts") == "Alerts ─ 2 new · 0 seen · from warning on"
        await pilot.press("w")
        assert desk.title("#alerts") == "Alerts ─ 1 new · 0 seen · from critical on"
        await pilot.press("w")
        assert desk.title("#alerts") == "Alerts ─ 3 new · 0 seen"


async def test_a_session_names_its_alerts_among_its_facts(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: desk.line("#facts", "Alerts"), "the fact")
        assert desk.line("#facts", "Alerts").split()[:4] == ["Alerts", "▲", "backup", "(new)"]


async def test_hostile_strings_are_shown_harmless(desk: Desk) -> None:
    evil = "\x1b]0;x\x07[red]\u202e\x9b"
    story = (*STORY, denied("x", evil, "HR-07", evil, at=-5))
    async with shown(desk, story=story) as pilot:
        await pilot.press("exclamation_mark")
        [row] = [row for row in desk.lines("#alerts") if "11:59:55" in row]
        assert "␛]0;x␇[red]‹202E›‹9B›" in row
        assert not any(character in row for character in "\x1b\x07\u202e\x9b")
        desk.write(denied("y", evil, "HR-07", evil, at=-1))
        await until(pilot, lambda: any("11:59:59" in told for told in notices(desk)), "a notice")
        assert all("\x1b" not in told for told in notices(desk))


async def test_what_comes_appears_in_the_list_and_the_cursor_stays(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("exclamation_mark", "g", "j")
        desk.write(denied("z", "zoe", "HR-07", "late", at=-250))
        await until(pilot, lambda: desk.line("#alerts", "zoe"), "the late one")
        assert desk.title("#alerts") == "Alerts ─ 4 new · 0 seen"
        await pilot.press("s")
        assert "NEW" not in desk.line("#alerts", "customers.bak")


# -- gone to -------------------------------------------------------------------------------


async def test_enter_goes_to_the_very_line_and_it_is_seen(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("exclamation_mark", "g", "j", "enter")
        await until(pilot, lambda: "customers.bak" in desk.under_cursor(), "the line")
        assert desk.app.screen.query_one("#feed").has_focus
        assert desk.title("#feed").startswith("Feed ─ bob on FIN-DC-02")
        assert status(desk) == "△ 2 alerts"


async def test_a_filter_that_hides_the_line_is_taken_off(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("backslash")
        await typed(pilot, "user=alice", "enter")
        await pilot.press("exclamation_mark", "g", "j", "enter")
        await until(pilot, lambda: "customers.bak" in desk.under_cursor(), "the line")


async def test_from_a_sessions_screen_it_goes_there_too(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("enter", "exclamation_mark", "g", "enter")
        await until(pilot, lambda: "access denied" in desk.under_cursor(), "the line")


async def test_the_row_and_the_line_are_copied(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("exclamation_mark", "g", "j", "Y")
        assert desk.app.clipboard == orjson.dumps(STORY[3]).decode()
        await pilot.press("y")
        assert desk.app.clipboard.endswith("bob took out/customers.bak")


async def test_where_one_was_is_where_one_is_again(desk: Desk) -> None:
    async with shown(desk) as pilot:
        for key in ("escape", "q", "exclamation_mark"):
            await pilot.press("exclamation_mark")
            assert desk.app.screen.query("#alerts")
            await pilot.press(key)
            assert not desk.app.screen.query("#alerts")


# -- kept ----------------------------------------------------------------------------------


async def test_what_was_seen_is_seen_when_it_is_started_again(desk: Desk, tmp_path: Path) -> None:
    kept = tmp_path / "alerts.jsonl"
    desk.have_alerts(kept)
    async with shown(desk) as pilot:
        await pilot.press("exclamation_mark", "g", "s")
    other = again(desk, kept)
    async with shown(other, story=(), there=len(STORY)) as pilot:
        await until(pilot, lambda: status(other) == "▲ 2 alerts", "those that are new")
        await pilot.press("exclamation_mark", "g", "s")
        assert other.title("#alerts") == "Alerts ─ 3 new · 0 seen"


async def test_what_came_is_there_again_when_its_log_is_gone(desk: Desk, tmp_path: Path) -> None:
    kept = tmp_path / "alerts.jsonl"
    desk.have_alerts(kept)
    async with shown(desk) as pilot:
        desk.write(denied("z", "zoe", "HR-07", "late", at=-1))
        await until(pilot, lambda: status(desk) == "▲ 4 alerts", "what came")
    desk.log.write_bytes(b"")
    other = again(desk, kept)
    async with shown(other, story=()) as pilot:
        await until(pilot, lambda: status(other) == "△ 1 alert", "what came before")
        await pilot.press("exclamation_mark", "enter")
        assert "not read" in other.line("#alerts", "zoe: late")
        assert notices(other) == ["not read: there is nowhere to go"]


async def test_alerts_of_logs_elsewhere_do_not_count(desk: Desk, tmp_path: Path) -> None:
    kept = tmp_path / "alerts.jsonl"
    desk.have_alerts(kept)
    async with shown(desk) as pilot:
        desk.write(denied("z", "zoe", "HR-07", "late", at=-1))
        await until(pilot, lambda: status(desk) == "▲ 4 alerts", "what came")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = Desk(folder / "events.log", rules=RULES)
    other.have_alerts(kept)
    async with shown(other, story=STORY[:2]):
        assert status(other) == ""


async def test_what_cannot_be_kept_is_said_once(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    desk.have_alerts(tmp_path / "state" / "alerts.jsonl")
    async with shown(desk) as pilot:
        await pilot.press("exclamation_mark", "s", "S")
        [told] = notices(desk)
        assert told.startswith(f"{tmp_path}/state/alerts.jsonl: cannot be written")
        assert desk.title("#alerts") == "Alerts ─ 0 new · 3 seen"


# -- told ----------------------------------------------------------------------------------


async def test_what_arrives_is_told_once_and_what_was_there_is_not(desk: Desk) -> None:
    async with shown(desk) as pilot:
        assert notices(desk) == []
        desk.write(written("a", "payroll.bak", 1000, at=-1))
        await until(pilot, lambda: notices(desk), "the notice")
        assert notices(desk) == ["backup · alice took out/payroll.bak · 11:59:59 UTC"]
        [notice] = desk.app._notifications  # noqa: SLF001
        assert notice.severity == "error"
        desk.app.flush()
        await pilot.pause()
        assert len(notices(desk)) == 1


async def test_it_is_told_also_while_frozen(desk: Desk) -> None:
    async with shown(desk) as pilot:
        await pilot.press("space")
        desk.write(written("a", "payroll.bak", 1000, at=-1))
        await until(pilot, lambda: notices(desk), "the notice")
        assert status(desk) == "▲ 4 alerts"


async def test_a_denied_start_stands_beside_what_a_rule_says_of_it(desk: Desk) -> None:
    async with shown(desk) as pilot:
        desk.write(denied("z", "zoe", "HR-07", "late", at=-1))
        await until(pilot, lambda: len(notices(desk)) == 2, "both")
        assert sorted(notices(desk)) == [
            "denied · zoe on HR-07 · late · 11:59:59 UTC",
            "denied · zoe: late · 11:59:59 UTC",
        ]


async def test_without_toasts_it_is_counted_only(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "events.log", settings=Settings(toasts=False), rules=RULES)
    async with shown(desk) as pilot:
        desk.write(written("a", "payroll.bak", 1000, at=-1))
        await until(pilot, lambda: status(desk) == "▲ 4 alerts", "what came")
        assert notices(desk) == []
