"""A process that writes audit lines, as many as it is told to on stdin: `COUNT` for each burst.

It keeps its file open for a while after the path leads elsewhere, as Teleport does until midnight,
and can write its lines in pieces, cut anywhere, within a character too. What it wrote whole is in
its record, line by line; `done` on stdout ends each burst.
"""

import os
import random
import sys
import time
from pathlib import Path

HELD = 200
"""Lines at most until the path is asked anew."""
WORDS = "añejo/界面/\U0001f4be disc.bak"


def audit_line(name: str, number: int, room: int = 0) -> bytes:
    """A desktop event that no other line is equal to, from its beginning on."""
    text = f'{{"ei":0,"uid":"{name}-{number}","event":"desktop.directory.write","code":"TDP06I",'
    return f'{text}"sid":"{name}","length":1,"file_path":"{WORDS}{"x" * room}"}}\n'.encode()


class Writer:
    """One writer, its file, and its record."""

    def __init__(self, log: Path, record: Path, seed: str, *, pieces: bool) -> None:
        self._log, self._name, self._pieces = log, record.name, pieces
        self._record = record.open("ab")
        self._random = random.Random(seed)
        self._number = self._left = 0
        self._file = -1

    def burst(self, count: int) -> None:
        """Write so many lines, fast or slowly; none lets the file go."""
        if count == 0:
            self._left = 0
        pause = self._random.choice((0.0, 0.0002, 0.002))
        for _ in range(count):
            self._write(audit_line(self._name, self._number, self._random.choice((0, 20, 3000))))
            self._number += 1
            time.sleep(pause)
        self._record.flush()

    def _write(self, line: bytes) -> None:
        if self._left == 0:
            self._open()
        self._left -= 1
        cut = self._random.randrange(len(line)) if self._pieces else 0
        if cut and self._random.random() < 0.02:
            os.write(self._file, line[:cut])
            time.sleep(self._random.choice((0.0, 0.01, 0.2)))
            os.write(self._file, line[cut:])
        else:
            os.write(self._file, line)
        self._record.write(line)

    def _open(self) -> None:
        if self._file >= 0:
            os.close(self._file)
        self._left = self._random.randint(1, HELD)
        while True:
            try:
                self._file = os.open(self._log, os.O_WRONLY | os.O_APPEND)
            except FileNotFoundError:  # between a removal and what follows it
                time.sleep(0.002)
            else:
                return


def main() -> None:
    """Write what stdin asks for, until it ends: `python writer.py LOG RECORD SEED PIECES`."""
    log, record, seed, pieces = sys.argv[1:]
    writer = Writer(Path(log), Path(record), seed, pieces=pieces == "pieces")
    for command in sys.stdin:
        writer.burst(int(command))
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
