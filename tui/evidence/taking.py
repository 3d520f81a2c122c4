"""The lines that are evidence, taken from a file of the log: verbatim, or with names replaced."""

import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from pathlib import Path

from tui.audit.event import Event
from tui.evidence.folder import Digest, Folder
from tui.evidence.manifest import SourceRecord, sound
from tui.evidence.reading import LogFile, events_in

Replace = Callable[[bytes], bytes]
"""What is written in the place of a line (both with their ends)."""
See = Callable[[int, int, bytes], None]
"""Is given every block that was read: number of its file, offset, lines with their ends."""

_NAME = re.compile(r"(\d{4}-\d\d-\d\d)\.\d\d:\d\d:\d\d\.log.*", re.ASCII | re.DOTALL)
_UNWANTED = re.compile(r"[^A-Za-z0-9_-]+", re.ASCII)
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """Which events are evidence: those of sessions with these sids; without them all.

    `told` says so in words.
    """

    sids: frozenset[str] | None = None
    told: str = "all desktop events"

    def takes(self, event: Event) -> bool:
        """Whether the line of an event is taken."""
        return self.takes_session(event.sid)

    def takes_session(self, sid: str) -> bool:
        """Whether what belongs to a session is taken."""
        return self.sids is None or sid in self.sids


EVERYTHING = Choice()


@dataclass(slots=True)
class Taken:
    """What was taken of a file: how many lines, from which bytes (merged), and their sum."""

    lines: int = 0
    _ends: "array[int]" = field(default_factory=lambda: array("Q"))
    _digest: Digest = field(default_factory=sha256)

    def add(self, offset: int, line: bytes) -> None:
        """Take a line, which begins at a byte of the file."""
        self.lines += 1
        self._digest.update(line)
        if self._ends and self._ends[-1] == offset:
            self._ends[-1] = offset + len(line)
        else:
            self._ends.extend((offset, offset + len(line)))

    def record(self, file: LogFile, log: str | None) -> SourceRecord:
        """What the manifest says of it: its path, and the ranges, as they are where it lay."""
        ends, origin = iter(self._ends), file.provenance
        ranges: list[tuple[int, int]] = []
        for taken in zip(ends, ends, strict=True):
            for begin, end in origin.ranges(*taken):
                before = ranges.pop() if ranges and ranges[-1][1] == begin else (begin, begin)
                ranges.append((before[0], end))
        return SourceRecord(
            path=sound(origin.path),
            device=origin.device,
            inode=origin.inode,
            size=file.size,
            decoded=file.decoded,
            lines=self.lines,
            sha256=self._digest.hexdigest(),
            ranges=ranges,
            log=log,
            problem=file.problem,
            host=sound(origin.host),
            stream=sound(origin.stream),
        )


def take(file: LogFile, choice: Choice, see: See) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are chosen, each with its offset. Raises SourceError."""
    for offset, block in file.blocks():
        see(file.number, offset, block)
        if b"TDP" in block or b"desktop." in block:
            for begin, line, event in events_in(block):
                if choice.takes(event):
                    yield offset + begin, line


def write(
    lines: Iterator[tuple[int, bytes]], folder: Folder, name: str, replace: Replace | None
) -> tuple[Taken, str | None]:
    """Write lines of a file into a file of the bundle, if there are any.

    Returns what was taken, and the name if it was written. Raises what the lines do, and OSError.
    """
    taken = Taken()
    first = next(lines, None)
    if first is None:
        return taken, None
    with folder.file(name) as written:
        for offset, line in chain((first,), lines):
            taken.add(offset, line)
            written.write(line if replace is None else replace(line))
    return taken, name


def log_name(number: int, file: LogFile, *, told: bool) -> str:
    """The bundle's name for the lines of a file: `log/01-2026-11-25.jsonl`.

    `told` if the file's own name may be part of it; a dated one always is.
    """
    name = (file.path if file.foreign is None else Path(file.foreign.path)).name
    dated = _NAME.fullmatch(name)
    stem = dated[1] if dated else ""
    if told and not dated:
        stem = _UNWANTED.sub("-", name.removesuffix(".log"))[:LONGEST_NAME].strip("-")
    return f"log/{number:02}-{stem}.jsonl" if stem else f"log/{number:02}.jsonl"
