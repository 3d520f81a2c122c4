"""The logs of a torture's Auth servers: who writes to them, and how they are rotated.

No rotation destroys anything: whatever was written stays in some file, as it does for a day where
administrators keep what they rotate. Nothing is written between a copy and its truncation.
"""

import os
import random
import shutil
import subprocess
import sys
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.torture.writer import audit_line

WRITERS = 3
CALM = 100
"""Pieces that a writer is asked for when it is asked for some."""


class FleetWriter:
    """A writer in its own process; it writes while one does something else."""

    def __init__(self, seed: int, logs: list[Path]) -> None:
        self.lines = 0
        self._busy = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.fleet_writer", str(seed), *map(str, logs)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def begin(self, count: int) -> None:
        """Have it write so many pieces, once it has written those before."""
        assert self._process.stdin is not None
        self.rest()
        self._process.stdin.write(b"%d\n" % count)
        self._process.stdin.flush()
        self._busy = True

    def rest(self) -> None:
        """Return when it has written all that it was asked for."""
        assert self._process.stdout is not None
        if self._busy:
            done, _, count = self._process.stdout.readline().partition(b" ")
            assert done == b"done", "a writer died"
            self.lines += int(count)
            self._busy = False

    def let_go(self) -> None:
        """Have it ask its paths anew before it writes on."""
        self.begin(0)
        self.rest()

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.communicate()


class Hosts:
    """Four logs: one that logrotate rotates, one behind a link, two of servers in one folder.

    Their dates begin tomorrow: no file may be older by its name than by when it was written.

    `auth1` has the first two. `auth2` and `auth3` both see the folder that they share, as by NFS.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self._random = random.Random(f"hosts/{seed}")
        self._folder, self._names = folder, 0
        self._day = dict.fromkeys(range(3), datetime.now(UTC).date())
        self.rotations: Counter[str] = Counter()
        self.beginnings = 0
        self.plain = folder / "auth1" / "audit.log"
        self.linked = folder / "auth1" / "log"
        self.shared = folder / "shared" / "log"
        self._new_file(self.plain)
        servers = [str(uuid.UUID(int=self._random.getrandbits(128), version=4)) for _ in range(3)]
        self._dated = [
            (self.linked / servers[0], self.linked / "events.log"),
            (self.shared / servers[1], folder / "to2"),
            (self.shared / servers[2], folder / "to3"),
        ]
        for number in range(len(self._dated)):
            self._lead(number)
        logs = [self.plain, *(link for _, link in self._dated)]
        self._writers = [FleetWriter(seed * WRITERS + number, logs) for number in range(WRITERS)]

    @property
    def files(self) -> list[Path]:
        """All files in which something was written, in log order: by date, and what has none by
        when it began.
        """
        dated = [file for folder, _ in self._dated for file in folder.iterdir()]
        plain = [file for file in self.plain.parent.iterdir() if file.is_file()]
        plain.sort(key=lambda file: int(file.name.split(".")[2]) if file != self.plain else 1 << 30)
        return [*sorted(dated, key=lambda file: (file.name, file.parent)), *plain]

    @property
    def lines(self) -> int:
        """How many lines were written, of the writers those that they have told of."""
        return self.beginnings + sum(writer.lines for writer in self._writers)

    def write(self) -> None:
        """Have everyone write something more, while one does something else."""
        for writer in self._writers:
            writer.begin(self._random.choice((1, 10, CALM)))

    def rotate(self) -> str:
        """Rotate one of the logs in one way; returns which."""
        way = self._random.choice(
            (self._rename, self._rename, self._truncate, self._compress, self._midnight)
        )
        way()
        name = way.__name__.removeprefix("_")
        self.rotations[name] += 1
        return name

    def rest(self) -> None:
        """Return when nobody writes any more."""
        for writer in self._writers:
            writer.rest()

    def end(self) -> None:
        """End the writers."""
        for writer in self._writers:
            writer.end()

    # -- rotations ---------------------------------------------------------------------

    def _rename(self) -> None:
        """Another name for the old file, and a new one in its place."""
        new = self._new_file(self.plain.with_name("new.part"))
        self.plain.rename(self._rotated())
        new.rename(self.plain)

    def _truncate(self) -> None:
        """Copied and cut, as logrotate's copytruncate does."""
        self.rest()
        shutil.copy(self.plain, self._rotated())
        os.truncate(self.plain, 0)
        with self.plain.open("ab") as file:
            file.write(self._beginning())

    def _compress(self) -> None:
        """Renamed, and an archive of it when nobody writes to it any more."""
        old = self._rotated()
        new = self._new_file(self.plain.with_name("new.part"))
        self.plain.rename(old)
        new.rename(self.plain)
        for writer in self._writers:
            writer.let_go()
        subprocess.run([shutil.which("gzip") or "gzip", old], check=True)

    def _midnight(self) -> None:
        """A new dated file for one server, and its link to it."""
        self._lead(self._random.randrange(len(self._dated)))

    def _lead(self, number: int) -> None:
        folder, link = self._dated[number]
        self._day[number] += timedelta(days=1)
        new = self._new_file(folder / f"{self._day[number]}.00:00:00.log")
        away = self._folder / "link"
        away.symlink_to(new)
        away.replace(link)

    def _rotated(self) -> Path:
        self._names += 1
        return self.plain.with_name(f"{self.plain.name}.{self._names}")

    def _new_file(self, path: Path) -> Path:
        """A file with a line in it, which no other file begins with."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(self._beginning())
        return part.rename(path)

    def _beginning(self) -> bytes:
        self.beginnings += 1
        return audit_line("new", self.beginnings)
