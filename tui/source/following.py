"""What a reading asks of what it follows: files that grow, a replay of them, a stream."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from tui.source.file import Source
from tui.source.lines import Batch
from tui.source.loss import Loss
from tui.source.watch import Folder


class Following(Protocol):
    """The sources met so far, and what is new in them at each look."""

    @property
    def since(self) -> int | None:
        """The moment (ns) before which what is there is left out, as far as can be told."""

    @property
    def errors(self) -> Mapping[Path, str]:
        """What stood in the way at the last look."""

    @property
    def losses(self) -> Sequence[Loss]:
        """What is known to have been written and could not be read."""

    @property
    def sources(self) -> Sequence[Source]:
        """All of them, by their numbers."""

    @property
    def past(self) -> Sequence[Source]:
        """Those of which all that was there at the first look is left to another reader."""

    @property
    def lost(self) -> int:
        """Bytes of all losses."""

    @property
    def behind(self) -> int:
        """Bytes that were there at the last look and are not read yet."""

    def look(self) -> Iterator[Batch]:
        """All whole lines that came since the last look."""

    def finish(self) -> Iterator[Batch]:
        """What is left where it is known that nothing more comes."""

    def folders(self) -> frozenset[Folder]:
        """The folders in which something happens when there is something new."""

    def line_at(self, number: int, offset: int) -> bytes | None:
        """A line read back; None if it cannot be read any more."""

    def lose(self, path: Path, lost: int) -> None:
        """Take note of bytes of a file that can never be read."""

    def release(self) -> None:
        """Close files that are finished, where too many are open."""

    def close(self) -> None:
        """Let all files go."""
