"""What is left behind by an error that nobody foresaw: a report, and a line that says where.

A report holds nothing of the log: of an error its kind and its way through the code, not what it
says, which may quote a line.
"""

import os
import platform
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from traceback import StackSummary, extract_tb

from tui import __version__
from tui.system.state import make_folder, state_folder

VARIABLES = ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_ALL", "NO_COLOR", "TMUX", "STY")
"""What a terminal is told by; of the last two only whether they are there."""


def told(error: BaseException) -> str:
    """Write a report; the line that says what happened, and where the report is."""
    stack = extract_tb(error.__traceback__)
    place = f" at {Path(stack[-1].filename).name}:{stack[-1].lineno}" if stack else ""
    what = f"this should not happen: {_kind(error)}{place}"
    try:
        return f"{what}; the report, without any line of the log, is {_written(error)}"
    except OSError as fault:
        return f"{what}; no report could be written: {fault}"


def _written(error: BaseException) -> Path:
    """Where the report is: in the platform's folder for such things, for its user alone."""
    folder = state_folder()
    make_folder(folder)
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    path = folder / f"crash-{moment}-{os.getpid()}.txt"
    report = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(report, "w", encoding="utf-8") as file:  # noqa: PTH123 - it is open
        file.write(f"desktail {__version__}, {moment}\n")
        file.writelines(f"{line}\n" for line in _surroundings())
        file.writelines(_way(error))
    return path


def _surroundings() -> Iterator[str]:
    yield f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}"
    yield ", ".join(f"{name} {version(name)}" for name in ("textual", "rich", "msgspec", "orjson"))
    try:
        columns, rows = os.get_terminal_size(1)
    except OSError:
        yield "no terminal"
    else:
        yield f"terminal of {columns}x{rows}"
    for name in VARIABLES:
        if name in os.environ:
            yield f"{name}={os.environ[name] if name not in VARIABLES[-2:] else '…'}"


def _way(error: BaseException) -> Iterator[str]:
    """The way of an error through the code, before it those from which it came."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _way(before)
        yield "\nand from that, or while it was handled\n"
    yield f"\n{_kind(error)}\n"
    yield from StackSummary.format(extract_tb(error.__traceback__))
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _way(one)


def _kind(error: BaseException) -> str:
    return type(error).__qualname__
