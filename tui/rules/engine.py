"""All rules at once, each asked only of such events as it may be about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tui.audit.event import Event, Kind, Outcome
from tui.audit.session import Session
from tui.query.ahead import asks_transfers
from tui.query.matching import MatchesEvent
from tui.rules.alert import Alert
from tui.rules.rule import Rule
from tui.rules.seen import Seen
from tui.rules.tracker import Tracker

Asked = tuple[Tracker, MatchesEvent | Literal[True]]


@dataclass(slots=True)
class Engine:
    """Takes events in the order of the log, and says what the rules say.

    Windows and quiet times are of event time, so that how the log came, and how fast, says
    nothing. An event without a time has the largest that was seen before it.
    """

    trackers: tuple[Tracker, ...]
    latest: int | None = None
    _asked: dict[tuple[Kind, Outcome], Sequence[Asked]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> "Engine":
        """One that has seen nothing yet."""
        return cls(tuple(map(Tracker, rules)))

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
        sort = event.kind, event.outcome
        asked = self._asked.get(sort)
        if asked is None:
            asked = self._asked[sort] = self._asked_of(*sort)
        if time is None:
            time = self.latest or 0
        seen, alerts = None, []
        for tracker, lets_through in asked:
            if lets_through is True or lets_through(event, session, time):
                seen = seen or Seen(event, session, time, line, place)
                alert = tracker.see(seen)
                if alert is not None:
                    alerts.append(alert)
        return alerts

    def _asked_of(self, kind: Kind, outcome: Outcome) -> Sequence[Asked]:
        """The rules that may be about such events, and what is left of their filters to be asked:
        nothing where the sort decides.
        """
        told = ((tracker, tracker.query.of_sort(kind, outcome)) for tracker in self.trackers)
        return [(tracker, asks) for tracker, asks in told if asks is not False]
