"""The commands without a screen, which import nothing of Textual: summary, tail, export."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.live.monitor import Monitor
from tui.past.reading import without_collection
from tui.past.whole import whole_table
from tui.printing.tail import TIMED_OUT, Tail
from tui.source.follow import Follow
from tui.source.locate import SourceError
from tui.source.log import Log
from tui.system.output import complain, printing, when_reader_goes
from tui.system.usage import UsageError

if TYPE_CHECKING:
    from tui.export.selection import Selection
    from tui.query import Query

from tui.commands.logs import Given, Stream, conclude, whole
from tui.commands.opening import check_followed, followed


def summary(
    given: Given,
    *,
    as_json: bool,
    transfers: bool,
    since: int | None,
    query: "Query | None" = None,
) -> None:
    """Print all numbers of a log, or those of the sessions that a filter lets through.

    SourceError after that if a file of it is not whole.
    """
    with whole(given, "summary", since=since) as log:
        with without_collection():
            kept = transfers or (query is not None and query.needs_transfers)
            table, broken = whole_table(log.files, transfers=kept)
            table.other_events += log.others
            if query is not None:
                from tui.query import narrowed

                table = narrowed(table, query, time.time_ns())
                if query.timed_out:
                    complain(TIMED_OUT)
        with printing():  # the numbers stand before what is said of them
            if as_json:
                from tui.audit.summary import summarise, to_json

                print(to_json(summarise(table, transfers=transfers)))
            else:
                from tui.printing.report import report

                colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
                print(report(table, transfers=transfers, colour=colour))
        conclude(log, broken)


def tail(  # noqa: PLR0913 - each is an option of the command
    given: Given,
    *,
    as_json: bool,
    from_end: bool,
    since: int | None,
    wait: bool,
    query: "Query | None" = None,
) -> None:
    """Print each desktop event as it arrives, if a filter lets it through, until interrupted.

    SourceError if standard input, where nothing else is followed, could not be read to its end.
    """
    out = sys.stdout.buffer
    with _tailed(given, from_end=from_end, since=since, wait=wait) as monitor:
        printed = Tail(monitor, query, as_json)
        when_reader_goes(monitor.stop)
        for arrivals in monitor.arrivals():
            with printing():
                # At once: where standard output is not buffered, each line would be a call.
                out.write(b"".join(line + b"\n" for line in printed.lines(arrivals)))
            printed.say()
        last = monitor.picture()
        if last.ended and last.problem:
            raise SourceError(last.problem)


@contextmanager
def _tailed(given: Given, *, from_end: bool, since: int | None, wait: bool) -> Iterator[Monitor]:
    """A monitor of what arrives, with what is there already in the order in which it came."""
    if isinstance(given, Stream):
        from tui.commands.fleet import ALL, followed_stream
        from tui.fleet.shippers import Shippers

        with followed_stream(
            *(given.address, given.access, Shippers(str(given.address))),
            name="desktail tail",
            from_end=from_end,
            since=since,
            now=ALL,
            wait=wait,
        ) as arriving:
            yield Monitor(arriving, watch=arriving.waiting)
        return
    awaited = check_followed(given, wait=wait)
    follow = Follow(given, from_end=from_end, awaited=awaited, since=since)
    with followed(follow, 0) as monitor:
        yield monitor


def export(
    given: Given,
    selection: "Selection",
    *,
    since: int | None,
    output: Path | None,
    force: bool,
) -> None:
    """Write what a log says to a file, or to standard output (None).

    Marks are those that this user has: without a log all of them. Raises UsageError where one is
    missing; OutputError, also if the file is there already and `force` does not replace it.
    """
    from tui.export.files import export_files
    from tui.export.records import What

    of_marks = selection.what is What.MARKS
    if not given and not (of_marks and selection.keep_session is None):
        raise UsageError("export: a PATH is needed; without one there are only all marks")
    problem = ""
    if of_marks:
        from tui.marks.store import Marks

        marks = Marks.kept()
        selection, problem = replace(selection, marks=tuple(marks)), marks.take_problem()
    nothing = nullcontext(Log(()))
    with whole(given, "export", since=since) if given else nothing as log:
        with printing():
            told, broken = export_files(
                log.files, selection, output, replace=force, foreign=log.foreign
            )
            print(told, end="\n" if told else "")
        conclude(log, [*broken, *filter(None, (problem,))])
