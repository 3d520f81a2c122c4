"""The stage: scenes put their lines on it in any order, and they leave in the order of writing."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from tui.demo import neighbours
from tui.demo.cast import Cast, identity
from tui.demo.events import Event, Stamp, line


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log, with its line feed, and the moment (ns) at which it is written."""

    written: int
    line: bytes


class Stage:
    """Turns offsets into moments, draws what is random, and hands the lines out in order.

    Scenes speak in offsets: seconds from the moment at which the live part begins, negative for
    the history. Only what comes after that moment runs `speed` times as fast.
    """

    def __init__(self, seed: int, begins: int, speed: float) -> None:
        if not speed > 0:
            raise ValueError(f"speed must be above 0, not {speed}")
        self.draw = random.Random(seed)
        self.cast = Cast(seed)
        self._begins = begins
        self._speed = speed
        self._waiting: list[tuple[int, int, bytes]] = []
        self._serial = 0
        self._released = -(1 << 62)
        self._recordings: list[tuple[float, str]] = []
        servers = tuple(identity(seed, f"server {number}") for number in range(6))
        self._neighbours = neighbours.Neighbourhood(self.cast, self.draw, servers)

    def moment(self, at: float) -> int:
        """The moment (ns since the epoch, whole microseconds away) that lies at this offset."""
        microseconds = round(at * 1_000_000 / (self._speed if at > 0 else 1))
        return self._begins + microseconds * 1_000

    def uuid(self) -> str:
        """The next UUID."""
        return str(uuid.UUID(int=self.draw.getrandbits(128), version=4))

    def stamp(self, at: float, index: int = 0) -> Stamp:
        """A stamp for an event that happens at this offset."""
        return Stamp(self.uuid(), self.moment(at), index)

    def put(self, event: Event, at: float) -> None:
        """Have the event written at this offset, not before what has left the stage already."""
        written = self.moment(at)
        if written < self._released:
            raise ValueError(f"{event['event']} at {at} s comes too late")
        self._serial += 1
        heappush(self._waiting, (written, self._serial, line(event)))

    def soon(self, at: float) -> float:
        """The offset at which an event of this offset is written when nothing holds it back."""
        return at + self.draw.uniform(0.003, 0.045)

    def keep_recording(self, sid: str, at: float) -> None:
        """From this offset on the recording of this session can be watched."""
        self._recordings.append((at, sid))

    def neighbours(self, begin: float, end: float, rate: float) -> None:
        """Fill the time between two offsets with events of others, `rate` a second on average."""
        at = begin + self.draw.expovariate(rate)
        while at < end:
            recordings = tuple(sid for ready, sid in self._recordings if ready < at)[-12:]
            self.put(self._neighbours.any(self.stamp(at), recordings), self.soon(at))
            at += self.draw.expovariate(rate)

    def release(self, until: float) -> Iterator[Entry]:
        """The lines that are written before this offset, in order."""
        end = self.moment(until)
        while self._waiting and self._waiting[0][0] < end:
            written, _, text = heappop(self._waiting)
            yield Entry(written, text)
        self._released = end
