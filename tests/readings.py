"""A monitor that a thread reads for, and the lines of desktop events that it is given."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Self

from tests.contract.examples import event
from tests.patience import PATIENCE, until
from tests.source.reader import append
from tui.audit.table import Arrival
from tui.live.monitor import Monitor
from tui.live.vigil import Vigil
from tui.picture.picture import FeedLine, Picture, SessionView, Version
from tui.source.follow import Follow

T = "2026-11-22T12:00:00Z"
NOW = 1_795_348_800_000_000_000
"""T in nanoseconds."""


def start(sid: str, **fields: object) -> bytes:
    """Write an event of an authorised start."""
    return event("TDP00I", "windows.desktop.session.start", sid=sid, success=True, time=T, **fields)


def end(sid: str) -> bytes:
    """Write an event of an end."""
    return event("TDP01I", "windows.desktop.session.end", sid=sid, time=T)


def out(sid: str, length: int) -> bytes:
    """Write an event of a clipboard that came out of the desktop."""
    return event("TDP03I", "desktop.clipboard.receive", sid=sid, length=length, time=T)


def chunk(sid: str, number: int, *, path: str = "f") -> bytes:
    """Write an event of one of the chunks of one file that comes out of the desktop."""
    told = {"length": 10, "offset": 10 * number, "directory_name": "d", "file_path": path}
    return event("TDP06I", "desktop.directory.write", sid=sid, success=True, time=T, **told)


def write(log: Path, *lines: bytes) -> None:
    """Append lines to a log."""
    append(log, b"".join(line + b"\n" for line in lines))


class Reading:
    """Reads in a thread within its `with` block; the clock stands unless one is given."""

    def __init__(
        self,
        *paths: Path,
        from_end: bool = False,
        clock: Callable[[], int] = lambda: NOW,
        vigil: Vigil | None = None,
    ) -> None:
        follow = Follow(paths, from_end=from_end, leaves_past=vigil is not None)
        self.monitor = Monitor(follow, vigil=vigil, clock=clock)
        self.arrived: list[Arrival] = []
        self.sessions: dict[str, SessionView] = {}
        self._thread = Thread(target=self._read)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.monitor.stop()
        self.join()
        self.monitor.close()

    def _read(self) -> None:
        for arrivals in self.monitor.arrivals():
            self.arrived.extend(arrivals)

    def join(self) -> None:
        """Wait until the thread ends."""
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def wait(self, events: int) -> None:
        """Wait until so many desktop events arrived, and no more."""
        until(lambda: len(self.arrived) >= events)
        assert len(self.arrived) == events

    def settle(self) -> None:
        """Wait until all that was there is read."""
        until(lambda: self.picture().live)

    def picture(self) -> Picture:
        """A picture, taken as a screen does: each session is kept as it was last told."""
        picture = self.monitor.picture()
        views = self.monitor.told(picture.changed, SessionView.of)
        self.sessions.update((view.sid, view) for view in views)
        return picture

    def rows(self, sid: str) -> list[FeedLine]:
        """The feed of a session as it stands."""
        detail = self.monitor.detail(sid)
        if detail is None:
            return []
        with self.monitor.feeds() as feeds:
            return feeds.lines(sid, 0, 1000, detail.end)

    def everything(self) -> dict[str, object]:
        """All that can be seen but how much waits, and what of it is new."""
        picture = replace(self.picture(), waiting=None, changed=frozenset(), behind=0, lag=0.0)
        details = {
            sid: replace(detail, version=Version())
            for sid in self.sessions
            if (detail := self.monitor.detail(sid)) is not None
        }
        rows = {sid: self.rows(sid) for sid in self.sessions}
        return {"": picture, "views": dict(self.sessions), "details": details, "rows": rows}


@contextmanager
def having_read(log: Path, *lines: bytes) -> Iterator[Reading]:
    """Read on in a log, when these lines, all of desktop events, were written and read."""
    write(log, *lines)
    with Reading(log) as running:
        running.wait(len(lines))
        yield running
