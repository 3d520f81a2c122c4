"""A file that is there whole or not at all, and never in the place of another unless asked."""

import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from tui.export.records import What
from tui.system.output import OutputError
from tui.words.text import plural, visible


class ExistsError(OutputError):
    """There is a file already, and nobody said that it may be replaced."""


@contextmanager
def new_file(
    path: Path, *, replace: bool = False, sources: Sequence[Path] = ()
) -> Iterator[BinaryIO]:
    """A file to be written within, and there at `path` (mode 0600) when that has gone well.

    Raises ExistsError if something is there, at the beginning or by the end, unless `replace`;
    OutputError if that is no plain file or one of the `sources`, or this one cannot be written.
    An OSError that is raised within counts as such.
    """
    try:
        _check(path, sources, replace=replace)
        descriptor, name = tempfile.mkstemp(prefix=".desktail-", dir=path.parent)
        written = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _check(path, sources, replace=replace)
            _put(written, path, replace=replace)
        finally:
            written.unlink(missing_ok=True)  # unless it bears the other name alone
        _sync(path.parent)
    except OSError as error:
        raise OutputError(
            f"{visible(str(path))}: cannot be written: {error.strerror or error}"
        ) from error


def said(what: What, count: int, path: Path) -> str:
    """What was written where: `12 sessions written to alice.csv`."""
    return f"{plural(count, what.one)} written to {visible(str(path))}"


def _check(path: Path, sources: Sequence[Path], *, replace: bool) -> None:
    """Raises OutputError if a file must not be put here."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(status.st_mode):
        raise OutputError(f"{visible(str(path))}: is no plain file; - is standard output")
    if any(os.path.samestat(status, source.stat()) for source in sources if source.exists()):
        raise OutputError(f"{visible(str(path))}: is the log itself; choose another name")
    if not replace:
        raise _there_already(path)


def _there_already(path: Path) -> ExistsError:
    return ExistsError(f"{visible(str(path))}: is there already; --force replaces it")


def _put(written: Path, path: Path, *, replace: bool) -> None:
    """Give a written file its name, which another can have got meanwhile."""
    try:
        if not replace and not _linked(written, path):
            path.touch(mode=0o600, exist_ok=False)  # who makes it may replace it
            replace = True
    except FileExistsError as error:
        raise _there_already(path) from error
    if replace:
        written.replace(path)


def _linked(written: Path, path: Path) -> bool:
    """Give a file a second name; False on a file system where it can have but one."""
    try:
        path.hardlink_to(written)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _sync(folder: Path) -> None:
    """Have the name itself on the disk, where folders can be synced."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
