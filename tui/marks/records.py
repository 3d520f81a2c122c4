"""Marks as they are exported: plain values in a fixed order."""

from collections.abc import Collection, Iterable
from typing import Any

from tui.audit.rfc3339 import format_time
from tui.marks.mark import Mark


def marks_of(marks: Iterable[Mark], sids: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Records of the marks on some sessions and their lines, in the order of `marks`; None: all."""
    return [mark_record(mark) for mark in marks if sids is None or mark.sid in sids]


def fields() -> tuple[str, ...]:
    """The names of all that a record says, in order."""
    nothing = Mark("", "", "", 0, 0, None, "", "", "", "", "", 0)
    return tuple(mark_record(nothing))


def mark_record(mark: Mark) -> dict[str, Any]:
    """A mark; times as in the contract, strings as they are."""
    return {
        "time": None if mark.time is None else format_time(mark.time),
        "marked": "session" if mark.of_session else "line",
        "user": mark.user or None,
        "desktop_name": mark.desktop or None,
        "verb": mark.verb,
        "subject": mark.subject or None,
        "note": mark.note or None,
        "made": format_time(mark.made),
        "sid": mark.sid or None,
        "path": mark.path or None,
        "inode": mark.inode,
        "offset": mark.offset,
        "sha256": mark.digest or None,
    }
