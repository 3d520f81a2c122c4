"""The rules asked of all that is read: of what was there at the start, then of what arrives.

Both in the order of the log, so that a live view tells what `desktail check` tells of the same
files. What was there is evaluated beside the reading, by a process if it is much; what arrives
meanwhile waits, as places in the log. Nothing waits for a freeze.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import TYPE_CHECKING

from tui.audit.place import offset_of, source_of
from tui.audit.table import Arrival
from tui.past.pieces import Extent, Piece, batches, cut
from tui.past.process import GONE
from tui.picture.picture import Progress
from tui.source.file import Source
from tui.source.lines import Batch, LineCutter

if TYPE_CHECKING:
    from tui.rules import Alert, Evaluation, Rule
    from tui.rules.evaluator import Evaluator

PIECE = 1 << 20
"""Bytes that are evaluated at a time, 1 MiB: so often is known how far it is, and what it found."""
MOST = 10_000
"""Alerts that are kept here, the newest."""
FEW = 256
"""Waiting events that are evaluated before it is seen whether to stop."""


def _places() -> "array[int]":
    return array("Q")


@dataclass(slots=True)
class Vigil:
    """Some rules, what they have said so far, and how far the past was evaluated.

    Without rules nothing is done. `missed` are bytes of the past that could not be read. `of_past`
    is how many alerts, the first ones, are of what was there at the start; None until all are
    known.
    """

    rules: "Sequence[Rule]" = ()
    evaluator: "Evaluator | None" = None
    missed: int = 0
    of_past: int | None = None
    _alerts: "list[Alert]" = field(default_factory=list)
    _gone: int = 0
    _evaluation: "Evaluation | None" = None
    _pending: "array[int]" = field(default_factory=_places)
    _lock: Lock = field(default_factory=Lock)
    _read: int = 0
    _total: int = 0
    _begun: bool = False
    _stopped: bool = False

    # -- the reading thread ------------------------------------------------------------

    def begin(
        self,
        sources: Sequence[Source],
        line_at: Callable[[int], bytes | None],
        ring: Callable[[], None],
    ) -> None:
        """Evaluate what was read of some sources so far, in a thread of its own.

        `line_at` gives the lines of what arrives meanwhile, `ring` is called with each news.
        """
        if not self.rules:
            return
        self._begun = True
        extents = list(self._extents(sources))
        self._total = sum(extent.end for extent in extents)
        work = (extents, line_at, ring)
        Thread(target=self._catch_up, args=work, name="vigil", daemon=True).start()

    def see(self, arrived: Sequence[Arrival]) -> None:
        """Take in desktop events that arrived; before `begin` they are of the past."""
        if not self._begun or not arrived:
            return
        with self._lock:
            evaluation = self._evaluation
            if evaluation is None:
                self._pending.extend(arrival.place for arrival in arrived)
                return
        # By the one thread that has it now.
        for arrival in arrived:
            alerts = evaluation.add(arrival.event, arrival.line, arrival.place)
            if alerts:
                self._raise(alerts)

    # -- everyone else -----------------------------------------------------------------

    def alerts(self, since: int = 0) -> "list[Alert]":
        """What was raised from alert number `since` on; the oldest of very many are gone."""
        return self.news(since)[0]

    def news(self, since: int) -> "tuple[list[Alert], int]":
        """The same, and the number of the alert that will be the next one."""
        with self._lock:
            return self._alerts[max(0, since - self._gone) :], self.raised

    @property
    def raised(self) -> int:
        """How many alerts there were."""
        return self._gone + len(self._alerts)

    @property
    def progress(self) -> Progress | None:
        """How much of the past was evaluated; None when what arrives is evaluated as it comes."""
        if not self.rules or self._evaluation is not None:
            return None
        return Progress(self._read, max(1, self._total), self._stopped)

    def close(self) -> None:
        """Leave the rest, and let the process go."""
        self._stopped = True
        if self.evaluator is not None:
            self.evaluator.close()

    # -- its own thread ----------------------------------------------------------------

    def _extents(self, sources: Sequence[Source]) -> Iterator[Extent]:
        for source in sources:
            end = source.cutter.offset
            try:
                if end:
                    yield Extent.of(source, end, whole=True)
            except OSError:  # truncated, or let go of, since it was read
                self.missed += end

    def _catch_up(
        self,
        extents: Sequence[Extent],
        line_at: Callable[[int], bytes | None],
        ring: Callable[[], None],
    ) -> None:
        try:
            evaluation = self._past(extents, ring)
        finally:
            for extent in extents:
                extent.close()
        self.of_past = self.raised
        while not self._stopped:
            with self._lock:
                waiting, self._pending = self._pending[:FEW], self._pending[FEW:]
                if not waiting:
                    self._evaluation = evaluation
                    break
            for place in waiting:
                line = line_at(place)
                if line is not None:
                    self._raise(evaluation.see(source_of(place), offset_of(place), (line,)))
        ring()

    def _past(self, extents: Sequence[Extent], ring: Callable[[], None]) -> "Evaluation":
        """The evaluation that has seen all of it."""
        from tui.rules.evaluation import Evaluation
        from tui.rules.evaluator import seen_in

        if self.evaluator is not None:
            try:
                for piece in _pieces(extents):
                    self._took(piece, _seen_by(self.evaluator, piece), ring)
                return self.evaluator.hand_over(self.rules)
            except GONE:  # it was killed: once more, here, but for what is known already
                known, self._read = self.raised, 0
            finally:
                self.evaluator.close()
        else:
            known = 0
        evaluation = Evaluation(self.rules)
        for piece in _pieces(extents):
            if self._stopped:
                break
            try:
                found = seen_in(evaluation, _lines_of(piece))
            except OSError:
                self.missed += piece.length
                continue
            self._took(piece, found[known:], ring)
            known = max(0, known - len(found))
        return evaluation

    def _took(self, piece: Piece, alerts: "Sequence[Alert]", ring: Callable[[], None]) -> None:
        self._raise(alerts)
        self._read += piece.length
        if alerts:
            ring()

    def _raise(self, alerts: "Sequence[Alert]") -> None:
        if not alerts:
            return
        with self._lock:
            self._alerts.extend(alerts)
            too_many = max(0, len(self._alerts) - MOST)
            del self._alerts[:too_many]
            self._gone += too_many


def _pieces(extents: Sequence[Extent]) -> Iterator[Piece]:
    """All of some files, in order."""
    for extent in extents:
        yield from cut(extent, 0, extent.end, PIECE)


def _lines_of(piece: Piece) -> Iterator[Batch]:
    cutter = LineCutter(piece.extent.source, piece.begin)
    return batches(piece, piece.extent.descriptor, cutter)


def _seen_by(evaluator: "Evaluator", piece: Piece) -> "list[Alert]":
    """The alerts of a piece by a process, which is given what it cannot read itself."""
    alerts = evaluator.see(piece)
    if alerts is None:
        alerts = [alert for batch in _lines_of(piece) for alert in evaluator.see_batch(batch)]
    return alerts
