"""A table as the contract's object: what `desktail summary --json` prints.

The keys, their order and every rule behind them stand in README.md under "The contract".
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import orjson

from tui.audit.counters import Counters, Transfer, TransferKey
from tui.audit.event import Kind
from tui.audit.rfc3339 import format_time
from tui.audit.session import DESKTOP_NAME, Session
from tui.audit.table import SessionTable

SCHEMA = 1
MILLISECOND = 1_000_000


def summarise(table: SessionTable, *, transfers: bool = False) -> dict[str, Any]:
    """The contract's object; `transfers` adds each session's transfers."""
    return {
        "schema": SCHEMA,
        "lines": table.lines,
        "desktop_events": table.desktop_events,
        "other_events": table.other_events,
        "malformed_lines": table.malformed_lines,
        "unattributed_events": table.unattributed_events,
        "first_event": _time(table.seen.first),
        "last_event": _time(table.seen.last),
        "totals": counters_object(table.totals),
        "sessions": [
            session_object(session, transfers=transfers)
            for session in in_order(table.sessions.values())
        ],
    }


def in_order(sessions: Iterable[Session]) -> list[Session]:
    """Sessions by when they were first seen (unknown first), then by sid."""
    return sorted(sessions, key=_by_first_seen)


def transfers_in_order(
    items: Iterable[tuple[TransferKey, Transfer]],
) -> list[tuple[TransferKey, Transfer]]:
    """Transfers by when they were first seen (unknown first), direction, directory, path."""
    return sorted(items, key=_by_first_transfer)


def to_json(record: dict[str, Any]) -> str:
    """One line of JSON, all ASCII, without its end.

    ASCII because it may end up on a terminal, and a log's strings hold whatever an attacker
    likes. By the standard library where sums go past the 64 bits that orjson writes, or a string
    is to be escaped; else it says the same in a tenth of the time.
    """
    with suppress(orjson.JSONEncodeError):
        text = orjson.dumps(record)
        if text.isascii() and b"\x7f" not in text:
            return text.decode()
    return json.dumps(record, separators=(",", ":"))


def counters_object(counters: Counters) -> dict[str, Any]:
    """Counters under the contract's names."""
    return {
        "clipboard_sent": {
            "events": counters.clipboard_sent,
            "bytes": counters.clipboard_sent_bytes,
        },
        "clipboard_received": {
            "events": counters.clipboard_received,
            "bytes": counters.clipboard_received_bytes,
        },
        "directories_shared": {"events": counters.shared, "failed": counters.shares_failed},
        "files_read": {
            "events": counters.read,
            "bytes": counters.read_bytes,
            "failed": counters.reads_failed,
            "incomplete": counters.reads_incomplete,
        },
        "files_written": {
            "events": counters.written,
            "bytes": counters.written_bytes,
            "failed": counters.writes_failed,
            "incomplete": counters.writes_incomplete,
        },
        "bytes_in": counters.bytes_in,
        "bytes_out": counters.bytes_out,
    }


def session_object(session: Session, *, transfers: bool = False) -> dict[str, Any]:
    """A session under the contract's names; `transfers` adds its transfers."""
    names = session.names
    start, stop = session.start, session.stop
    return {
        "sid": session.sid,
        "state": session.state,
        "user": names.user or None,
        "login": session.login or None,
        "desktop_name": names.desktop_name if session.name(DESKTOP_NAME) else None,
        "desktop_addr": names.desktop_addr or None,
        "windows_domain": names.windows_domain or None,
        "cluster_name": names.cluster_name or None,
        "client_addr": names.client_addr or None,
        "os": session.os or None,
        "start": _time(start),
        "stop": _time(stop),
        "duration_seconds": None if start is None or stop is None else _seconds(stop - start),
        "first_seen": _time(session.seen.first),
        "last_seen": _time(session.seen.last),
        "recorded": session.recorded,
        "recovered": session.recovered,
        "error": session.error or None,
        "events": session.events,
        "counters": counters_object(session.counters),
        **({"transfers": _transfers(session.transfers.items())} if transfers else {}),
    }


def _transfers(items: Iterable[tuple[TransferKey, Transfer]]) -> list[dict[str, Any]]:
    return [transfer_object(key, transfer) for key, transfer in transfers_in_order(items)]


def transfer_object(key: TransferKey, transfer: Transfer) -> dict[str, Any]:
    """A transfer under the contract's names."""
    return {
        "direction": direction(key),
        "directory": key.directory,
        "path": key.path,
        "operations": transfer.operations,
        "bytes": transfer.bytes,
        "failed": transfer.failed,
        "incomplete": transfer.incomplete,
        "extent": transfer.extent,
        "first_seen": _time(transfer.seen.first),
        "last_seen": _time(transfer.seen.last),
    }


def direction(key: TransferKey) -> str:
    """`in` into the desktop, `out` out of it."""
    return "in" if key.kind is Kind.READ else "out"


def _null_first(moment: int | None) -> tuple[bool, int]:
    return (moment is not None, moment or 0)


def _by_first_seen(session: Session) -> tuple[tuple[bool, int], str]:
    return (_null_first(session.seen.first), session.sid)


def _by_first_transfer(item: tuple[TransferKey, Transfer]) -> tuple[object, ...]:
    key, transfer = item
    return (_null_first(transfer.seen.first), direction(key), key.directory, key.path)


def _time(moment: int | None) -> str | None:
    return None if moment is None else format_time(moment)


def _seconds(nanoseconds: int) -> float:
    """Seconds to the nearest millisecond (a tie to the even one)."""
    whole, rest = divmod(nanoseconds, MILLISECOND)
    half = MILLISECOND // 2
    up = rest > half or (rest == half and whole % 2 == 1)
    return (whole + up) / 1000
