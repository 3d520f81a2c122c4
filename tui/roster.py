"""Which sessions are listed, and in which order: as they are arranged, each key kept up to date.

What a row says is asked for when it is shown. A session keeps its place while its key stays, so
that nothing jumps under the eye.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tui.audit.session import Session
from tui.columns import COLUMNS, Value, started
from tui.ordered import Ordered

GROUPS = {"active": 0, "denied": 1, "ended": 2}
BY_STATE = "state"
"""The order of who has chosen none: active first, and among equals the newest start."""

Key = tuple[int, int, Value, str]
"""What a session is ordered by: its group, whether it lacks what is sorted by, that, its sid."""


class Entry(NamedTuple):
    """What the list knows of a session; no key where a filter leaves it out."""

    sid: str
    state: str
    key: Key | None


def _everything(session: Session) -> bool:  # noqa: ARG001
    return True


@dataclass(frozen=True, slots=True)
class Arrangement:
    """By which column, the other way round or not, and which sessions at all."""

    column: str = BY_STATE
    reverse: bool = False
    matches: Callable[[Session], bool] = _everything

    @classmethod
    def of(cls, order: str) -> "Arrangement":
        """By this column; with `-` before its name, the other way round."""
        return cls(order.removeprefix("-"), reverse=order.startswith("-"))

    def by(self, column: str) -> "Arrangement":
        """By this column; if it is that one already, the other way round."""
        return replace(self, column=column, reverse=column == self.column and not self.reverse)

    def entry(self, session: Session) -> Entry:
        """A session's place in it."""
        state = session.state
        if not self.matches(session):
            return Entry(session.sid, state, None)
        sign = -1 if self.reverse else 1  # the list is read from its end then, groups as ever
        if self.column == BY_STATE:
            start = started(session)
            return Entry(session.sid, state, (sign * GROUPS[state], 0, -(start or 0), session.sid))
        value = COLUMNS[self.column].value(session)
        if value is None:
            return Entry(session.sid, state, (0, sign, "", session.sid))
        key = value if isinstance(value, str) else -value
        return Entry(session.sid, state, (0, 0, key, session.sid))


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

    def _turned(self, index: int) -> int:
        return len(self._keys) - 1 - index if self.arrangement.reverse else index

    def index(self, sid: str) -> int | None:
        """At which place a session is listed; None if it is not."""
        entry = self._entries.get(sid)
        if entry is None or entry.key is None or not self._listed(entry):
            return None
        return self._turned(self._keys.index(entry.key))

    def update(self, changed: Iterable[Entry]) -> bool:
        """Take sessions that changed; whether the list has other members or another order."""
        gone: set[Key] = set()
        come: list[Key] = []
        for entry in changed:
            known = self._entries.get(entry.sid)
            self._entries[entry.sid] = entry
            if known is not None:
                if known == entry:
                    continue
                self._count(known, -1)
                if known.key is not None and self._listed(known):
                    gone.add(known.key)
            self._count(entry, 1)
            if entry.key is not None and self._listed(entry):
                come.append(entry.key)
        self._keys.change(gone, come)
        return bool(gone or come)

    def _count(self, entry: Entry, by: int) -> None:
        self.states[entry.state] += by
        self.matching += by * (entry.key is not None)

    def arrange(self, arrangement: Arrangement, entries: Iterable[Entry]) -> None:
        """List by another arrangement; `entries` are those of all sessions in it."""
        self.arrangement, self.matching = arrangement, 0
        self._entries, self.states = {}, Counter()
        self._keys.clear()
        self.update(entries)

    def show_ended(self, *, with_ended: bool) -> None:
        """List the sessions that have ended, or leave them out."""
        if with_ended == self.with_ended:
            return
        self.with_ended = False
        concerned = [
            entry.key
            for entry in self._entries.values()
            if entry.key is not None and not self._listed(entry)
        ]
        self.with_ended = with_ended
        self._keys.change(*((), concerned) if with_ended else (concerned, ()))

    def pin(self, sid: str | None) -> bool:
        """Keep a session listed though it may end, and let go the one before; whether that leaves.

        What one looks at must not vanish at the moment at which it ends.
        """
        before = self._entries.get(self.pinned) if self.pinned is not None else None
        self.pinned = sid
        if before is None or before.key is None or self._listed(before):
            return False
        self._keys.change([before.key], [])
        return True

    def _listed(self, entry: Entry) -> bool:
        return self.with_ended or entry.state != "ended" or entry.sid == self.pinned
