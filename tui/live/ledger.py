"""What was read, as it is shown: the table, the rates, and which sessions changed.

While it is frozen, what is read is laid aside, so that the picture stands in every part. So it is
while it is looked at as of an earlier moment: then what was known by then is shown in its place.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field

from tui.audit.counters import TransferKey
from tui.audit.event import DONE, READ, WRITE
from tui.audit.quick import parts_in
from tui.audit.rates import ALL, Rates
from tui.audit.table import Arrival, SessionTable
from tui.past.asof import Clock, known_at
from tui.past.pieces import Folded
from tui.picture.alarms import Alarms, alarm_of, trouble_of
from tui.picture.picture import Detail, Picture, Reached, Version
from tui.source.file import Source


@dataclass(slots=True)
class Reading:
    """What some of the lines say; two of them merge.

    From `counted_since` on (ns) all that moved is in the rates; None for as far back as they go.
    `gone` events cannot be read back, and are in no number.
    """

    table: SessionTable = field(default_factory=SessionTable)
    rates: Rates = field(default_factory=Rates)
    changed: set[str] = field(default_factory=set)
    counted_since: int | None = None
    gone: int = 0

    def fold(self, source: int, offset: int, lines: Sequence[bytes], now: int) -> list[Arrival]:
        """Fold neighbouring lines of a source; returns their desktop events."""
        arrived = self.table.fold(source, offset, lines, parts_in)
        for arrival in arrived:
            self.rates.add(arrival.event, now)
        self.changed.update(sid for arrival in arrived if (sid := arrival.event.sid))
        self.rates.forget(now)
        return arrived

    def merge(self, other: "Reading", *, past: bool = False) -> None:
        """Take in what lines say that arrived later, or that are of the past."""
        self.changed |= other.changed
        self.table.merge(other.table, past=past)
        self.rates.merge(other.rates)


@dataclass(slots=True)
class Watched:
    """The one session that is looked at closely, and which of its transfers changed, in turn.

    So that who has 100,000 of them need not be given all again for one that grew.
    """

    sid: str = ""
    watching: int = 0
    moves: list[TransferKey] = field(default_factory=list)
    _told: int = 0

    def begin(self, sid: str) -> None:
        """Watch another session."""
        self.sid, self.watching = sid, self.watching + 1
        self.moves, self._told = [], 0

    def see(self, keys: Iterable[TransferKey]) -> None:
        """Take in which transfers changed; a run of one counts once, if nobody asked meanwhile."""
        for key in keys:
            if len(self.moves) == self._told or self.moves[-1] != key:
                self.moves.append(key)

    def since(self, known: Version) -> set[TransferKey] | None:
        """Which transfers changed since a version; None if all of them may have."""
        return set(self.moves[known.moves :]) if known.watching == self.watching else None

    def version(self) -> Version:
        """How far it is by now, which somebody is told."""
        self._told = len(self.moves)
        return Version(self.watching, self._told)


@dataclass(slots=True)
class Ledger:
    """What is shown, and beside it what a freeze holds back: since when (ns), arrived, past.

    No freeze holds `alarms` back. `as_of` is the earlier moment (ns) that is looked at, None for
    now; `turn` counts how often another one was gone to.
    """

    shown: Reading = field(default_factory=Reading)
    frozen_at: int | None = None
    as_of: int | None = None
    turn: int = 0
    watched: Watched = field(default_factory=Watched)
    alarms: Alarms = field(default_factory=Alarms)
    _arrived: Reading = field(default_factory=Reading)
    _past: list[Reading] = field(default_factory=list)
    _latest: Reading | None = None

    def fold(self, source: int, offset: int, lines: Sequence[bytes], now: int) -> list[Arrival]:
        """Fold lines that arrived; returns their desktop events."""
        if self.frozen_at is not None:
            return self._arrived.fold(source, offset, lines, now)
        arrived = self.shown.fold(source, offset, lines, now)
        watched = self.watched.sid
        events = (arrival.event for arrival in arrived)
        self.watched.see(
            TransferKey(event.kind, event.directory, event.path)
            for event in events
            if event.sid == watched and (event.kind is READ or event.kind is WRITE)
        )
        return arrived

    def alert(self, arrived: Iterable[Arrival], now: int) -> None:
        """Raise the alarms that some events are, which have been folded."""
        for event in [each.event for each in arrived if each.event.outcome is not DONE]:
            trouble = trouble_of(event)
            if trouble is not None:
                readings = (self.latest, self._arrived)
                known = (reading.table.sessions.get(event.sid) for reading in readings)
                alarm = alarm_of(event, trouble, next(filter(None, known), None))
                self.alarms.add(alarm, now if event.time is None else event.time)

    def take_alarms(self) -> Alarms:
        """The alarms raised since they were taken the last time."""
        taken, self.alarms = self.alarms, Alarms()
        return taken

    def take(self, folded: Folded) -> None:
        """Take in a piece of the past."""
        reading = Reading(folded.table, folded.rates, set(folded.table.sessions))
        if self.frozen_at is None:
            self._show(reading, past=True)
        else:
            self._past.append(reading)

    def freeze(self, now: int) -> None:
        """Let the picture stand."""
        if self.frozen_at is None:
            self.frozen_at = now

    def go_back(self, moment: int, sources: Sequence[Source], now: int) -> None:
        """Show what was known at an earlier moment, of all that has been read by `now`."""
        self.thaw()
        latest = self.shown
        clock = Clock(moment, now)
        known = known_at(clock, latest.table, latest.rates, sources, latest.counted_since)
        self._latest = latest
        self.shown = Reading(
            known.table, known.rates, counted_since=known.counted_since, gone=known.gone
        )
        self.frozen_at = self.as_of = moment
        self._turn()

    @property
    def latest(self) -> Reading:
        """What was read by now, but for what a freeze holds back."""
        return self._latest or self.shown

    def _turn(self) -> None:
        """Have everybody ask anew: what is shown is another reading."""
        self.turn += 1
        self.watched.begin(self.watched.sid)

    def thaw(self) -> bool:
        """Let the picture catch up with what was read meanwhile, so that it is that of now again;
        whether it stood.
        """
        stood = self.frozen_at is not None
        if self._latest is not None:
            self.shown, self._latest, self.as_of = self._latest, None, None
            self._turn()
        for reading in self._past:
            self._show(reading, past=True)
        self._show(self._arrived, past=False)
        self._arrived, self._past, self.frozen_at = Reading(), [], None
        return stood

    def _show(self, reading: Reading, *, past: bool) -> None:
        session = reading.table.sessions.get(self.watched.sid)
        if session is not None:
            self.watched.see(session.transfers)
        self.shown.merge(reading, past=past)

    def detail(self, sid: str, known: Version, now: int) -> Detail | None:
        """One session, its transfers as far as they are not known; None if there is none."""
        session = self.shown.table.sessions.get(sid)
        if session is None:
            return None
        if self.watched.sid != sid:
            self.watched.begin(sid)
        changed = self.watched.since(known)
        transfers = session.transfers
        keys = transfers if changed is None else changed
        return Detail(
            sid,
            session.feed.end,
            copy(session.counters),
            tuple((key, transfers[key].copied()) for key in keys),
            len(transfers),
            self.watched.version(),
            self.shown.rates.series(sid, self.moment(now)),
        )

    def picture(self, clock: int, moved_recently: int, reached: Reached) -> Picture:
        """How everything stands by a clock (ns), and what changed since the last picture."""
        now, shown = self.moment(clock), self.shown
        changed, shown.changed = frozenset(shown.changed), set()
        return Picture(
            now=now,
            live=reached.live,
            ended=reached.ended,
            desktop_events=shown.table.desktop_events,
            malformed_lines=shown.table.malformed_lines,
            lost=reached.lost,
            behind=reached.behind,
            lag=reached.lag,
            waiting=self.waiting,
            problem=reached.problem,
            totals=copy(shown.table.totals),
            changed=changed,
            series=shown.rates.series(ALL, now),
            moving=shown.rates.recent(now, moved_recently),
            past=reached.past,
            as_of=self.as_of,
            turn=self.turn,
            counted_since=shown.counted_since,
            gone=shown.gone,
            fleet=reached.fleet,
        )

    def moment(self, now: int) -> int:
        """The moment that is shown: now, or that of the freeze."""
        return now if self.frozen_at is None else self.frozen_at

    @property
    def holds_past(self) -> bool:
        """Whether a freeze holds back some of the past."""
        return bool(self._past)

    @property
    def waiting(self) -> int | None:
        """The desktop events that a freeze holds back; None if there is none."""
        if self.frozen_at is None:
            return None
        held = (self._arrived, *self._past)
        return sum(reading.table.desktop_events for reading in held)
