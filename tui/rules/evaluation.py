"""What the rules say of a log: lines in, alerts out. What they remember can go on elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tui.audit.event import Event
from tui.audit.place import place_of
from tui.audit.quick import event_in, events_in
from tui.audit.session import Session
from tui.rules.alert import Alert
from tui.rules.engine import Engine
from tui.rules.rule import Rule
from tui.rules.sessions import Sessions
from tui.rules.tracker import Group


class Part(NamedTuple):
    """Some of what an evaluation remembers: sessions, or groups of one of its rules."""

    latest: int | None
    sessions: Sequence[tuple[Session, int]] = ()
    rule: int = 0
    groups: Sequence[tuple[str, Group]] = ()


class Evaluation:
    """The rules, and all that they remember of the lines seen so far."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.engine = Engine.of(rules)
        self.sessions = Sessions(self.engine.needs_transfers)

    @property
    def timed_out(self) -> bool:
        """Whether a regular expression took too long somewhere, which counts as no match."""
        return self.engine.timed_out

    def see(self, source: int, offset: int, lines: Sequence[bytes]) -> list[Alert]:
        """The alerts of neighbouring lines of a source, the first of them at byte `offset`."""
        alerts = []
        for line in lines:
            event = event_in(line)
            if event is not None:
                alerts += self.add(event, line, place_of(source, offset))
            offset += len(line) + 1
        return alerts

    def see_block(self, source: int, offset: int, block: bytes) -> list[Alert]:
        """The same of lines in one piece, which is faster where few are desktop events."""
        alerts = []
        for event, begin, line in events_in(block):
            alerts += self.add(event, line, place_of(source, offset + begin))
        return alerts

    def add(self, event: Event, line: bytes, place: int) -> list[Alert]:
        """The alerts of the next event, in the order of the log."""
        return self.engine.see(event, self.sessions.add(event, line, place), line, place)

    def parts(self) -> Iterator[Part]:
        """All that is remembered, so that another evaluation of these rules can go on."""
        latest = self.engine.latest
        yield Part(latest)
        for sessions in self.sessions.parts():
            yield Part(latest, sessions)
        for number, tracker in enumerate(self.engine.trackers):
            for groups in tracker.parts():
                yield Part(latest, rule=number, groups=groups)

    def take(self, part: Part) -> None:
        """Remember a part of what another evaluation of these rules did; they come in order."""
        self.engine.latest = part.latest
        self.sessions.take(part.sessions)
        if part.groups:
            self.engine.trackers[part.rule].take(part.groups)
