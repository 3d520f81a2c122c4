"""Waiting for something to happen in some folders, and no longer than a second.

Folders are watched, not files: a watch on a file stays with the old one when it is rotated away.
A look by time is always there as well, for file systems that say nothing of their changes.
"""

from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

STEP = 20
"""Milliseconds between two questions of `watchfiles` to the kernel; it answers within two."""
GATHER = 100
"""Milliseconds in which changes that go on and on are taken together."""
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
    _kernel: "RustNotify | None" = None

    def wait(self, folders: frozenset[Folder]) -> None:
        """Return when something changed in a folder, when it is time to look, or at a stop.

        Returns at once where the watch had to be set anew: what changed just before it stood
        would otherwise be seen only at the next look.
        """
        if folders != self._folders:
            self.close()
            self._begin(folders)
        elif self._kernel is None:
            self._folders = None
            self.stop.wait(DEAF_LOOK)
        else:
            self._listen(self._kernel)

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
                ignore_permission_denied=True,
            )
        except (OSError, RuntimeError):  # no watch to be had: looks by time are left
            self._kernel = None

    def _listen(self, kernel: "RustNotify") -> None:
        from watchfiles import Change

        try:
            heard = kernel.watch(GATHER, STEP, int(LOOK * 1000), self.stop)
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
