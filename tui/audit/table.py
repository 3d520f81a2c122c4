"""The session table: every line folded into counts, sessions and places.

It holds totals and places, not events. Two tables of different lines merge into the table of
them all, and every number is the same whichever is merged into which; only a feed follows the
order of merging, as it follows that of arrival.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

from tui.audit.chronicle import Chronicle
from tui.audit.counters import Counters, Span, Transfer, TransferKey
from tui.audit.event import Event, Kind, Names, Outcome, Rest, decode
from tui.audit.place import place_of
from tui.audit.session import BIT_OF, Boundary, Denial, Session, Sighting


@dataclass(slots=True)
class SessionTable:
    """What the lines read so far say, as the contract's numbers.

    Feeds and transfers are kept if they are asked for: they are most of what it holds.
    """

    keeps_feeds: bool = True
    keeps_transfers: bool = True
    desktop_events: int = 0
    other_events: int = 0
    malformed_lines: int = 0
    unattributed_events: int = 0
    seen: Span = field(default_factory=Span)
    totals: Counters = field(default_factory=Counters)
    sessions: dict[str, Session] = field(default_factory=dict)
    chronicle: Chronicle = field(default_factory=Chronicle)
    _strings: dict[str, str] = field(default_factory=dict)
    _names: dict[Names, Names] = field(default_factory=dict)

    @property
    def lines(self) -> int:
        """All that counts as a line."""
        return self.desktop_events + self.other_events + self.malformed_lines

    def fold(
        self, source: int, offset: int, lines: Sequence[bytes]
    ) -> Iterator[tuple[Event, bytes]]:
        """Fold neighbouring lines of a source, the first of them at byte `offset`.

        Yields each desktop event, with its line, when it has been folded in: the work is
        done as the caller goes on.
        """
        for line in lines:
            for part in decode(line):
                if part is Rest.OTHER:
                    self.other_events += 1
                elif part is Rest.MALFORMED:
                    self.malformed_lines += 1
                    if self.keeps_feeds:
                        self.chronicle.append_malformed(place_of(source, offset))
                else:
                    self.add(part, place_of(source, offset))
                    yield part, line
            offset += len(line) + 1

    def add(self, event: Event, place: int) -> None:
        """Fold one desktop event in, whose line lies at a place."""
        self.desktop_events += 1
        self.seen.add(event.time)
        self.totals.add(event)
        if event.sid:
            begins_row = self._add_to_session(event, place)
        else:
            self.unattributed_events += 1
            begins_row = True
        if begins_row and self.keeps_feeds:
            self.chronicle.append(place, problem=event.outcome is not Outcome.DONE)

    def _add_to_session(self, event: Event, place: int) -> bool:
        """Fold an event into its session; whether it begins a row of its feed."""
        session = self.sessions.get(event.sid)
        if session is None:
            session = self.sessions[event.sid] = Session(event.sid)
        session.events += 1
        session.seen.add(event.time)
        session.counters.add(event)
        session.outcomes |= BIT_OF[event.outcome]
        if self.keeps_transfers:
            self._tell(session, event)
        if session.tells_more(place, event.names):
            session.sight(Sighting(place, self._keep_names(event.names)))
        run, moved = None, event.length
        if event.kind is Kind.READ or event.kind is Kind.WRITE:
            key = TransferKey(event.kind, event.directory, event.path)
            run = key, event.outcome
            moved = 0 if event.outcome is Outcome.FAILED else moved
            if self.keeps_transfers:
                self.transfer(session, key).add(event)
        elif event.kind is Kind.START or event.kind is Kind.END:
            self._add_boundary(session, event, place)
            moved = 0
        elif event.kind is Kind.SHARE:
            moved = 0
        return self.keeps_feeds and session.feed.append(place, moved, run)

    def transfer(self, session: Session, key: TransferKey) -> Transfer:
        """A session's transfer, a new one if it was not met yet."""
        known = session.transfers.get(key)
        if known is None:
            key = TransferKey(key.kind, self._keep(key.directory), key.path)
            known = session.transfers[key] = Transfer()
        return known

    def _tell(self, session: Session, event: Event) -> None:
        if event.outcome is not Outcome.DONE:
            session.tell_error(self._keep(event.error))
        if event.kind is Kind.SHARE:
            session.share(self._keep(event.directory))

    def _add_boundary(self, session: Session, event: Event, place: int) -> None:
        names, login = self._keep_names(event.names), self._keep(event.login)
        boundary = Boundary.of(event, place, names, login)
        if event.kind is Kind.END:
            session.close_at(boundary)
            return
        session.open_at(boundary)
        if boundary.denied and event.error:
            session.deny(Denial(place, self._keep(event.error)))

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

    def merge(self, other: Self, *, past: bool = False) -> None:
        """Take in a table of other lines, which arrived later, or are of the past.

        `other` must not be used any more.
        """
        self.desktop_events += other.desktop_events
        self.other_events += other.other_events
        self.malformed_lines += other.malformed_lines
        self.unattributed_events += other.unattributed_events
        self.seen.merge(other.seen)
        self.totals.merge(other.totals)
        joined: set[int] = set()
        for sid, theirs in other.sessions.items():
            ours = self.sessions.get(sid)
            if ours is not None:
                joined.update(ours.merge(theirs, past=past))
                continue
            self.sessions[sid] = theirs
            if past:
                theirs.feed.past = len(theirs.feed.stretches)
        if past:
            self.chronicle.insert(other.chronicle, joined)
        else:
            self.chronicle.extend(other.chronicle, joined)
