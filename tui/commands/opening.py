"""Logs made sure of, opened and followed: what several commands begin with."""

import resource
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.live.monitor import Monitor
from tui.live.vigil import Vigil
from tui.past.workers import Workers
from tui.source.follow import Follow
from tui.source.locate import (
    STANDARD_INPUT,
    MissingError,
    SourceError,
    check_is_log,
    locate,
)
from tui.source.stdin import Spool
from tui.source.watch import PROMPT, Rhythm

if TYPE_CHECKING:
    pass


def allow_many_files() -> None:
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
def followed(
    follow: Follow,
    stream: int,
    workers: Workers | None = None,
    rhythm: Rhythm = PROMPT,
    vigil: Vigil | None = None,
) -> Iterator[Monitor]:
    """A monitor of some paths; `stream` is what is read for standard input, if it is among them."""
    with spooled(follow, stream) as (there, begin):
        monitor = Monitor(there, workers=workers, vigil=vigil, rhythm=rhythm)
        begin(monitor.complete, monitor.report)
        yield monitor


Begin = Callable[[Callable[[str], None], Callable[[str], None]], None]
"""Begins to take a stream: who is called at its end with why if not all has come, and who is told
what makes it wait."""


@contextmanager
def spooled(follow: Follow, stream: int) -> Iterator[tuple[Follow, Begin]]:
    """What is to be followed, standard input being a file of our own by then, if it is among it."""
    allow_many_files()
    if STANDARD_INPUT not in follow.paths:
        yield follow, lambda _ended, _report: None
        return
    with writing_temporarily():
        spool = Spool(stream)
    with spool:
        files = [spool.path if path == STANDARD_INPUT else path for path in follow.paths]
        # Other paths may go on when standard input has ended.
        alone = files == [spool.path]
        yield (
            replace(follow, paths=files, awaited=follow.awaited | {spool.path}),
            lambda ended, report: spool.begin(ended if alone else report, report),
        )


@contextmanager
def writing_temporarily() -> Iterator[None]:
    """SourceError within, where a temporary file cannot be written."""
    try:
        yield
    except OSError as error:
        raise SourceError(
            f"no temporary file can be written: {error.strerror or error}; "
            "set TMPDIR to a folder with room"
        ) from error
