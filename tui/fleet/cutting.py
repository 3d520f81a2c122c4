"""A file's lines cut into messages: which of them go over the wire, and which bytes they are.

Of lines that are certainly other events only the counts go, unless all lines are asked for. They
are told from the others a block at a time.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from tui.audit.blocks import are_objects, candidates, is_utf8, lines_of
from tui.audit.event import Rest, decode
from tui.audit.ordinary import NotPlain, is_other, numbers_in
from tui.fleet.wire import Lines, Message, Origin, Skip, lines_message
from tui.source.lines import OVERLONG, Batch

BODY = 1 << 19
"""Bytes of a body, 512 KiB, where the engine takes so much: half of what it does by default."""
SKIPS = 4096
"""Skips in a message: each takes some twenty bytes of a header."""
SPAN = 1 << 25
"""Bytes of a file that a message accounts for at most, 32 MiB, so that a checkpoint moves on."""

_OTHER = (Rest.OTHER,)
_CODE = b'"code":"TDP0'


class Gap(NamedTuple):
    """Neighbouring lines of a block that are other events, from a byte to another, with ends."""

    begin: int
    end: int
    lines: int


class Piece(NamedTuple):
    """Whole lines of a file, the last one's end left out, and the bytes that they are.

    The last byte is that of the last line's end, if it has one; an overlong line (OVERLONG) stands
    for more bytes than it has.
    """

    begin: int
    end: int
    block: bytes

    @property
    def beyond(self) -> int:
        """Bytes that are not in the block and the end of its last line; -1 without that end."""
        return self.end - self.begin - len(self.block) - 1

    def divided(self, at: int) -> "tuple[Piece, Piece]":
        """What lies before a byte between begin and end, and the rest of it.

        A line in which that byte lies was taken as it was, before it had grown.
        """
        if self.beyond > 0:
            rest = OVERLONG if self.end - at > 1 else b""
            return Piece(self.begin, at, OVERLONG), Piece(at, self.end, rest)
        cut = at - self.begin
        return (
            Piece(self.begin, at, self.block[:cut].removesuffix(b"\n")),
            Piece(at, self.end, self.block[cut:]),
        )


def pieces(batches: Iterable[Batch], reached: Callable[[int], int]) -> Iterator[tuple[int, Piece]]:
    """Each batch as a piece, with its source's number, as soon as it is known where it ends.

    `reached` says up to which byte all lines of a source have been given by now.
    """
    held: Batch | None = None
    for batch in batches:
        if held is not None:
            neighbours = held.source == batch.source
            end = batch.offset if neighbours else reached(held.source)
            yield held.source, Piece(held.offset, end, held.block)
        held = batch
    if held is not None:
        yield held.source, Piece(held.offset, reached(held.source), held.block)


@dataclass(slots=True)
class Cutting:
    """Cuts what comes of one origin, piece by piece, into lines as they go over the wire.

    `at` is the byte up to which all is in lines, `left` how many other events were left out before
    what is in no message yet. Up to `planned` they become one message, whatever
    its size: it was published before, and what is stored once has the same bytes each time.
    """

    origin: Origin
    at: int = 0
    planned: int = 0
    left: int = 0
    all_lines: bool = False
    most: int = BODY
    _begin: int = 0
    _parts: list[bytes] = field(default_factory=list)
    _size: int = 0
    _dense: bool = False
    _skips: list[Skip] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin where all before is told."""
        self._begin = self.at

    @property
    def waiting(self) -> int:
        """Bytes of the origin that are in no message yet."""
        return self.at - self._begin

    @property
    def has_lines(self) -> bool:
        """Whether there are lines among them, and not counts alone."""
        return self._size > 0

    def take(self, piece: Piece) -> Iterator[Lines]:
        """Take what comes next; what was taken before is passed over. Gives what is full."""
        if piece.end <= self.at:
            return
        if piece.begin < self.at:
            piece = piece.divided(self.at)[1]
        elif piece.begin > self.at:
            yield from self.flush()
            self._begin = self.at = piece.begin
        if self.at < self.planned < piece.end:
            first, piece = piece.divided(self.planned)
            yield from self._take(first)
        yield from self._take(piece)

    def flush(self) -> Iterator[Lines]:
        """What is there, full or not."""
        if self.at == self._begin:
            return
        body, skips, begin = b"".join(self._parts), tuple(self._skips), self._begin
        self._begin, self._size = self.at, 0
        self._parts.clear()
        self._skips.clear()
        left, self.left = self.left, self.left + sum(skip.lines for skip in skips)
        yield Lines(self.origin, begin, self.at, left, skips, body=body)

    def lose(self, end: int) -> Iterator[Lines]:
        """That all up to a byte could not be read; before it what is there."""
        yield from self.flush()
        if end > self.at:
            yield Lines(self.origin, self.at, end, self.left, lost=True)
            self._begin = self.at = end

    def _take(self, piece: Piece) -> Iterator[Lines]:
        text = piece.block + b"\n"
        if piece.beyond:
            yield from self._keep(text, 0, len(text))
            self._skip(piece.beyond, 0)
            yield from self.flush()
            return
        behind, gaps = 0, [] if self.all_lines else self._others(piece.block)
        for gap in gaps:
            if gap.begin > behind:
                yield from self._keep(text, behind, gap.begin)
            self._skip(gap.end - gap.begin, gap.lines)
            behind = gap.end
            if len(self._skips) >= SKIPS and self._may_end():
                yield from self.flush()
        yield from self._keep(text, behind, len(text))
        if self.at == self.planned or (self.at - self._begin >= SPAN and self._may_end()):
            yield from self.flush()

    def _others(self, block: bytes) -> list[Gap]:
        # In a log of desktop events alone they are told in an eighth of the time.
        if self._dense and all(_CODE in line for line in lines_of(block)):
            return []
        gaps = others_in(block)
        self._dense = not gaps
        return gaps

    def _may_end(self) -> bool:
        return self.at >= self.planned

    def _keep(self, text: bytes, begin: int, end: int) -> Iterator[Lines]:
        """Whole lines of a text that go over the wire."""
        while begin < end:
            cut = end
            if self._size + end - begin > self.most and self._may_end():
                room = max(0, self.most - self._size)  # less, where one line is larger alone
                cut = text.rfind(b"\n", begin, begin + room) + 1
                if cut <= begin and self._size:
                    yield from self.flush()
                    continue
                cut = cut if cut > begin else text.find(b"\n", begin) + 1
            self._parts.append(text[begin:cut])
            self._size += cut - begin
            self.at += cut - begin
            begin = cut

    def _skip(self, size: int, lines: int) -> None:
        self.at += size
        last = self._skips[-1] if self._skips else None
        if last is not None and last.at == self._size:
            self._skips[-1] = Skip(last.at, last.bytes + size, last.lines + lines)
        else:
            self._skips.append(Skip(self._size, size, lines))


def others_in(block: bytes) -> list[Gap]:
    """The lines of a block that count as one other event and nothing else, neighbours together.

    Of each other line it is certain, or left open, that it counts as something else.
    """
    lines = lines_of(block)
    if not are_objects(lines):
        return _one_by_one(lines)
    kept = [place for place in candidates(block) if not is_other_event(block[slice(*place)])]
    # In a fifth of the time that it takes to count the ends of lines.
    ends = [*accumulate(map(len, lines))] if kept else []
    gaps: list[Gap] = []
    behind = number = 0
    for begin, end in kept:
        before = bisect_right(ends, begin)
        if begin > behind:
            gaps.append(Gap(behind, begin, before - number))
        behind, number = end + 1, before + 1
    if behind < len(block):
        gaps.append(Gap(behind, len(block) + 1, len(lines) - number))
    return gaps


def is_other_event(line: bytes) -> bool:
    """Whether a line is one other event and nothing else."""
    if _CODE in line:
        return False
    if is_utf8(line):
        try:
            if is_other(numbers_in(line).code, line):
                return True
        except NotPlain:
            pass
    return decode(line) == _OTHER


def _one_by_one(lines: list[bytes]) -> list[Gap]:
    gaps: list[Gap] = []
    begin = 0
    for line in lines:
        end = begin + len(line.removesuffix(b"\n")) + 1
        if is_other_event(line):
            last = gaps[-1] if gaps else None
            if last is not None and last.end == begin:
                gaps[-1] = Gap(last.begin, end, last.lines + 1)
            else:
                gaps.append(Gap(begin, end, 1))
        begin = end
    return gaps


def messages(stream: str, lines: Lines, most: int) -> Iterator[tuple[Lines, Message]]:
    """The message of some lines; several if they are too many for one.

    A line that is too large also when it is packed is told as bytes that are lost.
    """
    message = lines_message(stream, lines, most=most)
    if message is not None:
        yield lines, message
        return
    for part in _halves(lines):
        yield from messages(stream, part, most)


def _halves(lines: Lines) -> tuple[Lines, ...]:
    body = lines.body
    cut = body.find(b"\n", len(body) // 2) + 1
    if cut == len(body):
        cut = body.rfind(b"\n", 0, len(body) - 1) + 1
    if cut == 0:
        return (Lines(lines.origin, lines.begin, lines.end, lines.left, lost=True),)
    first = tuple(skip for skip in lines.skips if skip.at <= cut)
    rest = tuple(Skip(skip.at - cut, skip.bytes, skip.lines) for skip in lines.skips[len(first) :])
    between = lines.begin + cut + sum(skip.bytes for skip in first)
    left = lines.left + sum(skip.lines for skip in first)
    return (
        Lines(lines.origin, lines.begin, between, lines.left, first, body=body[:cut]),
        Lines(lines.origin, between, lines.end, left, rest, body=body[cut:]),
    )
