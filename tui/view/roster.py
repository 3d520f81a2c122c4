"""Which sessions are listed, and in which order: as they are arranged, each key kept up to date.

What a row says is asked for when it is shown. A session keeps its place while its key stays, so
that nothing jumps under the eye.
"""

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

Key = tuple[int, int, Value, str]
"""What a session is ordered by: its group, whether it lacks what is sorted by, that, its sid."""


Entry = tuple[str, str, Key | None]
"""What the list knows of a session: its sid, its state, no key where a filter leaves it out."""


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

    def teller(self) -> Callable[[Session], Entry]:
        """What tells a session's place in it: it is asked of 100,000 of them at once."""
        sign = -1 if self.reverse else 1  # the list is read from its end then, groups as ever
        key_of = _key_by_state if self.column == BY_STATE else _key_by(self.column, sign)
        matches = self.matches

        def entry(session: Session) -> Entry:
            state = session.state
            if matches is not None and not matches(session):
                return session.sid, state, None
            return session.sid, state, key_of(session, state, sign)

        return entry


def _key_by_state(session: Session, state: str, sign: int) -> Key:
    return sign * GROUPS[state], 0, -(started(session) or 0), session.sid


def _key_by(column: str, sign: int) -> Callable[[Session, str, int], Key]:
    value_of = COLUMNS[column].value

    def key(session: Session, _state: str, _sign: int) -> Key:
        value = value_of(session)
        if value is None:
            return 0, sign, "", session.sid
        return 0, 0, value if isinstance(value, str) else -value, session.sid

    return key


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
    _keys: Ordered[Key] = field(default_factory=Ordered)

    def __len__(self) -> int:
        """How many sessions are listed."""
        return len(self._keys)

    def __getitem__(self, index: int) -> str:
        """The sid of the session listed at a place."""
        return self._keys[self._turned(index)][3]

    def __iter__(self) -> Iterator[str]:
        """The sids of all that are listed, from top to bottom."""
        return (self[index] for index in range(len(self)))

    def _turned(self, index: int) -> int:
        return len(self._keys) - 1 - index if self.arrangement.reverse else index

    def index(self, sid: str) -> int | None:
        """At which place a session is listed; None if it is not."""
        entry = self._entries.get(sid)
        if entry is None or entry[2] is None or not self._listed(entry):
            return None
        return self._turned(self._keys.index(entry[2]))

    def matches(self, sid: str) -> bool:
        """Whether a session is one that no filter leaves out."""
        entry = self._entries.get(sid)
        return entry is not None and entry[2] is not None

    def update(self, changed: Iterable[Entry]) -> bool:
        """Take sessions that changed; whether the list has other members or another order."""
        gone: set[Key] = set()
        come: list[Key] = []
        for entry in changed:
            sid, state, key = entry
            known = self._entries.get(sid)
            self._entries[sid] = entry
            if known is not None:
                if known == entry:
                    continue
                self.states[known[1]] -= 1
                self.matching -= known[2] is not None
                if known[2] is not None and self._listed(known):
                    gone.add(known[2])
            self.states[state] += 1
            self.matching += key is not None
            if key is not None and self._listed(entry):
                come.append(key)
        self._keys.change(gone, come)
        return bool(gone or come)

    def arrange(self, arrangement: Arrangement, entries: Sequence[Entry]) -> None:
        """List by another arrangement; `entries` are those of all sessions in it."""
        self.arrangement = arrangement
        self._entries = {entry[0]: entry for entry in entries}
        self.states = Counter(map(itemgetter(1), entries))
        self.matching = sum(entry[2] is not None for entry in entries)
        listed = self._listed
        self._keys.replace([key for entry in entries if (key := entry[2]) and listed(entry)])

    def show_ended(self, *, with_ended: bool) -> None:
        """List the sessions that have ended, or leave them out."""
        if with_ended == self.with_ended:
            return
        self.with_ended = False
        concerned = [
            key for entry in self._entries.values() if (key := entry[2]) and not self._listed(entry)
        ]
        self.with_ended = with_ended
        self._keys.change(*((), concerned) if with_ended else (concerned, ()))

    def pin(self, sid: str | None) -> bool:
        """Keep a session listed though it may end, and let go the one before; whether that leaves.

        What one looks at must not vanish at the moment at which it ends.
        """
        before = self._entries.get(self.pinned) if self.pinned is not None else None
        self.pinned = sid
        if before is None or before[2] is None or self._listed(before):
            return False
        self._keys.change([before[2]], [])
        return True

    def _listed(self, entry: Entry) -> bool:
        return self.with_ended or entry[1] != "ended" or entry[0] == self.pinned
