"""The command that asks the rules of a log, once or for as long as it is written."""

import signal
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Event as Flag

from tui.commands.logs import Given, Stream, conclude, whole
from tui.commands.opening import check_followed, spooled
from tui.past.reading import without_collection
from tui.printing.checking import Check
from tui.rules import Evaluation, Rule
from tui.rules.kept import Kept
from tui.source.follow import Follow
from tui.source.locate import SourceError
from tui.system.output import complain, when_reader_goes


def check(given: Given, rules: Sequence[Rule], *, as_json: bool, since: int | None) -> bool:
    """Print each alert of a log; whether there was any.

    SourceError after that if a file of it is not whole.
    """
    told = Check(Evaluation(rules), as_json)
    with whole(given, "check", since=since) as log:
        with without_collection():
            broken = told.files(log.files, log.foreign)
        conclude(log, broken)
    return told.told > 0


def check_on(
    given: Given, rules: Sequence[Rule], *, as_json: bool, since: int | None, wait: bool
) -> bool:
    """Print each alert that no run before has told, until all has come or SIGTERM says so.

    Returns whether there was any, where all has come. SourceError if standard input, where nothing
    else is followed, could not be read to its end.
    """
    stop = Flag()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: stop.set())
    when_reader_goes(stop.set)
    told = Check(Evaluation(rules), as_json, Kept.of_user())
    if isinstance(given, Stream):
        _follow_stream(given, told, stop, since=since, wait=wait)
    else:
        _follow_files(given, told, stop, since=since, wait=wait)
    return told.told > 0 and not stop.is_set()


def _follow_files(
    paths: Sequence[Path], told: Check, stop: Flag, *, since: int | None, wait: bool
) -> None:
    awaited = check_followed(paths, wait=wait)
    complete = Flag()
    problems: list[str] = []

    def ended(problem: str) -> None:
        problems.append(problem)
        complete.set()

    def report(problem: str) -> None:
        if problem:
            complain(problem)

    follow = Follow(paths, awaited=awaited, since=since)
    with spooled(follow, 0) as (there, begin), closing(there):
        begin(ended, report)
        told.follow(there, stop, complete)
    if any(problems):
        raise SourceError(problems[0])


def _follow_stream(
    stream: Stream, told: Check, stop: Flag, *, since: int | None, wait: bool
) -> None:
    from tui.commands.fleet import ALL, followed_stream
    from tui.fleet.shippers import Shippers
    from tui.fleet.words import FleetError
    from tui.rules.silence import silent

    shippers = Shippers(str(stream.address))
    try:
        with followed_stream(
            *(stream.address, stream.access, shippers),
            name="desktail check",
            since=since,
            now=ALL,
            wait=wait,
            stop=stop,
        ) as follow:
            told.follow(
                *(follow, stop, Flag()),
                watch=follow.waiting,
                beside=lambda: silent(shippers.picture()),
            )
    except FleetError:
        if not stop.is_set():  # it was waited for no longer
            raise
