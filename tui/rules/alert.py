"""What a rule says when it fires."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from tui.rules.rule import Severity
from tui.words.text import visible

LONGEST = 200
"""Characters of a log's text that an alert keeps: one can be 64 KB."""
_WORD = re.compile(r"\{(\w+)\}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule that fired: at which event's `time` and `place`, since the `first` of its hits.

    Moments in nanoseconds. `count`, `bytes` and `files` (different ones) are those of the hits in
    the span that was too much. `message` is visible; all other strings are the log's own and
    hostile. `id` is the same in every run over the same log.
    """

    id: str
    rule: str
    severity: Severity
    time: int
    first: int
    count: int
    bytes: int
    files: int
    user: str
    desktop: str
    client: str
    sid: str
    message: str
    place: int


def alert_id(rule: str, group: str, line: bytes) -> str:
    """The name of an alert: 16 hex digits that tell of which rule, whose, and of which line."""
    told = f"{rule}\0{group}\0".encode(errors="backslashreplace") + line.strip(b" \t\r\n")
    return sha256(told).hexdigest()[:16]


def words_in(template: str) -> list[str]:
    """The names that stand in braces in a message."""
    return _WORD.findall(template)


def filled(template: str, told: Callable[[str], str]) -> str:
    """A message with what is told for each name in braces, cut and made visible.

    What is put in is put in once: braces in it are the log's, and mean nothing.
    """
    return visible(_WORD.sub(lambda word: shortened(told(word[1])), template))


def shortened(text: str) -> str:
    """A text of which not more is kept than an alert should take."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
