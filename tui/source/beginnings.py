"""Contents by their beginnings: whether one was met before, without asking each that was."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from tui.source.file import HEAD, same_beginning


def is_settled(head: bytes) -> bool:
    """Whether the line by which a content is looked up is all there."""
    return len(head) == HEAD or b"\n" in head


def line_of(head: bytes) -> bytes:
    """What two heads have in common that are of one content: the first line, or all if it is
    longer; it stays as it is when a head is settled.
    """
    return head[: head.find(b"\n") + 1] or head


@dataclass(slots=True)
class Beginnings:
    """Heads of contents, by their first lines."""

    _of_line: dict[bytes, list[bytes]] = field(default_factory=dict)

    @classmethod
    def of(cls, heads: Iterable[bytes]) -> Self:
        """Those of some heads."""
        beginnings = cls()
        for head in heads:
            beginnings.add(head)
        return beginnings

    def add(self, head: bytes) -> None:
        """Take in a head."""
        self._of_line.setdefault(line_of(head), []).append(head)

    def have(self, head: bytes) -> bool:
        """Whether one of them is of the content that begins so."""
        return any(same_beginning(head, known) for known in self._of_line.get(line_of(head), ()))
