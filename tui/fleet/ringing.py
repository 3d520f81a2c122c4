"""Waiting for a message, in the place of waiting for a file to change."""

import time
from dataclasses import dataclass
from threading import Event

from tui.source.watch import LOOK, Folder, Rhythm

STEP = 0.25
"""Seconds between two looks whether to stop."""


@dataclass(slots=True)
class Ringing:
    """Waits until `rung`, no longer than looks by time are apart."""

    stop: Event
    rhythm: Rhythm
    rung: Event
    _returned: float = 0.0

    def wait(
        self, _folders: frozenset[Folder], _cost: float = 0.0, /, *, found: bool = False
    ) -> None:
        """Return when something came, when it is time to look, or at a stop."""
        if found and self.rhythm.pause:
            self.stop.wait(max(0.0, self._returned + self.rhythm.pause - time.monotonic()))
        else:
            until = time.monotonic() + LOOK
            while not self.stop.is_set() and time.monotonic() < until:
                if self.rung.wait(STEP):
                    break
        self.rung.clear()  # before the look, which then takes what rang
        self._returned = time.monotonic()

    def close(self) -> None:
        """Nothing is to be let go."""
