"""Writes the story to disk in Teleport's layout: at once, or at its own pace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import chain, groupby, islice, takewhile
from pathlib import Path
from threading import Event as Signal
from typing import Protocol, Self

from tui.demo.cast import identity
from tui.demo.events import SECOND
from tui.demo.stage import Entry
from tui.demo.story import story

DAY = 86_400 * SECOND
RIGHTS = 0o640
CLOSED = -1
BATCH = 500
# Waiting goes on in steps of this many seconds, so that a clock that was set is noticed.
STEP = 0.5


class LogFolder:
    """The log of one Auth server below a directory: dated files, and a link to the current one.

    As in Teleport, the first line after midnight UTC opens a new file and makes the link again, and
    a folder that is opened again goes on in the file of the day.
    """

    def __init__(self, directory: Path, server: str) -> None:
        """`server` is the Auth server's UUID, which names the folder of the dated files."""
        self.path = directory / "log"
        self._server = server
        self._day = -1
        self._file = CLOSED

    @property
    def link(self) -> Path:
        """The symbolic link to the current file."""
        return self.path / "events.log"

    def write(self, entry: Entry) -> None:
        """Append one line, to the file of the day on which it is written."""
        self._append(entry.written // DAY, entry.line)

    def write_all(self, entries: Iterable[Entry]) -> None:
        """Append many lines, some hundreds with one call to the system."""
        for day, of_day in groupby(entries, key=lambda entry: entry.written // DAY):
            while batch := b"".join(entry.line for entry in islice(of_day, BATCH)):
                self._append(day, batch)

    def close(self) -> None:
        """Close the current file; another line would open it again."""
        if self._file != CLOSED:
            os.close(self._file)
        self._file, self._day = CLOSED, -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _append(self, day: int, lines: bytes) -> None:
        if day != self._day:
            self._rotate(day)
        while lines:
            lines = lines[os.write(self._file, lines) :]

    def _rotate(self, day: int) -> None:
        """Open the file of this day, and make the link again, which is away for a moment."""
        self.close()
        folder = self.path / self._server
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        date = datetime.fromtimestamp(day * DAY // SECOND, UTC).strftime("%Y-%m-%d")
        file = folder / f"{date}.00:00:00.log"
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, RIGHTS)
        self._day = day
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(file.relative_to(self.path))


class Logs(Protocol):
    """Where lines are written to: one log, or several."""

    path: Path

    def write(self, entry: Entry) -> None:
        """Append one line."""

    def write_all(self, entries: Iterable[Entry]) -> None:
        """Append many."""

    def close(self) -> None:
        """Close the current files."""


def _new_folder(directory: Path, seed: int) -> LogFolder:
    """A log folder where none is: the demo must never mix its lines into a real log."""
    folder = LogFolder(directory, identity(seed, "auth server"))
    if os.path.lexists(folder.path):
        raise FileExistsError(f"{folder.path} is there already; the demo needs a new directory")
    return folder


def write_story(directory: Path, *, seed: int, begins: int, until: int) -> None:
    """Write all that is written before `until` at once; both moments are in ns since the epoch.

    Raises FileExistsError if the directory has a log already.
    """
    entries = story(seed, begins)
    with _new_folder(directory, seed) as folder:
        folder.write_all(takewhile(lambda entry: entry.written < until, entries))


class Performance:
    """The story in real time: `begin` writes the history, `go_on` what happens from then on."""

    def __init__(
        self,
        directory: Path,
        *,
        seed: int,
        speed: float,
        now: Callable[[], int],
        logs: Logs | None = None,
    ) -> None:
        """`now` tells the time in ns since the epoch; at `speed` 2 all takes half its time.

        The lines go to `logs`, or to a log of the directory's own.
        """
        self._folder = logs or _new_folder(directory, seed)
        self._seed = seed
        self._speed = speed
        self._now = now
        self._entries: Iterator[Entry] = iter(())

    def begin(self, *, ahead: int = 0) -> Path:
        """Write the history at once, so that a reader finds it, and return the log's path.

        The live part begins now, or so far `ahead` (ns): what falls due until `go_on` is called is
        written then.
        """
        begins = self._now() + ahead
        entries = story(self._seed, begins, self._speed)
        first_live: list[Entry] = []

        def is_history(entry: Entry) -> bool:
            if entry.written >= begins:
                first_live.append(entry)
            return not first_live

        self._folder.write_all(takewhile(is_history, entries))
        self._entries = chain(first_live, entries)
        return self._folder.path

    def close(self) -> None:
        """Close the log; `go_on` does so by itself."""
        self._folder.close()

    def go_on(self, stop: Signal) -> None:
        """Write every line when it is due, until `stop` is set."""
        with closing(self._folder):
            for entry in self._entries:
                while (seconds := (entry.written - self._now()) / SECOND) > 0:
                    if stop.wait(min(seconds, STEP)):
                        return
                if stop.is_set():
                    return
                self._folder.write(entry)
