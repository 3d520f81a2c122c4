"""The clock of a replay: it runs as fast as one likes, stands, and is set."""

import time
from collections.abc import Callable
from typing import NamedTuple

STEPS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1000.0)
"""The speeds that faster and slower go through."""


class _Set(NamedTuple):
    """How the clock was set: to a moment (ns), when (ns of a steady clock), and how fast it ran.

    In one piece, because one thread reads what another sets.
    """

    moment: int
    since: int
    speed: float
    runs: bool


class ReplayClock:
    """Tells the moment of the log (ns) that a replay is at; `end` is where it stops, if known."""

    def __init__(
        self,
        moment: int,
        speed: float,
        *,
        end: int | None = None,
        steady: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._steady = steady
        self._set = _Set(moment, steady(), speed, runs=True)
        self.end = end

    def now(self) -> int:
        """The moment that it is at."""
        moment, since, speed, runs = self._set
        if runs:
            moment += round((self._steady() - since) * speed)
        return moment if self.end is None else min(moment, self.end)

    @property
    def speed(self) -> float:
        """How many times as fast as the log's own time it runs, if it runs."""
        return self._set.speed

    @property
    def runs(self) -> bool:
        """Whether it was not stopped."""
        return self._set.runs

    @property
    def at_end(self) -> bool:
        """Whether it has come to its end."""
        return self.end is not None and self.now() >= self.end

    def go_to(self, moment: int) -> None:
        """Set it to a moment; it runs on from there, or stands there."""
        self._set = _Set(moment, self._steady(), self.speed, self.runs)

    def pause(self) -> None:
        """Have it stand."""
        self._set = _Set(self.now(), self._steady(), self.speed, runs=False)

    def go_on(self) -> None:
        """Have it run on from where it stands."""
        self._set = _Set(self.now(), self._steady(), self.speed, runs=True)

    def faster(self) -> None:
        """The next higher speed, if there is one."""
        self._run(next((step for step in STEPS if step > self.speed), self.speed))

    def slower(self) -> None:
        """The next lower speed, if there is one."""
        self._run(next((step for step in reversed(STEPS) if step < self.speed), self.speed))

    def _run(self, speed: float) -> None:
        self._set = _Set(self.now(), self._steady(), speed, self.runs)
