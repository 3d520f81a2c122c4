"""What a report is made of: the numbers of a bundle, and what went wrong in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tui.audit.counters import Span
from tui.audit.event import Event, Outcome
from tui.audit.session import Session
from tui.audit.table import SessionTable
from tui.evidence.beside import Record
from tui.evidence.manifest import Manifest
from tui.evidence.timeline import Slices
from tui.words.wording import full_path, verb_of

MOST = 1_000
"""Different problems that are kept apart."""


class Problem(NamedTuple):
    """What went wrong, how, of whom, where, with which file, and what the log says of it."""

    what: str
    outcome: Outcome
    user: str
    desktop: str
    path: str
    error: str


@dataclass(slots=True)
class Told:
    """How often, and from when to when."""

    count: int = 0
    seen: Span = field(default_factory=Span)


@dataclass(slots=True)
class Problems:
    """All that did not go well, the same told once; `others` where there were too many."""

    told: dict[Problem, Told] = field(default_factory=dict)
    others: int = 0

    def add(self, event: Event, session: Session | None) -> None:
        """Take an event in, if it is a problem."""
        if event.outcome is Outcome.DONE:
            return
        names = event.names if session is None else session.names
        desktop = names.desktop_name or names.desktop_addr
        path = full_path(event) if event.path or event.directory else ""
        problem = Problem(verb_of(event), event.outcome, names.user, desktop, path, event.error)
        known = self.told.get(problem)
        if known is None:
            if len(self.told) >= MOST:
                self.others += 1
                return
            known = self.told[problem] = Told()
        known.count += 1
        known.seen.add(event.time)


@dataclass(frozen=True, slots=True)
class Findings:
    """What is in a bundle. `manifest` as far as it is known before its files are written."""

    table: SessionTable
    slices: Slices
    problems: Problems
    alerts: Sequence[Record]
    marks: Sequence[Record]
    manifest: Manifest


def counted(records: Sequence[Record], name: str) -> Mapping[str, int]:
    """How many records have each value of a field."""
    counts: dict[str, int] = {}
    for record in records:
        value = str(record[name])
        counts[value] = counts.get(value, 0) + 1
    return counts
