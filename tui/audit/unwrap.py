"""Wrappings that forwarders put around an audit event, recognised one line at a time.

A prefix (fluentd) stands before the object, an envelope (Splunk HEC, Elastic and Filebeat,
Teleport's own service log) is an object around it. One wrapping is taken off and never a second
one, so that nothing nested by an attacker is followed any further. What is not exactly a known
wrapping is none: strict, because a damaged line of Teleport's own must stay what it is.
"""

import json
import re
from typing import Any, NamedTuple

from tui.audit.rfc3339 import END_OF_TIME, SECOND, parse_time
from tui.audit.rfc8259 import parse_object

MAX_PREFIX = 512
"""The most bytes in which an object must begin: fluentd's times take 36, the rest is the tag."""

_PREFIX = re.compile(
    # Every repeat ends at a byte that it cannot hold (but for a tag's last colon), so that the
    # work is linear in the 512 bytes, whatever they are.
    rb"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)(?: ?(Z|[+-]\d\d:?\d\d))?"
    # A tag has no quote either: the rest of a cut line, which can begin with a date, has.
    rb'(?:\t[^\x00-\x20\x7f"{}]+\t| [^\x00-\x20\x7f"{}]+: )'
)

_EPOCH = re.compile(r"([1-9]\d{9,11})(?:\.(\d+))?", re.ASCII)
_EARLIEST, _LATEST = 10**9, END_OF_TIME // SECOND
"""Epoch seconds from 2001 to the year 9999. A smaller number beside an object called `event` is
no time of a log, a larger one is not in seconds."""


class Prefix(NamedTuple):
    """What stands before an object: its length in bytes, its time in nanoseconds if known."""

    length: int
    time: int | None


class Inside(NamedTuple):
    """The object in an envelope, and the envelope's key of the time ("" if it has none)."""

    fields: dict[str, Any]
    time_key: str


def prefix_of(line: bytes) -> Prefix | None:
    """What fluentd wrote before the object: `<time> TAB <tag> TAB` or `<time> <tag>: `.

    A prefix whose time has no zone, or is no moment, is one without a time.
    """
    length = line.find(b"{", 0, MAX_PREFIX)
    found = _PREFIX.fullmatch(line, 0, length) if length > 0 else None
    if found is None:
        return None
    day, clock, zone = (part.decode() if part else "" for part in found.groups())
    if len(zone) == len("+0000"):
        zone = f"{zone[:3]}:{zone[3:]}"
    return Prefix(length, parse_time(f"{day}T{clock}{zone}"))


def inside(outer: dict[str, Any]) -> Inside | None:
    """What an object that is no desktop event is an envelope of; None if it is no envelope."""
    if "ei" in outer or "code" in outer:  # an audit event, which a user may have written into
        return None
    event = outer.get("event")
    if "@timestamp" in outer:
        # The original first: beside it, a message is often made for people.
        original = event.get("original") if isinstance(event, dict) else None
        for text in (original, outer.get("event.original"), outer.get("message")):
            if isinstance(text, str) and (fields := _object(text)) is not None:
                return Inside(fields, "@timestamp")
    if _is_epoch(outer.get("time")) and (fields := _object(event)) is not None:
        return Inside(fields, "time")
    if outer.get("message") == "emitting audit event" and isinstance(outer.get("event_type"), str):
        fields = outer.get("fields")
        return Inside(fields, "") if isinstance(fields, dict) else None
    return None


def time_of(outer: dict[str, Any], key: str, line: bytes) -> int | None:
    """Nanoseconds of an envelope's time, RFC 3339 or epoch seconds; `line` is the envelope's."""
    told = outer.get(key)
    if type(told) is float:
        # Doubles of today's seconds lie 0.2 µs apart: the digits are read as they stand.
        text = _digits(line, key)
        found = _EPOCH.fullmatch(text) or _EPOCH.fullmatch(repr(told))
    elif type(told) is int or isinstance(told, str):
        found = _EPOCH.fullmatch(str(told))
    else:
        return None
    if found is None:
        return parse_time(told)
    seconds, fraction = found.groups()
    moment = int(seconds) * SECOND + (int(fraction[:9].ljust(9, "0")) if fraction else 0)
    return moment if moment < END_OF_TIME else None


def _object(content: object) -> dict[str, Any] | None:
    """An object, or the one that a text is."""
    if isinstance(content, str):
        return parse_object(content.encode())
    return content if isinstance(content, dict) else None


def _is_epoch(value: object) -> bool:
    if isinstance(value, str):
        return _EPOCH.fullmatch(value) is not None
    return type(value) in (int, float) and _EARLIEST <= value < _LATEST  # type: ignore[operator]


def _digits(line: bytes, key: str) -> str:
    """A number at the top of an object, as written; empty where the standard library gives up."""
    try:
        number = json.loads(line, parse_float=str, parse_int=str).get(key)
    except (ValueError, RecursionError):  # nested deeper than Python's stack
        return ""
    return number if isinstance(number, str) else ""
