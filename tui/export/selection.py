"""What of a log is exported, and in which format: the same for a command and a screen."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from tui.audit.counters import TransferKey
from tui.audit.event import Event
from tui.audit.session import Session
from tui.export.formats import Format, Sheet, format_of, sheet
from tui.export.records import Record, What, event_record, session_record, transfer_records
from tui.marks.mark import Mark
from tui.marks.records import marks_of

if TYPE_CHECKING:
    from tui.query import Query


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records, and how they are written.

    `keep_session` and `keep_event` (given the event's session, if it has one) say which ones;
    None keeps all. A transfer is kept with one of its events. `needs_transfers` if `keep_session`
    looks at a session's transfers. `marks` are all that there are.
    """

    what: What
    form: Format
    keep_session: Callable[[Session], bool] | None = None
    keep_event: Callable[[Event, Session | None], bool] | None = None
    needs_transfers: bool = False
    marks: Sequence[Mark] = ()
    _sheet: Sheet = field(init=False)

    def __post_init__(self) -> None:
        """Choose how a record is written."""
        object.__setattr__(self, "_sheet", sheet(self.what, self.form))

    @property
    def head(self) -> bytes:
        """What stands before all lines."""
        return self._sheet.head

    @property
    def needs_sessions(self) -> bool:
        """Whether events cannot be exported without knowing their sessions."""
        return self.form is not Format.JSON_LINES or self.keep_event is not None

    @property
    def needs_events(self) -> bool:
        """Whether events have to be read, be it for what is exported of their sessions."""
        by_event = self.what is What.TRANSFERS and self.keep_event is not None
        return by_event or self.what is What.EVENTS

    def kept(self, sessions: Iterable[Session]) -> Iterator[Session]:
        """Those of the sessions that are wanted."""
        return filter(self.keep_session, sessions) if self.keep_session else iter(sessions)

    def lines(self, sessions: Iterable[Session]) -> Iterator[bytes]:
        """A line for each of the sessions, or of their transfers, as it comes."""
        for session in sessions:
            yield from map(self.line, self._records(session))

    def _records(self, session: Session) -> Iterable[Record]:
        if self.what is What.TRANSFERS:
            return transfer_records(session)
        return (session_record(session),)

    def keep_transfers(
        self, events: Iterable[Event], session: Session, kept: set[TransferKey]
    ) -> None:
        """Add the transfers of a session of which one of the events is wanted.

        An event stands for its transfer: the bytes that it moved are those of all of it.
        """
        transfers = session.transfers
        for event in events:
            key = TransferKey(event.kind, event.directory, event.path)
            transfer = None if key in kept else transfers.get(key)
            if transfer is None:
                continue
            standing = structs.replace(event, length=transfer.bytes)
            if self.keep_event is None or self.keep_event(standing, session):
                kept.add(key)

    def event_line(self, event: Event, line: bytes, session: Session | None) -> bytes | None:
        """What is written of an event, of which the log says `line`; None if it is not wanted."""
        if self.keep_event is not None and not self.keep_event(event, session):
            return None
        if self.form is Format.JSON_LINES:
            return line + b"\n"
        return self._sheet.line(event_record(event, session))

    def mark_lines(self, sids: Collection[str]) -> Iterator[bytes]:
        """A line for each mark on some sessions, or on lines of them."""
        yield from map(self.line, marks_of(self.marks, sids))

    def line(self, record: Record) -> bytes:
        """A record as it is written."""
        return self._sheet.line(record)


def asked(
    what: str, form: str | None, output: Path | None, query: "Query | None", now: int
) -> Selection:
    """What a command line asks for: without a format in that which the file's name ends in.

    Of what a filter lets through, if there is one, seen from `now` (nanoseconds). Of transfers it
    asks their events, if not all events of a session have the same answer: that of the session.
    """
    ending = format_of(output) if output is not None else None
    form_ = Format(form) if form else ending or Format.JSON_LINES
    what_ = What(what)
    if query is None:
        return Selection(what_, form_)

    def keep_event(event: Event, session: Session | None) -> bool:
        return query.matches_event(event, session, now)

    def keep_session(session: Session) -> bool:
        return query.matches_session(session, now)

    if what_ is What.EVENTS or (what_ is What.TRANSFERS and query.asks_events):
        kept = Selection(what_, form_, keep_event=keep_event)
    else:
        kept = Selection(what_, form_, keep_session)
    return replace(kept, needs_transfers=query.needs_transfers)
