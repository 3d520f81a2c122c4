"""A pane that shows what a thread reads once more from the log."""

import time
from dataclasses import dataclass

from textual.message import Message
from textual.worker import get_current_worker

from tui.view.reread import Rereading
from tui.widgets.telling import TellingPane
from tui.words.text import percent

WORK, REST = 0.005, 0.001
"""Seconds for which it works, and rests then, so that the screen gets its turn."""
TOLD = 0.2
"""Seconds between two looks at how far it is."""
AGAIN = 1.0
"""Seconds after which it is looked whether there is more."""


class RereadingPane(TellingPane):
    """Has its thread read on, when there is more; a subclass draws what is there by then."""

    @dataclass
    class Went(Message):
        """Something more was read."""

        pane: "RereadingPane"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._reading: Rereading | None = None
        self._looked_at = float("-inf")

    @property
    def progress(self) -> str:
        """How far it is, in words; empty when all is read."""
        reading = self._reading
        return f"looking… {percent(reading.share)}" if reading and reading.share < 1 else ""

    def read_at_once(self) -> None:
        """Have the next reading not wait: it is of something else."""
        self._looked_at = float("-inf")

    def read_on(self) -> None:
        """Read what is there and was not read yet, if nobody does so already."""
        reading = self._reading
        running = any(worker.node is self and worker.is_running for worker in self.workers)
        if reading is None or running or time.monotonic() - self._looked_at < AGAIN:
            return
        self._looked_at = time.monotonic()
        if reading.behind or reading.share < 1:
            self.run_worker(self._look, thread=True, exit_on_error=False, group="rereading")

    def _look(self) -> None:
        worker, reading = get_current_worker(), self._reading
        told = rested = time.monotonic()
        if reading is None:
            return
        for _ in reading.look():
            if worker.is_cancelled:
                return
            now = time.monotonic()
            if now - told > TOLD:
                told = now
                self.post_message(self.Went(self))
            if now - rested > WORK:
                time.sleep(REST)
                rested = time.monotonic()
        self.post_message(self.Went(self))

    def on_rereading_pane_went(self, message: Went) -> None:
        """Draw it."""
        message.stop()
        self.draw()

    def draw(self) -> None:
        """Draw what was read so far."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.draw()
