"""One rule, and what it remembers of each user, session, desktop or client."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from tui.query import Query
from tui.query.held import CLIENT, USER
from tui.rules.alert import LONGEST, Alert, alert_id, filled, shortened
from tui.rules.rule import Rule
from tui.rules.seen import OF_FILES, Seen
from tui.rules.window import MOST_HITS, Reached, Window
from tui.words.text import duration, number, size

MOST_GROUPS, MOST_HELD = 10_000, 200_000
"""Groups of a rule, and steps and files of them all: past that the least recently hit go."""
PART = 10_000
"""Steps and files of one part, or so many as one group has: unpacked in 5 ms."""


@dataclass(slots=True)
class Group:
    """The times (ns) of the alerts of one user or the like, in order, and its hits; `held` is how
    much it keeps, as it was counted when it was hit.
    """

    fired: list[int]
    window: Window | None
    held: int = 0

    def count(self) -> int:
        """Count how much it keeps; returns how much more that is than it was."""
        before, self.held = self.held, len(self.fired)
        if self.window is not None:
            self.held += self.window.held
        return self.held - before

    def is_quiet(self, time: int, quiet: int) -> bool:
        """Whether an alert lies nearer than that to a moment, before it or after it."""
        fired = self.fired
        at = bisect_left(fired, time)
        before = at > 0 and time - fired[at - 1] < quiet
        return before or (at < len(fired) and fired[at] - time < quiet)


@dataclass(slots=True)
class Tracker:
    """Asks its rule of one event after the other; each of its groups has bounds, and all have."""

    rule: Rule
    most_groups: int = MOST_GROUPS
    most_held: int = MOST_HELD
    groups: dict[str, Group] = field(default_factory=dict)
    held: int = 0
    _query: Query = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Read the filter, at no time: none of it depends on when it is read."""
        self._query = Query.parse(self.rule.filter, now=0)

    @property
    def query(self) -> Query:
        """The rule's filter."""
        return self._query

    def see(self, seen: Seen) -> Alert | None:
        """What there is to say of an event that the filter lets through; nearly always nothing."""
        rule = self.rule
        if rule.outside is not None and rule.outside.include(seen.time):
            return None
        told = seen.group(rule.per)
        key = told if len(told) <= LONGEST else sha256(told.encode(errors="replace")).hexdigest()
        group = self.groups.pop(key, None)
        if group is None:
            group = Group([], Window.of(rule) if rule.within else None)
        self.groups[key] = group  # the last that was hit
        reached = self._hit(group, seen)
        self.held += group.count()
        if len(self.groups) > self.most_groups or self.held > self.most_held:
            self._let_go()
        return None if reached is None else self._alert(seen, told, reached)

    def parts(self) -> Iterator[list[tuple[str, Group]]]:
        """Its groups, those hit the longest ago first."""
        part: list[tuple[str, Group]] = []
        held = 0
        for key, group in self.groups.items():
            part.append((key, group))
            held += 1 + group.held
            if held >= PART:
                yield part
                part, held = [], 0
        if part:
            yield part

    def take(self, part: Iterable[tuple[str, Group]]) -> None:
        """Take in a part of another one of this rule, behind these."""
        for key, group in part:
            self.groups[key] = group
            self.held += group.held

    def _hit(self, group: Group, seen: Seen) -> Reached | None:
        """What came together, if that is too much and was not told just now."""
        rule, time, window = self.rule, seen.time, group.window
        moved = seen.moved(rule.measure)
        if window is not None:
            window.add(time, moved, seen.file)
        if group.fired:
            reach = time - 2 * (rule.within + rule.quiet)
            while group.fired and group.fired[0] < reach:
                del group.fired[0]
        reached = None
        # In the order of what it costs to ask.
        if (window is None or window.total >= rule.amount) and not group.is_quiet(time, rule.quiet):
            if window is None:
                reached = Reached(time, 1, moved, int(seen.event.kind in OF_FILES))
            else:
                reached = window.reached(time)
        if window is not None:
            window.trim()
        if reached is not None and rule.quiet:
            insort(group.fired, time)
            del group.fired[:-MOST_HITS]
        return reached

    def _let_go(self) -> None:
        """Forget the groups that were hit the longest ago; the last hit stays."""
        while len(self.groups) > 1 and (
            len(self.groups) > self.most_groups or self.held > self.most_held
        ):
            oldest = next(iter(self.groups))
            self.held -= self.groups.pop(oldest).held

    def _alert(self, seen: Seen, group: str, reached: Reached) -> Alert:
        rule, event, session = self.rule, seen.event, seen.session
        path = f"{event.directory}/{event.path}" if event.directory else event.path
        told = {
            "user": USER(session),
            "desktop": session.desktop,
            "client": CLIENT(session),
            "sid": session.sid,
            "count": number(reached.count),
            "bytes": size(reached.bytes),
            "files": number(reached.files),
            "path": path,
            "error": event.error,
            "within": duration(rule.within),
        }
        user, desktop, client, sid = (
            shortened(told[name]) for name in ("user", "desktop", "client", "sid")
        )
        return Alert(
            id=alert_id(rule.name, group, seen.line),
            rule=rule.name,
            severity=rule.severity,
            time=seen.time,
            first=reached.first,
            count=reached.count,
            bytes=reached.bytes,
            files=reached.files,
            user=user,
            desktop=desktop,
            client=client,
            sid=sid,
            message=filled(rule.message, lambda word: told[word] or "-"),
            place=seen.place,
        )
