"""Bytes cut into lines, whatever the pieces they come in."""

from dataclasses import dataclass, field

MAX_LINE = 1 << 20
"""Bytes of the longest line that is kept whole. Teleport writes at most 65,536."""

OVERLONG = b"\x00"
"""What stands for a longer line: no JSON, so that it counts as one malformed line."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Neighbouring whole lines of one source as they stand, and the first one's offset.

    In one piece of bytes, because what few of the lines are needed for is found faster in
    that; without the end of the last line.
    """

    source: int
    offset: int
    block: bytes

    @property
    def lines(self) -> list[bytes]:
        """The lines one by one, without their ends."""
        return self.block.split(b"\n")


@dataclass(slots=True)
class LineCutter:
    """Holds back what has no newline yet; a line past MAX_LINE is let go as it comes in.

    `offset` is the byte in the source at which the unfinished line begins.
    """

    source: int
    offset: int = 0
    _rest: bytearray = field(default_factory=bytearray)
    _dropped: int = 0

    @property
    def taken(self) -> int:
        """The byte of the source up to which bytes were fed in."""
        return self.offset + len(self._rest) + self._dropped

    @property
    def unfinished(self) -> bytes:
        """What is there of the line that has no end yet (its beginning, if it is overlong)."""
        return bytes(self._rest)

    def feed(self, data: bytes) -> list[Batch]:
        """The lines that these bytes (at most MAX_LINE), next in the source, bring to an end."""
        batches = []
        if self._rest or self._dropped:
            end = data.find(b"\n")
            if end < 0:
                self._hold(data)
                return []
            self._hold(data[:end])
            batches.append(self._finish(1))
            data = data[end + 1 :]
        end = data.rfind(b"\n")
        if end >= 0:
            batches.append(Batch(self.source, self.offset, data[:end]))
            self.offset += end + 1
        self._hold(data[end + 1 :])
        return batches

    def finish(self) -> list[Batch]:
        """The last line of a source that will not grow any more, though it has no end."""
        return [self._finish(0)] if self._rest or self._dropped else []

    def _hold(self, data: bytes) -> None:
        room = MAX_LINE - len(self._rest)
        self._rest += data[:room]
        self._dropped += max(0, len(data) - room)

    def _finish(self, end: int) -> Batch:
        line = OVERLONG if self._dropped else bytes(self._rest)
        batch = Batch(self.source, self.offset, line)
        self.offset = self.taken + end
        self._rest.clear()
        self._dropped = 0
        return batch
