"""Waiting for something to happen in some folders, and no longer than a second.

Folders are watched, not files: a watch on a file stays with the old one when it is rotated away.
A look by time is always there as well, for file systems that say nothing of their changes.
"""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import NamedTuple

STEP = 20
"""Milliseconds between two questions of `watchfiles` to the kernel; it answers within two."""
LOOK = 1.0
"""Seconds after which one looks even if nothing was heard."""
DEAF_LOOK = 0.25
"""The same, while the kernel grants no watch (none left, or no folder is there yet)."""


class Folder(NamedTuple):
    """A folder to watch. One removed and made again is another one: its watch went with it."""

    path: Path
    device: int
    inode: int


@dataclass(slots=True)
class Watch:
    """One watch on a set of folders, renewed when the set changes."""

    stop: Event
    _folders: frozenset[Folder] | None = None
    _changes: Generator[object, None, None] | None = None

    def wait(self, folders: frozenset[Folder]) -> None:
        """Return when something changed in a folder, when it is time to look, or at a stop.

        Returns at once where the watch had to be set anew: what changed just before it stood
        would otherwise be seen only at the next look.
        """
        if folders != self._folders:
            self.close()
            self._begin(folders)
            return
        if self._changes is None:
            self._folders = None
            self.stop.wait(DEAF_LOOK)
            return
        try:
            next(self._changes, None)
        except OSError:  # no watch to be had: looks by time are left
            self._changes = None

    def close(self) -> None:
        """Let the watch go."""
        if self._changes is not None:
            self._changes.close()
        self._changes, self._folders = None, None

    def _begin(self, folders: frozenset[Folder]) -> None:
        from watchfiles import watch  # not needed, and not paid for, until something is followed

        self._folders = folders
        if not folders:
            return
        self._changes = watch(
            *(folder.path for folder in folders),
            watch_filter=None,
            step=STEP,
            debounce=100,
            stop_event=self.stop,
            rust_timeout=int(LOOK * 1000),
            yield_on_timeout=True,
            raise_interrupt=True,
            force_polling=False,
            recursive=False,
            ignore_permission_denied=True,
        )
