"""What a feed shows, read back from the log: of one session, or of all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from tui.audit.event import Event
from tui.audit.feed import FeedEnd
from tui.audit.quick import event_in
from tui.audit.rates import ALL
from tui.audit.session import Session
from tui.audit.stretch import Row
from tui.audit.table import SessionTable
from tui.picture.picture import FeedLine
from tui.words.columns import started


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds of a table as it stands; for a moment only, while nobody adds to it.

    A feed is named by its session's sid, or ALL. `line_at` gives the log's line at a place, None
    where it is gone.
    """

    table: SessionTable
    line_at: Callable[[int], bytes | None]

    def end(self, sid: str) -> FeedEnd:
        """How far a feed reaches."""
        if sid == ALL:
            chronicle = self.table.chronicle
            events = self.table.desktop_events + len(chronicle.malformed)
            return FeedEnd(events, len(chronicle), 0, 0, len(chronicle.past))
        session = self.table.sessions.get(sid)
        return FeedEnd() if session is None else session.feed.end

    def lines(self, sid: str, first: int, count: int, end: FeedEnd) -> list[FeedLine]:
        """Rows of a feed as it stood at `end`, read back."""
        if sid == ALL:
            shift = len(self.table.chronicle.past) - end.past_rows
            stop = min(first + count, end.rows)
            return [self._line_of_all(index + shift) for index in range(first, stop)]
        session = self.table.sessions.get(sid)
        if session is None:
            return []
        rows = session.feed.rows(first, count, end)
        return [
            self._line(row, session, last=number == end.rows - 1)
            for number, row in enumerate(rows, first)
        ]

    def events(self, line: FeedLine, first: int, count: int) -> list[FeedLine]:
        """The events of a row, each as a row of its own, from number `first` on."""
        session = self.table.sessions.get(line.sid)
        if session is None:
            return []
        count = max(0, min(count, line.row.events - first))
        places = session.feed.places_from(line.row.first, first, count)
        return [self._line(Row(place, place, 1, None), session) for place in places]

    def boundaries(self, sid: str) -> tuple[bytes | None, bytes | None]:
        """The log's own lines of a session's opening and closing event, as far as there are."""
        session = self.table.sessions[sid]
        opening, closing = (
            None if boundary is None else self.line_at(boundary.place)
            for boundary in (session.opening, session.closing)
        )
        return opening, closing

    # -- from one row to others ----------------------------------------------------------

    def problem(self, sid: str, index: int, step: int) -> int | None:
        """The next (step 1) or last (-1) row of something that went wrong, seen from a row."""
        chronicle = self.table.chronicle
        if sid == ALL:
            return chronicle.problem(index, step)
        session = self.table.sessions.get(sid)
        if session is None:
            return None
        feed, end = session.feed, session.feed.end
        beyond = len(chronicle) if index >= end.rows else -1
        at: int | None = beyond
        if 0 <= index < end.rows:
            at = chronicle.index(feed.rows(index, 1, end)[0].first)
        while at is not None:
            at = chronicle.problem(at, step)
            if at is not None and not chronicle.is_fragment(at):
                found = feed.find(chronicle[at])
                if found is not None:
                    return found
        return None

    def of_same_session(self, index: int, step: int) -> int | None:
        """Among the rows of all, the next or last one of the session that a row is of."""
        line = self._line_of_all(index)
        session = self.table.sessions.get(line.sid)
        if session is None:
            return None
        feed, end = session.feed, session.feed.end
        number = feed.find(line.row.first)
        if number is None or not 0 <= number + step < end.rows:
            return None
        return self.table.chronicle.index(feed.rows(number + step, 1, end)[0].first)

    def row_of(self, sid: str, whose: str, place: int) -> tuple[int, int] | None:
        """The row of a feed in which the line at a place is, and its event's number in that row.

        `whose` is the sid of its event; of a line that is nobody's, empty.
        """
        session = self.table.sessions.get(whose)
        if session is None:
            alone = self.table.chronicle.index(place) if sid == ALL else None
            return None if alone is None else (alone, 0)
        number = session.feed.find(place)
        if number is None:
            return None
        [row] = session.feed.rows(number, 1, session.feed.end)
        at = self.table.chronicle.index(row.first) if sid == ALL else number
        within = session.feed.places_from(row.first, 0, row.events if place != row.first else 1)
        return None if at is None else (at, within.index(place))

    def at(self, sid: str, moment: int) -> int:
        """The first row whose events are not before a moment (ns); the last one if all are.

        By halving, as rows lie about in the order of their times: late ones may be passed.
        """
        end = self.end(sid)
        low, high = 0, end.rows
        while low < high:
            middle = (low + high) // 2
            time = self._time_from(sid, middle, high, end)
            if time is not None and time < moment:
                low = middle + 1
            else:
                high = middle
        return max(0, min(low, end.rows - 1))

    def _time_from(self, sid: str, index: int, stop: int, end: FeedEnd) -> int | None:
        """The time of the first row from one on, before another one, that has a time."""
        for at in range(index, stop):
            [line] = self.lines(sid, at, 1, end)
            if line.last_time is not None:
                return line.last_time
        return None

    # -- reading back --------------------------------------------------------------------

    def _line_of_all(self, index: int) -> FeedLine:
        chronicle = self.table.chronicle
        place = chronicle[index]
        row = Row(place, place, 1, None)
        text = self.line_at(place)
        event = None if chronicle.is_fragment(index) else _event_in(text)
        if event is None:
            return FeedLine(row, None, None, malformed=text)
        session = self.table.sessions.get(event.sid)
        if session is None:
            names = event.names
            return FeedLine(row, event, event.time, "", names.user, names.desktop_name)
        number, end = session.feed.find(place), session.feed.end
        if number is None:
            return self._line(row, session, event)
        [row] = session.feed.rows(number, 1, end)
        return self._line(row, session, event, last=number == end.rows - 1)

    def _line(
        self, row: Row, session: Session, event: Event | None = None, *, last: bool = False
    ) -> FeedLine:
        if event is None:
            event = _event_in(self.line_at(row.first))
        ending = event if row.events == 1 else _event_in(self.line_at(row.last))
        names = session.names
        return FeedLine(
            row,
            event,
            None if ending is None else ending.time,
            session.sid,
            names.user,
            session.desktop,
            started(session),
            last,
        )


def _event_in(line: bytes | None) -> Event | None:
    """The desktop event that a line holds; None if it holds none, or is gone."""
    return None if line is None else event_in(line)
