"""What of everything is looked at: a filter, switched on or off, and a window of the last time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from msgspec import structs

from tui.audit.counters import TransferKey
from tui.audit.event import Event
from tui.audit.session import Session
from tui.live.feeds import Feeds
from tui.picture.picture import FeedLine
from tui.query import Query, joined

WINDOWS = ("", "1m", "5m", "15m", "1h", "24h")
"""How far back one looks, one after the other; everything first."""
PART = 64
"""Events of a run that are read back before anything else is done: one takes 24 µs."""


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
    _looked_at: dict[int, int] = field(default_factory=dict)
    _found: set[int] = field(default_factory=set)

    def session(self, session: Session) -> bool:
        """Whether a session is let through."""
        return self.query.matches_session(session, self.now)

    def each(self, sessions: Sequence[Session]) -> list[bool]:
        """Whether each of many sessions is."""
        return self.query.matches_each(sessions, self.now)

    def event(self, event: Event, session: Session | None) -> bool:
        """Whether an event is let through."""
        return self.query.matches_event(event, session, self.now)

    def row(self, feeds: Feeds, told: FeedLine) -> bool | None:
        """Whether a row of a feed is: by its first event, or at another time of its run.

        None where more of the run has to be read to know: it is asked again.
        """
        event, session = told.event, feeds.table.sessions.get(told.sid)
        if event is None:
            return False
        ends_later = told.last_time not in (None, event.time)
        if self.event(event, session) or (ends_later and self._at(told.last_time, event, session)):
            return True
        if told.row.events <= 2 or session is None or not self._can_be_within(event, session):
            return False
        return self._is_within(feeds, told, session)

    def _at(self, time: int | None, event: Event, session: Session | None) -> bool:
        return self.event(structs.replace(event, time=time), session)

    def _can_be_within(self, event: Event, session: Session) -> bool:
        """Whether an event like this one, when one of its transfer is known to be, is let through.

        Most runs lie before a window or behind it, and need not be read for that.
        """
        turns = self.query.turns(self.now)
        transfer = session.transfers.get(TransferKey(event.kind, event.directory, event.path))
        if not turns or transfer is None:
            return False
        first, last = transfer.seen.first, transfer.seen.last
        if first is None or last is None:
            return False
        times = (first, *(turn for turn in turns if first < turn < last), last)
        return any(self._at(time, event, session) for time in times)

    def _is_within(self, feeds: Feeds, told: FeedLine, session: Session) -> bool | None:
        """Read on in a run, for a moment: late lines have it in no order of times."""
        row = told.row
        if row.first in self._found:
            return True
        begin = self._looked_at.get(row.first, 0)
        events = feeds.events(told, begin, PART)
        if any(each.event is not None and self.event(each.event, session) for each in events):
            self._found.add(row.first)
            return True
        self._looked_at[row.first] = begin + len(events)
        return None if events and begin + len(events) < row.events else False
