"""Which sessions are listed, and in which order: as they are arranged, each key kept up to date.

What a row says is asked for when it is shown. A session keeps its place while its key stays, so
that nothing jumps under the eye.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tui.audit.session import Session
from tui.view.ranked import Ranked
from tui.words.columns import COLUMNS, Value, started

GROUPS = {"active": 0, "denied": 1, "ended": 2}
BY_STATE = "state"
"""The order of who has chosen none: active first, and among equals the newest start."""

FAR = 1 << 70
"""More than any number that sessions are sorted by, and than any moment in nanoseconds."""
LAST_WORD = chr(sys.maxunicode)

ENDED = "ended"

Entry = tuple[Value | None, str, str]
"""What the list is told of a session: the value that it is ordered by (None where a filter leaves
it out), its sid, by which equals are ordered, and its state.
"""


class Everyone(NamedTuple):
    """The same of all sessions, by their sids: the values, and the states of those that have not
    ended.
    """

    values: dict[str, Value | None]
    going: dict[str, str]


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
        """What tells a session's place in it."""
        value_of = self._value_or_none()

        def entry(session: Session) -> Entry:
            state = session.state
            return value_of(session, state), session.sid, state

        return entry

    def everyone(self, sessions: Iterable[Session]) -> Everyone:
        """The same of all sessions at once."""
        value_of = self._value_or_none()
        values: dict[str, Value | None] = {}
        going: dict[str, str] = {}
        for session in sessions:
            if session.closing is not None:  # of most, and asked without a call
                values[session.sid] = value_of(session, ENDED)
            else:
                state = going[session.sid] = session.state
                values[session.sid] = value_of(session, state)
        return Everyone(values, going)

    def _value_or_none(self) -> Callable[[Session, str], Value | None]:
        """A session's value, or None if it is left out."""
        value_of, matches = self._value_of(), self.matches
        if matches is None:
            return value_of
        return lambda session, state: value_of(session, state) if matches(session) else None

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
    _values: dict[str, Value | None] = field(default_factory=dict)
    _going: dict[str, str] = field(default_factory=dict)
    _order: Ranked = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nobody."""
        self._order = Ranked(self._values)

    def __len__(self) -> int:
        """How many sessions are listed."""
        return len(self._order)

    def __getitem__(self, index: int) -> str:
        """The sid of the session listed at a place."""
        return self._order[self._turned(index)]

    def __iter__(self) -> Iterator[str]:
        """The sids of all that are listed, from top to bottom."""
        return (self[index] for index in range(len(self)))

    def _turned(self, index: int) -> int:
        return len(self._order) - 1 - index if self.arrangement.reverse else index

    def index(self, sid: str) -> int | None:
        """At which place a session is listed; None if it is not."""
        return self._turned(self._order.index(sid)) if self._listed(sid) else None

    def matches(self, sid: str) -> bool:
        """Whether a session is one that no filter leaves out."""
        return self._values.get(sid) is not None

    def update(self, changed: Iterable[Entry]) -> bool:
        """Take sessions that changed, each once; whether the list has other members or another
        order.
        """
        gone, come = [], []
        told = [entry for entry in changed if entry != self._told(entry[1])]
        for _, sid, _ in told:
            if sid in self._values:
                self.states[self._state(sid)] -= 1
                self.matching -= self.matches(sid)
                if self._listed(sid):
                    gone.append(sid)
        self._order.remove(gone)  # while all have the values by which they stand there
        for value, sid, state in told:
            self._values[sid] = value
            if state == ENDED:
                self._going.pop(sid, None)
            else:
                self._going[sid] = state
            self.states[state] += 1
            self.matching += value is not None
            if self._listed(sid):
                come.append(sid)
        self._order.add(come)
        return bool(gone or come)

    def _told(self, sid: str) -> Entry | None:
        """What is known of a session."""
        return (self._values[sid], sid, self._state(sid)) if sid in self._values else None

    def _state(self, sid: str) -> str:
        return self._going.get(sid, ENDED)

    def arrange(self, arrangement: Arrangement, everyone: Everyone) -> None:
        """List by another arrangement, in which this is told of all sessions."""
        self.arrangement = arrangement
        self._values, self._going = values, going = everyone
        self.states = Counter(going.values())
        self.states[ENDED] = len(values) - len(going)
        if arrangement.matches is None:
            listed = list(values)
        else:
            listed = [sid for sid, value in values.items() if value is not None]
        self.matching = len(listed)
        if not self.with_ended:
            listed = [*filter(self._listed, listed)]
        self._order.replace(values, listed)

    def show_ended(self, *, with_ended: bool) -> None:
        """List the sessions that have ended, or leave them out."""
        if with_ended == self.with_ended:
            return
        self.with_ended = False
        concerned = [
            sid
            for sid, value in self._values.items()
            if value is not None and not self._listed(sid)
        ]
        self.with_ended = with_ended
        if with_ended:
            self._order.add(concerned)
        else:
            self._order.remove(concerned)

    def pin(self, sid: str | None) -> bool:
        """Keep a session listed though it may end, and let go the one before; whether that leaves.

        What one looks at must not vanish at the moment at which it ends.
        """
        before, self.pinned = self.pinned, sid
        if before is None or not self.matches(before) or self._listed(before):
            return False
        self._order.remove([before])
        return True

    def _listed(self, sid: str) -> bool:
        shown = self.with_ended or sid in self._going or sid == self.pinned
        return shown and self._values.get(sid) is not None
