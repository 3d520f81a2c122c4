"""The one reading: lines followed, folded into the table, and seen in pictures.

One thread iterates `Monitor.arrivals()`; any other asks for a `Picture`, for rows, for transfers.
Nothing is pushed: who wants to sleep until there is something new leaves a bell with `ring_once`.
"""

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, TypeVar

from tui.audit.place import offset_of, source_of
from tui.audit.rates import MINUTE, Moved, Reach
from tui.audit.session import Session
from tui.audit.table import Arrival, SessionTable
from tui.live.feeds import Feeds
from tui.live.ledger import Ledger
from tui.live.vigil import Vigil
from tui.past.pieces import Wanted
from tui.past.reading import Earlier, Past, without_collection
from tui.past.workers import Workers
from tui.picture.alarms import Alarms
from tui.picture.fleet import FleetPicture
from tui.picture.picture import Detail, Picture, Progress, Reached, SessionView, Version
from tui.source.file import Source
from tui.source.following import Following
from tui.source.lines import Batch
from tui.source.loss import Loss
from tui.source.provenance import Spot
from tui.source.watch import PROMPT, Rhythm, Waiting, Watch

if TYPE_CHECKING:
    from tui.rules import Alert

Answer = TypeVar("Answer")


class Monitor:
    """Follows the log files of some paths, and keeps what they say.

    The past is read beside it, by `workers` if there are any; new lines are looked for in a
    `rhythm`. A `vigil` asks its rules of all. `past` is one in no files, `fleet` is of shippers.
    """

    def __init__(  # noqa: PLR0913 - all but the first have their usual value
        self,
        follow: Following,
        *,
        past: Callable[[], Earlier] | None = None,
        workers: Workers | None = None,
        vigil: Vigil | None = None,
        rhythm: Rhythm = PROMPT,
        watch: Callable[[Event, Rhythm], Waiting] = Watch,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        self._follow = follow
        self._past: Earlier = Past(())
        self._earlier = past or partial(Past.of, follow)
        self.vigil = vigil or Vigil()
        self.fleet: Callable[[], FleetPicture] | None = None
        self._reported = self._said = self._why = ""
        self._clock, self._workers = clock, workers or Workers()
        self._stop, self._complete = Event(), Event()
        self._watch = watch(self._stop, rhythm)
        self._lock, self._ledger = Lock(), Ledger()
        self._bell: Callable[[], None] | None = None
        self._current_at, self._cost = time.monotonic(), 0.0
        self._live = self._ended = self._found = self._vigilant = False
        self._ledger.latest.counted_since = follow.since

    # -- the reading thread ------------------------------------------------------------

    def arrivals(self) -> Iterator[list[Arrival]]:
        """Read until stopped; yields the desktop events of each batch of lines, folded in.

        Yields none of them where it is the state of the reading that has changed.
        """
        try:
            while not self._stop.is_set():
                complete = self._complete.is_set()  # before the look, which then takes all
                yield from self._look()
                if complete:
                    yield from self._take(self._follow.finish())
                    self._ended, self._reported = True, self._why
                    self._ring()
                    return
                self._watch.wait(self._follow.folders(), self._cost, found=self._found)
        finally:
            self._watch.close()

    def _look(self) -> Iterator[list[Arrival]]:
        problem, losses = self._said, len(self._follow.losses)
        begun, self._found = time.thread_time(), False
        yield from self._take(self._follow.look())
        if self._found:
            self._ring()
        else:
            self._cost = time.thread_time() - begun
        if self._stop.is_set():
            return
        with self._lock:
            self._follow.release()
        self._current_at = time.monotonic()
        self._said = self._problem()
        first = not self._live
        self._go_on_live()
        if first or problem != self._said or losses != len(self._follow.losses):
            self._ring()
            yield []

    def _take(self, batches: Iterator[Batch]) -> Iterator[list[Arrival]]:
        begun = time.monotonic()
        for batch in batches:
            if self._stop.is_set():
                return
            self._found = True
            with self._lock:
                now = self._clock()
                arrived = self._ledger.fold(batch.source, batch.offset, batch.lines, now)
                if self._live:  # what was there at the start alarms nobody
                    self._ledger.alert(arrived, now)
            self.vigil.see(arrived)
            if time.monotonic() - begun > 0.05:  # what a shorter look finds is shown at once
                self._ring()
            yield arrived

    def _go_on_live(self) -> None:
        """Have the past read, and asked of the rules when all is there: they want it in order."""
        if not self._live:
            self._past = self._earlier()
            if not self._past.done:
                wanted = Wanted(now=self._clock())
                Thread(target=self._read_past, args=(wanted,), name="past", daemon=True).start()
            gc.freeze()  # to look through all that the start has made would stop what arrives
        self._live = True
        if not self._vigilant and self._past.is_there:
            self._vigilant = True
            self.vigil.begin(self.sources, self.line_at, self._ring)

    def _read_past(self, wanted: Wanted) -> None:
        with without_collection():
            for folded in self._past.tables(wanted, self._workers):
                if self._stop.is_set():
                    return
                with self._lock:
                    self._ledger.take(folded)
                    if folded.missing and not folded.problem:
                        self._follow.lose(folded.piece.extent.path, folded.missing)
                self._ring()
        self._ring()  # that it is done is known only behind its last piece
        self._workers.close()

    def _ring(self) -> None:
        bell, self._bell = self._bell, None
        if bell is not None:
            bell()

    # -- everyone else -----------------------------------------------------------------

    def ring_once(self, bell: Callable[[], None]) -> None:
        """Have `bell` called, by the reading thread, when there is something new; once."""
        self._bell = bell

    def complete(self, problem: str = "") -> None:
        """Say that nothing more will be written, and what kept it: reading ends with the last."""
        self._why = problem
        self._complete.set()

    def report(self, problem: str) -> None:
        """Say in a line what stands in the way of what is followed; empty when nothing does."""
        self._reported = problem

    def stop(self) -> None:
        """End the reading soon."""
        self._stop.set()
        self.vigil.close()

    def close(self) -> None:
        """Let all files go, when the reading has ended."""
        self._follow.close()

    def stop_past(self) -> None:
        """Leave the rest of the past unread."""
        self._past.stopped = True

    def freeze(self) -> None:
        """Let the picture stand; reading goes on."""
        with self._lock:
            self._ledger.freeze(self._clock())

    def go_back(self, moment: int) -> None:
        """Show what was known at an earlier moment (ns); what is read meanwhile is laid aside."""
        with self._lock:
            self._ledger.go_back(moment, self._follow.sources, self._clock())

    def thaw(self) -> bool:
        """Let the picture catch up, so that it is that of now again; whether it stood."""
        with self._lock:
            return self._ledger.thaw()

    @property
    def sources(self) -> Sequence[Source]:
        """Every file met, by its number; they stay open while the `feeds` are looked at."""
        return self._follow.sources

    @property
    def is_there(self) -> bool:
        """Whether all that is wanted of the log lies in the sources by now, read or not."""
        return self._live and self._past.is_there

    @property
    def live(self) -> bool:
        """Whether all that was there at the start has been read."""
        return self._live

    @property
    def problem(self) -> str:
        """What stands in the way of reading, in one line; empty if nothing does."""
        with self._lock:
            return self._problem()

    def losses(self, since: int = 0) -> Sequence[Loss]:
        """What could not be read any more, from loss number `since` on."""
        return tuple(self._follow.losses[since:])

    def alarms(self) -> Alarms:
        """What of that which arrived since the last call must be told at once, also if frozen."""
        with self._lock:
            return self._ledger.take_alarms()

    def alerts(self, since: int = 0) -> "list[Alert]":
        """What the rules have said, from alert number `since` on, also if frozen."""
        return self.vigil.alerts(since)

    def session(self, sid: str) -> SessionView | None:
        """A session as it stands; None if there is none with this sid."""
        return next(iter(self.told([sid], SessionView.of)), None)

    def told(self, sids: Iterable[str] | None, tell: Callable[[Session], Answer]) -> list[Answer]:
        """What `tell` says of some sessions (None: of all), as they stand at one moment."""
        with self._lock:
            sessions = self._ledger.shown.table.sessions
            known = sessions if sids is None else [sid for sid in sids if sid in sessions]
            return [tell(sessions[sid]) for sid in known]

    def ask(self, question: Callable[[SessionTable], Answer]) -> Answer:
        """What a question says of the table that is shown; it must keep nothing of it."""
        with self._lock:
            return question(self._ledger.shown.table)

    def picture(self, moved_recently: int = MINUTE) -> Picture:
        """How everything stands, what changed since the last one, what `moved_recently` (ns)."""
        fleet = self.fleet() if self.fleet is not None else None
        with self._lock:
            behind = self._follow.behind
            reached = Reached(
                live=self._live,
                ended=self._ended,
                lost=self._follow.lost,
                behind=behind,
                lag=time.monotonic() - self._current_at if behind else 0.0,
                problem=self._problem(),
                past=Progress.of(self._past, held=self._ledger.holds_past),
                fleet=fleet,
            )
            return self._ledger.picture(self._clock(), moved_recently, reached)

    def detail(self, sid: str, known: Version = Version()) -> Detail | None:  # noqa: B008
        """One session, its transfers as far as they are not known; None if there is none."""
        with self._lock:
            return self._ledger.detail(sid, known, self._clock())

    def graph(self, reach: Reach, now: int) -> tuple[Moved, ...]:
        """What moved in all sessions, slice by slice."""
        with self._lock:
            return self._ledger.shown.rates.graph(reach, now)

    @contextmanager
    def feeds(self) -> Iterator[Feeds]:
        """What the feeds show, while nothing is added to them."""
        with self._lock:
            yield Feeds(self._ledger.shown.table, self._line_at)

    def line_at(self, place: int) -> bytes | None:
        """The log's own line at a place; None if it is gone."""
        with self._lock:
            return self._line_at(place)

    def where(self, place: int) -> Spot:
        """Where the line at a place stands, as people know it."""
        return self._follow.sources[source_of(place)].provenance.spot(offset_of(place))

    def _problem(self) -> str:
        return next(iter(self._follow.errors.values()), self._reported or self._past.problem)

    def _line_at(self, place: int) -> bytes | None:
        return self._follow.line_at(source_of(place), offset_of(place))
