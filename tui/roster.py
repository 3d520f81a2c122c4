"""Which sessions are listed, and in which order: active ones first, then denied, then ended.

Within each the newest start stands on top: a session keeps its place while it runs, so that
nothing jumps under the eye.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tui.ordered import Ordered
from tui.picture import SessionView

_GROUPS = {"active": 0, "denied": 1, "ended": 2}

Key = tuple[int, int, str]


def _key(view: SessionView) -> Key:
    start = view.start if view.start is not None else view.last_seen
    return (_GROUPS[view.state], -(start or 0), view.sid)


@dataclass(slots=True)
class Roster:
    """All sessions as last seen, and those that are listed, in order."""

    with_ended: bool = False
    pinned: str | None = None
    states: Counter[str] = field(default_factory=Counter)
    _views: dict[str, SessionView] = field(default_factory=dict)
    _keys: Ordered[Key] = field(default_factory=Ordered)

    def __len__(self) -> int:
        """How many sessions are listed."""
        return len(self._keys)

    def __getitem__(self, index: int) -> SessionView:
        """The session listed at a place."""
        return self._views[self._keys[index][2]]

    def get(self, sid: str) -> SessionView | None:
        """A session, listed or not."""
        return self._views.get(sid)

    def index(self, sid: str) -> int | None:
        """At which place a session is listed; None if it is not."""
        view = self._views.get(sid)
        if view is None or not self._listed(view):
            return None
        return self._keys.index(_key(view))

    def update(self, changed: Iterable[SessionView]) -> bool:
        """Take sessions that changed; whether the list has other members or another order."""
        gone: set[Key] = set()
        come: list[Key] = []
        for view in changed:
            known = self._views.get(view.sid)
            self._views[view.sid] = view
            if known is not None:
                if _key(known) == _key(view):
                    continue
                self.states[known.state] -= 1
                if self._listed(known):
                    gone.add(_key(known))
            self.states[view.state] += 1
            if self._listed(view):
                come.append(_key(view))
        self._keys.change(gone, come)
        return bool(gone or come)

    def show_ended(self, *, with_ended: bool) -> None:
        """List the sessions that have ended, or leave them out."""
        if with_ended == self.with_ended:
            return
        self.with_ended = False
        concerned = [_key(view) for view in self._views.values() if not self._listed(view)]
        self.with_ended = with_ended
        self._keys.change(*((), concerned) if with_ended else (concerned, ()))

    def pin(self, sid: str | None) -> bool:
        """Keep a session listed though it may end, and let go the one before; whether that leaves.

        What one looks at must not vanish at the moment at which it ends.
        """
        before = self._views.get(self.pinned) if self.pinned is not None else None
        self.pinned = sid
        if before is None or self._listed(before):
            return False
        self._keys.change([_key(before)], [])
        return True

    def _listed(self, view: SessionView) -> bool:
        return self.with_ended or view.state != "ended" or view.sid == self.pinned
