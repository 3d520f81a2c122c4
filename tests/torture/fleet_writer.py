"""A process that writes Teleport's lines to the logs of several Auth servers, session by session.

Each line of stdin has it write so many pieces, each to one of its logs: the events of one session
are in all of them. A log's file is held for a while after its path leads elsewhere, as Teleport
does until midnight; 0 lets all go. `done` on stdout, with how many lines that were, ends each.
"""

import os
import random
import sys
import time
from collections.abc import Iterator

from tests.benchmarks import lines
from tests.benchmarks.lines import SECOND, Clock

SEATS = 12
"""How many of its sessions are open at any time."""
HELD = 60
"""Pieces at most until a path is asked anew."""
OTHERS = 2
"""How many other events there are for each piece."""
DAMAGED = b'{"ei":0,"event":"desktop.clipboard.send","uid":"\n'
LONG = b"x" * ((1 << 20) + 100) + b"\n"
"""Longer than any line that is kept."""
BEGINS = 1_790_000_000 * SECOND


class Log:
    """A path, and the file that it led to when that was last asked."""

    def __init__(self, path: str) -> None:
        self._path, self._file, self._left = path, -1, 0

    def write(self, text: bytes, held: int) -> None:
        """Append whole lines with one call, as everyone must who is not alone on a file."""
        if self._left == 0:
            self.let_go()
            self._left = held
            self._file = self._opened()
        self._left -= 1
        assert os.write(self._file, text) == len(text)

    def let_go(self) -> None:
        """Have the path asked anew before more is written."""
        if self._file >= 0:
            os.close(self._file)
        self._file, self._left = -1, 0

    def _opened(self) -> int:
        while True:
            try:
                return os.open(self._path, os.O_WRONLY | os.O_APPEND)
            except FileNotFoundError:  # between a removal and what follows it
                time.sleep(0.002)


def _pieces(draw: random.Random, seed: int) -> Iterator[bytes]:
    """What is written, piece by piece, without an end."""
    people, desktops = lines.stage(1)
    forms = lines.others(draw, 1)
    clock = Clock(BEGINS + seed)

    def begun() -> Iterator[str]:
        return lines.story(draw, clock, draw.choice(people), draw.choice(desktops))

    seats = [begun() for _ in range(SEATS)]
    while True:
        clock.now += draw.randrange(1, SECOND)
        chance, seat = draw.random(), draw.randrange(SEATS)
        if chance < 0.002:
            yield LONG if chance < 0.0002 else DAMAGED
        piece = next(seats[seat], "")
        if not piece:
            seats[seat] = begun()
            continue
        now = lines.written(clock.now)
        others = (draw.choice(forms) % (lines.uid(draw), now) for _ in range(OTHERS))
        yield "".join((piece, *others)).encode()


def main() -> None:
    """Write what stdin asks for to its end: `python -m tests.torture.fleet_writer SEED LOG…`."""
    seed, *paths = sys.argv[1:]
    draw = random.Random(f"fleet/{seed}")
    logs, pieces = [Log(path) for path in paths], _pieces(draw, int(seed))
    for command in sys.stdin:
        count, written = int(command), 0
        pause = draw.choice((0.0, 0.0005, 0.005))
        for _ in range(count):
            text = next(pieces)
            draw.choice(logs).write(text, draw.randint(1, HELD))
            written += text.count(b"\n")
            time.sleep(pause)
        if count == 0:
            for log in logs:
                log.let_go()
        sys.stdout.write(f"done {written}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
