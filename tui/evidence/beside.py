"""What stands beside the lines in a bundle: alerts of the rules, marks and notes of people."""

from collections.abc import Mapping
from typing import Any

from tui.audit.place import source_of
from tui.audit.rfc3339 import format_time
from tui.audit.summary import to_json
from tui.evidence.redact import WITHHELD, Redaction
from tui.rules import Alert
from tui.source.provenance import Spot

Record = Mapping[str, Any]
BAD_LINE = "bad line"
"""What a mark says of a line that is malformed, and of which it tells the beginning."""
PLAIN = frozenset(("rule", "id", "severity", "time", "first", "marked", "verb", "made", "sha256"))
"""Fields that are no words of a log or of people."""


def alert_record(alert: Alert, where: Spot) -> Record:
    """An alert as a line of alerts.jsonl; `source` counts as the manifest's sources do, from 1, and
    `offset` is that of its line where that file lay.
    """
    return {
        "id": alert.id,
        "rule": alert.rule,
        "severity": alert.severity.value,
        "time": format_time(alert.time),
        "first": format_time(alert.first),
        "count": alert.count,
        "bytes": alert.bytes,
        "files": alert.files,
        "user": alert.user,
        "desktop": alert.desktop,
        "client": alert.client,
        "sid": alert.sid,
        "message": alert.message,
        "source": source_of(alert.place) + 1,
        "offset": where.offset,
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
