"""All rules at once, each asked only of such events as it may be about."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tui.audit.event import Event, Kind, Outcome
from tui.audit.session import Session
from tui.query.ahead import asks_transfers
from tui.rules.alert import Alert
from tui.rules.rule import Rule
from tui.rules.seen import Seen
from tui.rules.tracker import Tracker


@dataclass(slots=True)
class Engine:
    """Takes events in the order of the log, and says what the rules say.

    Windows and quiet times are of event time, so that how the log came, and how fast, says
    nothing. An event without a time has the largest that was seen before it.
    """

    trackers: tuple[Tracker, ...]
    latest: int | None = None
    _asked: dict[tuple[Kind, Outcome], list[tuple[Tracker, bool]]] = field(init=False, repr=False)

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> "Engine":
        """One that has seen nothing yet."""
        return cls(tuple(map(Tracker, rules)))

    def __post_init__(self) -> None:
        """Find out which rules may be about which events, and whether their filters decide."""
        self._asked = {}
        for kind in Kind:
            for outcome in Outcome:
                known = [(tracker, tracker.is_hit(kind, outcome)) for tracker in self.trackers]
                asked = [(tracker, hit is None) for tracker, hit in known if hit is not False]
                self._asked[kind, outcome] = asked

    @property
    def needs_transfers(self) -> bool:
        """Whether sessions must have kept their transfers."""
        return any(asks_transfers(tracker.query.tree) for tracker in self.trackers)

    @property
    def timed_out(self) -> bool:
        """Whether a regular expression took too long somewhere, which counts as no match."""
        return any(tracker.query.timed_out for tracker in self.trackers)

    def see(self, event: Event, session: Session, line: bytes, place: int) -> list[Alert]:
        """The alerts of an event, whose session stands as it is after it."""
        time = event.time
        if time is not None and (self.latest is None or time > self.latest):
            self.latest = time
        asked = self._asked[event.kind, event.outcome]
        if not asked:
            return []
        if time is None:
            time = self.latest or 0
        seen = Seen(event, session, time, line, place)
        alerts = []
        for tracker, asks in asked:
            alert = tracker.see(seen, asks=asks)
            if alert is not None:
                alerts.append(alert)
        return alerts
