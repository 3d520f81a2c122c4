"""What stands beside the lines in a bundle: alerts of the rules, marks and notes of people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from tui.audit.place import offset_of, source_of
from tui.audit.rfc3339 import format_time
from tui.audit.summary import to_json

Record = Mapping[str, Any]
Text = Callable[[str], str]
"""A string as it may be handed over: itself, or with names replaced."""


class Alert(Protocol):
    """An alert, as the rules have it; moments in nanoseconds."""

    id: str
    rule: str
    severity: str
    time: int | None
    first: int | None
    count: int
    bytes: int
    files: int
    user: str
    desktop: str
    client: str
    sid: str
    message: str
    place: int


class Rules(Protocol):
    """What sees every line of a log, in its order, and says what alerts they are."""

    def see(self, source: int, offset: int, lines: Sequence[bytes]) -> Iterable[Alert]:
        """The alerts of some neighbouring lines, the first of them at a byte of its source."""


def alert_record(alert: Alert, text: Text) -> Record:
    """An alert as a line of alerts.jsonl; `source` counts as the manifest's sources do, from 1."""
    return {
        "id": alert.id,
        "rule": alert.rule,
        "severity": str(alert.severity),
        "time": None if alert.time is None else format_time(alert.time),
        "first": None if alert.first is None else format_time(alert.first),
        "count": alert.count,
        "bytes": alert.bytes,
        "files": alert.files,
        "user": text(alert.user),
        "desktop": text(alert.desktop),
        "client": text(alert.client),
        "sid": text(alert.sid),
        "message": text(alert.message),
        "source": source_of(alert.place) + 1,
        "offset": offset_of(alert.place),
    }


def json_line(record: Record) -> bytes:
    """A record as a line of its file."""
    return f"{to_json(dict(record))}\n".encode()
