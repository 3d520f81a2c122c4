"""The story of the demo: hours of history, twenty minutes with an incident, and calm ever after."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from tui.demo.history import Regulars, play_history
from tui.demo.incident import LASTS, play_incident, visit
from tui.demo.stage import Entry, Stage

__all__ = ["Entry", "story"]

MINUTE = 60.0
ROUND = 5 * MINUTE
# Others' events a second, chosen so that desktop events are about one line in four.
BUSY, CALM = 11.5, 3.0
BUSY_UNTIL = 10 * MINUTE


def story(seed: int, begins: int, speed: float = 1.0) -> Iterator[Entry]:
    """All lines of the log in the order of writing, without end; the caller stops.

    The history lies before `begins` (ns since the epoch). What comes after it runs `speed` times as
    fast, in the moments of writing and in the times inside the lines alike. The same arguments give
    the same bytes.
    """
    stage = Stage(seed, begins, speed)
    regulars = play_history(stage)
    yield from stage.release(0.0)
    play_incident(stage, regulars)
    at = 0.0
    while at < LASTS:
        stage.neighbours(at, at + MINUTE, BUSY if at < BUSY_UNTIL else CALM)
        at += MINUTE
        yield from stage.release(at)
    for number in count():
        at = LASTS + number * ROUND
        _calm_round(stage, regulars, at)
        yield from stage.release(at + ROUND)


def _calm_round(stage: Stage, regulars: Regulars, at: float) -> None:
    """Some minutes in which nothing out of the ordinary happens."""
    stage.neighbours(at, at + ROUND, CALM / 2)
    for seat in regulars.ordinary:
        seat.work(at, at + ROUND, pause=20)
    for start in (at + 20, at + 110, at + 200):
        visit(stage, start + stage.draw.uniform(0, 60))
