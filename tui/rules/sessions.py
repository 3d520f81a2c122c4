"""The sessions of a log as its last line left them, in a memory that has bounds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from tui.audit.event import END, START, Event
from tui.audit.session import Session
from tui.audit.table import SessionTable
from tui.query.query import alone

MOST_SESSIONS = 10_000
MOST_BYTES = 1 << 25
"""Bytes of lines that told something new, 32 MiB, past which the longest quiet sessions go."""
PART = 1000
"""Sessions of one part, which is unpacked in 5 ms."""


@dataclass(slots=True)
class Sessions:
    """A table of which the half that has been quiet for longest is let go when it is too much."""

    keeps_transfers: bool = False
    most: int = MOST_SESSIONS
    most_bytes: int = MOST_BYTES
    table: SessionTable = field(init=False)
    _weights: dict[str, int] = field(default_factory=dict)
    _weight: int = 0

    def __post_init__(self) -> None:
        """Begin with nothing."""
        self.table = self._of(())

    def add(self, event: Event, line: bytes, place: int) -> Session:
        """Fold an event in; its session as it stands then, one of its own if it has none."""
        if not event.sid:
            return alone(event)
        sessions = self.table.sessions
        session = sessions.pop(event.sid, None)
        if session is not None:
            sessions[session.sid] = session  # the last that was heard of, under one string
        sighted = None if session is None else session.sighted
        kept = self._kept(session) if self.keeps_transfers else 0
        # Of the table itself nothing is asked.
        self.table.add_to_session(event, place)
        session = sessions[event.sid]
        boundary = event.kind is START or event.kind is END
        # What is sighted is another one, or a tuple made anew, where one is added.
        if (
            boundary
            or session.sighted is not sighted
            or (self.keeps_transfers and self._kept(session) != kept)
        ):
            self._weights[event.sid] = self._weights.get(event.sid, 0) + len(line)
            self._weight += len(line)
            if len(sessions) > self.most or self._weight > self.most_bytes:
                self._let_go()
        return session

    def parts(self) -> Iterator[list[tuple[Session, int]]]:
        """All of them, each with its weight, the longest quiet first."""
        sessions = iter(self.table.sessions.values())
        while part := [(each, self._weights[each.sid]) for each in islice(sessions, PART)]:
            yield part

    def take(self, part: Sequence[tuple[Session, int]]) -> None:
        """Take in a part of others, behind these."""
        for session, weight in part:
            self.table.adopt(session)
            self.table.sessions[session.sid] = session
            self._weights[session.sid] = weight
            self._weight += weight

    def _kept(self, session: Session | None) -> int:
        """How many texts of its events a session keeps, where any are kept."""
        if session is None:
            return 0
        return session.transfer_count + len(session.errors) + len(session.shared)

    def _let_go(self) -> None:
        sessions = list(self.table.sessions.values())
        self.table = self._of(sessions[(len(sessions) + 1) // 2 :])
        self._weights = {
            sid: weight for sid, weight in self._weights.items() if sid in self.table.sessions
        }
        self._weight = sum(self._weights.values())

    def _of(self, sessions: Iterable[Session]) -> SessionTable:
        table = SessionTable(keeps_feeds=False, keeps_transfers=self.keeps_transfers)
        table.sessions = {session.sid: session for session in sessions}
        return table
