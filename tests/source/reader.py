"""A `Follow` driven by hand, which remembers all that it was given."""

from collections import Counter
from pathlib import Path

from tui.source.follow import Follow


class Reader:
    """Looks when it is told to, at a time that it is told."""

    def __init__(self, *paths: Path, from_end: bool = False) -> None:
        self.now = 0.0
        self.follow = Follow(paths, from_end=from_end, clock=lambda: self.now)
        self.taken: list[tuple[int, int, bytes]] = []

    def look(self) -> list[bytes]:
        """The lines that came since the last look."""
        came = []
        for batch in self.follow.look():
            offset = batch.offset
            for line in batch.lines:
                came.append(line)
                self.taken.append((batch.source, offset, line))
                offset += len(line) + 1
        return came

    @property
    def lines(self) -> list[bytes]:
        """All lines that ever came."""
        return [line for _, _, line in self.taken]

    @property
    def counted(self) -> Counter[bytes]:
        """How often each line came."""
        return Counter(self.lines)

    def read_back(self) -> list[bytes | None]:
        """All lines that ever came, as the log gives them back by their places."""
        return [self.follow.line_at(source, offset) for source, offset, _ in self.taken]

    @property
    def problems(self) -> list[str]:
        """What stood in the way at the last look."""
        return list(self.follow.errors.values())


def append(path: Path, data: bytes) -> None:
    """Write as Teleport does, at the end of a file that may not be there yet."""
    with path.open("ab") as file:
        file.write(data)


def rotate(log: Path) -> Path:
    """Rename the file and make a new one; gives the old one's new name."""
    old = log.with_name(f"{log.name}.{len(list(log.parent.iterdir()))}")
    log.rename(old)
    log.touch()
    return old
