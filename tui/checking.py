"""What `desktail check` prints: each alert of a log once, and what stands in the way of reading."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag

from tui.audit.place import offset_of, source_of
from tui.output import complain, printing
from tui.rules.alert import Alert
from tui.rules.evaluation import Evaluation
from tui.rules.kept import Kept
from tui.rules.told import Where, as_line, as_object
from tui.said import Said
from tui.source.archive import ArchiveError
from tui.source.file import read_finished
from tui.source.follow import Follow
from tui.source.locate import STANDARD_INPUT, source_error
from tui.source.stdin import read_stream
from tui.source.watch import PROMPT, Watch
from tui.tail import TIMED_OUT


@dataclass(slots=True)
class Check:
    """Prints the alerts of an evaluation as they come, but for those that were `kept` as told."""

    evaluation: Evaluation
    as_json: bool
    kept: Kept | None = None
    told: int = 0
    """How many alerts were printed."""
    _timed_out: bool = False

    def tell(self, alerts: Sequence[Alert], path_of: Callable[[int], Path]) -> None:
        """Print some alerts, whose files are known by their sources' numbers."""
        if self.evaluation.timed_out and not self._timed_out:
            self._timed_out = True
            complain(TIMED_OUT)
        new = self._new(alerts)
        if not new:
            return

        def where(alert: Alert) -> Where:
            return Where(str(path_of(source_of(alert.place))), offset_of(alert.place))

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

    def files(self, files: Sequence[Path]) -> list[str]:
        """All alerts of finished files; what is to be said of those that were read in part only.

        Raises SourceError where one cannot be read.
        """
        broken = []
        for number, file in enumerate(files):
            stream = file == STANDARD_INPUT
            batches = read_stream(number, 0) if stream else read_finished(number, file)
            try:
                for batch in batches:
                    found = self.evaluation.see_block(batch.source, batch.offset, batch.block)
                    self.tell(found, files.__getitem__)
            except BrokenPipeError:  # who reads what is printed has gone: no fault of the log
                raise
            except ArchiveError as error:
                broken.append(f"{file}: {error}")
            except OSError as error:
                raise source_error(file, error) from error
        return broken

    def follow(self, follow: Follow, stop: Flag, complete: Flag) -> None:
        """The alerts of what is there and of what comes, until stopped, or all is complete."""
        said = Said(follow)
        with closing(Watch(stop, PROMPT)) as watch, closing(follow):
            while not stop.is_set():
                last = complete.is_set()  # before the look, which then takes all
                begun, found = time.thread_time(), self._look(follow, stop, last=last)
                follow.release()
                said.say()
                if last:
                    return
                cost = 0.0 if found else time.thread_time() - begun
                watch.wait(follow.folders(), cost)

    def _look(self, follow: Follow, stop: Flag, *, last: bool) -> bool:
        """Take what came; whether anything did."""
        found = False
        for batches in (follow.look(), follow.finish() if last else ()):
            for batch in batches:
                if stop.is_set():
                    return True
                found = True
                alerts = self.evaluation.see_block(batch.source, batch.offset, batch.block)
                self.tell(alerts, lambda number: follow.sources[number].path)
        return found


def _say(problem: str) -> None:
    if problem:
        complain(problem)
