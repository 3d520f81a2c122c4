"""The contract, said once more in the plainest Python: the oracle of the contract's tests.

All events are kept in lists and every number is computed from the whole list at the end. Nothing
here is shared with the program, so that a misreading has to be made twice to go unseen.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from .reference_events import (
    MALFORMED,
    OTHER,
    Event,
    print_time,
    read_files,
    read_time,
    times,
)

RECOVERED = " (recovered)"
OS_OF_NAME = {
    "windows.desktop.session.start": "windows",
    "windows.desktop.session.end": "windows",
    "linux.desktop.session.start": "linux",
    "linux.desktop.session.end": "linux",
}
OS_OF_CODE = {
    "TDP00I": "windows",
    "TDP00W": "windows",
    "TDP01I": "windows",
    "TDP07I": "linux",
    "TDP07W": "linux",
    "TDP08I": "linux",
}


def summarise(files: Sequence[bytes], *, transfers: bool = False) -> dict[str, Any]:
    """Give the object of the contract for the whole bytes of finished files, in log order."""
    read = read_files(files)
    events = [item for item in read if isinstance(item, Event)]
    # "A session is everything with one non-empty string `sid`."
    sids = {sid for event in events if (sid := event.text("sid")) is not None}
    sessions = [_session(sid, events, transfers) for sid in sids]
    # "Sessions are sorted by `first_seen` (null first), then `sid`."
    sessions.sort(key=lambda session: (_order(session["first_seen"]), session["sid"]))
    return {
        "schema": 1,
        # "`lines` = `desktop_events` + `other_events` + `malformed_lines`"
        "lines": len(read),
        "desktop_events": len(events),
        "other_events": sum(item == OTHER for item in read),
        "malformed_lines": sum(item == MALFORMED for item in read),
        # "An event without counts in the totals and in `unattributed_events`"
        "unattributed_events": sum(event.text("sid") is None for event in events),
        # "smallest and largest time of all desktop events"
        "first_event": print_time(min(times(events), default=None)),
        "last_event": print_time(max(times(events), default=None)),
        "totals": _counters(events),
        "sessions": sessions,
    }


def _order(printed: str | None) -> int:
    """Give what a printed time sorts by: its instant, null before all."""
    instant = read_time(printed)
    return -1 if instant is None else instant


def _counters(events: Iterable[Event]) -> dict[str, Any]:
    """Count, for a session or for everything."""
    of_kind: dict[str, list[Event]] = {
        kind: [] for kind in ("start", "end", "send", "receive", "share", "read", "write")
    }
    for event in events:
        of_kind[event.kind].append(event)
    counters: dict[str, Any] = {
        "clipboard_sent": _clipboard(of_kind["send"]),
        "clipboard_received": _clipboard(of_kind["receive"]),
        # "`directories_shared`: `events` (failed ones too), `failed`"
        "directories_shared": {
            "events": len(of_kind["share"]),
            "failed": sum(event.failed for event in of_kind["share"]),
        },
        "files_read": _files(of_kind["read"]),
        "files_written": _files(of_kind["write"]),
    }
    # "`bytes_in` = `clipboard_sent.bytes` + `files_read.bytes`"
    counters["bytes_in"] = counters["clipboard_sent"]["bytes"] + counters["files_read"]["bytes"]
    # "`bytes_out` = `clipboard_received.bytes` + `files_written.bytes`"
    counters["bytes_out"] = (
        counters["clipboard_received"]["bytes"] + counters["files_written"]["bytes"]
    )
    return counters


def _clipboard(events: list[Event]) -> dict[str, int]:
    """Count: "`events`, `bytes`"."""
    return {"events": len(events), "bytes": sum(event.length for event in events)}


def _files(events: list[Event]) -> dict[str, int]:
    """Count: "`events` (failed ones too), `bytes` (failed ones not), `failed`, `incomplete`"."""
    return {
        "events": len(events),
        "bytes": sum(event.length for event in events if not event.failed),
        "failed": sum(event.failed for event in events),
        "incomplete": sum(event.incomplete for event in events),
    }


def _session(sid: str, all_events: list[Event], with_transfers: bool) -> dict[str, Any]:
    """Describe one session from all of the log's events."""
    events = [event for event in all_events if event.text("sid") == sid]
    started = [event for event in events if event.kind == "start" and not event.denied]
    denied = [event for event in events if event.denied]
    ends = [event for event in events if event.kind == "end"]
    # "Its opening event is its first start that was not denied; if there is none, its first
    # denied start." "Its closing event is its first end." "First is in log order"
    opening = (started + denied)[:1]
    closing = ends[:1]
    start, stop = _start(opening, closing), _stop(closing)
    name = _first_text("desktop_name", opening + closing + events)
    session: dict[str, Any] = {
        "sid": sid,
        # "`ended` if it has a closing event; else `denied` if it has a denied start and none that
        # was not denied; else `active`"
        "state": "ended" if closing else "denied" if denied and not started else "active",
        # "the first non-empty string of the opening event, the closing event, all its events in
        # log order; else null"
        "user": _first_text("user", opening + closing + events),
        "login": _login(opening + closing),
        # "`desktop_name` loses a trailing ` (recovered)`"
        "desktop_name": None if name is None else name.removesuffix(RECOVERED),
        "desktop_addr": _first_text("desktop_addr", opening + closing + events),
        "windows_domain": _first_text("windows_domain", opening + closing + events),
        "cluster_name": _first_text("cluster_name", opening + closing + events),
        # "`client_addr` (= `addr.local`)"
        "client_addr": _first_text("addr.local", opening + closing + events),
        "os": _os(opening + closing),
        "start": print_time(start),
        "stop": print_time(stop),
        "duration_seconds": _duration(start, stop),
        # "the smallest and largest `time` of its events; null if none has one"
        "first_seen": print_time(min(times(events), default=None)),
        "last_seen": print_time(max(times(events), default=None)),
        "recorded": _recorded(closing),
        # "`recovered` is true if the closing event's name had it"
        "recovered": any((end.text("desktop_name") or "").endswith(RECOVERED) for end in closing),
        # "the first non-empty `error` of a denied start, else null"
        "error": _first_text("error", denied),
        # "how many events it has"
        "events": len(events),
        "counters": _counters(events),
    }
    # "`transfers` is there only with `--transfers`"
    if with_transfers:
        session["transfers"] = _transfers(events)
    return session


def _first_text(key: str, events: Iterable[Event]) -> str | None:
    """Give the first non-empty string that stands under a key in these events."""
    return next((text for event in events if (text := event.text(key)) is not None), None)


def _login(events: Iterable[Event]) -> str | None:
    """Give, "on the opening, then the closing event, the first non-empty of" three keys."""
    for event in events:
        for key in ("login", "windows_user", "linux_user"):
            if (text := event.text(key)) is not None:
                return text
    return None


def _os(events: Iterable[Event]) -> str | None:
    """Give the system "by the opening, else the closing event's name or code; else null"."""
    for event in events:
        system = OS_OF_NAME.get(event.text("event") or "") or OS_OF_CODE.get(
            event.text("code") or ""
        )
        if system is not None:
            return system
    return None


def _start(opening: list[Event], closing: list[Event]) -> int | None:
    """Give "the opening event's `time`, else the closing event's `session_start`; else null"."""
    told = [event.time for event in opening]
    told += [read_time(event.fields.get("session_start")) for event in closing]
    return next((instant for instant in told if instant is not None), None)


def _stop(closing: list[Event]) -> int | None:
    """Give "the closing event's `session_stop`, else its `time`; else null"."""
    told = [read_time(event.fields.get("session_stop")) for event in closing]
    told += [event.time for event in closing]
    return next((instant for instant in told if instant is not None), None)


def _duration(start: int | None, stop: int | None) -> float | None:
    """Give "`stop` - `start`, to the millisecond, if both are there; else null"."""
    if start is None or stop is None:
        return None
    # To the nearest, and from the middle to the even one.
    return round(Fraction(stop - start, 1_000_000)) / 1000


def _recorded(closing: list[Event]) -> bool | None:
    """Give "the closing event's bool, else null"."""
    told = [event.fields.get("recorded") for event in closing]
    return told[0] if told and isinstance(told[0], bool) else None


def _transfers(events: list[Event]) -> list[dict[str, Any]]:
    """Make "one file's way in one direction" of many events of one session."""
    moves = [event for event in events if event.kind in ("read", "write")]
    transfers = []
    for way in {_way(event) for event in moves}:
        mine = [event for event in moves if _way(event) == way]
        good = [event for event in mine if not event.failed]
        direction, directory, path = way
        transfers.append(
            {
                "direction": direction,
                "directory": directory,
                "path": path,
                # "`operations` (all events), `bytes` (failed ones not), `failed`, `incomplete`"
                "operations": len(mine),
                "bytes": sum(event.length for event in good),
                "failed": sum(event.failed for event in mine),
                "incomplete": sum(event.incomplete for event in mine),
                # "largest `offset` + `length` of those that did not fail; 0 if none"
                "extent": max((event.offset + event.length for event in good), default=0),
                "first_seen": print_time(min(times(mine), default=None)),
                "last_seen": print_time(max(times(mine), default=None)),
            }
        )
    # "sorted by `first_seen` (null first), `direction`, `directory`, `path`"
    return sorted(
        transfers,
        key=lambda transfer: (
            _order(transfer["first_seen"]),
            transfer["direction"],
            transfer["directory"],
            transfer["path"],
        ),
    )


def _way(event: Event) -> tuple[str, str, str]:
    """Give what makes events one transfer."""
    # "`direction` (`in` for read, `out` for write)"; "`directory_name` and `file_path`
    # (absent = "")"
    direction = "in" if event.kind == "read" else "out"
    return direction, event.text("directory_name") or "", event.text("file_path") or ""
