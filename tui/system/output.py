"""The standard streams, and standard output that cannot be written."""

import os
import select
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread


class OutputError(Exception):
    """Standard output that cannot be written: one line that says why and what to do."""


@contextmanager
def printing() -> Iterator[None]:
    """Print within, and have it all out at the end; OutputError where that fails.

    A reader that has gone is none of those: BrokenPipeError stays what it is.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(
            f"standard output: cannot be written: {error.strerror or error}; "
            "make room, or write elsewhere"
        ) from error


def complain(what: str) -> None:
    """Say on stderr what went wrong; if nobody can be told, so be it."""
    with suppress(OSError):
        sys.stderr.write(f"desktail: {what}\n")


def give_up(*descriptors: int) -> None:
    """Let what could not be written to them go: at its end Python would try it again."""
    for descriptor in descriptors:
        os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def open_streams() -> None:
    """Put something in the place of each standard stream that was closed at the start.

    A log would be opened in its place otherwise. What is put there fails as a closed one would.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_WRONLY if descriptor == 0 else os.O_RDONLY)
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115 - lasts to the end
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115


def when_reader_goes(act: Callable[[], None]) -> None:
    """Have `act` called, in a thread of its own, when nobody reads standard output any more.

    Only a pipe is waited for; without this its end would be seen when the next line is written.
    """
    if not stat.S_ISFIFO(os.fstat(1).st_mode):
        return

    def wait() -> None:
        gone = select.poll()
        gone.register(1, 0)  # errors are told unasked
        gone.poll()
        act()

    Thread(target=wait, name="standard output", daemon=True).start()
