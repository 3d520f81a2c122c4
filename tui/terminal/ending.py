"""An app that ends in order when it is ended from outside, and does not outlive its terminal.

A terminal can go away without a signal that would end who shows something in it: SIGHUP is ignored,
or nobody sends it, as at the end of a `kubectl exec`. Textual then asks for keys over and over, of
which there are none, and takes a core for it until somebody finds out.
"""

import asyncio
import os
import select
import time
from contextlib import suppress
from signal import SIGHUP, SIGTERM, Signals
from threading import Thread
from typing import TypeVar

from textual.app import App

from tui.system.ending import EndedError

IN_ORDER = 10.0
"""Seconds in which an app without a terminal must have ended; then it is not waited for: what is to
be written to a terminal that is gone can block it."""

Result = TypeVar("Result")


class EndingApp(App[Result]):
    """Gives the terminal back and tidies up, whether by SIGTERM, SIGHUP or a terminal's end."""

    ended_by: Signals | None = None
    """What ended it from outside; None if nothing did."""

    def on_mount(self) -> None:
        """Listen for that, where there is a terminal."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for signal in (SIGTERM, SIGHUP):
            loop.add_signal_handler(signal, self._end, signal)
        Thread(target=self._watch, args=(loop,), name="terminal", daemon=True).start()

    def _end(self, by: Signals) -> None:
        if self.ended_by is None:
            self.ended_by = by
            self.exit()

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        gone = select.poll()
        gone.register(0, 0)  # a terminal's end is told unasked
        gone.poll()
        with suppress(RuntimeError):  # it has ended by itself
            loop.call_soon_threadsafe(self._end, SIGHUP)
        time.sleep(IN_ORDER)
        os._exit(EndedError(SIGHUP).status)
