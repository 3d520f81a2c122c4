"""Ships what a log holds, and what comes: read, cut, planned, published, acknowledged, and again.

One message is on its way at a time, so that the lines of an origin stand in the stream in the order
of the file. While it is, what comes gathers. What could not be published is not read past.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from threading import Event as Flag

from msgspec import structs

from tui.fleet.checkpoint import Checkpoint
from tui.fleet.cutting import BODY, Piece, messages, pieces
from tui.fleet.engine import Engine
from tui.fleet.origins import DAILY, Origins, Shipped
from tui.fleet.pulse import Pulse, beating, leave
from tui.fleet.sender import Sender, StoppedError
from tui.fleet.wire import Beat, Lines, origin_message, shippers_stream
from tui.source.follow import LINGER, Follow
from tui.source.watch import PROMPT, Rhythm, Watch
from tui.words.text import size, visible

GATHER = 0.05
"""Seconds from a look that found lines to the next one: what comes meanwhile goes together. A line
that comes after quiet is looked for at once."""
EACH = 0.0002
"""The same for each file, so that all looks take a sixteenth of a core at most."""
COUNTS = 1.0
"""Seconds that the counts of other events wait, where no line is to go."""
SETTLED = 0.5
"""Seconds after which an acknowledgement is written by itself; one that is killed before publishes
that message again, which is stored once, and before the next one it is written in any case."""
PATIENCE = 10.0
"""Seconds that something may stand in the way of who is to end with what is there."""
NOTE = 60.0
"""Seconds between two looks at where all files are, for the checkpoint."""


@dataclass(slots=True)
class Shipper:
    """Ships what a `Follow` reads to a stream, as a host.

    `say` is told in a line what goes wrong, `looked` is called after each look at the files.
    """

    follow: Follow
    origins: Origins
    engine: Engine
    stream: str
    stop: Flag
    say: Callable[[str], None]
    looked: Callable[[], None]
    clock: Callable[[], float] = time.monotonic
    pulse: Pulse = field(init=False)
    _sender: Sender = field(init=False)
    _sent: float = 0.0
    _first: float | None = None
    _losses: int = 0
    _gone: int = 0
    _noted: float | None = None
    _unsaved: bool = False
    _problem: str = ""

    def __post_init__(self) -> None:
        """Send by the engine."""
        self.pulse = Pulse(self.follow, self.origins, self.clock)
        self._sender = Sender(self.engine, self.stop, self.say, waiting=self.pulse.measure)
        self.origins.most = min(BODY, self._sender.most // 2)

    @property
    def checkpoint(self) -> Checkpoint:
        """What is remembered."""
        return self.origins.checkpoint

    def run(self, *, once: bool = False) -> bool:
        """Ship until it is to stop, or `once` what is there; whether all of that is shipped.

        `once`, what lasts in the way is raised as FleetError.
        """
        self._sender.patience = PATIENCE if once else inf
        beats = self.engine.start(beating(self.engine, self.stream, self._beat))
        try:
            self._lose_what_was_lost()
            self._go_on(once=once)
        except StoppedError:
            return False
        else:
            return True
        finally:
            beats.cancel()
            self._leave()

    # -- the loop

    def _go_on(self, *, once: bool) -> None:
        watch = Watch(self.stop)
        try:
            while not self.stop.is_set():
                begun = time.thread_time()
                found = self._take(pieces(self.follow.look(), self._reached))
                self._after_look()
                if self._is_due():
                    self._flush()
                if once and not found:
                    self._finish_quiet()
                    break
                if once:
                    continue
                cost = 0.0 if found else time.thread_time() - begun
                pause = max(GATHER, EACH * len(self.follow.sources))
                watch.rhythm = Rhythm(PROMPT.step, pause)
                watch.wait(self.follow.folders(), cost, found=found)
            self._flush()
        finally:
            watch.close()

    def _take(self, came: Iterable[tuple[int, Piece]]) -> bool:
        """Take what came, and publish what is full of it; whether anything came."""
        found = False
        for number, piece in came:
            if self.stop.is_set():
                raise StoppedError
            if not found:
                self._first = self._first or self.clock()
                self.pulse.since = self.pulse.since or self._first
            found = True
            shipped = self.origins.of(self.follow.sources[number])
            for lines in shipped.cutting.take(piece):
                self._publish(shipped, lines)
            self.pulse.measure()
        return found

    def _reached(self, number: int) -> int:
        return self.follow.sources[number].cutter.offset

    def _is_due(self) -> bool:
        """Whether what was read is to be published now: lines are, and counts after a while."""
        if self._first is None:
            return False
        read = self.origins
        return read.has_lines or not read.waiting or self.clock() - self._first >= COUNTS

    def _flush(self) -> None:
        """Publish all that was read."""
        for shipped in self.origins:
            for lines in shipped.cutting.flush():
                self._publish(shipped, lines)
        self._first = None
        self.pulse.shipped()

    def _finish_quiet(self) -> None:
        """Take last lines without their ends, of files to which nothing was written for a while."""
        for source in self.follow.sources:
            with suppress(OSError):
                if time.time() - source.status().st_mtime > LINGER:
                    before = source.finished
                    self._take(pieces(source.finish(), self._reached))
                    source.finished = before  # it may be written to after this run

    # -- publishing

    def _publish(self, shipped: Shipped, lines: Lines) -> None:
        """Have some lines stored, as one message or several. Raises StoppedError."""
        self._tell_name(shipped)
        for part, message in messages(self.stream, lines, self._sender.most):
            if part.lost and not lines.lost:
                self.say(
                    f"{visible(part.origin.path)}: a line of {size(part.end - part.begin)} at byte "
                    f"{part.begin:,} is lost: larger than a message; raise the engine's max_payload"
                )
            shipped.plan(part)
            if shipped.source is not None:
                shipped.entry.note(shipped.source, time.time_ns())
            self._save()
            self._sender.send(message, self.stream)
            shipped.acknowledge(part)
            self._unsaved = True
            self.pulse.sent(part)
        self._sent = self.clock()

    def _tell_name(self, shipped: Shipped) -> None:
        """Publish what a file is called, if that was not done of late."""
        now = time.time_ns()
        if now - shipped.told > DAILY:
            message = origin_message(self.stream, shipped.origin)
            self._sender.send(message, shippers_stream(self.stream))
            shipped.told = now

    def _save(self) -> None:
        self.checkpoint.save()
        self._unsaved = False
        problem = self.checkpoint.problem
        if problem and problem != self._problem:
            self.say(problem)
        self._problem = problem

    # -- what was found out by a look

    def _after_look(self) -> None:
        self.looked()
        self.follow.release()
        self.pulse.measure()
        for loss in self.follow.losses[self._losses :]:
            if loss.source is not None:
                self._lose(self.origins.known(self.follow.sources[loss.source]), loss.end)
        self._losses = len(self.follow.losses)
        self._tell_of_gone()
        now = self.clock()
        if self._unsaved and now - self._sent > SETTLED:
            self._save()
        if self._noted is None or now - self._noted > NOTE:
            self._noted = now
            for source in self.follow.sources:
                if source.descriptor >= 0 and (shipped := self.origins.known(source)) is not None:
                    self._tell_name(shipped)
            self.origins.note()
            self.checkpoint.forget(time.time_ns())

    def _lose(self, shipped: Shipped | None, end: int) -> None:
        """Publish that up to a byte what is not shipped yet is lost."""
        if shipped is not None:
            for lines in shipped.cutting.lose(end):
                self._publish(shipped, lines)

    def _lose_what_was_lost(self) -> None:
        """Publish what an earlier run has lost and could not say any more."""
        for entry in [*self.checkpoint.entries.values()]:
            if entry.lost:
                end = max(end for _, end in entry.lost)
                entry.lost = []
                self._lose(self.origins.left(entry), end)

    def _tell_of_gone(self) -> None:
        """Say which files that an earlier run had begun are not there any more."""
        for mark in self.follow.marks.gone[self._gone :]:
            entry = self.checkpoint.entries.get(mark.id)
            if entry is None:
                continue
            entry.ended = True
            lost = max(0, mark.size - mark.offset)
            if lost or self.checkpoint.is_newest(entry):
                amount = f"; {size(lost)} of it are known to be lost" if lost else ""
                self.say(
                    f"{visible(str(mark.path))}: is gone, and no file beside it has its content "
                    f"behind byte {mark.offset:,}{amount}"
                )
            self._lose(self.origins.left(entry), mark.size)
        self._gone = len(self.follow.marks.gone)

    def _beat(self) -> Beat:
        return self.pulse.beat(self._sender.problem or next(iter(self.follow.errors.values()), ""))

    def _leave(self) -> None:
        """Remember where all files are, and say that this shipper ends on purpose."""
        self.origins.note()
        self._save()
        self.pulse.measure()
        leave(self.engine, self.stream, structs.replace(self._beat(), leaving=True))
