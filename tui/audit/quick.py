"""Desktop events one by one, found and decoded faster than line by line, and equal to that.

A line of Teleport's own writing is taken by the fields that matter, in half the time; what is not
beyond doubt goes the plain way (`tui.audit.event.decode`), so that only that one decides.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tui.audit.blocks import candidates, is_utf8
from tui.audit.event import Event, decode, event_of
from tui.audit.ordinary import FLAT, NotPlain, fields_in


class Found(NamedTuple):
    """A desktop event, the byte of its block at which its line begins, and the line."""

    event: Event
    begin: int
    line: bytes


def events_in(block: bytes) -> Iterator[Found]:
    """The desktop events of whole lines; the others are not looked at one by one."""
    for begin, end in candidates(block):
        line = block[begin:end]
        event = event_in(line)
        if event is not None:
            yield Found(event, begin, line)


def event_in(line: bytes) -> Event | None:
    """The desktop event of a line; None if it holds none. There are never two."""
    if len(line) <= FLAT and b"\\u" not in line and is_utf8(line):
        try:
            return event_of(fields_in(line))
        except NotPlain:
            pass
    return next((part for part in decode(line) if isinstance(part, Event)), None)
