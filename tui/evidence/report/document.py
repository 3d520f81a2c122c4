"""A report as plain values: what stands in it, not how it looks. All strings are visible ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a colour means, and all that is coloured: out of desktops, into them, gone wrong."""

    PLAIN = "plain"
    OUT = "out"
    IN = "in"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at the top: what it counts, how much, and what is to be said of it."""

    label: str
    value: str
    note: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and the colour of its first cell."""

    cells: Sequence[str]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A table; titles of columns of numbers are in `numbers`. `more` says what is left out."""

    titles: Sequence[str]
    rows: Sequence[Row]
    numbers: frozenset[str] = frozenset()
    more: str = ""


@dataclass(frozen=True, slots=True)
class Bin:
    """A part of the graph's time: bytes out and in, and how much went wrong."""

    bytes_out: int
    bytes_in: int
    problems: int


@dataclass(frozen=True, slots=True)
class Curve:
    """Bytes out and in over time, from the first to the last moment that is named."""

    bins: Sequence[Bin]
    ticks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Bar:
    """How much one session moved."""

    label: str
    bytes_out: int
    bytes_in: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a title: sentences, a graph, a table."""

    title: str
    sentences: Sequence[str] = ()
    curve: Curve | None = None
    bars: Sequence[Bar] = ()
    table: Table | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """All of it."""

    title: str
    subtitle: str
    origin: str
    notice: str
    figures: Sequence[Figure]
    sections: Sequence[Section]
