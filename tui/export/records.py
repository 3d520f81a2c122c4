"""What is exported: of a session and a transfer the contract's object, of an event one like it;
marks as `tui.marks.records` has them.
"""

from collections.abc import Container, Iterator, Mapping
from enum import StrEnum
from typing import Any

from tui.audit.counters import TransferKey
from tui.audit.event import Event, Kind, Names, Outcome
from tui.audit.rfc3339 import format_time
from tui.audit.session import Session
from tui.audit.summary import session_object, transfer_object, transfers_in_order
from tui.marks.records import fields as mark_fields

Record = Mapping[str, Any]

WHOSE = ("sid", "user", "login", "desktop_name", "client_addr")
"""What stands before a transfer, so that it says whose it is."""


class What(StrEnum):
    """What is exported; a record of it is a line, or a row."""

    SESSIONS = "sessions"
    TRANSFERS = "transfers"
    EVENTS = "events"
    MARKS = "marks"

    @property
    def one(self) -> str:
        """A record of it."""
        return self.value.removesuffix("s")


def session_record(session: Session) -> Record:
    """The contract's object of a session."""
    return session_object(session)


def transfer_records(
    session: Session, kept: Container[TransferKey] | None = None
) -> Iterator[Record]:
    """The contract's objects of a session's transfers (None: of all), in its order, each with
    whose it is.
    """
    whose = whose_of(session)
    for key, transfer in transfers_in_order(session.transfers.items()):
        if kept is None or key in kept:
            yield {**whose, **transfer_object(key, transfer)}


def whose_of(session: Session) -> Record:
    """What a transfer's record says of its session."""
    told = session_object(session)
    return {name: told[name] for name in WHOSE}


def event_record(event: Event, session: Session | None) -> Record:
    """An event; who and where by its own words, else by its session's.

    `bytes` are those that moved, so that they add up to the contract's: none where it failed.
    """
    names = event.names
    if session is not None and not all(names):
        names = Names(*map(_first_told, names, session.names))
    moves = event.kind in (Kind.READ, Kind.WRITE)
    return {
        "time": None if event.time is None else format_time(event.time),
        "kind": event.kind.value,
        "outcome": event.outcome.value,
        "sid": event.sid or None,
        "user": names.user or None,
        "login": event.login or (session.login if session is not None else "") or None,
        "desktop_name": names.desktop_name or None,
        "desktop_addr": names.desktop_addr or None,
        "windows_domain": names.windows_domain or None,
        "cluster_name": names.cluster_name or None,
        "client_addr": names.client_addr or None,
        "directory": event.directory if moves or event.kind is Kind.SHARE else None,
        "path": event.path if moves else None,
        "offset": event.offset if moves else None,
        "bytes": _moved(event) if moves or event.kind in (Kind.SEND, Kind.RECEIVE) else None,
        "error": event.error or None,
    }


def _first_told(own: str, sessions: str) -> str:
    return own or sessions


def _moved(event: Event) -> int:
    return 0 if event.outcome is Outcome.FAILED else event.length


def flat(record: Record) -> dict[str, Any]:
    """A record in one level: what is `counters.files_read.bytes` in it is `files_read_bytes`."""
    cells: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            before = "" if name == "counters" else f"{name}_"
            cells.update((before + inner, cell) for inner, cell in flat(value).items())
        else:
            cells[name] = value
    return cells


def columns(what: What) -> tuple[str, ...]:
    """The names of all that a record says, in order."""
    nobody = Session("")
    nobody.transfer(TransferKey(Kind.READ, "", ""))
    match what:
        case What.SESSIONS:
            record = session_record(nobody)
        case What.TRANSFERS:
            record = next(transfer_records(nobody))
        case What.EVENTS:
            nothing = Event(Kind.START, Outcome.DONE, "", None, Names(*[""] * 6), "")
            record = event_record(nothing, None)
        case What.MARKS:
            return mark_fields()
    return tuple(flat(record))
