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
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING

from tui import when
from tui.audit.rfc3339 import SECOND
from tui.monitor import Monitor
from tui.output import complain, printing, when_reader_goes
from tui.past.reading import without_collection
from tui.past.whole import whole_table
from tui.past.workers import Workers, workers_for
from tui.source.follow import Follow
from tui.source.locate import (
    DEFAULT_PATH,
    STANDARD_INPUT,
    MissingError,
    SourceError,
    check_is_log,
    locate,
)
from tui.source.stdin import Spool, take_keyboard_from_terminal
from tui.source.watch import CALM, PROMPT
from tui.tail import TIMED_OUT, Tail

if TYPE_CHECKING:
    from tui.config import Configuration
    from tui.export.selection import Selection
    from tui.query import Query

_NO_TERMINAL = (
    "the live view needs a terminal (with - for a log on standard input); "
    "desktail tail and summary do without"
)
_GIVE_A_PATH = "try desktail PATH, or desktail demo"
STORY = 20 * 60 * SECOND
"""Nanoseconds that `demo --write` tells of after the history: the whole incident."""


def summary(
    paths: Sequence[Path],
    *,
    as_json: bool,
    transfers: bool,
    since: int | None,
    query: "Query | None" = None,
) -> None:
    """Print all numbers of a log, or those of the sessions that a filter lets through.

    SourceError after that if a file of it is not whole.
    """
    files = checked(paths, since=since)
    with without_collection():
        kept = transfers or (query is not None and query.needs_transfers)
        table, broken = whole_table(files, transfers=kept)
        if query is not None:
            from tui.query import narrowed

            table = narrowed(table, query, time.time_ns())
            if query.timed_out:
                complain(TIMED_OUT)
    with printing():  # the numbers stand before what is said of them
        if as_json:
            from tui.audit.summary import summarise, to_json

            print(to_json(summarise(table, transfers=transfers)))
        else:
            from tui.report import report

            colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
            print(report(table, transfers=transfers, colour=colour))
    if broken:
        raise SourceError("\ndesktail: ".join(broken))


def tail(  # noqa: PLR0913 - each is an option of the command
    paths: Sequence[Path],
    *,
    as_json: bool,
    from_end: bool,
    since: int | None,
    wait: bool,
    query: "Query | None" = None,
) -> None:
    """Print each desktop event as it arrives, if a filter lets it through, until interrupted.

    SourceError if standard input, where nothing else is followed, could not be read to its end.
    """
    awaited = check_followed(paths, wait=wait)
    out = sys.stdout.buffer
    follow = Follow(paths, from_end=from_end, awaited=awaited, since=since)
    with _followed(follow, 0) as monitor:
        printed = Tail(monitor, query, as_json)
        when_reader_goes(monitor.stop)
        for arrivals in monitor.arrivals():
            with printing():
                for line in printed.lines(arrivals):
                    out.write(line + b"\n")
            printed.say()
        last = monitor.picture()
        if last.ended and last.problem:
            raise SourceError(last.problem)


def export(
    paths: Sequence[Path],
    selection: "Selection",
    *,
    since: int | None,
    output: Path | None,
    force: bool,
) -> None:
    """Write what a log says to a file, or to standard output (None).

    Raises OutputError, also if the file is there already and `force` does not replace it.
    """
    from tui.export.files import export_files

    with printing():
        told, broken = export_files(checked(paths, since=since), selection, output, replace=force)
        print(told, end="\n" if told else "")
    if broken:
        raise SourceError("\ndesktail: ".join(broken))


def live(paths: Sequence[Path], configuration: "Configuration", *, wait: bool) -> None:
    """Show the live view until it is quit."""
    hint = ""
    if not paths:
        paths, hint = [DEFAULT_PATH], "\ndesktail: no PATH was given; " + _GIVE_A_PATH
    try:
        awaited = check_followed(paths, wait=wait)
    except SourceError as error:
        raise SourceError(f"{error}{hint}") from error
    begin = when.since(configuration.settings.since, time.time_ns())
    _show(paths, configuration, begin, awaited)


def demo(configuration: "Configuration", *, seed: int, speed: float) -> None:
    """Write a made-up log at its own pace, and show it live; nothing of it is left behind."""
    from tui.demo.writer import Performance

    _take_terminal(piped=False)
    stop = Flag()
    broken: list[OSError] = []

    def go_on() -> None:
        try:
            performance.go_on(stop)
        except OSError as error:
            broken.append(error)  # said when the screen is gone: until then the story stands

    with _writing_temporarily():
        folder = tempfile.TemporaryDirectory(prefix="desktail-demo-")
    with folder:
        performance = Performance(Path(folder.name), seed=seed, speed=speed, now=time.time_ns)
        with _writing_temporarily():
            path = performance.begin()
        writer = Thread(target=go_on, name="demo", daemon=True)
        writer.start()
        try:
            _show([path], configuration)
        finally:
            stop.set()
            writer.join()
    with _writing_temporarily():
        for error in broken:
            raise error


def config(configuration: "Configuration", *, init: bool, path: bool) -> None:
    """Print every setting and where it is from, or only the file, or write one to begin with."""
    if path:
        with printing():
            print(configuration.path)
        return
    from tui import configuring

    if init:
        configuring.write(configuration)
    else:
        configuring.show(configuration)


def write_demo(folder: Path, *, seed: int) -> None:
    """Write the whole made-up log at once, as if its incident were just over."""
    from tui.demo.writer import write_story

    now = time.time_ns()
    try:
        write_story(folder, seed=seed, begins=now - STORY, until=now)
    except OSError as error:
        raise SourceError(f"{folder}: {error.strerror or error}") from error
    with printing():
        print(folder / "log")


def _allow_many_files() -> None:
    """Let as many files be open as the system allows: a log of years has more than 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def checked(paths: Sequence[Path], *, since: int | None = None) -> list[Path]:
    """The files that paths stand for; SourceError if one is missing or plainly is no log."""
    files = locate(paths, since)
    for path in paths:
        if path != STANDARD_INPUT and not path.is_dir():
            check_is_log(path)
    return files


def check_followed(paths: Sequence[Path], *, wait: bool) -> frozenset[Path]:
    """Those of the paths at which there is no log yet; SourceError if one is none.

    Without `wait` a log that is missing is such an error too.
    """
    missing = set()
    for path in paths:
        try:
            checked([path])
        except MissingError as error:
            if not wait:
                raise SourceError(f"{error}, or wait for it with --wait") from error
            missing.add(path)
    return frozenset(missing)


@contextmanager
def _followed(
    follow: Follow, stream: int, workers: Workers | None = None, step: int = PROMPT
) -> Iterator[Monitor]:
    """A monitor of some paths; `stream` is what is read for standard input, if it is among them."""
    _allow_many_files()
    if STANDARD_INPUT not in follow.paths:
        yield Monitor(follow, workers=workers, step=step)
        return
    with _writing_temporarily():
        spool = Spool(stream)
    with spool:
        files = [spool.path if path == STANDARD_INPUT else path for path in follow.paths]
        follow = replace(follow, paths=files, awaited=follow.awaited | {spool.path})
        monitor = Monitor(follow, workers=workers, step=step)
        # Other paths may go on when standard input has ended.
        alone = files == [spool.path]
        spool.begin(monitor.complete if alone else monitor.report, monitor.report)
        yield monitor


@contextmanager
def _writing_temporarily() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SourceError(
            f"no temporary file can be written: {error.strerror or error}; "
            "set TMPDIR to a folder with room"
        ) from error


def _show(
    paths: Sequence[Path],
    configuration: "Configuration",
    begin: int | None = None,
    awaited: frozenset[Path] = frozenset(),
) -> None:
    stream = _take_terminal(piped=STANDARD_INPUT in paths)
    # Before there are threads, and before the app is there to be copied with them.
    with closing(workers_for(_size(paths, begin))) as workers:
        from tui.app import DesktailApp
        from tui.configuring import check

        check(configuration)
        settings = configuration.settings
        follow = Follow(paths, awaited=awaited, since=begin, leaves_past=True)
        with _followed(follow, stream, workers, CALM) as monitor:
            app = DesktailApp(monitor, paths, settings=settings)
            app.run(mouse=settings.mouse)
        if app.crash is not None:
            raise app.crash


def _size(paths: Sequence[Path], since: int | None) -> int:
    """Bytes of all files that paths stand for, as far as they can be told."""
    there = [path for path in paths if path != STANDARD_INPUT and path.exists()]
    try:
        return sum(file.stat().st_size for file in locate(there, since))
    except (SourceError, OSError):  # what is wrong is said by who reads it
        return 0


def _take_terminal(*, piped: bool) -> int:
    """Make sure of a terminal to show and to type; returns where standard input is read."""
    try:
        if sys.stdout.isatty() and (piped or sys.stdin.isatty()):
            return take_keyboard_from_terminal() if piped else 0
    except OSError as error:
        raise SourceError(f"/dev/tty: {error.strerror}; {_NO_TERMINAL}") from error
    raise SourceError(_NO_TERMINAL)
