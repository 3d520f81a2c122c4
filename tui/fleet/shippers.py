"""How the shippers of a fleet are, by their beats, by what is read of them, and by silence.

Nothing is done per event: per beat, per message, and per picture for what changed since the last.
"""

import time
from bisect import insort
from collections import Counter, deque
from collections.abc import Callable, Iterator
from math import inf
from threading import Lock

from tui.fleet.heard import SECOND, Host, Instance, Said, view_of
from tui.fleet.wire import Beat
from tui.picture.fleet import Consumer, FleetPicture, ShipperState, ShipperView

MOST = 4096
"""Hosts that are listed, the first that were met; others are counted by their beats."""
WINDOW = 8
"""Beats of all hosts from which the stream's clock is worked out."""
PAUSE = SECOND
"""Nanoseconds after which it is shown again that lines came: views of 1,000 hosts take 9 ms."""


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
        self._hosts: dict[str, Host] = {}
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
            said = Said(sequence, stamp, beat.time - stamp, beat.lines)
            known = host.instances.get(beat.instance)
            if known is None:
                heard = self._heard(stamp, came)
                host.meet(Instance(beat, sequence, sequence, heard, came, [said]))
                return
            before = known.said[-1].stamp
            if known.take(said):
                self._renew(known, stamp - before, said, came)
                known.beat, known.came = beat, came

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
                host.view, host.due = view_of(name, host, now, listened)
                host.drawn = listened
            if host.view is not None:
                yield host.view

    def _host(self, name: str) -> Host | None:
        """What is known of a host, which may be a new one; None if there is no room for it."""
        known = self._hosts.get(name)
        if known is None and len(self._hosts) < MOST:
            known = self._hosts[name] = Host(self._listened(self._steady()))
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

    def _renew(self, known: Instance, stored: int, said: Said, came: int) -> None:
        """Take from a beat that was `stored` so long (ns) after the one before when it was heard,
        and the stream's clock, if so much time has passed here: else it lay there, and came late.
        """
        if 2 * (came - known.came) >= stored:
            self._ahead.append(said.stamp - came)
        # By the stream's clock alone, too, whatever is done to that of this host.
        at_least = min(known.heard + stored, self._listened(came))
        known.heard = max(known.heard, at_least, self._heard(said.stamp, came))
