"""The one reading: lines followed, folded into the table, and seen in pictures.

One thread iterates `Monitor.arrivals()`; any other asks for a `Picture`, for rows, for
transfers. Nothing is pushed: a caller that wants to sleep until there is something new leaves
a bell with `ring_once`.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Flag
from threading import Lock
from typing import NamedTuple

from tui.audit.counters import Transfer
from tui.audit.event import Event, decode
from tui.audit.feed import FeedEnd, Row
from tui.audit.place import offset_of, source_of
from tui.audit.rates import ALL, Rates
from tui.audit.table import SessionTable
from tui.picture import Detail, FeedLine, Picture, SessionView
from tui.source.follow import Follow, Loss
from tui.source.lines import Batch
from tui.source.watch import Watch


class Arrival(NamedTuple):
    """A desktop event, and the log's own line that it came in (without its end)."""

    event: Event
    line: bytes


@dataclass(slots=True)
class _Reading:
    """What some of the lines say; two of them merge."""

    table: SessionTable = field(default_factory=SessionTable)
    rates: Rates = field(default_factory=Rates)
    changed: set[str] = field(default_factory=set)

    def merge(self, other: "_Reading") -> None:
        self.table.merge(other.table)
        self.rates.merge(other.rates)
        self.changed |= other.changed


class Monitor:
    """Follows the log files of some paths, and keeps what they say.

    While it is frozen, what is read is folded aside, so that the picture stands in every
    part; `thaw` merges it in.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        from_end: bool = False,
        whole: frozenset[Path] = frozenset(),
        since: int | None = None,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        self._follow = Follow(paths, from_end=from_end, whole=whole, since=since, time_of_day=clock)
        self._clock = clock
        self._stop = Flag()
        self._lock = Lock()
        self._shown = _Reading()
        self._aside: _Reading | None = None
        self._frozen_at: int | None = None
        self._bell: Callable[[], None] | None = None
        self._current_at = time.monotonic()
        self._live = False
        self._complete = Flag()
        self._ended = False

    # -- the reading thread ------------------------------------------------------------

    def arrivals(self) -> Iterator[list[Arrival]]:
        """Read until stopped; yields the desktop events of each batch of lines, folded in.

        Yields none of them where it is the state of the reading that has changed.
        """
        watch = Watch(self._stop)
        try:
            while not self._stop.is_set():
                complete = self._complete.is_set()  # before the look, which then takes all
                yield from self._look()
                if complete:
                    yield from self._take(self._follow.finish())
                    self._ended = True
                    self._ring()
                    return
                watch.wait(self._follow.folders())
        finally:
            watch.close()

    def _look(self) -> Iterator[list[Arrival]]:
        problems, losses = self._follow.errors, len(self._follow.losses)
        yield from self._take(self._follow.look())
        if self._stop.is_set():
            return
        with self._lock:
            self._follow.release()
        self._current_at = time.monotonic()
        news = problems != self._follow.errors or losses != len(self._follow.losses)
        if news or not self._live:
            self._live = True
            self._ring()
            yield []

    def _take(self, batches: Iterator[Batch]) -> Iterator[list[Arrival]]:
        for batch in batches:
            if self._stop.is_set():
                return
            with self._lock:
                arrived = self._fold(batch.source, batch.offset, batch.lines)
            self._ring()
            yield arrived

    def _fold(self, source: int, offset: int, lines: Sequence[bytes]) -> list[Arrival]:
        reading = self._aside or self._shown
        now = self._clock()
        arrived = []
        for event, line in reading.table.fold(source, offset, lines):
            reading.rates.add(event, now)
            if event.sid:
                reading.changed.add(event.sid)
            arrived.append(Arrival(event, line))
        reading.rates.forget(now)
        return arrived

    def _ring(self) -> None:
        bell, self._bell = self._bell, None
        if bell is not None:
            bell()

    # -- everyone else -----------------------------------------------------------------

    def ring_once(self, bell: Callable[[], None]) -> None:
        """Have `bell` called, by the reading thread, when there is something new; once."""
        self._bell = bell

    def complete(self) -> None:
        """Say that nothing more will be written: the reading ends when all is read."""
        self._complete.set()

    def stop(self) -> None:
        """End the reading soon."""
        self._stop.set()

    def close(self) -> None:
        """Let all files go, when the reading has ended."""
        self._follow.close()

    def freeze(self) -> None:
        """Let the picture stand; reading goes on."""
        with self._lock:
            if self._aside is None:
                self._aside, self._frozen_at = _Reading(), self._clock()

    def thaw(self) -> None:
        """Let the picture catch up with what was read meanwhile."""
        with self._lock:
            if self._aside is not None:
                self._shown.merge(self._aside)
                self._aside = self._frozen_at = None

    @property
    def live(self) -> bool:
        """Whether all that was there at the start has been read."""
        return self._live

    @property
    def problem(self) -> str:
        """What stands in the way of reading, in one line; empty if nothing does."""
        with self._lock:
            return next(iter(self._follow.errors.values()), "")

    def losses(self, since: int = 0) -> Sequence[Loss]:
        """What could not be read any more, from loss number `since` on."""
        return tuple(self._follow.losses[since:])

    def session(self, sid: str) -> SessionView | None:
        """A session as it stands; None if there is none with this sid."""
        with self._lock:
            session = self._shown.table.sessions.get(sid)
            return None if session is None else SessionView.of(session)

    def picture(self) -> Picture:
        """How everything stands, and the sessions changed since the last picture."""
        with self._lock:
            now = self._now()
            shown, aside = self._shown, self._aside
            behind = self._follow.behind
            return Picture(
                now=now,
                live=self._live,
                ended=self._ended,
                desktop_events=shown.table.desktop_events,
                malformed_lines=shown.table.malformed_lines,
                lost=self._follow.lost,
                behind=behind,
                lag=time.monotonic() - self._current_at if behind else 0.0,
                waiting=None if aside is None else aside.table.desktop_events,
                problem=next(iter(self._follow.errors.values()), ""),
                totals=copy(shown.table.totals),
                changed=self._take_changed(),
                series=shown.rates.series(ALL, now),
                moving=shown.rates.recent(now),
            )

    def _take_changed(self) -> tuple[SessionView, ...]:
        shown = self._shown
        changed = tuple(SessionView.of(shown.table.sessions[sid]) for sid in shown.changed)
        shown.changed.clear()
        return changed

    def detail(self, sid: str) -> Detail | None:
        """One session in full; None if there is none with this sid."""
        with self._lock:
            session = self._shown.table.sessions.get(sid)
            if session is None:
                return None
            return Detail(
                sid,
                copy(session.counters),
                tuple((key, _copied(transfer)) for key, transfer in session.transfers.items()),
                self._shown.rates.series(sid, self._now()),
            )

    def rows(self, sid: str, first: int, count: int, end: FeedEnd) -> list[FeedLine]:
        """Rows of a session's feed as it stood at `end`, their lines read back from the log."""
        with self._lock:
            rows = self._shown.table.sessions[sid].feed.rows(first, count, end)
            return [self._feed_line(row) for row in rows]

    def boundaries(self, sid: str) -> tuple[bytes | None, bytes | None]:
        """The log's own lines of a session's opening and closing event, as far as there are."""
        with self._lock:
            session = self._shown.table.sessions[sid]
            opening, closing = (
                None if boundary is None else self._line_at(boundary.place)
                for boundary in (session.opening, session.closing)
            )
            return opening, closing

    def line_at(self, place: int) -> bytes | None:
        """The log's own line at a place; None if it is gone."""
        with self._lock:
            return self._line_at(place)

    def where(self, place: int) -> tuple[Path, int]:
        """The file and the byte at which a place lies."""
        return self._follow.sources[source_of(place)].path, offset_of(place)

    def _now(self) -> int:
        """The moment that is shown."""
        return self._clock() if self._frozen_at is None else self._frozen_at

    def _line_at(self, place: int) -> bytes | None:
        return self._follow.line_at(source_of(place), offset_of(place))

    def _feed_line(self, row: Row) -> FeedLine:
        event = self._event_at(row.first)
        last = event if row.events == 1 else self._event_at(row.last)
        return FeedLine(row, event, last.time if last is not None else None)

    def _event_at(self, place: int) -> Event | None:
        line = self._line_at(place)
        return None if line is None else next(_events(line), None)


def _events(line: bytes) -> Iterator[Event]:
    parts: Iterable[object] = decode(line)
    return (part for part in parts if isinstance(part, Event))


def _copied(transfer: Transfer) -> Transfer:
    mine = copy(transfer)
    mine.seen = copy(transfer.seen)
    return mine
