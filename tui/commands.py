"""What each command does, once its arguments are known.

The commands without a screen import nothing of Textual; `live` and `demo` import the app when
they have made sure that there is a log to show.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from threading import Event as Flag
from threading import Thread

from tui.audit.rfc3339 import SECOND, format_time
from tui.audit.table import SessionTable
from tui.monitor import Arrival, Monitor
from tui.source.archive import ArchiveError
from tui.source.file import read_finished
from tui.source.locate import (
    DEFAULT_PATH,
    STANDARD_INPUT,
    SourceError,
    check_grows,
    check_is_log,
    locate,
    source_error,
)
from tui.source.stdin import Spool, read_stream, take_keyboard_from_terminal
from tui.text import pad, pad_left, visible
from tui.wording import loss_in_words, words_of

_NO_TERMINAL = (
    "the live view needs a terminal (with - for a log on standard input); "
    "desktail tail and summary do without"
)
STORY = 20 * 60 * SECOND
"""Nanoseconds that `demo --write` tells of after the history: the whole incident."""


def summary(paths: Sequence[Path], *, as_json: bool, transfers: bool, since: int | None) -> None:
    """Print all numbers of a log; SourceError after that if a file of it is not whole."""
    table, broken = _table(checked(paths, since=since))
    if as_json:
        from tui.audit.summary import summarise, to_json

        print(to_json(summarise(table, transfers=transfers)))
    else:
        from tui.report import report

        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        print(report(table, transfers=transfers, colour=colour))
    if broken:
        sys.stdout.flush()  # the numbers stand before what is said of them
        raise SourceError("\ndesktail: ".join(broken))


def _table(files: Sequence[Path]) -> tuple[SessionTable, list[str]]:
    """What files say, and what is to be said of those that could be read in part only."""
    table, broken = SessionTable(), []
    for number, file in enumerate(files):
        piped = file == STANDARD_INPUT
        try:
            for batch in read_stream(number, 0) if piped else read_finished(number, file):
                for _ in table.fold(batch.source, batch.offset, batch.lines):
                    continue
        except ArchiveError as error:
            broken.append(f"{file}: {error}")
        except OSError as error:
            raise source_error(file, error) from error
    return table, broken


def tail(paths: Sequence[Path], *, as_json: bool, from_end: bool, since: int | None) -> None:
    """Print each desktop event as it arrives, until interrupted."""
    checked(paths, growing=True)
    out = sys.stdout.buffer
    with _followed(paths, 0, from_end=from_end, since=since) as monitor:
        troubles = _Troubles(monitor)
        for arrivals in monitor.arrivals():
            for arrival in arrivals:
                out.write(arrival.line if as_json else _readable(arrival, monitor).encode())
                out.write(b"\n")
            out.flush()
            troubles.say()


def live(paths: Sequence[Path], *, since: int | None) -> None:
    """Show the live view until it is quit."""
    if not paths:
        paths = [DEFAULT_PATH]
        try:
            checked(paths)
        except SourceError as error:
            raise SourceError(
                f"{error}\ndesktail: no PATH was given; try desktail PATH, or desktail demo"
            ) from error
    checked(paths, growing=True)
    _show(paths, since)


def demo(*, seed: int, speed: float) -> None:
    """Write a made-up log at its own pace, and show it live; nothing of it is left behind."""
    from tui.demo.writer import Performance

    _take_terminal(piped=False)
    with tempfile.TemporaryDirectory(prefix="desktail-demo-") as folder:
        performance = Performance(Path(folder), seed=seed, speed=speed, now=time.time_ns)
        path = performance.begin()
        stop = Flag()
        writer = Thread(target=performance.go_on, args=(stop,), name="demo", daemon=True)
        writer.start()
        try:
            _show([path], None)
        finally:
            stop.set()
            writer.join()


def write_demo(folder: Path, *, seed: int) -> None:
    """Write the whole made-up log at once, as if its incident were just over."""
    from tui.demo.writer import write_story

    now = time.time_ns()
    try:
        write_story(folder, seed=seed, begins=now - STORY, until=now)
    except OSError as error:
        raise SourceError(f"{folder}: {error.strerror or error}") from error
    print(folder / "log")


def _allow_many_files() -> None:
    """Let as many files be open as the system allows: a log of years has more than 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def checked(
    paths: Sequence[Path], *, growing: bool = False, since: int | None = None
) -> list[Path]:
    """The files that paths stand for; SourceError if one is missing or plainly is no log.

    With `growing` also if one can never grow.
    """
    files = locate(paths, since)
    for path in paths:
        if path != STANDARD_INPUT and not path.is_dir():
            check_is_log(path)
            if growing:
                check_grows(path)
    return files


@contextmanager
def _followed(
    paths: Sequence[Path], stream: int, *, since: int | None, from_end: bool = False
) -> Iterator[Monitor]:
    """A monitor of some paths; `stream` is what is read for standard input, if it is among them."""
    _allow_many_files()
    if STANDARD_INPUT not in paths:
        yield Monitor(paths, from_end=from_end, since=since)
        return
    with Spool(stream) as spool:
        files = [spool.path if path == STANDARD_INPUT else path for path in paths]
        monitor = Monitor(files, from_end=from_end, whole=frozenset([spool.path]), since=since)
        # Other paths may go on when standard input has ended.
        spool.begin(monitor.complete if files == [spool.path] else lambda: None)
        yield monitor


def _show(paths: Sequence[Path], since: int | None) -> None:
    stream = _take_terminal(piped=STANDARD_INPUT in paths)
    from tui.app import DesktailApp

    with _followed(paths, stream, since=since) as monitor:
        DesktailApp(monitor, paths).run()


@dataclass(slots=True)
class _Troubles:
    """Says on stderr what stands in the way of reading, and what was lost; each once."""

    monitor: Monitor
    _problem: str = ""
    _losses: int = 0

    def say(self) -> None:
        problem = self.monitor.problem
        if problem and problem != self._problem:
            print(f"desktail: {problem}", file=sys.stderr)
        self._problem = problem
        for loss in self.monitor.losses(self._losses):
            print(f"desktail: {loss_in_words(loss, UTC)}", file=sys.stderr)
            self._losses += 1


def _take_terminal(*, piped: bool) -> int:
    """Make sure of a terminal to show and to type; returns where standard input is read."""
    try:
        if sys.stdout.isatty() and (piped or sys.stdin.isatty()):
            return take_keyboard_from_terminal() if piped else 0
    except OSError as error:
        raise SourceError(f"/dev/tty: {error.strerror}; {_NO_TERMINAL}") from error
    raise SourceError(_NO_TERMINAL)


def _readable(arrival: Arrival, monitor: Monitor) -> str:
    event = arrival.event
    words = words_of(event)
    session = monitor.session(event.sid)
    desktop = event.names.desktop_name or (session.desktop if session else "")
    return "  ".join(
        (
            pad(format_time(event.time) if event.time is not None else "-", 27),
            pad(visible(event.names.user) or "-", 12),
            pad(visible(desktop or event.names.desktop_addr) or "-", 20),
            pad(words.verb, 8),
            pad_left(words.amount, 6),
            f"{words.subject}  {words.note}".strip(),
        )
    ).rstrip()
