"""What was stored before one looked: mirrored from its beginning on, and folded as it comes."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tui.fleet.follow import FleetFollow
from tui.fleet.inbox import Inbox
from tui.fleet.mirror import Mirror
from tui.fleet.mirrors import CrowdedError, Incoming
from tui.fleet.reader import Span, begin_reading
from tui.fleet.wire import lines_subject
from tui.fleet.words import no_room
from tui.past.pieces import PIECE, Extent, Folded, Piece, Wanted
from tui.past.reading import read
from tui.past.workers import Worker
from tui.source.file import Source

AT_ONCE = PIECE // 4
"""Bytes of one part from which on they are folded."""
PATIENCE = 0.25
"""Seconds between two looks whether to stop."""


@dataclass(slots=True)
class FleetPast:
    """The messages of a stream before those that count as now: how many bytes they are, about, and
    how many were read. `stopped` by somebody who has seen enough.
    """

    follow: FleetFollow
    stopped: bool = False
    problem: str = ""
    read: int = 0
    total: int = 0
    _folded: dict[int, int] = field(default_factory=dict)
    _waiting: int = 0
    _over: bool = False

    @classmethod
    def of(cls, follow: FleetFollow) -> "FleetPast":
        """What the following has left."""
        total = max(0, follow.begin - follow.first) * max(1, follow.size)
        return cls(follow, total=total)

    @property
    def done(self) -> bool:
        """Whether nothing more comes."""
        return self.follow.complete

    @property
    def is_there(self) -> bool:
        """Whether nothing more of it comes into files."""
        return self.done or self._over

    def tables(self, wanted: Wanted, workers: Sequence[Worker]) -> Iterator[Folded]:
        """What there is to say, piece by piece, from the oldest on."""
        try:
            for folded in read(self._pieces(), wanted, workers):
                if folded.problem:
                    self.problem = f"{self.follow.engine.address}: {folded.problem}"
                yield folded
            if not self.stopped:
                self.read, self.follow.complete = self.total, True
        except (CrowdedError, OSError) as error:
            self.problem = f"{self.follow.engine.address}: {error}"
        finally:
            self._over = True

    def _pieces(self) -> Iterator[Piece]:
        follow = self.follow
        span = Span(
            *(follow.engine.address.stream, (lines_subject(follow.engine.address.stream),)),
            *(follow.first, follow.begin - 1),
        )
        inbox = Inbox()
        reader = begin_reading(follow.engine, span, inbox)
        grown: dict[int, Mirror] = {}
        try:
            while not self.stopped and not inbox.ended:
                message = inbox.take(PATIENCE)
                if message is None:
                    self.problem = reader.problem
                    continue
                self.problem = ""
                incoming = follow.new_of(message, past=True)
                if incoming is not None and self._write(incoming):
                    part = incoming.part
                    grown[part.number] = part
                    self._waiting += len(incoming.fresh.body)
                    if self._unfolded(part) >= AT_ONCE:
                        yield self._piece(grown.pop(part.number))
                if self._waiting >= 4 * PIECE:
                    yield from map(self._piece, grown.values())
                    grown.clear()
                done = message.sequence + 1 - follow.first
                self.read = min(self.total - 1, done * max(1, follow.size))
        finally:
            reader.stop()
            inbox.close()
        yield from map(self._piece, grown.values())

    def _write(self, incoming: Incoming) -> bool:
        """Whether there were lines to write; waits for room where there is none."""
        while not self.stopped:
            try:
                return incoming.write() is not None
            except OSError as error:
                self.problem = no_room(self.follow.mirrors.folder, error)
                time.sleep(PATIENCE)
        return False

    def _unfolded(self, part: Source) -> int:
        return part.cutter.offset - self._folded.get(part.number, 0)

    def _piece(self, part: Source) -> Piece:
        begin, end = self._folded.get(part.number, 0), part.cutter.offset
        self._folded[part.number] = end
        self._waiting -= end - begin
        extent = Extent(
            *(part.number, part.path, part.device, part.inode),
            *(part.head, end, False, part.descriptor),
        )
        return Piece(extent, begin, end)
