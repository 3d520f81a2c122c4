"""Alarms as notices, and the question before the end; settings, keys and what is on the screen."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.desk import Desk, denied, events_shown, said, start, until
from tests.app.limits import whole_screen
from tui.config import Settings
from tui.words.text import visible

SIZES = [(80, 24), (120, 40), (160, 45)]


def refused(user: str = "mallory", sid: str = "d") -> dict[str, object]:
    """A denied start."""
    return denied(sid, user, "HR-07", "access to desktop denied", at=-1)


def toasts(desk: Desk) -> list[str]:
    """The notices that stand, each as its text."""
    return [str(toast.render()) for toast in desk.app.screen.query("Toast")]


async def live(pilot: Pilot[None], desk: Desk) -> None:
    """Wait until all that was there at the start has been shown."""
    await until(pilot, lambda: "LIVE" in whole_screen(desk.app)[0], "the live view")


async def told(pilot: Pilot[None], desk: Desk, words: str) -> str:
    """Wait for a notice with some words; returns all of it."""
    await until(pilot, lambda: any(words in toast for toast in toasts(desk)), words)
    return next(toast for toast in toasts(desk) if words in toast)


# -- what is told --------------------------------------------------------------------------


async def test_a_denied_start_says_who_where_why_and_when(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await live(pilot, desk)
        desk.write(refused())
        assert await told(pilot, desk, "denied") == (
            "denied · mallory on HR-07 · access to desktop denied · 11:59:59 UTC"
        )


async def test_a_failed_share_and_a_killed_session_are_told(desk: Desk) -> None:
    where = {"directory_name": "D:\\out", "success": False}
    share = said("desktop.directory.share", "TDP04W", "s", 0, error="no", **where)
    error = "audit cache exceeded maximum size"
    read = said("desktop.directory.read", "TDP05W", "s", 0, error=error, **where)
    desk.write(start("s", "bob", "FIN-DC-02"))
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await events_shown(pilot, desk, 1)
        await live(pilot, desk)
        desk.write(share, read, read)
        assert await told(pilot, desk, "share") == (
            "share failed · bob on FIN-DC-02 · D:\\out · no · 12:00:00 UTC"
        )
        assert await told(pilot, desk, "killed") == (
            f"session killed by Teleport · bob on FIN-DC-02 · {error} · 12:00:00 UTC"
        )


async def test_what_was_there_at_the_start_is_not_told(desk: Desk) -> None:
    desk.write(refused())
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await events_shown(pilot, desk, 1)
        desk.write(refused("eve", "e"))
        await told(pilot, desk, "eve")
        assert len(toasts(desk)) == 1


async def test_the_same_again_counts_in_its_notice(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await live(pilot, desk)
        desk.write(refused())
        await told(pilot, desk, "denied ·")
        desk.write(*[refused(sid=f"d{number}") for number in range(11)])
        await told(pilot, desk, "denied ×12 · mallory on HR-07")
        assert len(toasts(desk)) == 1


async def test_a_burst_is_a_few_notices(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await live(pilot, desk)
        desk.write(*[refused(f"user-{number}", f"d{number}") for number in range(1003)])
        await told(pilot, desk, "and 1,000 more denied starts")
        assert len(toasts(desk)) == 4


async def test_an_alarm_is_told_also_while_frozen(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await live(pilot, desk)
        await pilot.press("space")
        desk.write(refused())
        await told(pilot, desk, "mallory on HR-07")
        assert "FROZEN +1" in whole_screen(desk.app)[0]


async def test_lost_bytes_are_told_with_their_file(desk: Desk) -> None:
    desk.write(start("s", "bob", "FIN-DC-02"), b"x" * 20)
    with desk.log.open("ab") as file:
        file.write(b"unfinished")
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await live(pilot, desk)
        desk.log.write_bytes(b"")
        words = await told(pilot, desk, "lost")
        assert words.startswith(f"10 lost, truncated before read · {desk.log} · ")


async def test_a_source_gone_is_told_and_that_all_is_read_again(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await live(pilot, desk)
        desk.log.unlink()
        assert "events.log: no such file" in await told(pilot, desk, "not read")
        desk.log.touch()
        await told(pilot, desk, "everything is read again")


async def test_no_notice_says_anything_that_a_terminal_obeys(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await live(pilot, desk)
        desk.write(denied("d", "\x1b]52;c;x\x07[b]", "\u202e{0}", "[/] %s \x9b2J"))
        words = await told(pilot, desk, "denied")
        assert visible(words) == words
        assert "[b] on ‹202E›{0} · [/] %s ‹9B›2J" in words


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
async def test_a_notice_hides_nothing_but_the_frame(desk: Desk, size: tuple[int, int]) -> None:
    desk.write(*[start(f"s{number}", "bob", "FIN-DC-02") for number in range(60)])
    async with desk.app.run_test(size=size, notifications=True) as pilot:
        await events_shown(pilot, desk, 60)
        await live(pilot, desk)
        desk.write(refused())
        await told(pilot, desk, "mallory")
        rows = [y for y, row in enumerate(whole_screen(desk.app)) if "mallory on HR-07" in row]
        assert rows[-1] == size[1] - 2
        [toast] = desk.app.screen.query("Toast")
        assert toast.region.height == 1


async def test_a_notice_does_not_hide_what_one_types(desk: Desk) -> None:
    async with desk.app.run_test(size=(80, 24), notifications=True) as pilot:
        await live(pilot, desk)
        await pilot.press("backslash", *"user=bob")
        desk.write(refused())
        await told(pilot, desk, "mallory")
        [toast] = desk.app.screen.query("Toast")
        prompt = desk.app.screen.query_one("#prompt")
        assert prompt.size.height
        assert not toast.region.overlaps(prompt.region)


# -- settings ------------------------------------------------------------------------------


async def test_notices_can_be_switched_off(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "events.log", settings=Settings(toasts=False))
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await live(pilot, desk)
        desk.write(refused())
        await events_shown(pilot, desk, 1)
        assert toasts(desk) == []


# -- leaving -------------------------------------------------------------------------------


async def test_q_quits_at_once_where_nothing_waits(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await live(pilot, desk)
        await pilot.press("q")
        assert not desk.app.is_running


async def test_q_asks_while_a_freeze_holds_something_back_and_quits_the_second_time(
    desk: Desk,
) -> None:
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await live(pilot, desk)
        await pilot.press("space")
        desk.write(start("s", "bob", "FIN-DC-02"), start("t", "eve", "HR-07"))
        await until(pilot, lambda: "FROZEN +2" in whole_screen(desk.app)[0], "what waits")
        await pilot.press("q")
        assert desk.app.is_running
        assert await told(pilot, desk, "Press q") == (
            "Press q again to quit: 2 events held back by the freeze"
        )
        await pilot.press("q")
        assert not desk.app.is_running


async def test_q_quits_a_freeze_that_holds_nothing_back(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await live(pilot, desk)
        await pilot.press("space", "q")
        assert not desk.app.is_running


async def test_an_alarm_that_is_seen_does_not_keep_one(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45), notifications=True) as pilot:
        await live(pilot, desk)
        desk.write(refused())
        await told(pilot, desk, "mallory")
        await pilot.press("q")
        assert not desk.app.is_running


async def test_ctrl_c_twice_ends_whatever_waits(desk: Desk) -> None:
    async with desk.app.run_test(size=(160, 45)) as pilot:
        await live(pilot, desk)
        await pilot.press("space")
        desk.write(refused())
        await until(pilot, lambda: "FROZEN +1" in whole_screen(desk.app)[0], "what waits")
        await pilot.press("question_mark", "ctrl+c", "ctrl+c")
        assert not desk.app.is_running
