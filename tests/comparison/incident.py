"""The log of the tasks, and their answers: told by a plain loop over its lines."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.program import program

SEED = 7
COPIED = "INV-20418"
"""A word of the path of a file of which there are many copies."""
OUT = ("TDP03I", "TDP06I")
CLIPBOARD = ("TDP02I", "TDP03I")
DENIED = ("TDP00W", "TDP07W")
BEFORE = timedelta(minutes=5)

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Incident:
    """The made-up incident: bob takes the customers' database out, and is locked for it.

    Its times depend on when it was written, as the demo is always just over.
    """

    folder: Path
    events: tuple[Event, ...]

    @classmethod
    def write(cls, folder: Path) -> Incident:
        """Have the demo write its log below a folder, and read it."""
        command = [program(), "demo", "--write", str(folder), "--seed", str(SEED)]
        subprocess.run(command, check=True, capture_output=True)
        lines = [line for file in _files(folder) for line in file.read_text("utf-8").splitlines()]
        return cls(folder / "log", tuple(json.loads(line) for line in lines))

    @property
    def files(self) -> list[Path]:
        """The dated files, the oldest first: two, if midnight was in between."""
        return _files(self.folder.parent)

    def of(self, user: str, *codes: str) -> list[Event]:
        """A user's events with one of these codes."""
        return [event for event in self.events if event.get("user") == user if is_any(event, codes)]

    # -- answers ---------------------------------------------------------------------------

    @property
    def taker(self) -> tuple[str, int]:
        """Who moved the most out of desktops, and how many bytes."""
        moved: Counter[str] = Counter()
        for event in self.events:
            if is_any(event, OUT) or (event["code"] == "TDP06W" and event.get("success")):
                moved[event["user"]] += event["length"]
        return moved.most_common(1)[0]

    @property
    def first_denial(self) -> Event:
        """Where mallory was denied first."""
        return self.of("mallory", *DENIED)[0]

    @property
    def copies(self) -> list[Event]:
        """All reads and writes of the file of which there are many copies."""
        return [event for event in self.events if COPIED in event.get("file_path", "")]

    @property
    def cut_off(self) -> datetime:
        """When bob's session was ended."""
        return moment(self.of("bob", "TDP01I")[-1])

    @property
    def last(self) -> Event:
        """What happened last."""
        return max(self.events, key=moment)

    @property
    def desktop_events(self) -> int:
        """How many events are those of desktops."""
        return sum(event["code"].startswith("TDP0") for event in self.events)

    @property
    def five_minutes_before(self) -> datetime:
        """The beginning of the five minutes before that, to the minute."""
        return (self.cut_off - BEFORE).replace(second=0, microsecond=0)

    @property
    def first_from_then(self) -> Event:
        """The first clipboard from then on."""
        since = self.five_minutes_before
        clipboards = (event for event in self.events if is_any(event, CLIPBOARD))
        return next(event for event in clipboards if moment(event) >= since)

    @property
    def files_taken(self) -> Counter[str]:
        """Every file that bob took out, and its bytes."""
        taken: Counter[str] = Counter()
        for event in self.of("bob", "TDP06I"):
            taken[event["file_path"]] += event["length"]
        return taken

    @property
    def failures(self) -> list[Event]:
        """Shares, reads and writes that failed."""
        return [event for event in self.events if event.get("error") == "operation failed"]

    @property
    def visitors(self) -> set[str]:
        """Who was on FIN-DC-02, or tried to be."""
        return {event["user"] for event in self.events if event.get("desktop_name") == "FIN-DC-02"}

    @property
    def longest(self) -> Event:
        """The start of the oldest session that goes on."""
        ended = {event["sid"] for event in self.events if is_any(event, ("TDP01I", "TDP08I"))}
        starts = [event for event in self.events if is_any(event, ("TDP00I", "TDP07I"))]
        return min((event for event in starts if event["sid"] not in ended), key=moment)

    @property
    def denial(self) -> Event:
        """The line that says that bob was denied."""
        return self.of("bob", *DENIED)[-1]


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "log").glob("*/*.log"))


def is_any(event: Event, codes: tuple[str, ...]) -> bool:
    """Whether an event has one of these codes."""
    return event["code"] in codes


def moment(event: Event) -> datetime:
    """When it was."""
    return datetime.fromisoformat(event["time"])


def clock(event: Event) -> str:
    """Its time to the second, as a screen tells it."""
    return f"{moment(event):%H:%M:%S}"
