"""A folder that is there whole or not at all, and of each file in it what it is known by."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Protocol

from tui.evidence.manifest import FileRecord
from tui.system.output import OutputError
from tui.words.text import visible

FILE, FOLDER = 0o600, 0o700
"""Rights: for who made it alone, whatever the umask says."""


class Digest(Protocol):
    """A sum that grows."""

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""

    def hexdigest(self) -> str:
        """The sum of all so far, in hexadecimal digits."""


@dataclass(slots=True)
class Written:
    """A file that is being written, its size and SHA-256 so far."""

    file: BinaryIO
    size: int = 0
    _digest: Digest = field(default_factory=sha256)

    def write(self, data: bytes) -> None:
        """Write some bytes behind the others."""
        self.file.write(data)
        self.size += len(data)
        self._digest.update(data)

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was written, in hexadecimal digits."""
        return self._digest.hexdigest()


@dataclass(slots=True)
class Folder:
    """A folder that is being filled, and the `files` that are whole by now."""

    root: Path
    files: list[FileRecord] = field(default_factory=list)

    @contextmanager
    def file(self, name: str) -> Iterator[Written]:
        """A new file (0600), to be written within. Raises OSError."""
        path = self.root / name
        if path.parent != self.root and not path.parent.exists():
            path.parent.mkdir()
            path.parent.chmod(FOLDER)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE)
        os.fchmod(descriptor, FILE)
        with os.fdopen(descriptor, "wb") as file:
            written = Written(file)
            yield written
            file.flush()
            os.fsync(descriptor)
        self.files.append(FileRecord(name, written.size, written.sha256))


@contextmanager
def new_folder(path: Path) -> Iterator[Folder]:
    """A folder to be filled within, and there at `path` (0700) when that has gone well.

    Nothing is left of it otherwise. Raises OutputError if something is there, at the beginning or
    by the end, or it cannot be written; an OSError that is raised within counts as such.
    """
    try:
        check_free(path)
        made = Path(tempfile.mkdtemp(prefix=f".{path.name}.partial-", dir=path.parent))
        try:
            made.chmod(FOLDER)
            yield Folder(made)
            _put(made, path)
        finally:
            shutil.rmtree(made, ignore_errors=True)  # unless it bears the other name
    except OSError as error:
        raise OutputError(
            f"{visible(str(path))}: cannot be written: {error.strerror or error}"
        ) from error


def check_free(path: Path) -> None:
    """Raise OutputError if something is there already, be it a link that leads nowhere."""
    if os.path.lexists(path):
        raise _there_already(path)


def _there_already(path: Path) -> OutputError:
    return OutputError(
        f"{visible(str(path))}: is there already; evidence is never replaced, choose another name"
    )


def _put(made: Path, path: Path) -> None:
    """Give a folder its name, which must be free: an empty one holds the place for it."""
    try:
        path.mkdir(FOLDER)
    except FileExistsError as error:
        raise _there_already(path) from error
    try:
        made.rename(path)
    except OSError:
        path.rmdir()
        raise
