"""What was written and could not be read any more."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Loss:
    """Bytes of a file that were truncated before they were read, and when (ns) that was seen.

    Where it is known, of which source they were, and the first one's offset.
    """

    path: Path
    bytes: int
    seen: int
    source: int | None = None
    begin: int = 0

    @property
    def end(self) -> int:
        """The byte behind the last one."""
        return self.begin + self.bytes
