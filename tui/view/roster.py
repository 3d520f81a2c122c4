"""Which sessions are listed, and in which order: as they are arranged, each key kept up to date.

What a row says is asked for when it is shown. A session keeps its place while its key stays, so
that nothing jumps under the eye.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from tui.audit.session import Session
from tui.columns import COLUMNS, Value, started
from tui.view.ordered import Ordered

GROUPS = {"active": 0, "denied": 1, "ended": 2}
BY_STATE = "state"
"""The order of who has chosen none: active first, and among equals the newest start."""

FAR = 1 << 70
"""More than any number that sessions are sorted by, and than any moment in nanoseconds."""
LAST_WORD = chr(sys.maxunicode)

Entry = tuple[Value | None, str, str]
"""What the list knows of a session: the value that it is ordered by (None where a filter leaves it
out), its sid, by which equals are ordered, and its state. One flat tuple: 100,000 are kept.
"""
_VALUE, _SID, _STATE = map(itemgetter, range(3))


@dataclass(frozen=True, slots=True)
class Arrangement:
    """By which column, the other way round or not, and which sessions at all (None: all)."""

    column: str = BY_STATE
    reverse: bool = False
    matches: Callable[[Session], bool] | None = None

    @classmethod
    def of(cls, order: str) -> "Arrangement":
        """By this column; with `-` before its name, the other way round."""
        return cls(order.removeprefix("-"), reverse=order.startswith("-"))

    def by(self, column: str) -> "Arrangement":
        """By this column; if it is that one already, the other way round."""
        return replace(self, column=column, reverse=column == self.column and not self.reverse)

    @property
    def by_words(self) -> bool:
        """Whether it orders by words, and not by numbers."""
        return self.column != BY_STATE and COLUMNS[self.column].of_words

    def teller(self) -> Callable[[Session], Entry]:
        """What tells a session's place in it: it is asked of 100,000 of them at once."""
        value_of = self._value_of()
        matches = self.matches

        def entry(session: Session) -> Entry:
            state = session.state
            if matches is not None and not matches(session):
                return None, session.sid, state
            return value_of(session, state), session.sid, state

        return entry

    def _value_of(self) -> Callable[[Session, str], Value]:
        """What tells the value of a session in a state; the list is read from its end if turned."""
        sign = -1 if self.reverse else 1  # groups, and those without a value, stand as ever
        if self.column == BY_STATE:
            groups = {state: sign * group * FAR for state, group in GROUPS.items()}
            return lambda session, state: groups[state] - (started(session) or 0)
        told = COLUMNS[self.column].value
        if self.by_words:
            last = "" if self.reverse else LAST_WORD
            return lambda session, _: told(session) or last
        missing = sign * FAR

        def number(session: Session, _: str) -> Value:
            value = told(session)
            return -value if isinstance(value, int) else missing

        return number


@dataclass(slots=True)
class Roster:
    """All sessions as last told of, and those that are listed, in order.

    `states` counts them all, `matching` those that no filter leaves out.
    """

    arrangement: Arrangement = field(default_factory=Arrangement)
    with_ended: bool = False
    pinned: str | None = None
    states: Counter[str] = field(default_factory=Counter)
    matching: int = 0
    _entries: dict[str, Entry] = field(default_factory=dict)
    _order: Ordered[Entry] = field(default_factory=Ordered)

    def __len__(self) -> int:
        """How many sessions are listed."""
        return len(self._order)

    def __getitem__(self, index: int) -> str:
        """The sid of the session listed at a place."""
        return self._order[self._turned(index)][1]

    def __iter__(self) -> Iterator[str]:
        """The sids of all that are listed, from top to bottom."""
        return (self[index] for index in range(len(self)))

    def _turned(self, index: int) -> int:
        return len(self._order) - 1 - index if self.arrangement.reverse else index

    def index(self, sid: str) -> int | None:
        """At which place a session is listed; None if it is not."""
        entry = self._entries.get(sid)
        if entry is None or not self._listed(entry):
            return None
        return self._turned(self._order.index(entry))

    def matches(self, sid: str) -> bool:
        """Whether a session is one that no filter leaves out."""
        entry = self._entries.get(sid)
        return entry is not None and entry[0] is not None

    def update(self, changed: Iterable[Entry]) -> bool:
        """Take sessions that changed; whether the list has other members or another order."""
        gone: set[Entry] = set()
        come: list[Entry] = []
        for entry in changed:
            value, sid, state = entry
            known = self._entries.get(sid)
            if known is not None:
                if known == entry:
                    continue
                self.states[known[2]] -= 1
                self.matching -= known[0] is not None
                if self._listed(known):
                    gone.add(known)
            self._entries[sid] = entry
            self.states[state] += 1
            self.matching += value is not None
            if self._listed(entry):
                come.append(entry)
        self._order.change(gone, come)
        return bool(gone or come)

    def arrange(self, arrangement: Arrangement, entries: Sequence[Entry]) -> None:
        """List by another arrangement; `entries` are those of all sessions in it."""
        self.arrangement = arrangement
        self._entries = dict(zip(map(_SID, entries), entries, strict=True))
        self.states = Counter(map(_STATE, entries))
        matching = [entry for entry in entries if entry[0] is not None]
        self.matching = len(matching)
        listed = matching if self.with_ended else [*filter(self._listed, matching)]
        # By one thing at a time: to compare tuples takes twice as long. Words are often equal, and
        # sorted when their sids are; numbers seldom, and few tuples are out of order behind them.
        by_words = self.arrangement.by_words
        listed.sort(key=_SID if by_words else _VALUE)
        listed.sort(key=_VALUE if by_words else None)
        self._order.replace(listed)

    def show_ended(self, *, with_ended: bool) -> None:
        """List the sessions that have ended, or leave them out."""
        if with_ended == self.with_ended:
            return
        self.with_ended = False
        concerned = [
            entry
            for entry in self._entries.values()
            if entry[0] is not None and not self._listed(entry)
        ]
        self.with_ended = with_ended
        self._order.change(*((), concerned) if with_ended else (concerned, ()))

    def pin(self, sid: str | None) -> bool:
        """Keep a session listed though it may end, and let go the one before; whether that leaves.

        What one looks at must not vanish at the moment at which it ends.
        """
        before = self._entries.get(self.pinned) if self.pinned is not None else None
        self.pinned = sid
        if before is None or before[0] is None or self._listed(before):
            return False
        self._order.change([before], [])
        return True

    def _listed(self, entry: Entry) -> bool:
        value, sid, state = entry
        return value is not None and (self.with_ended or state != "ended" or sid == self.pinned)
