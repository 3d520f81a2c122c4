"""What a stream holds beside the files that were shipped, by nothing of the program but its wire
form: whether each byte of each file came, as it stands there, and how many came again.
"""

import asyncio
import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import nats
from nats.aio.msg import Msg

from tui.fleet.wire import DamagedError, Lines, lines_in, lines_subject, origin_id

PATIENCE = 30.0
"""Seconds that a message of the stream may take."""
HELD = 16
"""Files that are held in memory at once."""

Interval = tuple[int, int]


@dataclass(slots=True)
class Shipped:
    """Of one origin: which bytes came, and how many of them were there already, or lost."""

    covered: list[Interval] = field(default_factory=list)
    again: int = 0
    lost: int = 0

    def add(self, lines: Lines) -> None:
        """Take one message of it in."""
        length = lines.end - lines.begin
        if lines.lost:
            self.lost += length
            return
        before = _length(self.covered)
        self.covered = union([*self.covered, (lines.begin, lines.end)])
        self.again += length - (_length(self.covered) - before)


@dataclass(slots=True)
class Contents:
    """All that a stream holds of lines, beside the files of which they should be."""

    files: Mapping[str, Path]
    """Each file by the name of its origin."""
    shipped: dict[str, Shipped] = field(default_factory=dict)
    messages: int = 0
    bytes: int = 0
    stored: int = 0
    damaged: int = 0
    wrong: int = 0
    """Messages whose lines do not stand in the file where they say."""

    @property
    def again(self) -> int:
        """Bytes of files that are in it more than once."""
        return sum(one.again for one in self.shipped.values())

    @property
    def lost(self) -> int:
        """Bytes that a shipper said it could not read."""
        return sum(one.lost for one in self.shipped.values())

    def add(self, message: Msg) -> None:
        """Take one message in."""
        self.messages += 1
        try:
            lines = lines_in(message.headers, message.data)
        except DamagedError:
            self.damaged += 1
            return
        self.bytes += len(lines.body)
        self.wrong += not self._fits(lines)
        self.shipped.setdefault(lines.origin.id, Shipped()).add(lines)

    def missing(self) -> dict[Path, list[Interval]]:
        """The files that are not whole in it, with the bytes that are."""
        return {
            file: covered
            for name, file in self.files.items()
            if (covered := self._covered(name)) != [(0, len(content(file)))]
        }

    def _covered(self, name: str) -> list[Interval]:
        return self.shipped[name].covered if name in self.shipped else []

    def _fits(self, lines: Lines) -> bool:
        file = self.files.get(lines.origin.id)
        return file is not None and all(
            _stands(content(file), offset, piece) for offset, piece in _pieces(lines)
        )


@lru_cache(HELD)
def content(file: Path) -> bytes:
    """What a log holds that is no longer written to, unpacked if need be."""
    text = file.read_bytes()
    return gzip.decompress(text) if file.suffix == ".gz" else text


def by_origin(files: Iterable[Path]) -> dict[str, Path]:
    """Files that hold something by the names of their origins."""
    return {origin_id(content(file), file.stat().st_ino): file for file in files if content(file)}


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same bytes in as few intervals as can be, in order."""
    found: list[Interval] = []
    for begin, end in sorted(intervals):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((begin, end))
    return found


def _length(intervals: Iterable[Interval]) -> int:
    return sum(end - begin for begin, end in intervals)


def _pieces(lines: Lines) -> list[tuple[int, bytes]]:
    """The pieces of its body, and at which byte of the file each stands."""
    pieces, at, offset = [], 0, lines.begin
    for skip in lines.skips:
        pieces.append((offset, lines.body[at : skip.at]))
        offset += skip.at - at + skip.bytes
        at = skip.at
    return [*pieces, (offset, lines.body[at:])]


def _stands(text: bytes, offset: int, piece: bytes) -> bool:
    """Whether it stands there; of an overlong line only a zero is left, which ends a piece."""
    return text.startswith(piece.removesuffix(b"\0\n"), offset)


def of_stream(address: str, files: Iterable[Path], stream: str = "DESKTAIL") -> Contents:
    """Read all that a stream holds now."""
    found = Contents(by_origin(files))
    asyncio.run(_read(address, stream, found))
    return found


async def _read(address: str, stream: str, found: Contents) -> None:
    servers = [f"nats://{each}" for each in address.removeprefix("nats://").split(",")]
    async with await nats.connect(servers, connect_timeout=5) as client:
        jetstream = client.jetstream(timeout=PATIENCE)
        state = (await jetstream.stream_info(stream)).state
        found.stored = state.bytes
        if state.messages == 0:
            return
        taken = await jetstream.subscribe(
            lines_subject(stream), stream=stream, ordered_consumer=True
        )
        while True:
            message = await taken.next_msg(timeout=PATIENCE)
            found.add(message)
            if message.metadata.sequence.stream >= state.last_seq:
                return
