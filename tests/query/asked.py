"""Filters asked of sessions and events that are given as log lines."""

import pytest

from tests.audit.tables import folded, log, only_event, only_session
from tests.contract.examples import event
from tui.audit.rfc3339 import parse_time
from tui.query import Query, QueryError

NOW = parse_time("2026-11-22T12:03:41.5Z") or 0
DAY = "2026-11-22T"

START = event(
    "TDP00I",
    time=f"{DAY}09:00:00Z",
    user="alice",
    windows_user="administrator",
    desktop_name="FIN-DC-02",
    desktop_addr="10.20.6.7:3389",
    windows_domain="corp.example.com",
    cluster_name="root",
    **{"addr.local": "203.0.113.9:51000"},
)
END = event("TDP01I", time=f"{DAY}11:30:00Z", user="alice", recorded=True)
CLIP_IN = event("TDP02I", time=f"{DAY}09:10:00Z", length=700)
CLIP_OUT = event("TDP03I", time=f"{DAY}09:20:00Z", length=3000)
SHARE = event("TDP04I", time=f"{DAY}09:30:00Z", directory_name="D:\\out")
READ = event(
    "TDP05I", time=f"{DAY}09:40:00Z", directory_name="in", file_path="Plan (1).xlsx", length=2048
)
WRITE = event(
    "TDP06I", time=f"{DAY}09:50:00Z", directory_name="out", file_path="dump/a.bak", length=2**20
)
FAILED = event(
    "TDP06W",
    "desktop.directory.write",
    time=f"{DAY}09:55:00Z",
    directory_name="out",
    file_path="locked.doc",
    length=99,
    success=False,
    error="Operation failed",
)
LOST = event(
    "TDP06W",
    "desktop.directory.write",
    time=f"{DAY}09:56:00Z",
    directory_name="unknown",
    file_path="unknown",
    length=5,
    success=True,
)
DENIED = event("TDP00W", time=f"{DAY}08:00:00Z", user="mallory", error="access denied")


def of_session(text: str, *lines: bytes, now: int = NOW) -> bool:
    """Whether a filter lets the session of these lines through; of START alone without any."""
    return Query.parse(text, now=NOW).matches_session(only_session(*(lines or (START,))), now)


def of_event(text: str, line: bytes, *others: bytes, now: int = NOW) -> bool:
    """Whether a filter lets an event through, whose session has other events besides."""
    others = tuple(other for other in others if other != line)
    session = folded(log(line, *others)).sessions.get(only_event(line).sid)
    return Query.parse(text, now=NOW).matches_event(only_event(line), session, now)


def fault(text: str) -> tuple[str, str]:
    """What is wrong with a filter: the message, and the part of the text that is at fault."""
    with pytest.raises(QueryError) as raised:
        Query.parse(text, now=NOW)
    error = raised.value
    assert 0 <= error.begin <= error.end <= len(text)
    assert "\n" not in error.message
    return error.message, text[error.begin : error.end]
