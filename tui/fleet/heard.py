"""What is known of one host of a fleet: the processes that ship there, and how it is shown."""

from bisect import insort
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from tui.fleet.wire import Beat
from tui.picture.fleet import ShipperState, ShipperView

SECOND = 1_000_000_000
SILENCE = 30 * SECOND
"""Nanoseconds after which a shipper of which nothing was heard is silent."""
MISSED = 3
"""Beats that must be missing for that, of a shipper that beats more seldom."""
FEW = 5
"""Beats of a shipper from which its clock and its pace are worked out."""
TOGETHER = 4
"""Shippers of one host's name that are told apart, the last ones heard."""
LONGEST_LAG = 1e9
"""Seconds of a lag that is told: a hostile one could be no time at all."""


class Said(NamedTuple):
    """A beat: its number in the stream and when it was stored there, its skew, lines so far."""

    sequence: int
    stamp: int
    skew: int
    lines: int


@dataclass(slots=True)
class Instance:
    """One process that ships: its newest beat, and from which to which number it was heard.

    `heard` is when that was said, by the clock that stands while nothing can come (ns), `came` when
    it came by the steady one.
    """

    beat: Beat
    first: int
    last: int
    heard: int
    came: int
    said: list[Said]

    def take(self, said: Said) -> bool:
        """Take in a beat, if it is not known yet; whether it is the newest."""
        self.first = min(self.first, said.sequence)
        if any(one.sequence == said.sequence for one in self.said):
            return False
        insort(self.said, said)
        del self.said[:-FEW]
        is_newest = said.sequence > self.last
        self.last = max(self.last, said.sequence)
        return is_newest

    @property
    def limit(self) -> int:
        """How long it may be silent (ns)."""
        return max(SILENCE, round(MISSED * self.beat.every * SECOND))

    @property
    def skew(self) -> int:
        """By how much its clock is ahead (ns): by the beat whose way to the stream was shortest."""
        return max(said.skew for said in self.said)

    @property
    def pace(self) -> float | None:
        """Lines per second over the last few beats; None of a single one."""
        first, last = self.said[0], self.said[-1]
        if last.stamp <= first.stamp:
            return None
        return max(0.0, (last.lines - first.lines) * SECOND / (last.stamp - first.stamp))


@dataclass(slots=True)
class Host:
    """What is known of one host, and how it is shown: as it was `drawn`, until that is `due` again
    (ns listened).
    """

    met: int
    instances: dict[str, Instance] = field(default_factory=dict)
    last_line: int | None = None
    sequence: int = 0
    bytes: int = 0
    events: int = 0
    lost: int = 0
    view: ShipperView | None = None
    drawn: float = -inf
    due: float = -inf

    def meet(self, one: Instance) -> None:
        """Take in a process that is new; of too many the one that was heard longest ago goes."""
        self.instances[one.beat.instance] = one
        if len(self.instances) > TOGETHER:
            oldest = min(self.instances.values(), key=lambda each: each.last)
            del self.instances[oldest.beat.instance]


def view_of(name: str, host: Host, now: int, listened: int) -> tuple[ShipperView | None, float]:
    """A host as it is shown, and until when (ns listened) that holds if nothing comes."""
    if not host.instances:  # its lines came, and its beat may be on its way
        if listened - host.met < SILENCE:
            return None, host.met + SILENCE
        heard = now if host.last_line is None else host.last_line
        view = ShipperView(
            host=name,
            state=ShipperState.SILENT,
            heard=heard,
            limit=SILENCE,
            lost=host.lost,
            last_line=host.last_line,
            sequence=host.sequence,
            events=host.events,
            bytes=host.bytes,
        )
        return view, inf
    alive = [
        one
        for one in host.instances.values()
        if not one.beat.leaving and listened - one.heard < one.limit
    ]
    chosen = max(alive or host.instances.values(), key=lambda one: one.first if alive else one.last)
    beat, skew = chosen.beat, chosen.skew
    view = ShipperView(
        host=name,
        state=_state(beat, is_heard=bool(alive)),
        heard=chosen.said[-1].stamp,
        limit=chosen.limit,
        instance=beat.instance,
        started=beat.started - skew,
        lag=min(beat.lag, LONGEST_LAG),
        behind=beat.behind,
        skew=skew,
        shippers=sum(one.last >= chosen.first for one in alive) or 1,
        lost=max(beat.lost, host.lost),
        last_line=host.last_line,
        sequence=host.sequence,
        events=host.events,
        bytes=host.bytes,
        pace=chosen.pace,
        files=beat.files,
        version=beat.version,
        problem=beat.problem,
    )
    return view, min((one.heard + one.limit for one in alive), default=inf)


def _state(beat: Beat, *, is_heard: bool) -> ShipperState:
    if beat.leaving:
        return ShipperState.LEFT
    if not is_heard:
        return ShipperState.SILENT
    return ShipperState.TROUBLED if beat.problem else ShipperState.ALIVE
