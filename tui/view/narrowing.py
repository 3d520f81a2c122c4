"""What of everything is looked at: a filter, switched on or off, and a window of the last time."""

from dataclasses import dataclass, replace

from tui.audit.event import Event
from tui.audit.session import Session
from tui.picture import FeedLine
from tui.query import Query, joined

WINDOWS = ("", "1m", "5m", "15m", "1h", "24h")
"""How far back one looks, one after the other; everything first."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A filter as it was typed, whether it is on, and the window, empty for all time."""

    text: str = ""
    on: bool = True
    window: str = ""

    @property
    def asked(self) -> str:
        """The filter that results."""
        text = self.text.strip() if self.on else ""
        return joined(text, f"since=-{self.window}") if self.window else text

    def query(self, now: int) -> Query | None:
        """What to ask of sessions and events; None where all are let through.

        Raises QueryError, with the place in `text`.
        """
        if self.on:
            Query.parse(self.text, now=now)  # so that a fault has its place in what was typed
        asked = self.asked
        return Query.parse(asked, now=now) if asked else None

    @property
    def told(self) -> str:
        """What is shown of it; empty where nothing is left out."""
        window = f"last {self.window}" if self.window else ""
        text = self.text.strip()
        shown = f"\\ {text}" if text and self.on else "\\ off" if text else ""
        return " · ".join(filter(None, (window, shown)))

    def turned(self) -> "Narrowing":
        """With the next window."""
        at = WINDOWS.index(self.window) if self.window in WINDOWS else 0
        return replace(self, window=WINDOWS[(at + 1) % len(WINDOWS)])


@dataclass(slots=True)
class Letting:
    """What a query lets through, seen from a moment (ns) that goes on."""

    query: Query
    now: int

    def session(self, session: Session) -> bool:
        """Whether a session is let through."""
        return self.query.matches_session(session, self.now)

    def event(self, event: Event, session: Session | None) -> bool:
        """Whether an event is let through."""
        return self.query.matches_event(event, session, self.now)

    def row(self, told: FeedLine, session: Session | None) -> bool:
        """Whether a row of a feed is: its first event, or the last one of its run."""
        event = told.event
        if event is None:
            return False
        ends_later = told.last_time not in (None, event.time)
        return self.event(event, session) or (
            ends_later and self.event(replace(event, time=told.last_time), session)
        )
