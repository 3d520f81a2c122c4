"""What each command does, once its arguments are known.

The commands without a screen import nothing of Textual; `live` and `demo` import the app when
they have made sure that there is a log to show.
"""

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event as Flag
from threading import Thread

from tui.audit.rfc3339 import SECOND, format_time
from tui.audit.table import SessionTable
from tui.monitor import Arrival, Monitor
from tui.source.file import read_finished
from tui.source.locate import DEFAULT_PATH, SourceError, check_is_log, locate, source_error
from tui.text import pad, pad_left, visible
from tui.wording import words_of

STORY = 20 * 60 * SECOND
"""Nanoseconds that `demo --write` tells of after the history: the whole incident."""


def summary(paths: Sequence[Path], *, as_json: bool, transfers: bool) -> None:
    """Print all numbers of a log."""
    table = SessionTable()
    for number, file in enumerate(checked(paths)):
        try:
            for batch in read_finished(number, file):
                for _ in table.fold(batch.source, batch.offset, batch.lines):
                    continue
        except OSError as error:
            raise source_error(file, error) from error
    if as_json:
        from tui.audit.summary import summarise, to_json

        print(to_json(summarise(table, transfers=transfers)))
    else:
        from tui.report import report

        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        print(report(table, transfers=transfers, colour=colour))


def tail(paths: Sequence[Path], *, as_json: bool, from_end: bool) -> None:
    """Print each desktop event as it arrives, until interrupted."""
    checked(paths)
    monitor = Monitor(paths, from_end=from_end)
    out = sys.stdout.buffer
    said = ""
    for arrivals in monitor.arrivals():
        for arrival in arrivals:
            out.write(arrival.line if as_json else _readable(arrival, monitor).encode())
            out.write(b"\n")
        if arrivals:
            out.flush()
        problem = monitor.problem
        if problem and problem != said:
            print(f"desktail: {problem}", file=sys.stderr)
        said = problem


def live(paths: Sequence[Path]) -> None:
    """Show the live view until it is quit."""
    if not paths:
        paths = [DEFAULT_PATH]
        try:
            checked(paths)
        except SourceError as error:
            raise SourceError(
                f"{error}\ndesktail: no PATH was given; try desktail PATH, or desktail demo"
            ) from error
    checked(paths)
    _show(paths)


def demo(*, seed: int, speed: float) -> None:
    """Write a made-up log at its own pace, and show it live; nothing of it is left behind."""
    from tui.demo.writer import Performance

    _need_terminal()
    with tempfile.TemporaryDirectory(prefix="desktail-demo-") as folder:
        performance = Performance(Path(folder), seed=seed, speed=speed, now=time.time_ns)
        path = performance.begin()
        stop = Flag()
        writer = Thread(target=performance.go_on, args=(stop,), name="demo", daemon=True)
        writer.start()
        try:
            _show([path])
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


def checked(paths: Sequence[Path]) -> list[Path]:
    """The files that paths stand for; SourceError if one is missing or plainly is no log."""
    files = locate(paths)
    for path in paths:
        if not path.is_dir():
            check_is_log(path)
    return files


def _show(paths: Sequence[Path]) -> None:
    _need_terminal()
    from tui.app import DesktailApp

    DesktailApp(Monitor(paths), paths).run()


def _need_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise SourceError("the live view needs a terminal; desktail tail and summary do without")


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
