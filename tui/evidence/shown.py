"""Evidence of a running monitor: of sessions that it shows, from the files that it reads.

It is made of the files, not of what was read of them: so it holds what they hold by now.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event as Flag

from tui.evidence.bundle import Request, make
from tui.evidence.made import made_at
from tui.evidence.taking import Choice
from tui.marks.mark import Mark
from tui.rules import Evaluation, Rule
from tui.source.file import Source
from tui.source.stdin import SPOOLED, STREAMED
from tui.words.text import plural

RULES = "the rules of the live view"
LISTED = "all desktop events of the sessions that were listed"
UNREAD = "what was sent before is not all here yet"


@dataclass(slots=True)
class EvidenceOrder:
    """Into which folder; `told` says how far it is, `stopped` is set if they will not wait."""

    folder: Path
    told: str = ""
    stopped: Flag = field(default_factory=Flag)

    def tell(self, told: str) -> None:
        """Say how far it is."""
        self.told = told


SaveEvidence = Callable[[EvidenceOrder], str]
"""Makes what an order says, in a thread of its own; returns what was written where.

Raises OutputError and SourceError as `make` does.
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: the files that are read, the sessions that are listed, by which filter, and
    the marks and rules there are.

    `streams` if standard input is among the files, in one of our own. `whole` if all that was
    shipped is in the files that mirror it, as far as it is wanted.
    """

    sources: Sequence[Source]
    sids: Iterable[str]
    asked: str | None = None
    marks: Sequence[Mark] = ()
    rules: Sequence[Rule] = ()
    streams: bool = False
    whole: bool = True


def save_evidence(shown: Shown, now: int, order: EvidenceOrder) -> str:
    """Make a bundle of what is shown, now (nanoseconds).

    Returns what was written where, and what could not be. Raises OutputError and SourceError.
    """
    sources = [each for each in shown.sources if each.inode]  # nothing came to a mirror without
    files = files_of(sources)
    spools = (file for file in files if file.name == SPOOLED and shown.streams)
    foreign = {each.path: each.foreign for each in sources if each.foreign is not None}
    if not shown.whole:
        foreign = {path: replace(each, problem=UNREAD) for path, each in foreign.items()}
    bundle = make(
        Request(
            files=files,
            folder=order.folder,
            made=made_at(now),
            choice=Choice(frozenset(shown.sids), LISTED),
            filter=shown.asked,
            rules=Evaluation(shown.rules),
            told_rules=RULES,
            marks=shown.marks,
            foreign=foreign | dict.fromkeys(spools, STREAMED),
            tell=order.tell,
            stopped=order.stopped,
        )
    )
    gone = len({(each.device, each.inode) for each in sources}) - len(files)
    missing = [f"{plural(gone, 'file')} of the log cannot be found any more"] if gone > 0 else []
    return "; ".join((bundle.said(order.folder), *missing, *bundle.broken))


def files_of(sources: Sequence[Source]) -> list[Path]:
    """Where the files of sources are by now, in their order, each once: also renamed in their
    folder; those that are gone are left out.
    """
    found: dict[tuple[int, int], Path] = {}
    for source in sources:
        key = source.device, source.inode
        path = found.get(key) or _path_of(source)
        if path is not None:
            found[key] = path
    return list(found.values())


def _path_of(source: Source) -> Path | None:
    for path in (source.path, source.real):
        with suppress(OSError):
            status = path.stat()
            if (status.st_dev, status.st_ino) == (source.device, source.inode):
                return path
    with suppress(OSError), os.scandir(source.real.parent) as entries:
        for entry in entries:
            if entry.inode() == source.inode and entry.stat().st_dev == source.device:
                return Path(entry.path)
    return None
