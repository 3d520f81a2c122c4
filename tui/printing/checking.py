"""What `desktail check` prints: each alert of a log once, and what stands in the way of reading."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event as Flag

from tui.audit.place import offset_of, source_of
from tui.printing.said import Said
from tui.printing.tail import TIMED_OUT
from tui.rules.alert import Alert
from tui.rules.evaluation import Evaluation
from tui.rules.kept import Kept
from tui.rules.told import as_line, as_object
from tui.source.archive import ArchiveError
from tui.source.file import read_finished
from tui.source.following import Following
from tui.source.locate import STANDARD_INPUT, source_error
from tui.source.provenance import Provenance, Spot
from tui.source.stdin import read_stream
from tui.source.watch import PROMPT, Rhythm, Waiting, Watch
from tui.system.output import complain, printing


@dataclass(slots=True)
class Check:
    """Prints the alerts of an evaluation as they come, but for those that were `kept` as told."""

    evaluation: Evaluation
    as_json: bool
    kept: Kept | None = None
    told: int = 0
    """How many alerts were printed."""
    _timed_out: bool = False

    def tell(self, alerts: Sequence[Alert], where_at: Callable[[int], Spot]) -> None:
        """Print some alerts; where the line at a place stands is asked of `where_at`."""
        if self.evaluation.timed_out and not self._timed_out:
            self._timed_out = True
            complain(TIMED_OUT)
        self._print(alerts, lambda alert: where_at(alert.place))

    def _tell_each(self, told: Iterable[tuple[Alert, Spot]]) -> None:
        """Print alerts that are of no line, each with what stands in the place of one."""
        known = {alert.id: (alert, spot) for alert, spot in told}
        self._print([alert for alert, _ in known.values()], lambda alert: known[alert.id][1])

    def _print(self, alerts: Sequence[Alert], where: Callable[[Alert], Spot]) -> None:
        new = self._new(alerts)
        if not new:
            return
        with printing():
            for alert in new:
                told = as_object(alert, where(alert)) if self.as_json else None
                line = as_line(alert) if told is None else json.dumps(told)
                sys.stdout.write(f"{line}\n")
        self.told += len(new)
        if self.kept is not None:  # what was not printed, for whatever reason, is told next time
            self.kept.tell(new, where)
            _say(self.kept.take_problem())

    def _new(self, alerts: Iterable[Alert]) -> list[Alert]:
        """Those that were not told before."""
        if self.kept is None:
            return list(alerts)
        found = {alert.id: alert for alert in alerts if not self.kept.was_told(alert.id)}
        return list(found.values())

    def files(self, files: Sequence[Path], foreign: Mapping[Path, Provenance]) -> list[str]:
        """All alerts of finished files; what is to be said of those that were read in part only.

        `foreign` tells of those that only hold lines of others. Raises SourceError where one
        cannot be read.
        """
        broken = []
        origins = [foreign.get(file) or Provenance(str(file)) for file in files]

        def where_at(place: int) -> Spot:
            return origins[source_of(place)].spot(offset_of(place))

        for number, file in enumerate(files):
            stream = file == STANDARD_INPUT
            batches = read_stream(number, 0) if stream else read_finished(number, file)
            try:
                for batch in batches:
                    found = self.evaluation.see_block(batch.source, batch.offset, batch.block)
                    self.tell(found, where_at)
            except BrokenPipeError:  # who reads what is printed has gone: no fault of the log
                raise
            except ArchiveError as error:
                broken.append(f"{file}: {error}")
            except OSError as error:
                raise source_error(file, error) from error
        return broken

    def follow(
        self,
        follow: Following,
        stop: Flag,
        complete: Flag,
        *,
        watch: Callable[[Flag, Rhythm], Waiting] = Watch,
        beside: Callable[[], Iterable[tuple[Alert, Spot]]] = tuple,
    ) -> None:
        """The alerts of what is there and of what comes, until stopped, or all is complete.

        With them those that are `beside`, of no line: asked for at each look.
        """
        said = Said(follow)
        with closing(watch(stop, PROMPT)) as waiting:
            while not stop.is_set():
                last = complete.is_set()  # before the look, which then takes all
                begun, found = time.thread_time(), self._look(follow, stop, last=last)
                self._tell_each(beside())
                follow.release()
                said.say()
                if last:
                    return
                cost = 0.0 if found else time.thread_time() - begun
                waiting.wait(follow.folders(), cost)

    def _look(self, follow: Following, stop: Flag, *, last: bool) -> bool:
        """Take what came; whether anything did."""
        found = False
        for batches in (follow.look(), follow.finish() if last else ()):
            for batch in batches:
                if stop.is_set():
                    return True
                found = True
                alerts = self.evaluation.see_block(batch.source, batch.offset, batch.block)
                self.tell(alerts, partial(_where_at, follow))
        return found


def _where_at(follow: Following, place: int) -> Spot:
    return follow.sources[source_of(place)].provenance.spot(offset_of(place))


def _say(problem: str) -> None:
    if problem:
        complain(problem)
