"""What stands beside the lines in a bundle: alerts of the rules, marks and notes of people."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from tui.audit.place import offset_of, source_of
from tui.audit.rfc3339 import format_time
from tui.audit.summary import to_json
from tui.evidence.redact import WITHHELD, Redaction

Record = Mapping[str, Any]
BAD_LINE = "bad line"
"""What a mark says of a line that is malformed, and of which it tells the beginning."""
PLAIN = frozenset(("id", "severity", "time", "first", "marked", "verb", "made", "sha256"))
"""Fields that are no words of a log or of people."""


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

    def see_block(self, source: int, offset: int, block: bytes) -> Iterable[Alert]:
        """The alerts of neighbouring lines in one piece, the first at byte `offset` of a source."""


def alert_record(alert: Alert) -> Record:
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
        "user": alert.user,
        "desktop": alert.desktop,
        "client": alert.client,
        "sid": alert.sid,
        "message": alert.message,
        "source": source_of(alert.place) + 1,
        "offset": offset_of(alert.place),
    }


def redacted(record: Record, redaction: Redaction | None) -> Record:
    """A record in which names are replaced."""
    if redaction is None:
        return record
    replaced: dict[str, Any] = {}
    for name, value in record.items():
        if not isinstance(value, str) or name in PLAIN:
            replaced[name] = value
        elif name == "sid":
            replaced[name] = redaction.sid(value)
        elif name == "path":
            replaced[name] = redaction.source(value)
        else:
            replaced[name] = redaction.told_text(value)
    if record.get("verb") == BAD_LINE:  # of which nobody knows what in it is a name
        replaced["subject"] = WITHHELD
    return replaced


def json_line(record: Record) -> bytes:
    """A record as a line of its file."""
    return f"{to_json(dict(record))}\n".encode()
