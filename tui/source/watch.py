"""Waiting for something to happen in some folders, and no longer than a second.

Folders are watched, not files: a watch on a file stays with the old one when it is rotated away.
A look by time is always there as well, for file systems that say nothing of their changes.
"""

import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify


class Rhythm(NamedTuple):
    """How a log is listened to.

    Every `step` milliseconds the kernel is asked (10 µs), who answers within two of them. A look
    that finds something is followed by another one `pause` seconds after it began, and only one
    that finds nothing by a question to the kernel; without a pause, each is.
    """

    step: int
    pause: float


PROMPT = Rhythm(12, 0)
"""For who waits for each line."""
CALM = Rhythm(28, 0.2)
"""For a screen, which draws what one look has found: at any other pace what is read would wait
once more, to be drawn."""
GATHER = 100
"""Milliseconds in which changes that go on and on are taken together."""
LOOK = 1.0
"""Seconds after which one looks even if nothing was heard."""
DEAF_LOOK = 0.25
"""The same, while the kernel grants no watch (none left, or no folder is there yet)."""
SHARE = 0.0025
"""Of a core, what looks by time that find nothing may take: the more a look costs, the rarer …"""
RAREST = 5.0
"""… but never rarer than so many seconds: a look at 1,000 files takes 12 ms and more."""


class Folder(NamedTuple):
    """A folder to watch. One removed and made again is another one: its watch went with it."""

    path: Path
    device: int
    inode: int

    @classmethod
    def at(cls, path: Path) -> "Folder | None":
        """The folder that is at a path now; None if there is none that can be watched."""
        try:
            status = path.stat()
        except OSError:
            return None
        # Without the right to list it there is no watch to be had, until the right is given.
        listed = stat.S_ISDIR(status.st_mode) and os.access(path, os.R_OK)
        return cls(path, status.st_dev, status.st_ino) if listed else None


class Waiting(Protocol):
    """What the reading waits by between two looks."""

    def wait(
        self, folders: frozenset[Folder], cost: float = 0.0, /, *, found: bool = False
    ) -> None:
        """Return when it is time to look, or at a stop."""

    def close(self) -> None:
        """Let go of what it waits by."""


@dataclass(slots=True)
class Watch:
    """One watch on a set of folders, renewed when the set changes."""

    stop: Event
    rhythm: Rhythm = PROMPT
    _folders: frozenset[Folder] | None = None
    _kernel: "RustNotify | None" = None
    _returned: float = 0.0

    def wait(self, folders: frozenset[Folder], cost: float = 0.0, *, found: bool = False) -> None:
        """Return when something changed in a folder, when it is time to look, or at a stop.

        `cost` is how many seconds of a core a look takes that finds nothing; `found` whether the
        one since it returned the last time found something.

        Returns at once where the watch had to be set anew: what changed just before it stood
        would otherwise be seen only at the next look.
        """
        if found and self.rhythm.pause:
            self.stop.wait(max(0.0, self._returned + self.rhythm.pause - time.monotonic()))
        else:
            self._hear(folders, cost)
        self._returned = time.monotonic()

    def _hear(self, folders: frozenset[Folder], cost: float) -> None:
        if folders == self._folders and self._kernel is not None:
            self._listen(self._kernel, _pause(LOOK, cost))
            return
        anew = folders != self._folders
        self.close()
        self._begin(folders)
        if self._kernel is None and not anew:
            self.stop.wait(_pause(DEAF_LOOK, cost))

    def close(self) -> None:
        """Let the watch go."""
        if self._kernel is not None:
            self._kernel.close()
        self._kernel, self._folders = None, None

    def _begin(self, folders: frozenset[Folder]) -> None:
        # Not needed, and not paid for, until something is followed. Taken directly, because
        # `watchfiles.watch` sets its watch only when it is asked for the first change.
        from watchfiles._rust_notify import RustNotify

        self._folders = folders
        if not folders:
            return
        names = [str(folder.path) for folder in folders]
        try:
            self._kernel = RustNotify(
                names,
                debug=False,
                force_polling=False,
                poll_delay_ms=0,
                recursive=False,
                # True would hide each reason for which a folder is not watched, as that the
                # limit of watches is reached; folders that cannot be listed are not among these.
                ignore_permission_denied=False,
            )
        except (OSError, RuntimeError):  # no watch to be had: looks by time are left
            self._kernel = None

    def _listen(self, kernel: "RustNotify", pause: float) -> None:
        from watchfiles import Change

        try:
            heard = kernel.watch(GATHER, self.rhythm.step, int(pause * 1000), self.stop)
        except (OSError, RuntimeError):
            kernel.close()
            self._kernel = None
            return
        if heard == "signal":
            raise KeyboardInterrupt
        if isinstance(heard, set):
            gone = {Path(path) for change, path in heard if change == Change.deleted}
            # One made again can have the number of the old one, and looks the same.
            if any(folder.path.absolute() in gone for folder in self._folders or ()):
                self.close()


def _pause(least: float, cost: float) -> float:
    return max(least, min(RAREST, cost / SHARE))
