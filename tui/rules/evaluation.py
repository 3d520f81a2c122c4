"""What the rules say of a log: lines in, alerts out. It can be pickled, and go on elsewhere."""

from collections.abc import Iterable, Sequence

from tui.audit.event import Event
from tui.audit.place import place_of
from tui.audit.quick import event_in, events_in
from tui.rules.alert import Alert
from tui.rules.engine import Engine
from tui.rules.rule import Rule
from tui.rules.sessions import Sessions


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
