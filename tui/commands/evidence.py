"""The commands of evidence: a bundle made of a log, a bundle checked."""

import time
from collections.abc import Collection, Sequence
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.logs import Given, Stream, conclude, originals, whole
from tui.evidence.bundle import BUILT_IN, Request, make
from tui.evidence.folder import check_free
from tui.evidence.made import made_at
from tui.evidence.reading import LogFile
from tui.evidence.redact import Redaction
from tui.evidence.taking import Choice
from tui.evidence.verify import NoBundleError
from tui.evidence.verify import verify as findings
from tui.export.files import readable_twice
from tui.marks.store import Marks
from tui.past.reading import without_collection
from tui.past.whole import whole_table
from tui.printing.tail import TIMED_OUT
from tui.rules import Evaluation, read_rules
from tui.source.locate import STANDARD_INPUT, SourceError, locate
from tui.source.stdin import STREAMED
from tui.system.output import complain, printing

if TYPE_CHECKING:
    from tui.query import Query

FITS, DOES_NOT_FIT = 0, 4
"""Exit statuses of verify."""


def evidence(  # noqa: PLR0913 - each is an option of the command
    given: Given,
    folder: Path,
    *,
    since: int | None,
    query: "Query | None" = None,
    redact: Collection[str] = (),
    rules: Path | None = None,
) -> None:
    """Make a bundle of what a filter lets through, and say what is in it.

    `rules` is a file that changes the built-in rules. Raises RulesError; OutputError if the folder
    is there already or cannot be written; SourceError where a file cannot be read, or when all is
    written if one could be read in part only.
    """
    check_free(folder)
    marks, evaluation = Marks.kept(), Evaluation(read_rules(rules))
    now = time.time_ns()
    with whole(given, "export", since=since) as log, readable_twice(log.files) as files:
        streamed = {
            spool: STREAMED
            for path, spool in zip(log.files, files, strict=True)
            if path == STANDARD_INPUT
        }
        choice, redaction = _choice(files, query, now), None
        if redact:
            logs = [LogFile(number, file) for number, file in enumerate(files)]
            redaction = Redaction.of(redact, logs, choice)
        bundle = make(
            Request(
                files=files,
                folder=folder,
                made=made_at(now),
                choice=choice,
                rules=evaluation,
                told_rules=BUILT_IN if rules is None else f"{BUILT_IN}, and those of {rules}",
                marks=marks,
                filter=None if query is None else query.text,
                redaction=redaction,
                foreign={**log.foreign, **streamed},
            )
        )
        with printing():
            print(bundle.said(folder))
        if query is not None and query.timed_out:
            complain(TIMED_OUT)
        # What is missing of a stream is known to the log, and stands in the bundle.
        broken = () if log.broken else bundle.broken
        conclude(log, [*broken, *filter(None, (marks.take_problem(),))])


def _choice(files: Sequence[Path], query: "Query | None", now: int) -> Choice:
    """All events, or those of the sessions that a filter lets through."""
    if query is None:
        return Choice()
    with without_collection():
        table, _ = whole_table(files, transfers=query.needs_transfers)
    matching = compress(table.sessions, query.matches_each([*table.sessions.values()], now))
    return Choice(
        frozenset(matching), "all desktop events of the sessions that the filter lets through"
    )


def verify(folder: Path, given: Given, *, logs: bool) -> int:
    """Print how each part of a bundle stands, and whether all fits; returns the exit status.

    Raises SourceError for a folder that is no bundle, and for paths at which there is no log.
    """
    fits = True
    with originals(given) as streamed:
        files = list(streamed) if isinstance(given, Stream) else locate(given) if given else []
        needed = logs or bool(given)
        try:
            for finding in findings(folder, files, logs_needed=needed, streamed=streamed):
                fits = fits and finding.verdict.fits
                with printing():
                    print(finding)
        except NoBundleError as error:
            raise SourceError(str(error)) from error
    with printing():
        print("all of it fits" if fits else "something does not fit")
    return FITS if fits else DOES_NOT_FIT
