"""The session table: every line folded into counts, sessions and places.

It holds totals and places, not events. Two tables of different lines merge into the table of
them all, and every number is the same whichever is merged into which; only a feed follows the
order of merging, as it follows that of arrival.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Self

from msgspec import Struct

from tui.audit.boundary import Boundary, Closing, Denial, Opening, Sighting
from tui.audit.chronicle import Chronicle
from tui.audit.counters import Counters, Span, Transfer, TransferKey
from tui.audit.event import (
    DONE,
    END,
    FAILED,
    READ,
    SHARE,
    START,
    WRITE,
    Event,
    Names,
    Rest,
    decode,
)
from tui.audit.feed import Seams
from tui.audit.place import place_of
from tui.audit.session import BIT_OF, Session

FEW = 2
"""Texts of one session that others are taken to have, too: a set takes 216 bytes."""
LONG = 1024
"""Events of one piece of the past from which on what they tell of a session is kept by itself."""
TRANSFERS = 32
"""Events for each transfer of such a piece at least: it must take less than it spares."""


class Arrival(Struct, gc=False):
    """A desktop event, the log's own line that it came in (without its end), and its place."""

    event: Event
    line: bytes
    place: int


@dataclass(slots=True)
class SessionTable:
    """What the lines read so far say, as the contract's numbers.

    Feeds and transfers are kept if they are asked for: they are most of what it holds. `nobody`
    has the events without a session: their number, their counters, their places.
    """

    keeps_feeds: bool = True
    keeps_transfers: bool = True
    desktop_events: int = 0
    other_events: int = 0
    malformed_lines: int = 0
    seen: Span = field(default_factory=Span)
    totals: Counters = field(default_factory=Counters)
    sessions: dict[str, Session] = field(default_factory=dict)
    nobody: Session = field(default_factory=lambda: Session(""))
    chronicle: Chronicle = field(default_factory=Chronicle)
    _strings: dict[str, str] = field(default_factory=dict)
    _names: dict[Names, Names] = field(default_factory=dict)
    _texts: dict[AbstractSet[str], AbstractSet[str]] = field(default_factory=dict)

    @property
    def lines(self) -> int:
        """All that counts as a line."""
        return self.desktop_events + self.other_events + self.malformed_lines

    @property
    def unattributed_events(self) -> int:
        """Events without a session."""
        return self.nobody.events

    def of(self, sid: str) -> Session | None:
        """The session of a sid, or who has the events without one; None if there is none."""
        return self.sessions.get(sid) if sid else self.nobody

    def fold(
        self,
        source: int,
        offset: int,
        lines: Sequence[bytes],
        parts: Callable[[bytes], tuple[Event | Rest, ...]] = decode,
    ) -> list[Arrival]:
        """Fold neighbouring lines of a source, the first of them at byte `offset`; returns their
        desktop events.

        `parts` says what a line counts as: the plain way, or a faster one that is equal to it.
        """
        arrived = []
        place = place_of(source, offset)  # places of one source differ as its offsets do
        for line in lines:
            for part in parts(line):
                if isinstance(part, Event):
                    self.add(part, place)
                    arrived.append(Arrival(part, line, place))
                elif part is Rest.OTHER:
                    self.other_events += 1
                else:
                    self.malformed_lines += 1
                    if self.keeps_feeds:
                        self.chronicle.append_malformed(place)
            place += len(line) + 1
        return arrived

    def add(self, event: Event, place: int) -> None:
        """Fold one desktop event in, whose line lies at a place."""
        self.desktop_events += 1
        self.seen.add(event.time)
        self.totals.add(event)
        if event.sid:
            begins_row = self.add_to_session(event, place)
        else:
            begins_row = self._add_to_nobody(event, place)
        if begins_row and self.keeps_feeds:
            self.chronicle.append(place, problem=event.outcome is not DONE)

    def _add_to_nobody(self, event: Event, place: int) -> bool:
        """Count an event without a session: each is a row of its own."""
        nobody = self.nobody
        nobody.events += 1
        nobody.seen.add(event.time)
        nobody.counters.add(event)
        return not self.keeps_feeds or nobody.feed.append(place, 0, None)

    def add_to_session(self, event: Event, place: int) -> bool:
        """Fold an event into its session; whether it begins a row of its feed."""
        session = self.sessions.get(event.sid)
        if session is None:
            session = self.sessions[event.sid] = Session(event.sid)
        session.events += 1
        session.seen.add(event.time)
        session.counters.add(event)
        session.outcomes |= BIT_OF[event.outcome]
        if event.outcome is not DONE or event.kind is SHARE:
            self._tell(session, event)
        run, moved, sighting = None, event.length, None
        if event.kind is READ or event.kind is WRITE:
            moved = 0 if event.outcome is FAILED else moved
            if self.keeps_feeds or self.keeps_transfers:
                key = TransferKey(event.kind, event.directory, event.path)
                run = key, event.outcome
                if self.keeps_transfers:
                    self.transfer(session, key).add(event)
        elif event.kind is START or event.kind is END:
            sighting = self._add_boundary(session, event, place)
            moved = 0
        elif event.kind is SHARE:
            moved = 0
        if session.tells_more(place, event.names):
            session.sight(sighting or Sighting(place, self._keep_names(event.names)))
        return self.keeps_feeds and session.feed.append(place, moved, run)

    def transfer(self, session: Session, key: TransferKey) -> Transfer:
        """A session's transfer, a new one if it was not met yet."""
        known = session.growing_transfers().get(key)
        if known is None:
            known = session.transfer(TransferKey(key.kind, self._keep(key.directory), key.path))
        return known

    def _tell(self, session: Session, event: Event) -> None:
        if not self.keeps_transfers:
            return
        if event.outcome is not DONE:
            session.tell_error(self._keep(event.error))
        if event.kind is SHARE:
            session.share(self._keep(event.directory))

    def _add_boundary(self, session: Session, event: Event, place: int) -> Boundary:
        """Open or close a session; returns what was kept of the event."""
        names, login = self._keep_names(event.names), self._keep(event.login)
        if event.kind is END:
            closing = Closing.of(event, place, names, login)
            session.close_at(closing)
            return closing
        opening = Opening.of(event, place, names, login)
        session.open_at(opening)
        if opening.denied and event.error:
            session.deny(Denial(place, self._keep(event.error)))
        return opening

    def _keep(self, text: str) -> str:
        """The one copy of a string that recurs."""
        return self._strings.setdefault(text, text)

    def _keep_names(self, names: Names) -> Names:
        """The one copy of names that recur, of strings that recur."""
        known = self._names.get(names)
        if known is None:
            known = Names(*map(self._keep, names))
            self._names[known] = known
        return known

    def _keep_texts(self, texts: AbstractSet[str]) -> AbstractSet[str]:
        """The one copy of a text or two that recur; many are a session's own."""
        if len(texts) > FEW:
            return texts
        kept = frozenset(map(self._keep, texts))
        return self._texts.setdefault(kept, kept)

    def merge(self, other: Self, *, past: bool = False) -> None:
        """Take in a table of other lines, which arrived later, or are of the past.

        `other` must not be used any more.
        """
        self.desktop_events += other.desktop_events
        self.other_events += other.other_events
        self.malformed_lines += other.malformed_lines
        self.seen.merge(other.seen)
        self.totals.merge(other.totals)
        seams = Seams([], [])
        for sid, theirs in other.sessions.items():
            self.adopt(theirs)
            ours = self.sessions.setdefault(sid, theirs)
            if ours is not theirs:
                if past:
                    _keep_parts(ours, theirs)
                joined, parted = ours.merge(theirs, past=past)
                seams.joined.extend(joined)
                seams.parted.extend(parted)
            elif past:
                theirs.feed.past = len(theirs.feed.stretches)
        other.nobody.settle()
        if past:
            _keep_parts(self.nobody, other.nobody)
        self.nobody.merge(other.nobody, past=past)
        if past:
            self.chronicle.insert(other.chronicle, seams)
        else:
            self.chronicle.extend(other.chronicle, seams)

    def pack(self) -> None:
        """Take less room, on the way to another process."""
        for session in (*self.sessions.values(), self.nobody):
            session.pack()

    def adopt(self, session: Session) -> None:
        """Have what another table's session tells once: each table brings names of its own."""
        session.settle()
        session.errors = self._keep_texts(session.errors)
        session.shared = self._keep_texts(session.shared)
        for told in (*session.sightings, session.opening, session.closing):
            if told is not None:
                told.names = self._keep_names(told.names)


def _keep_parts(ours: Session, theirs: Session) -> None:
    """Have what a long piece of the past tells also by itself, of two that are to be merged.

    So a session that is looked at as of a moment within it need not be read whole once more.
    """
    if _is_long(ours) and not ours.parts and ours.feed.past == 1:
        ours.parts = (ours.copied(),)
    if _is_long(theirs):
        ours.parts += (theirs,)


def _is_long(session: Session) -> bool:
    """Whether it is one piece, with so much in it that keeping it spares more than it takes."""
    return (
        session.events >= LONG
        and len(session.feed.stretches) == 1
        and session.transfer_count * TRANSFERS <= session.events
    )
