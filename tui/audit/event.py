"""One line of the log: what kind of thing it is, and the desktop event in it.

The rules are those of "The contract" in README.md; the traps of Teleport's own writing (a read
that failed bears the code of a write, a code and a name that disagree, lines glued together)
are decided here and nowhere else.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Any, NamedTuple

from msgspec import Struct

from tui.audit import rfc8259
from tui.audit.rfc3339 import parse_time
from tui.audit.unwrap import inside, prefix_of, time_of


class Kind(StrEnum):
    """What happened. Windows and Linux desktops share one kind."""

    START = "start"
    END = "end"
    SEND = "send"
    RECEIVE = "receive"
    SHARE = "share"
    READ = "read"
    WRITE = "write"


class Outcome(StrEnum):
    """How it went. INCOMPLETE: the bytes moved, what they belonged to is not known."""

    DONE = "done"
    DENIED = "denied"
    FAILED = "failed"
    INCOMPLETE = "incomplete"


START, END, SEND, RECEIVE, SHARE, READ, WRITE = Kind
DONE, DENIED, FAILED, INCOMPLETE = Outcome
"""The same by names of their own, for who looks at every event: to take a member from its class
costs 0.12 µs in place of 0.01.
"""


class Rest(Enum):
    """A line, or a part of one, that holds no desktop event but counts."""

    OTHER = "other"
    MALFORMED = "malformed"


class Names(NamedTuple):
    """Who and where, as one event says it; an empty string where it does not."""

    user: str
    desktop_name: str
    desktop_addr: str
    windows_domain: str
    cluster_name: str
    client_addr: str

    @property
    def told(self) -> int:
        """A bit for each field that is not empty, the first field's lowest."""
        return (
            (self[0] != "")
            | (self[1] != "") << 1
            | (self[2] != "") << 2
            | (self[3] != "") << 3
            | (self[4] != "") << 4
            | (self[5] != "") << 5
        )


class Event(Struct, gc=False):
    """A desktop event. Moments in nanoseconds, `length` and `offset` in bytes.

    Strings are the log's own and hostile; absent ones are empty. `login`, `os`,
    `session_start`, `session_stop` and `recorded` are only on a start or an end.
    """

    kind: Kind
    outcome: Outcome
    sid: str
    time: int | None
    names: Names
    error: str
    length: int = 0
    offset: int = 0
    directory: str = ""
    path: str = ""
    login: str = ""
    os: str = ""
    session_start: int | None = None
    session_stop: int | None = None
    recorded: bool | None = None


KIND_OF_CODE = {
    "TDP00I": Kind.START,
    "TDP00W": Kind.START,
    "TDP01I": Kind.END,
    "TDP02I": Kind.SEND,
    "TDP03I": Kind.RECEIVE,
    "TDP04I": Kind.SHARE,
    "TDP04W": Kind.SHARE,
    "TDP05I": Kind.READ,
    "TDP05W": Kind.READ,
    "TDP06I": Kind.WRITE,
    "TDP06W": Kind.WRITE,
    "TDP07I": Kind.START,
    "TDP07W": Kind.START,
    "TDP08I": Kind.END,
}
KIND_OF_NAME = {
    "windows.desktop.session.start": Kind.START,
    "windows.desktop.session.end": Kind.END,
    "linux.desktop.session.start": Kind.START,
    "linux.desktop.session.end": Kind.END,
    "desktop.clipboard.send": Kind.SEND,
    "desktop.clipboard.receive": Kind.RECEIVE,
    "desktop.directory.share": Kind.SHARE,
    "desktop.directory.read": Kind.READ,
    "desktop.directory.write": Kind.WRITE,
}
BOUNDARIES = (Kind.START, Kind.END)
"""Kinds that move nothing."""
DENIED_CODES = ("TDP00W", "TDP07W")
SYSTEMS = ("windows", "linux")
LINUX_CODES = ("TDP07I", "TDP07W", "TDP08I")

MAX_LENGTH = 2**63 - 1
MAX_OFFSET = 2**64 - 1

parse_object = rfc8259.parse_object
"""The JSON object that a line is; None if it is none."""

_OTHER: tuple[Event | Rest, ...] = (Rest.OTHER,)
_MALFORMED: tuple[Event | Rest, ...] = (Rest.MALFORMED,)
_EVENT_BEGINS = b'{"ei":'


def decode(line: bytes) -> tuple[Event | Rest, ...]:
    """What a line (with or without its end) counts as: nothing, one thing, or two.

    Two where a fragment has the next event glued to it, as Teleport leaves it after a short
    write: the fragment is malformed, the object behind it counts as if it stood alone.

    Wrappings are looked for only where a bare line would be malformed or other, so that a bare
    desktop event costs nothing more for them.
    """
    line = line.strip(b" \t\r\n")
    if not line:
        return ()
    if b"TDP" not in line and b"desktop." not in line:
        bare = line.startswith(b"{") and line.endswith(b"}")
        return _OTHER if bare else _behind_prefix(line) or _MALFORMED
    fields = parse_object(line)
    if fields is not None:
        return (event_of(fields) or _event_inside(fields, line) or Rest.OTHER,)
    return _behind_prefix(line) or _glued(line)


def object_in(line: bytes) -> dict[str, Any]:
    """The object that an event's line holds, be it wrapped or glued to a fragment; else empty."""
    line = line.strip(b" \t\r\n")
    prefix = prefix_of(line)
    if prefix is not None:
        line = line[prefix.length :]
    fields = parse_object(line) or parse_object(line[line.rfind(_EVENT_BEGINS) :]) or {}
    if prefix is not None or event_of(fields) is not None:
        return fields
    found = inside(fields)
    return fields if found is None else found.fields


def time_in(line: bytes) -> int | None:
    """When a line was written (ns): the time of the event in it, of whichever kind."""
    for part in decode(line):
        if isinstance(part, Event):
            return part.time
    return parse_time(object_in(line).get("time"))


def _behind_prefix(line: bytes) -> tuple[Event | Rest, ...]:
    """What a line counts as without its prefix; empty if it has none."""
    prefix = prefix_of(line)
    if prefix is None:
        return ()
    line = line[prefix.length :]
    fields = parse_object(line) if b"TDP" in line or b"desktop." in line else None
    if fields is None:
        return decode(line)  # no envelope, which would be a second wrapping: it is no object
    event = event_of(fields)
    if event is not None and "time" not in fields:
        event.time = prefix.time
    return (event or Rest.OTHER,)


def _event_inside(outer: dict[str, Any], line: bytes) -> Event | None:
    """The desktop event that an object (the line's) is an envelope of."""
    found = inside(outer)
    if found is None:
        return None
    event = event_of(found.fields)
    if event is not None and "time" not in found.fields:
        event.time = time_of(outer, found.time_key, line)
    return event


def _glued(line: bytes) -> tuple[Event | Rest, ...]:
    """What a line that is no object counts as."""
    glued = line.rfind(_EVENT_BEGINS)
    if glued > 0 and parse_object(line[glued:]) is not None:
        return _MALFORMED + decode(line[glued:])
    return _MALFORMED


def _kind(code: str, name: str) -> Kind | None:
    by_code, by_name = KIND_OF_CODE.get(code), KIND_OF_NAME.get(name)
    if by_code is None or by_name is None or by_code is by_name:
        return by_code or by_name
    return by_code if code.endswith("I") else by_name


def _outcome(kind: Kind, code: str, success: object) -> Outcome:
    if kind is Kind.START:
        denied = code in DENIED_CODES or (code not in KIND_OF_CODE and success is False)
        return Outcome.DENIED if denied else Outcome.DONE
    if kind in (Kind.SHARE, Kind.READ, Kind.WRITE):
        warned = code.endswith("W")
        if success is False or (warned and success is not True):
            return Outcome.FAILED
        return Outcome.INCOMPLETE if warned else Outcome.DONE
    return Outcome.DONE


def event_of(fields: Mapping[str, Any]) -> Event | None:
    """The desktop event that an object's fields say; None if it is none."""
    code, name = _text(fields, "code"), _text(fields, "event")
    kind = _kind(code, name)
    if kind is None:
        return None
    event = Event(
        kind=kind,
        outcome=_outcome(kind, code, fields.get("success")),
        sid=_text(fields, "sid"),
        time=parse_time(fields.get("time")),
        names=Names(
            _text(fields, "user"),
            _text(fields, "desktop_name"),
            _text(fields, "desktop_addr"),
            _text(fields, "windows_domain"),
            _text(fields, "cluster_name"),
            _text(fields, "addr.local"),
        ),
        error=_text(fields, "error"),
        length=_natural(fields.get("length"), MAX_LENGTH),
        offset=_natural(fields.get("offset"), MAX_OFFSET),
        directory=_text(fields, "directory_name"),
        path=_text(fields, "file_path"),
    )
    if kind in BOUNDARIES:
        _add_boundary(event, fields, code, name)
    return event


def _add_boundary(event: Event, fields: Mapping[str, Any], code: str, name: str) -> None:
    event.login = (
        _text(fields, "login") or _text(fields, "windows_user") or _text(fields, "linux_user")
    )
    event.os = _os(code, name)
    event.session_start = parse_time(fields.get("session_start"))
    event.session_stop = parse_time(fields.get("session_stop"))
    recorded = fields.get("recorded")
    event.recorded = recorded if isinstance(recorded, bool) else None


def _os(code: str, name: str) -> str:
    if name in KIND_OF_NAME:
        for system in SYSTEMS:  # the same string each time: a table keeps two for a session
            if name.startswith(system):
                return system
    return "linux" if code in LINUX_CODES else "windows"


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _natural(value: object, limit: int) -> int:
    return value if type(value) is int and 0 <= value <= limit else 0
