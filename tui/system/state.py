"""The state folder: what desktail remembers from one run to the next, for its user alone.

State is JSON lines, which several desktails at once only ever add to. What cannot be read of a
file is passed over and counted; nothing that is wrong with it ends the program.
"""

import fcntl
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from platformdirs import user_state_path

MOST = 10_000
"""Records of one kind that are kept."""
MOST_BYTES = 64 << 20
"""Bytes of a file that are read, its last: ten thousand records are a tenth of that."""
SLACK = 1_000
"""Lines beyond twice its records from which on a file is written anew."""

Record = dict[str, Any]
"""What a line of a file holds: an object with an `id`."""


def state_folder() -> Path:
    """Where the platform has such things kept; made, for its user alone, by who writes there."""
    return user_state_path("desktail", appauthor=False)


def make_folder(folder: Path) -> None:
    """Have a folder for its user alone, if there is none. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_whole(path: Path, data: bytes, *, durably: bool = True) -> None:
    """Have a file hold just this: all of it or, whatever happens, what it held. Raises OSError.

    If not `durably`, a power failure can leave it empty: to wait for a disk takes some 5 ms.
    """
    make_folder(path.parent)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - it is open
            file.write(data)
            file.flush()
            if durably:
                os.fsync(descriptor)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise


def append(path: Path, line: bytes) -> None:
    """Add a line (without its end) to a file, by one write.

    Behind a line that was torn it begins a new one. Raises OSError.
    """
    make_folder(path.parent)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        data = b"\n" * torn + line + b"\n"
        if os.write(descriptor, data) < len(data):
            raise OSError(None, "there is no room for all of a line", str(path))
    finally:
        os.close(descriptor)


class Reading(NamedTuple):
    """Records of a file, how many lines held none, which file it was, and up to where it was read:
    an unfinished last line is left for the next reading.
    """

    records: list[Record]
    passed_over: int
    inode: int
    end: int


def read_records(path: Path, begin: int = 0, inode: int = 0) -> Reading:
    """The records in a file from a byte on, if it is still that file; else all of them.

    A file that is not there has none. Raises OSError where it is none, or cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would have one wait
    except (FileNotFoundError, NotADirectoryError):
        return Reading([], 0, 0, 0)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - it is open
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(None, "is no file", str(path))
        if found.st_ino != inode or found.st_size < begin:
            begin = max(0, found.st_size - MOST_BYTES)
        file.seek(begin)
        data = file.read(MOST_BYTES)
    whole = data[: data.rfind(b"\n") + 1]
    lines = [line for line in whole.split(b"\n") if line.strip()]
    records = [record for record in map(_record, lines) if record is not None]
    return Reading(records, len(lines) - len(records), found.st_ino, begin + len(whole))


def _record(line: bytes) -> Record | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and isinstance(value.get("id"), str) else None


class Journal:
    """Records by their `id`, in the order in which they were first put.

    Of several with one id the last holds; one whose `removed` is true takes that id away. The
    file is shared with other desktails, whose records come with `refresh`. Without a path, and
    where it cannot be written, records are kept as long as the program runs. Past `most` records
    the oldest go. What `is_kept` says no to is passed over, as if it could not be read.
    """

    def __init__(
        self,
        path: Path | None,
        most: int = MOST,
        is_kept: Callable[[Record], bool] = lambda _: True,
    ) -> None:
        self.records: dict[str, Record] = {}
        self.passed_over = 0
        """Lines of the file that hold no record."""
        self._path = path
        self._most = most
        self._is_kept = is_kept
        self._fault = ""
        self._said: set[str] = set()
        self._inode = self._end = self._lines = 0
        self._seen: tuple[int, int, int] | None = None
        self._unwritten: list[Record] = []
        self.refresh()

    def take_problem(self) -> str:
        """What is wrong with the file, in one line; empty if nothing is, or if that was said."""
        over = self.passed_over
        lines = f"{over:,} line{'s'[: over != 1]}"
        told = f"{self._path}: what cannot be read is passed over: {lines}" if over else ""
        problem = self._fault or told
        if problem in self._said:
            return ""
        self._said.add(problem)
        return problem

    def refresh(self) -> bool:
        """Take what was written meanwhile, by whomever; whether there was anything."""
        if self._path is None:
            return False
        try:
            seen = _state_of(self._path)
            if seen == self._seen:
                return False
            self._seen = seen
            return self._read(self._path)
        except OSError as error:
            self._fault = f"{self._path}: cannot be read: {error.strerror or error}"
            return False

    def put(self, *records: Record) -> None:
        """Keep records, in the place of those with their ids."""
        if self._path is None:
            self._take(records)
            return
        self._unwritten += records
        try:
            with _locked(self._path):
                for record in self._unwritten:
                    append(self._path, json.dumps(record).encode())
                self._unwritten = []
                self._read(self._path)
                if self._lines > 2 * len(self.records) + SLACK:
                    self._write_anew(self._path)
            self._fault = ""
        except OSError as error:
            told = f"{self._path}: cannot be written: {error.strerror or error}"
            self._fault = f"{told}; what is new is kept until the end only"
            self._take(self._unwritten)

    def remove(self, *ids: str) -> None:
        """Keep the records with these ids no more."""
        self.put(*({"id": name, "removed": True} for name in ids))

    def _read(self, path: Path) -> bool:
        reading = read_records(path, self._end, self._inode)
        anew = reading.inode != self._inode or reading.end < self._end
        if anew:
            self.records, self.passed_over, self._lines = {}, 0, 0
        self._inode, self._end = reading.inode, reading.end
        self.passed_over += reading.passed_over
        self._lines += len(reading.records) + reading.passed_over
        self._take(reading.records)
        self._take(self._unwritten)
        return anew or bool(reading.records)

    def _take(self, records: Iterable[Record]) -> None:
        for record in records:
            if record.get("removed") is True:
                self.records.pop(record["id"], None)
            elif self._is_kept(record):
                self.records[record["id"]] = record
            else:
                self.passed_over += 1
        for name in list(self.records)[: max(0, len(self.records) - self._most)]:
            del self.records[name]

    def _write_anew(self, path: Path) -> None:
        lines = [json.dumps(record).encode() + b"\n" for record in self.records.values()]
        write_whole(path, b"".join(lines))
        self._inode, self._end = path.stat().st_ino, sum(map(len, lines))
        self._lines, self.passed_over = len(lines), 0


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Within, no other desktail adds to a file or writes it anew."""
    make_folder(path.parent)
    lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _state_of(path: Path) -> tuple[int, int, int] | None:
    """What differs once a file has been written; None while it is not there."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
