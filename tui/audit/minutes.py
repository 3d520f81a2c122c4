"""What moved in which minute, of ordinary events that are summed up and given to nobody."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tui.audit.event import Kind
from tui.audit.ordinary import KIND_OF, Numbers
from tui.audit.rfc3339 import parse_time

_ends_well = re.compile(r":[0-5][0-9](?:\.[0-9]++)?+Z").fullmatch
"""Whether what stands behind the minute is that of a time that can be read."""


def _none() -> dict[str, dict[str, int]]:
    return {code: defaultdict(int) for code in KIND_OF}


@dataclass(slots=True)
class Minutes:
    """Bytes that ordinary events moved, by code, and by the minute of their time as written."""

    _moved: dict[str, dict[str, int]] = field(default_factory=_none)

    def count(self, event: Numbers) -> bool:
        """Count in an event that went well, whose time is one in UTC (`…T…Z`) if it is one at all.

        False where it is plain to be none, or the code is not ordinary: it is not counted then.
        """
        time, moved = event.time, self._moved.get(event.code)
        if moved is None or not _ends_well(time, 16):
            return False
        moved[time[:16]] += event.length
        return True

    def moved(self) -> Iterator[tuple[int, Kind, int]]:
        """The beginning of a minute (ns), a kind of event, and the bytes that such ones moved.

        Days and minutes that there are not are left out, as their events' times count as absent.
        """
        for code, moved in self._moved.items():
            for minute, length in moved.items():
                begin = parse_time(f"{minute}:00Z")
                if begin is not None:
                    yield begin, KIND_OF[code], length
