"""What is done to a log while it is followed: rotations of every kind, path by path.

Only what a follower can keep up with is done: a link leads to a new file until the follower was in
it, because one that it led to between two looks is in no one's sight; a file is removed when all
of it was taken, and nothing is written between its copy and its truncation. Files that are renamed,
copied and compressed beside their path, and those of a folder, wait for nobody.
"""

import os
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import sleep

from tests.torture.processes import Follower, WriterProcess
from tests.torture.writer import audit_line


class Scenario:
    """One path that is followed, its writers, and what can be done to it."""

    pieces: tuple[bool, ...] = (True,)
    """A writer each: whether it writes in pieces, as only one alone on its file may."""

    def __init__(self, folder: Path, seed: str) -> None:
        folder.mkdir()
        self.folder = folder
        self.seed = seed
        self.random = random.Random(seed)
        self.rotations = self._names = 0
        self.path = self.begin()
        self.follower = Follower(self.path, folder)
        self.until_met()
        self.writers = [
            WriterProcess(log, folder / f"writer{number}", f"{seed}{number}", pieces=pieces)
            for number, (log, pieces) in enumerate(zip(self.logs(), self.pieces, strict=True))
        ]

    # -- for subclasses ----------------------------------------------------------------

    beginnings: list[bytes]
    """The first lines of all files that were made so far."""

    def begin(self) -> Path:
        """Make the first files; gives the path to follow."""
        raise NotImplementedError

    def logs(self) -> list[Path]:
        """What each writer opens."""
        return [self.path] * len(self.pieces)

    def kinds(self) -> list[Callable[[], None]]:
        """The rotations to choose from."""
        raise NotImplementedError

    # -- running -----------------------------------------------------------------------

    def step(self) -> None:
        """Have the writers write, and meanwhile do one thing."""
        for writer in self.writers:
            writer.begin(self.random.choice((1, 30, 1000)))
        sleep(self.random.choice((0.0, 0.0, 0.05, 0.3)))
        if self.random.random() < 0.1:
            self.follower.stand_still(self.random.uniform(0.0, 2.0))
        self.random.choice(self.kinds())()
        self.rotations += 1

    def written(self) -> Counter[bytes]:
        """All lines that were written, when every writer has done what it was asked for."""
        for writer in self.writers:
            writer.rest()
        records = (writer.record.read_bytes() for writer in self.writers)
        lines = [line for record in records for line in record.splitlines(keepends=True)]
        return Counter([*lines, *self.beginnings])

    def end(self) -> Counter[bytes]:
        """End the writers; gives all lines that were written."""
        written = self.written()
        for writer in self.writers:
            writer.end()
        return written

    # -- what rotations are made of ----------------------------------------------------

    def new_file(self, path: Path) -> Path:
        """Make a file with one line in it, by which it is seen that it was met."""
        line = audit_line("new", len(self.beginnings))
        self.beginnings.append(line)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(line)
        return path

    def until_met(self) -> None:
        """Return when the newest file was met."""
        assert self.follower.has_all(Counter(self.beginnings[-1:])), f"{self.seed}: never met"

    def truncate(self) -> None:
        """Copy the file and cut it, as logrotate's copytruncate does; nothing waits for it."""
        self.written()
        file = self.path.resolve()
        shutil.copy(file, self.rotated(file))
        os.truncate(file, 0)

    def rotated(self, file: Path) -> Path:
        """A name beside a file that none had before."""
        self._names += 1
        return file.with_name(f"{file.name}.{self._names}")


class PlainFile(Scenario):
    """The path of a file, which is renamed or removed."""

    def begin(self) -> Path:
        """One file."""
        self.beginnings = []
        return self.new_file(self.folder / "audit.log")

    def kinds(self) -> list[Callable[[], None]]:
        """What logrotate does, and people."""
        return [self.rename, self.rename_often, self.compress, self.remove, self.truncate]

    def rename(self) -> None:
        """Another name for the old file, and a new one in its place."""
        new = self.new_file(self.folder / "new")
        self.path.rename(self.rotated(self.path))
        sleep(self.random.choice((0.0, 0.0, 0.5)))
        new.rename(self.path)

    def rename_often(self) -> None:
        """The same several times, faster than anyone looks."""
        for _ in range(self.random.randint(2, 3)):
            self.rename()

    def compress(self) -> None:
        """A file that is no longer written to, with a new one in its place; then an archive."""
        old = self.rotated(self.path)
        new = self.new_file(self.folder / "new")
        self.path.rename(old)
        new.rename(self.path)
        # gzip takes what is there, and a writer holds a renamed file for a while.
        for writer in self.writers:
            writer.let_go()
        subprocess.run([shutil.which("gzip") or "gzip", old], check=True)

    def remove(self) -> None:
        """No file for a while, then a new one."""
        assert self.follower.has_all(self.written()), f"{self.seed}: lost before it was removed"
        self.path.unlink()
        sleep(self.random.choice((0.0, 0.0, 0.5)))
        self.new_file(self.folder / "new").rename(self.path)


class SharedFile(PlainFile):
    """The same with several writers, who write whole lines."""

    pieces = (False, False, False)


class Link(Scenario):
    """A link, which leads to one file after another."""

    def begin(self) -> Path:
        """A file, and a link to it elsewhere."""
        self.beginnings = []
        (self.folder / "log").mkdir()
        path = self.folder / "log" / "events.log"
        path.symlink_to(self.new_file(self.folder / "files" / "0"))
        return path

    def kinds(self) -> list[Callable[[], None]]:
        """What Teleport does, with its link's short absence made longer."""
        return [self.swap, self.away, self.back, self.truncate]

    def swap(self) -> None:
        """To a new file, in the folder of the old one or in another, in one step."""
        away = self.folder / "link"
        away.symlink_to(self._another())
        away.replace(self.path)
        self.until_met()

    def away(self) -> None:
        """Removed, and then made again to a new file."""
        self.path.unlink()
        new = self._another()
        sleep(self.random.choice((0.0, 0.2, 1.5)))
        self.path.symlink_to(new)
        self.until_met()

    def back(self) -> None:
        """Removed, and then made again to the same file, as Teleport does when it starts."""
        target = self.path.readlink()
        self.path.unlink()
        sleep(self.random.choice((0.0, 0.2, 1.5)))
        self.path.symlink_to(target)

    def _another(self) -> Path:
        count = len(self.beginnings)
        place = self.random.choice(("log", "files", f"files{count}"))
        return self.new_file(self.folder / place / str(count))


class Folder(Scenario):
    """A folder with dated files, one writer for each Auth server's folder in it."""

    pieces = (True, True, True)

    def begin(self) -> Path:
        """A file for each server; the writers find theirs by a link that is not followed."""
        self.beginnings = []
        self._day = date(2024, 1, 1)
        self._root = self.folder / "root"
        self._root.mkdir()
        for number in range(len(self.pieces)):
            self._lead(number, self._root)
        return self._root

    def logs(self) -> list[Path]:
        """The links."""
        return [self.folder / f"link{number}" for number in range(len(self.pieces))]

    def kinds(self) -> list[Callable[[], None]]:
        """What Teleport does."""
        return [self.midnight, self.midnight, self.new_server]

    def midnight(self) -> None:
        """A new dated file for one server, beside its old one."""
        number = self.random.randrange(len(self.pieces))
        self._lead(number, self.logs()[number].readlink().parent)

    def new_server(self) -> None:
        """A new folder with a dated file in it."""
        self._lead(
            self.random.randrange(len(self.pieces)), self._root / f"server{len(self.beginnings)}"
        )

    def _lead(self, number: int, folder: Path) -> None:
        self._day += timedelta(days=1)
        new = self.new_file(folder / f"{self._day}.00:00:00.log")
        link = self.folder / f"link{number}"
        link.unlink(missing_ok=True)
        link.symlink_to(new)


SCENARIOS: tuple[type[Scenario], ...] = (PlainFile, SharedFile, Link, Folder)
