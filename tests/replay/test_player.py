"""A replay on the screen: by its own clock, stopped, stepped, sped up, set to a moment."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event as Flag

import orjson
import pytest
from textual.pilot import Pilot

from tests.app.desk import NOON, end, received, start, until, written
from tests.replay.test_clock import Steady
from tui.audit.rfc3339 import SECOND
from tui.config import BUILT_IN
from tui.live.monitor import Monitor
from tui.player import ReplayApp
from tui.replay.clock import ReplayClock
from tui.replay.follow import Replay, Ticks
from tui.source.watch import Rhythm

STORY = (
    start("a", "alice", "WIN-1", 0),
    received("a", 100, 60),
    start("b", "bob", "WIN-2", 600),
    written("b", "secret.txt", 5000, at=660),
    end("a", 900),
)


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def app(tmp_path: Path, steady: Steady) -> Iterator[ReplayApp]:
    log = tmp_path / "audit.log"
    log.write_bytes(b"".join(orjson.dumps(event) + b"\n" for event in STORY))
    clock = ReplayClock(NOON, 10, steady=steady)

    def reading_from(moment: int) -> tuple[Monitor, Replay]:
        follow = Replay([log], played=clock, begin=moment, leaves_past=True)

        def ticks(stop: Flag, _rhythm: Rhythm) -> Ticks:
            return Ticks(stop, clock)

        return Monitor(follow, watch=ticks, clock=clock.now), follow

    app = ReplayApp([log], clock, reading_from, BUILT_IN)
    yield app
    app.monitor.close()


def field(app: ReplayApp, name: str) -> str:
    return str(app.screen.query_one(f"#{name}").render())


async def shown(pilot: Pilot[None], app: ReplayApp, events: str, clock: str, state: str) -> None:
    """Wait until the status line says all three."""

    def is_shown() -> bool:
        if not app.screen.query("#events"):
            return False
        return (field(app, "events"), field(app, "clock")[:8], field(app, "state")) == (
            events,
            clock,
            state,
        )

    await until(pilot, is_shown, f"{events} {clock} {state}")


async def test_it_plays_by_the_log_s_clock(app: ReplayApp, steady: Steady) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await shown(pilot, app, "1 event", "12:00:00", "▶ REPLAY ×10")
        steady.pass_by(6)
        await shown(pilot, app, "2 events", "12:01:00", "▶ REPLAY ×10")
        steady.pass_by(54)
        await shown(pilot, app, "3 events", "12:10:00", "▶ REPLAY ×10")


async def test_it_stands_and_goes_on(app: ReplayApp, steady: Steady) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await shown(pilot, app, "1 event", "12:00:00", "▶ REPLAY ×10")
        await pilot.press("p")
        steady.pass_by(500)
        await shown(pilot, app, "1 event", "12:00:00", "‖ PAUSED ×10")
        await pilot.press("p")
        steady.pass_by(6)
        await shown(pilot, app, "2 events", "12:01:00", "▶ REPLAY ×10")


async def test_it_is_stepped_from_event_to_event(app: ReplayApp) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await shown(pilot, app, "1 event", "12:00:00", "▶ REPLAY ×10")
        for events, clock in (("2 events", "12:01:00"), ("3 events", "12:10:00")):
            await pilot.press("full_stop")
            await shown(pilot, app, events, clock, "‖ PAUSED ×10")


async def test_it_plays_faster_and_slower(app: ReplayApp, steady: Steady) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("right_curly_bracket")
        await shown(pilot, app, "1 event", "12:00:00", "▶ REPLAY ×30")
        await pilot.press("left_curly_bracket", "left_curly_bracket")
        await shown(pilot, app, "1 event", "12:00:00", "▶ REPLAY ×5")
        steady.pass_by(12)
        await shown(pilot, app, "2 events", "12:01:00", "▶ REPLAY ×5")


async def test_a_speed_that_is_chosen_while_it_stands_is_shown(app: ReplayApp) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await shown(pilot, app, "1 event", "12:00:00", "▶ REPLAY ×10")
        await pilot.press("p", "right_curly_bracket")
        await shown(pilot, app, "1 event", "12:00:00", "‖ PAUSED ×30")


@pytest.mark.parametrize("key", ["p", "full_stop", "right_curly_bracket", "left_curly_bracket"])
async def test_at_the_end_a_key_says_what_can_still_be_done(app: ReplayApp, key: str) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("number_sign", *"2026-03-04 12:16", "enter")
        await shown(pilot, app, "5 events", "12:15:00", "■ AT END")
        await pilot.press(key)
        told = [str(notice.message) for notice in app._notifications]  # noqa: SLF001
        assert told == ["at the end; # plays from a time"]


async def test_a_clock_alone_may_be_still_to_come(app: ReplayApp) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await shown(pilot, app, "1 event", "12:00:00", "▶ REPLAY ×10")
        await pilot.press("p", "number_sign", *"12:11", "enter")
        await shown(pilot, app, "4 events", "12:11:00", "‖ PAUSED ×10")


async def test_it_is_set_to_a_later_moment(app: ReplayApp) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await shown(pilot, app, "1 event", "12:00:00", "▶ REPLAY ×10")
        await pilot.press("p", "number_sign", *"2026-03-04 12:11", "enter")
        await shown(pilot, app, "4 events", "12:11:00", "‖ PAUSED ×10")


async def test_set_to_an_earlier_moment_it_shows_nothing_of_what_came_later(
    app: ReplayApp,
) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("p", "number_sign", *"2026-03-04 12:16", "enter")
        await shown(pilot, app, "5 events", "12:15:00", "■ AT END")
        await pilot.press("number_sign", *"12:05", "enter")
        await shown(pilot, app, "2 events", "12:05:00", "‖ PAUSED ×10")
        title = str(app.screen.query_one("#sessions").border_title)
        assert "1 active · 0 ended" in title


async def test_a_moment_that_is_none_is_told(app: ReplayApp) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await shown(pilot, app, "1 event", "12:00:00", "▶ REPLAY ×10")
        await pilot.press("number_sign", *"noon", "enter")
        await until(pilot, lambda: app.screen.query(".-problem"), "the fault")
        await pilot.press("escape")
        await shown(pilot, app, "1 event", "12:00:00", "▶ REPLAY ×10")


async def test_at_the_end_it_stands(app: ReplayApp, steady: Steady) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        steady.pass_by(9000)
        await shown(pilot, app, "5 events", "12:15:00", "■ AT END")
        assert app.monitor.picture().now == NOON + 900 * SECOND
