"""What a filter consists of, once it is read; each part can be written again in its normal form."""

import re
from dataclasses import dataclass, field
from enum import Enum

from tui.words.when import is_clock

KEYWORDS = ("and", "or", "not")
FLAGS = {
    "active": "its session goes on",
    "ended": "its session has an end",
    "denied": "a start that was denied",
    "failed": "a share, read or write that failed",
    "incomplete": "bytes moved, and Teleport lost what they belonged to",
    "recorded": "its session was recorded",
    "recovered": "its session's end was written a day late, after a crash",
    "after_end": "more than 10 s later than its session's end",
}
_UNQUOTED = re.compile(r"[\w.:@%+\\*?-][\w.:@%+\\*?/-]*")


class Form(Enum):
    """How a value is to be taken: with globs in it, as it stands, as a regular expression."""

    PLAIN = "plain"
    LITERAL = "literal"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Value:
    """What something is compared with, and where it stood in the filter's text."""

    text: str
    form: Form = Form.PLAIN
    begin: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        if self.form is Form.PATTERN:
            return f"/{self.text}/"
        if self.form is Form.LITERAL and any(map(self.text.__contains__, "*?/")):
            return "'" + self.text.replace("'", "''") + "'"
        if _UNQUOTED.fullmatch(self.text) and self.text.lower() not in KEYWORDS:
            return self.text
        return '"' + self.text.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Word:
    """A text that is looked for in all texts."""

    value: Value

    def __str__(self) -> str:
        written = str(self.value)
        special = written.lower() in FLAGS or is_clock(written)  # a clock belongs to a day before
        return f'"{written}"' if special else written


@dataclass(frozen=True, slots=True)
class Flag:
    """One of FLAGS, by its name."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Term:
    """A field (by its name), an operator, and what it is compared with: one of several values."""

    field: str
    operator: str
    values: tuple[Value, ...]

    def __str__(self) -> str:
        return f"{self.field}{self.operator}{','.join(map(str, self.values))}"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a part."""

    part: "Node"

    def __str__(self) -> str:
        return f"not {_within(self.part)}"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Several parts that must all be so; without any, everything is."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " and ".join(map(_within, self.parts))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Several parts of which one must be so."""

    parts: tuple["Node", ...]

    def __str__(self) -> str:
        # `and` binds closer and would need no parentheses: they are for who reads it.
        return " or ".join(map(_within, self.parts))


Node = Word | Flag | Term | Not | AllOf | AnyOf
EVERYTHING = AllOf(())


def _within(node: Node) -> str:
    return f"({node})" if isinstance(node, AllOf | AnyOf) else str(node)
