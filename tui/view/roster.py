"""Which sessions are listed, and in which order: as they are arranged, each key kept up to date.

What a row says is asked for when it is shown. A session keeps its place while its key stays, so
that nothing jumps under the eye.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
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
    """The same of all sessions, one after the other: their sids, and their values; and the states
    of those that have not ended.
    """

    sids: list[str]
    values: list[Value | None]
    going: dict[str, str]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """By which column, the other way round or not, and which sessions at all (None: all).

    `matches_each` says the same as `matches` of many sessions, where that takes less.
    """

    column: str = BY_STATE
    reverse: bool = False
    matches: Callable[[Session], bool] | None = None
    matches_each: Callable[[Sequence[Session]], Sequence[bool]] | None = None

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
        values_of, matches = self._values_of(), self.matches

        def entry(session: Session) -> Entry:
            left_out = matches is not None and not matches(session)
            value = None if left_out else values_of([session])[0]
            return value, session.sid, session.state

        return entry

    def everyone(self, sessions: Iterable[Session]) -> Everyone:
        """The same of all sessions at once."""
        every = [*sessions]
        return Everyone(
            [session.sid for session in every],
            self._values_or_none(every),
            {session.sid: session.state for session in every if session.closing is None},
        )

    def _values_or_none(self, sessions: Sequence[Session]) -> list[Value | None]:
        """The value of each session, or None if it is left out."""
        values_of, matches = self._values_of(), self.matches
        if matches is None:
            return [*values_of(sessions)]
        each = self.matches_each
        matched = [*map(matches, sessions)] if each is None else each(sessions)
        if False not in matched:
            return [*values_of(sessions)]
        values = iter(values_of([*compress(sessions, matched)]))
        return [next(values) if is_matched else None for is_matched in matched]

    def _values_of(self) -> Callable[[Sequence[Session]], list[Value]]:
        """What tells the values of sessions; the list is read from its end if turned."""
        sign = -1 if self.reverse else 1  # groups, and those without a value, stand as ever
        if self.column == BY_STATE:
            groups = {state: sign * group * FAR for state, group in GROUPS.items()}
            ended = groups[ENDED]
            return lambda sessions: [  # most have ended, and are asked without a call
                (ended if session.closing is not None else groups[session.state]) - (start or 0)
                for session, start in zip(sessions, map(started, sessions), strict=True)
            ]
        told = COLUMNS[self.column].value
        if self.by_words:
            last = "" if self.reverse else LAST_WORD
            return lambda sessions: [value or last for value in map(told, sessions)]
        missing = sign * FAR
        return lambda sessions: [
            -value if isinstance(value, int) else missing for value in map(told, sessions)
        ]


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
    _sids: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _values: list[Value | None] = field(default_factory=list)
    _going: dict[str, str] = field(default_factory=dict)
    _order: Ranked = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nobody."""
        self._order = Ranked(self._sids, self._values)

    def __len__(self) -> int:
        """How many sessions are listed."""
        return len(self._order)

    def __getitem__(self, index: int) -> str:
        """The sid of the session listed at a place."""
        return self._sids[self._order[self._turned(index)]]

    def __iter__(self) -> Iterator[str]:
        """The sids of all that are listed, from top to bottom."""
        return (self[index] for index in range(len(self)))

    def _turned(self, index: int) -> int:
        return len(self._order) - 1 - index if self.arrangement.reverse else index

    def index(self, sid: str) -> int | None:
        """At which place a session is listed; None if it is not."""
        if not self._listed(sid):
            return None
        return self._turned(self._order.index(self._numbers[sid]))

    def matches(self, sid: str) -> bool:
        """Whether a session is one that no filter leaves out."""
        number = self._numbers.get(sid)
        return number is not None and self._values[number] is not None

    def update(self, changed: Iterable[Entry]) -> bool:
        """Take sessions that changed, each once; whether the list has other members or another
        order.
        """
        gone, come = [], []
        told = [entry for entry in changed if entry != self._told(entry[1])]
        for _, sid, _ in told:
            if sid in self._numbers:
                self.states[self._state(sid)] -= 1
                self.matching -= self.matches(sid)
                if self._listed(sid):
                    gone.append(self._numbers[sid])
        self._order.remove(gone)  # while all have the values by which they stand there
        for value, sid, state in told:
            number = self._number(sid)
            self._values[number] = value
            if state == ENDED:
                self._going.pop(sid, None)
            else:
                self._going[sid] = state
            self.states[state] += 1
            self.matching += value is not None
            if self._listed(sid):
                come.append(number)
        self._order.add(come)
        return bool(gone or come)

    def _told(self, sid: str) -> Entry | None:
        """What is known of a session."""
        number = self._numbers.get(sid)
        return None if number is None else (self._values[number], sid, self._state(sid))

    def _number(self, sid: str) -> int:
        """The number of a session, which is the next one where it was not known."""
        number = self._numbers.setdefault(sid, len(self._sids))
        if number == len(self._sids):
            self._sids.append(sid)
            self._values.append(None)
        return number

    def _state(self, sid: str) -> str:
        return self._going.get(sid, ENDED)

    def arrange(self, arrangement: Arrangement, everyone: Everyone) -> None:
        """List by another arrangement, in which this is told of all sessions."""
        self.arrangement = arrangement
        sids, self._values, self._going = everyone
        if sids != self._sids:  # to number 100,000 takes as long as to sort them
            self._sids = sids
            self._numbers = dict(zip(sids, range(len(sids)), strict=True))
        self.states = Counter(self._going.values())
        self.states[ENDED] = len(sids) - len(self._going)
        numbers = [*self._numbers.values()]
        if arrangement.matches is not None:
            numbers = [number for number in numbers if self._values[number] is not None]
        self.matching = len(numbers)
        if not self.with_ended:
            shown = {*self._going, self.pinned}
            numbers = [number for number in numbers if sids[number] in shown]
        self._order.replace(self._sids, self._values, numbers)

    def show_ended(self, *, with_ended: bool) -> None:
        """List the sessions that have ended, or leave them out."""
        if with_ended == self.with_ended:
            return
        self.with_ended = False
        concerned = [
            number
            for number, (sid, value) in enumerate(zip(self._sids, self._values, strict=True))
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
        self._order.remove([self._numbers[before]])
        return True

    def _listed(self, sid: str) -> bool:
        shown = self.with_ended or sid in self._going or sid == self.pinned
        return shown and self.matches(sid)
