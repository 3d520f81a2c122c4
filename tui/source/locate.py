"""Which files a path stands for, in the layouts that Teleport writes.

A file stands for itself. A folder is Teleport's data directory, its `log` folder, one Auth
server's folder in it, or the folder of an `audit_events_uri`: it stands for the dated files in
it and in the folders just below it, compressed or not, or for the `events.log` where there are
none.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from tui.audit.rfc3339 import format_time, parse_time
from tui.source.archive import beginning

DEFAULT_PATH = Path("/var/lib/teleport/log")
STANDARD_INPUT = Path("/dev/stdin")
"""What `-` on the command line stands for."""
LINK = "events.log"
SAMPLE = 1 << 20
"""Bytes of a file's (decoded) beginning in which a log must show that it is one."""

_SERVER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
"""Teleport names an Auth server's folder after its UUID."""
_DATED = re.compile(r"(\d{4}-\d\d-\d\d\.\d\d:\d\d:\d\d\.log)(?:\.gz|\.zst)?", re.ASCII)
"""A day's file, whose first group is the name that Teleport gave it before it was compressed."""


class SourceError(Exception):
    """A path that no log can be read from: one line that names it and says what to do."""


class MissingError(SourceError):
    """A path at which there is no log, but may be one later."""


def locate(paths: Iterable[Path], since: int | None = None) -> list[Path]:
    """The files that paths stand for, in log order, each file once.

    Log order: paths as they are given; in a folder by date, then by Auth server. With `since`
    (nanoseconds) only those of a folder that can have lines from then on. Raises SourceError
    for a path that is missing, cannot be read, or holds no log.
    """
    found: dict[tuple[int, int], Path] = {}
    for path in paths:
        before = [] if since is None or is_folder(path) else files_before(path, since)
        for file in (*before, *_files(path, since)):
            status = checked_stat(file)
            found.setdefault((status.st_dev, status.st_ino), file)
    return list(found.values())


def folder_files(folder: Path, since: int | None = None) -> list[Path]:
    """The log files of a folder, by date, then by Auth server; none if it holds none.

    With `since` (nanoseconds) those that can have lines from then on. Folders that cannot be
    listed are passed over: they are for the caller to report.
    """
    places = log_folders(folder)
    dated = [file for place in places for file in _dated(place)]
    if dated:
        return _since(sorted(dated, key=lambda file: (file.name, file.parent)), since)
    link = places[0] / LINK
    return [link] if _is_file(link) else []


def files_before(link: Path, since: int | None) -> list[Path]:
    """The dated files that lie beside the one that a link leads to, older and not before `since`.

    They hold the beginnings of sessions that began before midnight.
    """
    target = Path(os.path.realpath(link))
    if not _DATED.fullmatch(target.name) or not os.path.islink(link):  # noqa: PTH114 - never raises
        return []
    kept = _since([file for file in _dated(target.parent) if file.name <= target.name], since)
    return [file for file in kept if file.name != target.name]


def day_of(path: Path) -> int | None:
    """The beginning of the day (nanoseconds) that a path's name says; None if it is of no day."""
    return parse_time(f"{path.name[:10]}T00:00:00Z") if _DATED.fullmatch(path.name) else None


def _dated(folder: Path) -> list[Path]:
    """The dated files in a folder by date; each once, and as it was written where it still is."""
    days: dict[str, Path] = {}
    for file in sorted(_listed(folder), key=lambda file: file.name):
        if dated := _DATED.fullmatch(file.name):
            days.setdefault(dated[1], file)
    return list(days.values())


def _since(files: list[Path], since: int | None) -> list[Path]:
    """The dated files that can have lines from a moment on, and each folder's newest."""
    if since is None:
        return files
    day = format_time(since)[:10]
    newest = {file.parent: file for file in files}
    return [
        file
        for file in files
        if not _DATED.fullmatch(file.name) or file.name[:10] >= day or newest[file.parent] == file
    ]


def log_folders(folder: Path) -> list[Path]:
    """The folders in which a log file of this folder can appear, the one with the link first."""
    log = folder / "log"
    folder = log if is_folder(log) else folder
    return [folder, *_subfolders(folder)]


def watched(paths: Iterable[Path]) -> frozenset[Path]:
    """The folders in which files of some paths appear, those of what links lead to among them."""
    wanted: set[Path] = set()
    for path in paths:
        if is_folder(path):
            wanted.update(log_folders(path))
        else:
            # `Path.resolve` raises where links lead in a circle.
            wanted.update((path.parent, Path(os.path.realpath(path)).parent))
    return frozenset(wanted)


def check_listed(folder: Path) -> None:
    """Raise SourceError if a folder of logs, or an Auth server's in it, cannot be listed.

    A log without the lines of one Auth server would look whole, and be wrong.
    """
    log, *below = log_folders(folder)
    for place in (log, *(place for place in below if _SERVER.fullmatch(place.name))):
        try:
            check_open(place)
        except OSError as error:
            raise source_error(place, error) from error


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; no if one may not know (where `Path.is_dir` raises)."""
    try:
        return path.is_dir()
    except OSError:
        return False


def check_open(folder: Path) -> None:
    """Raise OSError if a folder cannot be listed, or what is in it cannot be reached."""
    with os.scandir(f"{folder}/."):  # the dot needs the right to pass through the folder
        return


def checked_stat(path: Path) -> os.stat_result:
    """The status of a path, or a SourceError that says what is wrong with it."""
    try:
        return path.stat()
    except OSError as error:
        raise source_error(path, error) from error


def source_error(path: Path, error: OSError) -> SourceError:
    """What stands in the way of reading a path, in words."""
    if isinstance(error, FileNotFoundError):
        return MissingError(f"{path}: no such file or folder; give the path of an audit log")
    if isinstance(error, PermissionError):
        return SourceError(f"{path}: no permission to read; run as a user who may (often root)")
    return SourceError(f"{path}: cannot be read: {error.strerror or error}")


def check_is_log(path: Path) -> None:
    """Raise SourceError if a file plainly is no audit log; an empty one can become one.

    One line of text that holds the beginning of a JSON object speaks for a log, so that a log
    with damaged lines is still read and its damage counted.
    """
    try:
        with path.open("rb") as file:
            sample = beginning(file, SAMPLE)
    except OSError as error:
        raise source_error(path, error) from error
    if not sample.strip(b" \t\r\n"):
        return
    if not any(b'{"' in line and _is_text(line) for line in sample.split(b"\n")):
        raise SourceError(
            f"{path}: not an audit log (no line of JSON in it); give Teleport's events.log, "
            "one of its dated files, or their folder"
        )


def _is_text(line: bytes) -> bool:
    if b"\0" in line:  # a program's texts are ASCII between zeros
        return False
    try:
        line.decode()
    except UnicodeDecodeError as error:
        # The sample can end within a character.
        return error.start >= len(line) - 3
    return True


def _files(path: Path, since: int | None) -> list[Path]:
    status = checked_stat(path)
    if path == STANDARD_INPUT:
        return [path]
    if not stat.S_ISDIR(status.st_mode):
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(f"{path}: no regular file; give a log file, or a folder of logs")
        return [path]
    check_listed(path)
    files = folder_files(path, since)
    if not files:
        raise MissingError(
            f"{path}: no audit log in this folder; give a folder with Teleport's dated files "
            f"(YYYY-MM-DD.00:00:00.log) or {LINK}, or a file"
        )
    return files


def _listed(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            yield from (Path(entry.path) for entry in entries)
    except OSError:
        return


def _subfolders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            # The listing itself says which are folders: no file of a thousand is asked.
            return sorted(
                Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)
            )
    except OSError:
        return []


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
