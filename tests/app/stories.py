"""What happens at the desk in more than one test, and the screen that shows it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from tests.app.desk import (
    Desk,
    denied,
    end,
    events_shown,
    failed_read,
    received,
    start,
    written,
)

Event = dict[str, object]

INCIDENT = (
    start("a", "alice", "ENG-1", at=-300),
    start("b", "bob", "FIN-DC-02", at=-290),
    denied("m", "mallory", "HR-07", "access denied", at=-280),
    received("a", 10, at=-270),
    failed_read("b", "locked.xlsx", at=-200),
    written("b", "dump/customers.bak", 1000, 0, at=-180),
    received("a", 20, at=-170),
    written("b", "dump/customers.bak", 1000, 1000, at=-160),
    written("b", "notes.txt", 5, at=-60),
    start("e", "alice", "HR-07", at=-50),
    end("e", at=-40),
    received("a", 30, at=-30),
)
"""Two sessions that go on, one that ended and one that was denied; bob takes customers.bak out."""


@asynccontextmanager
async def telling(
    desk: Desk, *story: Event, size: tuple[int, int] = (160, 45)
) -> AsyncIterator[Pilot[None]]:
    """The app in a terminal of a size, when a story was written and all of it is shown."""
    desk.write(*story)
    async with desk.app.run_test(size=size) as pilot:
        await events_shown(pilot, desk, len(story))
        yield pilot
