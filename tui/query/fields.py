"""The fields that a filter can ask for, each with a line of help, and where its values come from.

A field whose values an event has itself says how to get them from it (`of_event`); every other
one is that of the event's session. Of a session, such a field holds what all its events hold, and
is answered from its counters and transfers, without reading an event.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tui.audit.event import Event, Kind, Outcome
from tui.audit.session import Session
from tui.query.held import (
    ADDR,
    CLIENT,
    CLUSTER,
    DOMAIN,
    USER,
    directories,
    errors,
    event_bytes,
    event_directories,
    event_errors,
    event_paths,
    is_after_end,
    kinds,
    moved_at_once,
    outcomes,
    paths,
)
from tui.query.values import (
    Address,
    Age,
    Choice,
    Moment,
    Number,
    Text,
    ValueType,
    YesOrNo,
    count,
    size,
)
from tui.words.when import span

OfSession = Callable[[Session], Any]
OfEvent = Callable[[Event], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """What can be asked for: its name, its help, its values.

    `several` where a session holds many values (and an event a few): one of them must be so.
    `needs_transfers` where a session must have kept its transfers to know.
    """

    name: str
    help: str
    type: ValueType
    of_session: OfSession
    of_event: OfEvent | None = None
    aliases: tuple[str, ...] = ()
    several: bool = False
    needs_transfers: bool = False


_FIELDS = (
    Field("user", "who: the Teleport user", Text(), USER),
    Field("login", "the account on the desktop", Text(), lambda s: s.login, aliases=("as",)),
    Field(
        "desktop",
        "the desktop's name, or its address if it has none",
        Text(),
        lambda s: s.desktop,
        aliases=("desktop_name",),
    ),
    Field("addr", "the desktop's address", Address(), ADDR, aliases=("desktop_addr",)),
    Field("client", "the user's address", Address(), CLIENT, aliases=("client_addr",)),
    Field("domain", "the Windows domain", Text(), DOMAIN, aliases=("windows_domain",)),
    Field("cluster", "the Teleport cluster", Text(), CLUSTER, aliases=("cluster_name",)),
    Field(
        "os", "the desktop's system: windows or linux", Choice(("windows", "linux")), lambda s: s.os
    ),
    Field(
        "state",
        "how it stands: active, ended or denied",
        Choice(("active", "ended", "denied")),
        lambda s: s.state,
    ),
    Field("sid", "the session's identifier", Text(), lambda s: s.sid),
    Field(
        "in",
        "bytes into the desktop",
        Number(size),
        lambda s: s.counters.bytes_in,
        aliases=("bytes_in",),
    ),
    Field(
        "out",
        "bytes out of the desktop",
        Number(size),
        lambda s: s.counters.bytes_out,
        aliases=("bytes_out",),
    ),
    Field(
        "moved",
        "bytes in both directions",
        Number(size),
        lambda s: s.counters.bytes_in + s.counters.bytes_out,
    ),
    Field(
        "failed", "shares, reads and writes that failed", Number(count), lambda s: s.counters.failed
    ),
    Field(
        "incomplete",
        "reads and writes of which Teleport lost what they were",
        Number(count),
        lambda s: s.counters.reads_incomplete + s.counters.writes_incomplete,
    ),
    Field("events", "desktop events", Number(count), lambda s: s.events),
    Field("shared", "folders shared, failed ones too", Number(count), lambda s: s.counters.shared),
    Field(
        "files",
        "different files moved, in either direction",
        Number(count),
        lambda s: s.transfer_count,
        needs_transfers=True,
    ),
    Field("start", "when it was opened", Moment(), lambda s: s.start),
    Field("stop", "when it ended", Moment(), lambda s: s.stop),
    Field(
        "duration",
        "from start to stop; only of a session that has ended",
        Number(span),
        lambda s: None if s.start is None or s.stop is None else s.stop - s.start,
    ),
    Field(
        "age",
        "from its start to now, or to its end",
        Age(),
        lambda s: (s.start if s.start is not None else s.seen.first, s.stop),
    ),
    Field("recorded", "whether a recording was made: yes or no", YesOrNo(), lambda s: s.recorded),
    Field(
        "recovered",
        "whether its end was written a day late: yes or no",
        YesOrNo(),
        lambda s: s.recovered,
    ),
    Field(
        "since",
        "at this time or later",
        Moment(">="),
        lambda s: s.seen.last,
        lambda e: e.time,
    ),
    Field(
        "until",
        "at this time or earlier",
        Moment("<="),
        lambda s: s.seen.first,
        lambda e: e.time,
    ),
    Field(
        "kind",
        "what happened: start, end, send, receive, share, read or write",
        Choice(tuple(kind.value for kind in Kind)),
        kinds,
        lambda e: (e.kind,),
        several=True,
    ),
    Field(
        "outcome",
        "how it went: done, denied, failed or incomplete",
        Choice(tuple(outcome.value for outcome in Outcome)),
        outcomes,
        lambda e: (e.outcome,),
        several=True,
    ),
    Field(
        "error",
        "what a denied, failed or incomplete event says of it",
        Text(),
        errors,
        event_errors,
        several=True,
        needs_transfers=True,
    ),
    Field(
        "path",
        "a file that was read or written, with or without its folder",
        Text(),
        paths,
        event_paths,
        several=True,
        needs_transfers=True,
    ),
    Field(
        "directory",
        "the user's folder that was shared, read or written",
        Text(),
        directories,
        event_directories,
        aliases=("dir",),
        several=True,
        needs_transfers=True,
    ),
    Field(
        "bytes",
        "bytes that one event moved; of a session, one file or its clipboard in one direction",
        Number(size, (">", ">=")),
        moved_at_once,
        event_bytes,
        several=True,
        needs_transfers=True,
    ),
)
FIELDS = {field.name: field for field in _FIELDS}
BY_NAME = {name: field for field in _FIELDS for name in (field.name, *field.aliases)}
"""Fields by their names, and by those that they can have as well."""

OUTCOME_FLAGS = {
    "denied": Outcome.DENIED,
    "failed": Outcome.FAILED,
    "incomplete": Outcome.INCOMPLETE,
}
SESSION_FLAGS: dict[str, Callable[[Session], bool]] = {
    "active": lambda s: s.state == "active",
    "ended": lambda s: s.state == "ended",
    "recorded": lambda s: s.recorded is True,
    "recovered": lambda s: s.recovered,
    "after_end": lambda s: is_after_end(s.seen.last, s),
}
EVENT_FLAGS: dict[str, Callable[[Event, Session], bool]] = {
    "after_end": lambda e, s: is_after_end(e.time, s),
}
"""Those of them that an event answers for itself."""
