"""A log played as if it were happening now."""

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from tui.commands.opening import checked
from tui.commands.screen import rules_of, size_of, take_terminal
from tui.live.monitor import Monitor
from tui.live.vigil import Vigil
from tui.past.workers import workers_for
from tui.replay.clock import ReplayClock
from tui.replay.follow import Replay, Ticks
from tui.source.locate import STANDARD_INPUT, SourceError
from tui.source.watch import Rhythm
from tui.system.usage import UsageError
from tui.words.when import DAY, period

if TYPE_CHECKING:
    from tui.config import Configuration


def replay(
    paths: Sequence[Path],
    configuration: "Configuration",
    *,
    speed: float,
    begin: str | None,
    end: str | None,
) -> None:
    """Play a log from a moment to another; without them from its first event to its last.

    Raises UsageError where these are no moments: they are seen from the log's end.
    """
    if STANDARD_INPUT in paths:
        raise UsageError("replay: - can be read but once; play a file")
    checked(paths)
    rules = rules_of(configuration)
    clock = _clock(paths, speed, begin, end)
    take_terminal(piped=False)
    with closing(workers_for(size_of(paths, None))) as workers:
        from tui.commands.configuring import check
        from tui.marks.store import Marks
        from tui.player import ReplayApp

        check(configuration)

        def reading_from(moment: int) -> tuple[Monitor, Replay]:
            since = None if begin is None else moment - DAY
            follow = Replay(paths, played=clock, begin=moment, leaves_past=True, since=since)

            def ticks(stop: Flag, _rhythm: Rhythm) -> Ticks:
                return Ticks(stop, clock)

            vigil = Vigil(rules)
            monitor = Monitor(follow, workers=workers, vigil=vigil, watch=ticks, clock=clock.now)
            return monitor, follow

        app = ReplayApp(paths, clock, reading_from, configuration.settings)
        app.marks = Marks.kept()
        app.run(mouse=configuration.settings.mouse)
        app.monitor.close()
        if app.crash is not None:
            raise app.crash


def _clock(paths: Sequence[Path], speed: float, begin: str | None, end: str | None) -> ReplayClock:
    """A clock that is at the first moment to be played, and knows the last one."""
    clock = ReplayClock(0, speed)
    follow = Replay(paths, played=clock)
    try:
        follow.open()
        first = follow.next_time
        last = follow.last_time or time.time_ns()
    finally:
        follow.close()
    if first is None:
        raise SourceError(f"{paths[0]}: no desktop event is in it to be played")
    clock.end = _moment("--to", end, last)
    clock.go_to(_moment("--from", begin, last) or first)
    if clock.end is not None and clock.now() >= clock.end:
        raise UsageError("--to: is not after the beginning")
    return clock


def _moment(option: str, text: str | None, last: int) -> int | None:
    """The moment (ns) that an option names, seen from the last of the log; None without it."""
    if text is None:
        return None
    try:
        return period(text, last).begin
    except ValueError as error:
        raise UsageError(f"{option}: {text!r}: {error}") from error
