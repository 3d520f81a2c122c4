"""Where lines come from, as people are told and as it is kept: mostly the file itself."""

from dataclasses import dataclass
from typing import NamedTuple


class Spot(NamedTuple):
    """Where a line stands: its file as people know it, the byte at which it begins, the inode.

    `sequence` is the number of the message that brought it, 0 where no stream did.
    """

    path: str = ""
    offset: int = 0
    inode: int = 0
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Provenance:
    """The file that lines were written to: where it lay, on which `host` if not on this one, and
    through which `stream` they came if through one.

    `problem` says in a few words why not all is here that should be, if so. Its bytes are those of
    the file that is read; of what was shipped, where only some lines are here, others tell.
    """

    path: str
    device: int = 0
    inode: int = 0
    host: str = ""
    stream: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        """What people call it, as `scp` would: `auth1:/var/lib/teleport/log/…`; hostile."""
        return f"{self.host}:{self.path}" if self.host else self.path

    def spot(self, offset: int) -> Spot:
        """Where the line stands that begins at a byte of what is read."""
        return Spot(self.name, offset, self.inode)

    def offset(self, told: int) -> int | None:
        """The reverse: the byte of what is read at which a byte of the file is; None if nowhere."""
        return told

    def ranges(self, begin: int, end: int) -> list[tuple[int, int]]:
        """The bytes of the file that some neighbouring bytes of what is read are, in order."""
        return [(begin, end)]
