"""The command that asks the rules of a log, once or for as long as it is written."""

import signal
from collections.abc import Sequence
from pathlib import Path
from threading import Event as Flag

from tui.checking import Check
from tui.commands.opening import check_followed, checked, spooled
from tui.output import complain, when_reader_goes
from tui.past.reading import without_collection
from tui.rules import Evaluation, Rule
from tui.rules.kept import Kept
from tui.source.follow import Follow
from tui.source.locate import SourceError


def check(
    paths: Sequence[Path], rules: Sequence[Rule], *, as_json: bool, since: int | None
) -> bool:
    """Print each alert of a log; whether there was any.

    SourceError after that if a file of it is not whole.
    """
    files = checked(paths, since=since)
    told = Check(Evaluation(rules), as_json)
    with without_collection():
        broken = told.files(files, {})
    if broken:
        raise SourceError("\ndesktail: ".join(broken))
    return told.told > 0


def check_on(
    paths: Sequence[Path], rules: Sequence[Rule], *, as_json: bool, since: int | None, wait: bool
) -> bool:
    """Print each alert that no run before has told, until all has come or SIGTERM says so.

    Returns whether there was any, where all has come. SourceError if standard input, where nothing
    else is followed, could not be read to its end.
    """
    awaited = check_followed(paths, wait=wait)
    stop, complete = Flag(), Flag()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: stop.set())
    when_reader_goes(stop.set)
    told = Check(Evaluation(rules), as_json, Kept.of_user())
    problems: list[str] = []

    def ended(problem: str) -> None:
        problems.append(problem)
        complete.set()

    def report(problem: str) -> None:
        if problem:
            complain(problem)

    follow = Follow(paths, awaited=awaited, since=since)
    with spooled(follow, 0) as (there, begin):
        begin(ended, report)
        told.follow(there, stop, complete)
    if any(problems):
        raise SourceError(problems[0])
    return told.told > 0 and not stop.is_set()
