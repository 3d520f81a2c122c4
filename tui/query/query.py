"""A filter, read once, and asked of any number of sessions and events."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

from msgspec.structs import replace

from tui.audit.event import Event, Kind, Outcome
from tui.audit.session import Session
from tui.audit.table import SessionTable
from tui.query.ahead import lets_through, undecided
from tui.query.fields import FIELDS, OUTCOME_FLAGS
from tui.query.matching import MatchesEvent, Matching, matching
from tui.query.parser import parsed
from tui.query.syntax import EVERYTHING, AllOf, AnyOf, Flag, Node, Not, Term, Word
from tui.query.texts import Settled


@dataclass(frozen=True, slots=True)
class Query:
    """A filter of sessions and events. `text` as it was typed; `str()` gives its normal form.

    `needs_transfers` if the sessions must have kept their transfers to be asked.
    """

    text: str
    tree: Node
    _matching: Matching = field(compare=False, repr=False)
    _settled: Settled = field(compare=False, repr=False)

    @classmethod
    def parse(cls, text: str, *, now: int) -> Self:
        """Read a filter; QueryError says what is wrong with it, and where.

        `now` (nanoseconds) settles `today`, `12:40` and the like; what is so long ago, `-15m`,
        is seen from the time that a match is told.
        """
        tree, settled = parsed(text), Settled(now)
        return cls(text, tree, matching(tree, settled), settled)

    def __str__(self) -> str:
        return str(self.tree)

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through because nothing is in it."""
        return self.tree == EVERYTHING

    @property
    def needs_transfers(self) -> bool:
        """Whether a session must have kept its transfers, errors and folders to be asked."""
        return self._matching.needs_transfers

    @property
    def asks_events(self) -> bool:
        """Whether events of one session can be answered differently, by what each says itself."""
        return _asks_events(self.tree)

    def turns(self, now: int) -> list[int]:
        """The moments (ns) about which an event's time can decide, seen from a time: between two
        of them that follow each other, every event has the same answer if all but its time is so.
        """
        limits = {limit(now) for limit in self._settled.limits}
        return sorted({limit + step for limit in limits for step in (-1, 0, 1)})

    @property
    def timed_out(self) -> bool:
        """Whether a regular expression took too long somewhere, which counts as no match."""
        return any(pattern.timed_out for pattern in self._settled.patterns)

    def matches_session(self, session: Session, now: int) -> bool:
        """Whether a session is let through, at a time (nanoseconds)."""
        return self._matching.session(session, now)

    def matches_each(self, sessions: Sequence[Session], now: int) -> list[bool]:
        """What `matches_session` says of each of many; a word is looked for in all at once."""
        return self._matching.of_each(sessions, now)

    def matches_event(self, event: Event, session: Session | None, now: int) -> bool:
        """Whether an event is let through, which belongs to a session.

        Without a session it is taken for a session of its own.
        """
        return self._matching.event(event, alone(event) if session is None else session, now)

    def of_sort(self, kind: Kind, outcome: Outcome) -> MatchesEvent | Literal[True, False]:
        """Whether events of one sort are let through; where that is not known by their sort, what
        is left to ask them, which is quicker than `matches_event`.
        """
        told = lets_through(self.tree, kind, outcome)
        if told is not None:
            return told
        return matching(undecided(self.tree, kind, outcome), self._settled).event


def _asks_events(node: Node) -> bool:
    match node:
        case Not(part):
            return _asks_events(part)
        case AllOf(parts) | AnyOf(parts):
            return any(map(_asks_events, parts))
        case Term(field):
            return FIELDS[field].of_event is not None
        case Flag(name):
            return name in OUTCOME_FLAGS
        case Word():
            return True


def alone(event: Event) -> Session:
    """The session that an event makes if there is no other event of it."""
    table = SessionTable(keeps_feeds=False)
    table.add(replace(event, sid=event.sid or "-"), 0)
    (session,) = table.sessions.values()
    session.sid = event.sid
    return session
