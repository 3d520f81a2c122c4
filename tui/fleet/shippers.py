"""How the shippers of a fleet are, by their beats, by what is read of them, and by silence.

Nothing is done per event: per beat, per message, and per picture for what changed since the last.
"""

import time
from bisect import insort
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf
from threading import Lock
from typing import NamedTuple

from tui.fleet.wire import Beat
from tui.picture import Consumer, FleetPicture, ShipperState, ShipperView

SECOND = 1_000_000_000
SILENCE = 30 * SECOND
"""Nanoseconds after which a shipper of which nothing was heard is silent."""
MISSED = 3
"""Beats that must be missing for that, of a shipper that beats more seldom."""
MOST = 4096
"""Hosts that are listed, the first that were met; others are counted by their beats."""
FEW = 5
"""Beats of a shipper from which its clock and its pace are worked out."""
TOGETHER = 4
"""Shippers of one host's name that are told apart, the last ones heard."""
WINDOW = 8
"""Beats of all hosts from which the stream's clock is worked out."""
PAUSE = SECOND
"""Nanoseconds after which it is shown again that lines came: views of 1,000 hosts take 9 ms."""
LONGEST_LAG = 1e9
"""Seconds of a lag that is told: a hostile one could be no time at all."""


class _Said(NamedTuple):
    """A beat: its number in the stream and when it was stored there, its skew, lines so far."""

    sequence: int
    stamp: int
    skew: int
    lines: int


@dataclass(slots=True)
class _Instance:
    """One process that ships: its newest beat, and from which to which number it was heard.

    `heard` is when that was said, by the clock that stands while nothing can come (ns), `came` when
    it came by the steady one.
    """

    beat: Beat
    first: int
    last: int
    heard: int
    came: int
    said: list[_Said]

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
class _Host:
    """What is known of one host, and how it is shown: as it was `drawn`, until that is `due` again
    (ns listened).
    """

    met: int
    instances: dict[str, _Instance] = field(default_factory=dict)
    last_line: int | None = None
    sequence: int = 0
    bytes: int = 0
    events: int = 0
    lost: int = 0
    view: ShipperView | None = None
    drawn: float = -inf
    due: float = -inf


class Shippers:
    """All shippers of a stream. Any thread may tell it of them, any may ask for a picture.

    `name` is the stream's address; `clock` tells the time of day, `steady` goes on whatever is done
    to that (both ns).
    """

    def __init__(
        self,
        name: str,
        *,
        clock: Callable[[], int] = time.time_ns,
        steady: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._name, self._clock, self._steady = name, clock, steady
        self._lock = Lock()
        self._hosts: dict[str, _Host] = {}
        self._order: list[str] = []
        self._consumer = Consumer()
        self._away_since: int | None = None
        self._away = self._damaged = self._unlisted = self._newest = 0
        self._ahead: deque[int] = deque(maxlen=WINDOW)

    # -- what comes ----------------------------------------------------------------------

    def hear(self, beat: Beat, sequence: int, stamp: int) -> None:
        """Take a beat in, with its number in the stream and when it was stored there (ns).

        An older one of a process never stands in the place of a newer one, in whatever order they
        come.
        """
        with self._lock:
            host = self._host(beat.host)
            if host is None:
                self._unlisted += 1
                return
            host.due = -inf
            self._newest = max(self._newest, stamp)
            came = self._steady()
            said = _Said(sequence, stamp, beat.time - stamp, beat.lines)
            known = host.instances.get(beat.instance)
            if known is None:
                heard = self._heard(stamp, came)
                one = _Instance(beat, sequence, sequence, heard, came, [said])
                host.instances[beat.instance] = one
                if len(host.instances) > TOGETHER:
                    oldest = min(host.instances.values(), key=lambda one: one.last)
                    del host.instances[oldest.beat.instance]
                return
            known.first = min(known.first, sequence)
            if any(one.sequence == sequence for one in known.said):
                return
            stored = stamp - known.said[-1].stamp
            insort(known.said, said)
            del known.said[:-FEW]
            if sequence > known.last:
                self._learn(stored, came - known.came, stamp, came)
                known.heard = max(
                    known.heard,
                    self._heard(stamp, came),
                    # Whatever is done to the stream's clock, or to that of this host.
                    min(known.heard + stored, self._listened(came)),
                )
                known.beat, known.last, known.came = beat, sequence, came

    def read(self, host: str, sequence: int, stamp: int, size: int, events: int) -> None:
        """Take note of a message with lines of a host: how many bytes and events it brought."""
        with self._lock:
            known = self._host(host)
            if known is None:
                return
            known.due = min(known.due, known.drawn + PAUSE)
            known.bytes += size
            known.events += events
            if sequence > known.sequence:
                known.sequence, known.last_line = sequence, stamp

    def lose(self, host: str, size: int) -> None:
        """Take note of bytes of a host that are missing in what is read."""
        with self._lock:
            known = self._host(host)
            if known is not None:
                known.due = -inf
                known.lost += size

    def damage(self, count: int = 1) -> None:
        """Take note of messages that could not be read."""
        with self._lock:
            self._damaged += count

    def consume(self, consumer: Consumer) -> None:
        """Take note of how far the stream is read. While that is in trouble nobody falls silent."""
        with self._lock:
            steady = self._steady()
            if consumer.problem and self._away_since is None:
                self._away_since = steady
            elif not consumer.problem and self._away_since is not None:
                self._away += steady - self._away_since
                self._away_since = None
            self._consumer = consumer

    # -- how they are --------------------------------------------------------------------

    def picture(self) -> FleetPicture:
        """How all of them are at this moment."""
        with self._lock:
            steady = self._steady()
            now, listened = self._now(steady), self._listened(steady)
            views = tuple(self._views(now, listened))
            states = Counter(view.state for view in views)
            gone = states[ShipperState.LEFT] + sum(
                view.state is ShipperState.SILENT and view.is_forgotten(now) for view in views
            )
            return FleetPicture(
                now=now,
                name=self._name,
                shippers=views,
                consumer=self._consumer,
                alive=states[ShipperState.ALIVE] + states[ShipperState.TROUBLED],
                expected=len(views) - gone,
                gone=gone,
                lost=sum(view.lost for view in views),
                skew=self._clock() - now if self._ahead else 0,
                damaged=self._damaged,
                unlisted=self._unlisted,
            )

    def _views(self, now: int, listened: int) -> Iterator[ShipperView]:
        for name in self._order:
            host = self._hosts[name]
            if listened >= host.due:
                host.view, host.due = _view(name, host, now, listened)
                host.drawn = listened
            if host.view is not None:
                yield host.view

    def _host(self, name: str) -> _Host | None:
        """What is known of a host, which may be a new one; None if there is no room for it."""
        known = self._hosts.get(name)
        if known is None and len(self._hosts) < MOST:
            known = self._hosts[name] = _Host(self._listened(self._steady()))
            insort(self._order, name)
        return known

    # -- clocks --------------------------------------------------------------------------

    def _listened(self, steady: int) -> int:
        """The steady clock less the time in which nothing could come (ns)."""
        return (steady if self._away_since is None else self._away_since) - self._away

    def _now(self, steady: int) -> int:
        """What the stream's clock says; until it is known, what that of this host does."""
        if self._ahead:
            return steady + max(self._ahead)
        return max(self._clock(), self._newest)

    def _heard(self, stamp: int, came: int) -> int:
        """When a beat was said that comes now, by the clock that silence is measured by."""
        return self._listened(came) - max(0, self._now(came) - stamp)

    def _learn(self, stored: int, passed: int, stamp: int, came: int) -> None:
        """Take the stream's clock from a beat that was `stored` so long (ns) after the one before,
        if so much time has `passed` here: else it lay there, and came late.
        """
        if 2 * passed >= stored:
            self._ahead.append(stamp - came)


def _view(name: str, host: _Host, now: int, listened: int) -> tuple[ShipperView | None, float]:
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
