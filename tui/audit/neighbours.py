"""Audit events that concern a desktop session, but are none of a desktop's.

A recording that was stored or watched names the session; who was cut off is told with the user and
the service only, so that it belongs to a session of that user on that service at that time.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from tui.audit.event import object_in
from tui.audit.rfc3339 import SECOND, parse_time

AROUND = 60 * SECOND
"""How long before its start or after its end somebody is cut off who was in a session."""
SAME = 10 * SECOND
"""Within this time the same words are one event told several times: a lock is told three times."""


class Sort(StrEnum):
    """What happened, by the event's name."""

    UPLOADED = "session.upload"
    WATCHED = "session.recording.access"
    DISCONNECTED = "client.disconnect"


_NEEDLES = [sort.encode() for sort in Sort]


class Subject(NamedTuple):
    """The session that is asked about, its user, and the id of its desktop service."""

    sid: str
    user: str
    service: str


class Neighbour(NamedTuple):
    """An event beside a session: when (ns), what, who did it, and why. Strings are hostile."""

    time: int | None
    sort: Sort
    who: str = ""
    reason: str = ""

    def within(self, start: int | None, stop: int | None) -> bool:
        """Whether it belongs to a session of such a life; one that names its session always does.

        A session without an end goes on.
        """
        if self.sort is not Sort.DISCONNECTED:
            return True
        if self.time is None or start is None:
            return False
        return start - AROUND <= self.time and (stop is None or self.time <= stop + AROUND)


def neighbours_in(block: bytes, subject: Subject) -> Iterator[Neighbour]:
    """The neighbours of a session in whole lines, the last one first."""
    hits = [block.rfind(needle) for needle in _NEEDLES]
    while (hit := max(hits)) >= 0:
        begin, end = block.rfind(b"\n", 0, hit) + 1, block.find(b"\n", hit)
        found = neighbour_in(block[begin : end if end >= 0 else len(block)], subject)
        if found is not None:
            yield found
        hits = [
            block.rfind(needle, 0, begin) if known >= begin else known
            for needle, known in zip(_NEEDLES, hits, strict=True)
        ]


def neighbour_in(line: bytes, subject: Subject) -> Neighbour | None:
    """The neighbour that a line tells of; None if it does not concern the session."""
    fields = object_in(line)
    name = fields.get("event")
    time, who = parse_time(fields.get("time")), _text(fields.get("user"))
    if name in (Sort.UPLOADED, Sort.WATCHED) and fields.get("sid") == subject.sid:
        return Neighbour(time, Sort(name), who)
    if name != Sort.DISCONNECTED or not subject.user or not subject.service:
        return None
    if who != subject.user or fields.get("server_id") != subject.service:
        return None
    return Neighbour(time, Sort.DISCONNECTED, who, _text(fields.get("reason")))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def in_order(neighbours: list[Neighbour]) -> list[Neighbour]:
    """By their times, those without one first; one that is told again at once is told once."""
    told: list[Neighbour] = []
    latest: dict[Neighbour, int] = {}
    for neighbour in sorted(neighbours, key=lambda known: known.time or 0):
        words, time = neighbour._replace(time=None), neighbour.time or 0
        if words not in latest or time - latest[words] > SAME:
            told.append(neighbour)
        latest[words] = time
    return told
