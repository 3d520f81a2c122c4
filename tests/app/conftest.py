"""Tests of the app wait for what is to be done and not for time, however busy the machine is."""

import asyncio
import gc
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from textual import app, pilot
from textual._context import active_app
from textual.app import App
from textual.worker import WorkerState

from tests.app.desk import Desk
from tests.app.pictures import told_in

ROUNDS = 3
"""Rounds of the event loop in which nobody has anything to do: a callback can be one away."""
PATIENCE = 30.0
"""Seconds after which what still goes on is taken to go on without end."""
WITH_WORKERS = 1.0
"""The same where only a thread is still at work: a test may hold one back."""
AT_WORK = (WorkerState.PENDING, WorkerState.RUNNING)
APPS = 50
"""After so many tests the apps they left are let go. Each has frozen what it was made of, as in a
program of its own, and stays: a worker grew to 1.9 GB. To look through all each time, or to have
nothing frozen, takes a third more of the time."""
NUMBERS = count(1)


async def all_is_done(*_: float) -> None:
    """Return when all messages are answered, and what follows from them is painted.

    Textual itself waits until the process takes no time of the processor for 20 ms, which is so on
    a busy machine while everything is still to be done.
    """
    begun, quiet, running = time.monotonic(), 0, active_app.get()
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined] # noqa: SLF001
    while quiet < ROUNDS and (waited := time.monotonic() - begun) < PATIENCE:
        quiet += 1
        if ready:
            quiet = 0
        elif _is_to_be_painted(running) or (waited < WITH_WORKERS and _has_workers(running)):
            quiet = 0
            await asyncio.sleep(0.002)
        await asyncio.sleep(0)
    assert quiet >= ROUNDS, f"{running.screen} is painted, or spoken to, over and over"


def _is_to_be_painted(running: App[object]) -> bool:
    """Whether a screen is painted at its next tick."""
    return any(
        screen._update_timer._active.is_set()  # noqa: SLF001
        for screen in running.screen_stack
        if screen.is_running
    )


def _has_workers(running: App[object]) -> bool:
    """Whether a thread is at work that will end."""
    return any(worker.state in AT_WORK for worker in running.workers if worker.group != "reading")


@pytest.fixture(autouse=True)
def however_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing depends on how long something takes: neither waiting, nor a key pressed twice."""
    monkeypatch.setattr(app, "wait_for_idle", all_is_done)
    monkeypatch.setattr(pilot, "wait_for_idle", all_is_done)
    monkeypatch.setattr("tui.app.TWICE", 3600.0)


@pytest.fixture(autouse=True)
def nothing_heaped_up() -> Iterator[None]:
    """Apps that are gone are let go, now and then."""
    yield
    if next(NUMBERS) % APPS == 0:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk over an empty log."""
    return Desk(tmp_path / "events.log")


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's story, which nobody writes to: for pictures."""
    return told_in(tmp_path_factory.mktemp("demo"))
