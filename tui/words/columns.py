"""The columns that the session table can have: what each holds, says, and is sorted by."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from tui.audit.session import Session
from tui.picture.picture import SessionView
from tui.words.telling import Sizes
from tui.words.text import number_in, since_when, visible

Value = int | str
Text = Callable[[SessionView, int, Sizes], str]

LONGEST_WORD = 28
"""Cells that a column of words is given at most."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `text` tells a session's part of it, as visible text, seen from a moment (ns),
    sizes told in this way.

    `value` is what it is sorted by: text from A to Z, amounts and moments the largest first; a
    session without one (None) comes last. It has `cells` at least; of what is left over, columns
    of words get their `share`, and in a terminal too narrow for all of them those with the highest
    `rank` are left out first. Amounts have neither share nor rank. `tone` colours what is not
    nothing.
    """

    name: str
    title: str
    told: str
    value: Callable[[Session], Value | None]
    text: Text
    cells: int
    share: int = 0
    rank: int = 0
    tone: str = ""
    of_bytes: bool = False

    def least(self, sizes: Sizes) -> int:
        """The cells that it has at least, where sizes are told in this way."""
        return max(self.cells, sizes.cells) if self.of_bytes else self.cells

    @property
    def of_words(self) -> bool:
        """Whether it stands to the left, and may be cut."""
        return self.share > 0


def started(session: Session) -> int | None:
    """When a session began, as far as that is known: nanoseconds."""
    opening = session.opening
    if opening is not None and opening.time is not None:  # of most, and asked without a call
        return opening.time
    start = session.start
    return session.seen.first if start is None else start


def _age(session: Session) -> int | None:
    """By the start: of those that still run, the first that began is the oldest."""
    start = started(session)
    return None if start is None else -start


def _age_text(view: SessionView, now: int, _: Sizes) -> str:
    end = view.stop if view.state == "ended" else now
    return "" if end is None or view.start is None else since_when(view.start, end)


def _word(told: Callable[[SessionView], str]) -> Text:
    return lambda view, _now, _sizes: visible(told(view)) or "-"


def _amount(told: Callable[[SessionView], int]) -> Text:
    return lambda view, _now, sizes: sizes.told(told(view))


def _count(told: Callable[[SessionView], int]) -> Text:
    return lambda view, _now, _sizes: number_in(told(view), 6)


def _name(index: int) -> Callable[[Session], str | None]:
    """One of `Names`; of most sessions their start tells it, which is asked without a call."""

    def value(session: Session) -> str | None:
        opening = session.opening
        told = opening.names[index] if opening is not None else ""
        return _casefold(told or session.name(index)) or None

    return value


def _folded(told: Callable[[Session], str]) -> Callable[[Session], str | None]:
    return lambda session: _casefold(told(session)) or None


_casefold = lru_cache(1 << 14)(str.casefold)  # one string of what many sessions share


COLUMNS = {
    column.name: column
    for column in (
        Column(
            "user",
            "USER",
            "whose session it is",
            _name(0),
            _word(lambda view: view.user),
            8,
            share=3,
        ),
        Column(
            "desktop",
            "DESKTOP",
            "on which desktop",
            _folded(lambda session: session.desktop),
            _word(lambda view: view.desktop),
            12,
            share=4,
        ),
        Column(
            "login",
            "AS",
            "as which account of the desktop",
            _folded(lambda session: session.login),
            _word(lambda view: view.login),
            9,
            share=3,
            rank=1,
        ),
        Column(
            "client",
            "CLIENT",
            "from which address",
            _name(5),
            _word(lambda view: view.client),
            13,
            share=2,
            rank=2,
        ),
        Column(
            "domain",
            "DOMAIN",
            "the desktop's Windows domain",
            _name(3),
            _word(lambda view: view.domain),
            10,
            share=2,
            rank=3,
        ),
        Column(
            "os",
            "OS",
            "windows or linux",
            _folded(lambda session: session.os),
            _word(lambda view: view.os),
            7,
            share=1,
            rank=4,
        ),
        Column(
            "sid",
            "SESSION",
            "the session's id",
            lambda session: session.sid,
            _word(lambda view: view.sid),
            9,
            share=3,
            rank=5,
        ),
        Column("age", "AGE", "how long it lasted, or lasts", _age, _age_text, 5),
        Column(
            "in",
            "IN",
            "bytes that went into the desktop",
            lambda session: session.counters.bytes_in,
            _amount(lambda view: view.bytes_in),
            6,
            tone="in",
            of_bytes=True,
        ),
        Column(
            "out",
            "OUT",
            "bytes that came out of the desktop; ▲: just then",
            lambda session: session.counters.bytes_out,
            _amount(lambda view: view.bytes_out),
            6,
            tone="out",
            of_bytes=True,
        ),
        Column(
            "failed",
            "FAILED",
            "operations that failed",
            lambda session: session.counters.failed,
            _count(lambda view: view.failed),
            6,
            tone="problem",
        ),
        Column(
            "files",
            "FILES",
            "files that were moved, each direction for itself",
            lambda session: session.transfer_count,
            _count(lambda view: view.files),
            6,
        ),
        Column(
            "events",
            "EVENTS",
            "events of the session",
            lambda session: session.events,
            _count(lambda view: view.events),
            6,
        ),
        Column(
            "start",
            "START",
            "since when",
            started,
            lambda view, now, _: "" if view.start is None else since_when(view.start, now),
            5,
        ),
        Column(
            "last",
            "LAST",
            "since when nothing happened",
            lambda session: session.seen.last,
            lambda view, now, _: "" if view.last_seen is None else since_when(view.last_seen, now),
            5,
        ),
    )
}
"""All of them, by name."""

SHOWN = ("user", "desktop", "login", "client", "age", "in", "out", "last")
"""Those that are shown if nobody chooses others."""
