"""What a shipper remembers: how far each origin is acknowledged, and what it is about to publish.

One file for each stream and host, in the state folder. Nothing is lost without it: what was shipped
is sent again then, and watchers take each line once.
"""

import fcntl
import os
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

import msgspec
from msgspec import Struct

from tui.fleet.wire import Count, Identity, origin_id, token
from tui.source.decoded import settled
from tui.source.file import HEAD, Source
from tui.source.locate import SourceError
from tui.source.resume import KEPT, Head, Mark
from tui.system.state import make_folder, state_folder, write_whole
from tui.words.text import visible

VERSION = 1
"""Of the file's form. One of another version is as one that is damaged."""
DURABLE = 1.0
"""Seconds between two times that the disk is waited for, which takes longer than a message: only a
power failure loses what was written since, and after one more is sent again than was needed."""
MOST_BYTES = 64 << 20
"""Bytes of a file that are read: a thousand origins take 300 KB."""


class Entry(Struct):
    """How far an origin is acknowledged, what was to be published, and where its file was.

    `left` counts the other events that were left out before `offset`. Up to `planned` a message may
    have been stored that is not acknowledged; `lost` are bytes of which it must still be said. The
    rest is as in `Mark`, the path quoted as in a URL; `seen` is when the file was met the last
    time, and `met` the first time (nanoseconds).
    """

    id: Identity
    path: str
    device: int
    inode: int
    head_length: Count = 0
    head: str = ""
    offset: Count = 0
    left: Count = 0
    planned: Count = 0
    lost: list[tuple[Count, Count]] = []
    size: Count = 0
    modified: int = 0
    ended: bool = False
    seen: int = 0
    met: int = 0

    def mark(self) -> Mark:
        """The same, for who looks for the file."""
        return Mark(
            id=self.id,
            path=Path(os.fsdecode(unquote_to_bytes(self.path))),
            device=self.device,
            inode=self.inode,
            head=Head(self.head_length, self.head),
            offset=self.offset,
            size=self.size,
            modified=self.modified,
            ended=self.ended,
            met=self.met,
        )

    def note(self, source: Source, now: int) -> None:
        """Take down where the file is by now, and how it is; of one let go of, how it was."""
        self.path = quote_from_bytes(os.fsencode(source.real), safe="/:")
        self.device, self.inode = source.device, source.inode
        if self.head_length < HEAD:
            self.head_length, self.head = Head.of(source.head[: source.cutter.offset])
        self.size = max(self.size, source.cutter.taken)
        # An archive was read to its end long before all of it is sent: the rest would be left out.
        self.ended = source.has_ended and self.offset >= source.cutter.taken
        with suppress(OSError):
            self.modified = source.status().st_mtime_ns
            self.seen = now


class _File(Struct):
    v: int
    entries: list[Entry]
    since: int | None = None


_FILE = msgspec.json.Decoder(_File)


@dataclass(slots=True)
class Checkpoint:
    """A shipper's entries by origin, and the file that holds them.

    `since` is the earliest moment from which on lines were ever asked for (None for all of
    time). `problem` says in a line what is wrong with the file.
    """

    path: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    since: int | None = None
    is_new: bool = True
    problem: str = ""
    _lock: int = -1
    _durable: float = -DURABLE

    @classmethod
    def open(cls, stream: str, host: str, folder: Path | None = None) -> "Checkpoint":
        """That of a stream and a host, for this process alone.

        Raises SourceError where another process has it, or the state folder cannot be written.
        """
        folder = folder or state_folder() / "ship"
        checkpoint = cls(folder / f"{stream}.{token(host)}.json")
        try:
            checkpoint._take_lock()
        except BlockingIOError as error:
            raise SourceError(
                f"{checkpoint.path}: another desktail ships for {token(host)} to {stream}; "
                "end that one, or give this one a --host of its own"
            ) from error
        except OSError as error:
            raise SourceError(
                f"{checkpoint.path}: cannot be written: {error.strerror or error}; "
                "set XDG_STATE_HOME to a folder with room"
            ) from error
        checkpoint._read()
        return checkpoint

    def save(self) -> None:
        """Write all entries, whole or not at all; what stands in the way is `problem`."""
        entries = list(self.entries.values())
        data = msgspec.json.encode(_File(VERSION, entries, self.since))
        durably = time.monotonic() - self._durable > DURABLE
        try:
            write_whole(self.path, data, durably=durably)
        except OSError as error:
            self.problem = (
                f"{self.path}: cannot be written: {error.strerror or error}; "
                "what is shipped from now on is sent again after a start"
            )
        else:
            self.problem = ""
            if durably:
                self._durable = time.monotonic()

    def meet(self, files: Iterable[Path]) -> None:
        """Remember that files are there, of which nothing is taken yet.

        So that they are found where rotation puts them, before the engine is there for the first
        time. Those that cannot be read are passed over.
        """
        now = time.time_ns()
        for file in files:
            with suppress(OSError), closing(settled(Source.open(0, file))) as source:
                first = source.first_bytes()
                source.head = first if len(first) == HEAD else first[: first.rfind(b"\n") + 1]
                source.cutter.offset = len(source.head)
                entry = Entry(origin_id(source.head, source.inode), "", 0, 0, met=now)
                entry.note(source, now)
                entry.ended, entry.size = False, 0
                self.entries.setdefault(entry.id, entry)
        self.save()

    def is_newest(self, entry: Entry) -> bool:
        """Whether no other file of the same folder was written later."""
        folder = entry.path.rpartition("/")[0]
        beside = [other for other in self.entries.values() if other.path.startswith(f"{folder}/")]
        return entry.modified >= max(other.modified for other in beside)

    def forget(self, now: int) -> None:
        """Drop the origins whose files were not met for long, but for what must still be said."""
        for entry in [*self.entries.values()]:
            if now - entry.seen > KEPT and not entry.lost:
                del self.entries[entry.id]

    def close(self) -> None:
        """Let others have it."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _take_lock(self) -> None:
        make_folder(self.path.parent)
        lock = self.path.with_suffix(".lock")
        self._lock = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.close()
            raise

    def _read(self) -> None:
        try:
            with self.path.open("rb") as file:
                found = _FILE.decode(file.read(MOST_BYTES))
        except FileNotFoundError:
            return
        except OSError as error:
            self.problem = self._again(error.strerror or str(error))
            return
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self.problem = self._again(str(error))
            return
        if found.v != VERSION:
            self.problem = self._again(f"it is of version {found.v}")
            return
        self.is_new, self.since = False, found.since
        self.entries = {entry.id: entry for entry in found.entries}

    def _again(self, why: str) -> str:
        return (
            f"{self.path}: cannot be read ({visible(why)}); all is sent again, which harms nothing"
        )
