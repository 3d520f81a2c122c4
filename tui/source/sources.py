"""Every source met since the start, and which of them a file is."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from tui.source.beginnings import is_settled, line_of
from tui.source.file import Source, same_beginning

KEPT_OPEN = 64
"""Finished files that stay open, so that their lines can still be read back."""


@dataclass(slots=True)
class Sources:
    """The sources by their numbers (`every`), and those that are open by device and inode.

    A file that was let go of is known again by its inode and its first bytes.
    """

    every: list[Source] = field(default_factory=list)
    _open: dict[tuple[int, int], Source] = field(default_factory=dict)
    _of_line: dict[bytes, list[int]] = field(default_factory=dict)
    _unsettled: set[int] = field(default_factory=set)

    def open(self) -> tuple[Source, ...]:
        """Those that are open, the first met first."""
        # Copied in one step: another thread asks how far the reading is behind.
        return tuple(self._open.values())

    def problems(self) -> dict[Path, str]:
        """Why some of them cannot be read to their ends."""
        open_ = self.open()
        return {source.path: source.problem for source in open_ if source.problem}

    def take(self, source: Source) -> None:
        """Keep a source; one of the same number or the same file makes room for it."""
        self.every[source.number : source.number + 1] = [source]
        self._open[source.device, source.inode] = source
        self._unsettled.add(source.number)

    def of(self, status: os.stat_result) -> Source | None:
        """The open source of a file; None if there is none."""
        return self._open.get((status.st_dev, status.st_ino))

    def opened(self, path: Path) -> Source:
        """A source of the file that a path leads to: a new one, or the one that it was before.

        Raises OSError as opening does.
        """
        new = Source.open(len(self.every), path)
        for old in reversed(self.every):
            same_file = (old.device, old.inode) == (new.device, new.inode)
            if old.descriptor < 0 and same_file and old.head and new.begins_with(old.head):
                old.go_on_in(new.descriptor, new.device, new.inode)
                old.path, old.real = new.path, new.real
                return old
        return new

    def has(self, status: os.stat_result, head: bytes) -> bool:
        """Whether a file is known: itself, or by its first bytes."""
        return (status.st_dev, status.st_ino) in self._open or self.knows(head)

    def knows(self, head: bytes) -> bool:
        """Whether content that begins so was met, in whichever file."""
        for number in [*self._unsettled]:
            if is_settled(known := self.every[number].head):
                self._of_line.setdefault(line_of(known), []).append(number)
                self._unsettled.remove(number)
        numbers = (*self._of_line.get(line_of(head), ()), *self._unsettled)
        return any(same_beginning(self.every[number].head, head) for number in numbers)

    def may_read(self, head: bytes) -> bool:
        """Whether content that begins so is in an open file, which will be read."""
        return any(same_beginning(source.first_bytes(), head) for source in self.open())

    def release(self) -> None:
        """Close the oldest of the finished files, where too many are kept open."""
        finished = [source for source in self._open.values() if source.finished]
        for source in finished[:-KEPT_OPEN]:
            del self._open[source.device, source.inode]
            source.close()

    def close(self) -> None:
        """Let all files go."""
        for source in self.every:
            source.close()
