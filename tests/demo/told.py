"""The story that the tests read: told once, decoded once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache
from itertools import takewhile
from typing import Any

import orjson

from tui.demo.story import Entry, story

SEED = 7
BEGINS = 1_795_350_221_000_000_000  # 2026-11-22 12:23:41 UTC
SECOND = 1_000_000_000
HOUR = 3_600 * SECOND
LIVE_ENDS = BEGINS + 1_200 * SECOND

Fields = dict[str, Any]

EVERY = "ei event uid code time cluster_name"
USER = (
    "user login* impersonator* access_requests* trusted_device* user_kind* user_roles* "
    "user_traits* user_cluster_name*"
)
SESSION = "sid with_mfa* private_key_policy*"
CONNECTION = "addr.local addr.remote proto"
STATUS = "success error* message*"
HEAD = f"{EVERY} {USER} {SESSION}"
DIRECTORY = f"{HEAD} {CONNECTION} {STATUS} desktop_addr directory_name directory_id"

# The fields of each desktop event, in order; those with a star can be missing.
ORDERS = {
    "windows.desktop.session.start": f"{HEAD} {CONNECTION} {STATUS} windows_desktop_service "
    "desktop_addr windows_domain windows_user desktop_labels desktop_name allow_user_creation nla "
    "certificate",
    "windows.desktop.session.end": f"{HEAD} windows_desktop_service desktop_addr windows_domain "
    "windows_user desktop_labels session_start session_stop desktop_name recorded participants "
    "addr.local* addr.remote* proto*",
    "linux.desktop.session.start": f"{HEAD} {CONNECTION} {STATUS} desktop_addr linux_user "
    "desktop_labels desktop_name allow_user_creation",
    "linux.desktop.session.end": f"{HEAD} desktop_addr linux_user desktop_labels session_start "
    "session_stop desktop_name recorded participants addr.local* addr.remote* proto*",
    "desktop.clipboard.send": f"{HEAD} {CONNECTION} desktop_addr length desktop_name*",
    "desktop.clipboard.receive": f"{HEAD} {CONNECTION} desktop_addr length desktop_name*",
    "desktop.directory.share": f"{DIRECTORY} desktop_name*",
    "desktop.directory.read": f"{DIRECTORY} file_path length offset desktop_name*",
    "desktop.directory.write": f"{DIRECTORY} file_path length offset desktop_name*",
}

CODES = {
    "windows.desktop.session.start": {"TDP00I", "TDP00W"},
    "windows.desktop.session.end": {"TDP01I"},
    "linux.desktop.session.start": {"TDP07I", "TDP07W"},
    "linux.desktop.session.end": {"TDP08I"},
    "desktop.clipboard.send": {"TDP02I"},
    "desktop.clipboard.receive": {"TDP03I"},
    "desktop.directory.share": {"TDP04I", "TDP04W"},
    "desktop.directory.read": {"TDP05I", "TDP06W"},
    "desktop.directory.write": {"TDP06I", "TDP06W"},
}


@cache
def entries() -> tuple[Entry, ...]:
    """The history and the live part."""
    return tuple(takewhile(lambda entry: entry.written < LIVE_ENDS, story(SEED, BEGINS)))


@cache
def told() -> tuple[tuple[int, Fields], ...]:
    """The moment of writing and the event of every entry."""
    return tuple((entry.written, orjson.loads(entry.line)) for entry in entries())


def history() -> list[Fields]:
    return [event for written, event in told() if written < BEGINS]


def live() -> list[Fields]:
    return [event for written, event in told() if written >= BEGINS]


def is_desktop(event: Fields) -> bool:
    return event["event"] in ORDERS


def moment(text: str) -> int:
    """A time of the log in ns since the epoch."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    seconds = int(datetime.fromisoformat(f"{whole}+00:00").timestamp())
    return seconds * SECOND + int(fraction.ljust(9, "0"))


def kinds(events: list[Fields]) -> Counter[str]:
    return Counter(event["code"] for event in events)


def bytes_of(events: list[Fields]) -> int:
    return sum(event["length"] for event in events)
