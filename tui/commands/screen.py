"""The live view, of a log or of a made-up one; the app is imported when there is one to show."""

import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING

from tui.live.monitor import Monitor
from tui.live.vigil import Vigil
from tui.past.reading import without_collection
from tui.past.workers import workers_for
from tui.rules import Rule, read_rules
from tui.rules.evaluator import evaluator_for
from tui.source.follow import Follow
from tui.source.locate import (
    DEFAULT_PATH,
    STANDARD_INPUT,
    SourceError,
    locate,
)
from tui.source.stdin import take_keyboard_from_terminal
from tui.source.watch import CALM
from tui.system.ending import EndedError
from tui.words import when

if TYPE_CHECKING:
    from tui.config import Configuration

from tui.commands.opening import check_followed, followed, writing_temporarily

_NO_TERMINAL = (
    "the live view needs a terminal (with - for a log on standard input); "
    "desktail tail and summary do without"
)
_GIVE_A_PATH = "try desktail PATH, or desktail demo"


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
    _show(paths, configuration, begin, awaited, keeps=True)


def demo(configuration: "Configuration", *, seed: int, speed: float) -> None:
    """Write a made-up log at its own pace, and show it live; nothing of it is left behind."""
    from tui.demo.writer import Performance

    take_terminal(piped=False)
    stop = Flag()
    broken: list[OSError] = []

    def go_on() -> None:
        try:
            performance.go_on(stop)
        except OSError as error:
            broken.append(error)  # said when the screen is gone: until then the story stands

    with writing_temporarily():
        folder = tempfile.TemporaryDirectory(prefix="desktail-demo-")
    with folder:
        performance = Performance(Path(folder.name), seed=seed, speed=speed, now=time.time_ns)
        with writing_temporarily():
            path = performance.begin()
        writer = Thread(target=go_on, name="demo", daemon=True)
        writer.start()
        try:
            _show([path], configuration)
        finally:
            stop.set()
            writer.join()
    with writing_temporarily():
        for error in broken:
            raise error


def _show(
    paths: Sequence[Path],
    configuration: "Configuration",
    begin: int | None = None,
    awaited: frozenset[Path] = frozenset(),
    *,
    keeps: bool = False,
) -> None:
    stream = take_terminal(piped=STANDARD_INPUT in paths)
    rules = rules_of(configuration)
    size = size_of(paths, begin)
    # Before there are threads, and before the app is there to be copied with them.
    with closing(workers_for(size)) as workers, closing(vigil_for(size, rules)) as vigil:
        follow = Follow(paths, awaited=awaited, since=begin, leaves_past=True)
        with followed(follow, stream, workers, CALM, vigil) as monitor:
            show(monitor, paths, configuration, keeps=keeps)


def show(
    monitor: Monitor, paths: Sequence[Path], configuration: "Configuration", *, keeps: bool
) -> None:
    """Run the app on a monitor, of these files if it is of files, until it is quit."""
    # To look through all that is loaded for circles takes as long as a tenth of loading it.
    with without_collection():
        from tui.app import DesktailApp
        from tui.commands.configuring import check
        from tui.marks.store import Marks
        from tui.rules.kept import Kept

        check(configuration)
        settings = configuration.settings
        app = DesktailApp(monitor, paths, settings=settings)
        if keeps:
            app.marks, app.kept = Marks.kept(), Kept.of_user()
    app.run(mouse=settings.mouse)
    if app.ended_by is not None:
        raise EndedError(app.ended_by)
    if app.crash is not None:
        raise app.crash


def rules_of(configuration: "Configuration") -> Sequence[Rule]:
    """The rules that hold. Raises RulesError."""
    file = configuration.settings.rules
    return read_rules(Path(file).expanduser() if file else None)


def vigil_for(size: int, rules: Sequence[Rule]) -> Vigil:
    """A vigil over so many bytes, with a process for them if that is worth it."""
    return Vigil(rules, evaluator_for(size, rules))


def size_of(paths: Sequence[Path], since: int | None) -> int:
    """Bytes of all files that paths stand for, as far as they can be told."""
    there = [path for path in paths if path != STANDARD_INPUT and path.exists()]
    try:
        return sum(file.stat().st_size for file in locate(there, since))
    except (SourceError, OSError):  # what is wrong is said by who reads it
        return 0


def take_terminal(*, piped: bool) -> int:
    """Make sure of a terminal to show and to type; returns where standard input is read."""
    try:
        if sys.stdout.isatty() and (piped or sys.stdin.isatty()):
            return take_keyboard_from_terminal() if piped else 0
    except OSError as error:
        raise SourceError(f"/dev/tty: {error.strerror}; {_NO_TERMINAL}") from error
    raise SourceError(_NO_TERMINAL)
