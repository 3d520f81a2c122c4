"""The contract's rule on wrappings, said once more and plainly, on top of the reference of events.

"Wrappings are taken off a line, one and no second, and it counts once, as the object inside."
"""

import re
from decimal import Decimal
from json import JSONDecoder
from typing import Any

from tests.contract.reference_events import (
    MALFORMED,
    Event,
    kind_of,
    parse_object,
    read_line,
    read_time,
)

Told = tuple[object, ...]
EPOCH = read_time("1970-01-01T00:00:00Z")
DATE, CLOCK = r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
STAMP = re.compile(rf"({DATE})[T ]({CLOCK}) ?(Z|[+-][0-9]{{2}}:?[0-9]{{2}})?")
"""A time as fluentd writes it; its zone can be missing, and so can the blank before the zone."""
SECONDS = re.compile(r"[1-9][0-9]{9,11}(\.[0-9]+)?")
LAST_SECOND = 253_402_300_799


def expected(line: bytes) -> list[Told | str]:
    """What a line counts as; of an event what it says, its time in nanoseconds from year 1."""
    line = line.strip(b" \t\r")
    if not line:
        return []
    plain = read_line(line)
    if isinstance(plain[0], Event):
        return [_told(plain[0], plain[0].time)]
    found = _behind_prefix(line) if plain[0] == MALFORMED else _enveloped(line)
    return (
        [_told(one, one.time) if isinstance(one, Event) else one for one in plain]
        if found is None
        else found
    )


def _told(event: Event, time: int | None) -> Told:
    texts = (event.text(key) for key in ("sid", "user", "directory_name", "file_path", "error"))
    outcome = (event.denied, event.failed, event.incomplete)
    return (event.kind, time, event.length, event.offset, *outcome, *(text or "" for text in texts))


def _object_inside(fields: dict[str, Any], time: int | None) -> list[Told | str]:
    kind = kind_of(fields)
    if kind is None:
        return ["other"]
    event = Event(fields, kind)
    return [_told(event, event.time if "time" in fields else time)]


def _behind_prefix(line: bytes) -> list[Told | str] | None:
    """What stands behind fluentd's `<time>⇥<tag>⇥` or `<time> <tag>: `; None without one."""
    head, brace, rest = line.decode("latin-1").partition("{")
    if not brace or len(head) >= 512:
        return None
    if head.endswith("\t") and head.count("\t") == 2:
        stamp, tag, _ = head.split("\t")
    elif head.endswith(": ") and head.count(" ") >= 2:
        stamp, _, tag = head.removesuffix(": ").rpartition(" ")
    else:
        return None
    found = STAMP.fullmatch(stamp)
    if found is None or stamp.endswith(" ") or not tag or re.search('[\0-\x20\x7f"{}]', tag):
        return None
    day, clock, zone = found.groups()
    zone = zone or ""
    zone = f"{zone[:3]}:{zone[3:]}" if len(zone) == 5 else zone
    inside = (brace + rest).encode("latin-1")
    fields = parse_object(inside)
    if fields is None or not (b"TDP" in inside or b"desktop." in inside):
        return [
            _told(one, one.time) if isinstance(one, Event) else one for one in read_line(inside)
        ]
    return _object_inside(fields, read_time(f"{day}T{clock}{zone}"))


def _enveloped(line: bytes) -> list[Told | str] | None:
    """What an object is an envelope of; None if it is none."""
    if b"TDP" not in line and b"desktop." not in line:
        return None
    outer = parse_object(line)
    assert outer is not None
    if "ei" in outer or "code" in outer:
        return None
    event = outer.get("event")
    if "@timestamp" in outer:
        nested = event.get("original") if isinstance(event, dict) else None
        for text in (nested, outer.get("event.original"), outer.get("message")):
            fields = _object(text) if isinstance(text, str) else None
            if fields is not None:
                return _object_inside(fields, _time(outer["@timestamp"], line, "@timestamp"))
    time = outer.get("time")
    if _is_epoch(time) and (fields := _object(event)) is not None:
        return _object_inside(fields, _time(time, line, "time"))
    if outer.get("message") == "emitting audit event" and isinstance(outer.get("event_type"), str):
        fields = outer.get("fields")
        return None if not isinstance(fields, dict) else _object_inside(fields, None)
    return None


def _object(content: object) -> dict[str, Any] | None:
    if isinstance(content, str):
        return parse_object(content.encode())
    return content if isinstance(content, dict) else None


def _is_epoch(time: object) -> bool:
    if isinstance(time, str):
        return SECONDS.fullmatch(time) is not None
    return type(time) in (int, float) and 10**9 <= time <= LAST_SECOND + 1 - 1e-6  # type: ignore[operator]


def _time(time: object, line: bytes, key: str) -> int | None:
    """Nanoseconds of an envelope's time, by the digits as they are written."""
    if isinstance(time, float):
        exact = JSONDecoder(parse_float=str, parse_int=str).decode(line.decode())[key]
        time = exact if SECONDS.fullmatch(exact) else repr(time)
    if type(time) is int:
        time = str(time)
    if not isinstance(time, str) or SECONDS.fullmatch(time) is None:
        return read_time(time)
    assert EPOCH is not None
    seconds, _, fraction = time.partition(".")
    if int(seconds) > LAST_SECOND:
        return None
    return EPOCH + int(Decimal(f"{seconds}.{fraction[:9] or 0}") * 10**9)
