"""Makes a log of a size: `python -m tests.benchmarks.files --kind desk --size 1GB --seed 1 OUT`.

*desk* is desktop events alone, about ninety a session; of *mix*, one line in ten is one. The same
seed makes the same file.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import lines
from tests.benchmarks.lines import SECOND, Clock

KINDS = ("desk", "mix")
BEGINS = 1_790_000_000 * SECOND
AT_ONCE = {"desk": 60, "mix": 30}
"""How many sessions are open at any time."""
PACE = SECOND // 3
"""The mean time between two pieces of desktop sessions."""
OTHERS = 9
"""How many other lines there are for each desktop event in *mix*."""
LAST = "LAST-TO-BEGIN"
"""The desktop of the session that begins with the last line."""
BLOCK = 1 << 20
UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9}


def size(text: str) -> int:
    """So many bytes: `100MB`, `1.5GB`."""
    found = re.fullmatch(r"([\d.]+)([KMG]B)", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no size such as 100MB or 1GB")
    return int(float(found[1]) * UNITS[found[2]])


def pieces(kind: str, seed: int, clock: Clock) -> Iterator[str]:
    """What is written to such a log, piece by piece, without an end."""
    draw = random.Random(f"{kind}/{seed}")
    people, desktops = lines.stage(seed)
    forms = lines.others(draw, seed)

    def begun() -> Iterator[str]:
        return lines.story(draw, clock, draw.choice(people), draw.choice(desktops))

    seats = [begun() for _ in range(AT_ONCE[kind])]
    while True:
        clock.now += draw.randrange(1, 2 * PACE)
        seat = draw.randrange(len(seats))
        piece = next(seats[seat], "")
        if not piece:
            seats[seat] = begun()
            continue
        yield piece
        if kind == "mix":
            now = lines.written(clock.now)
            for _ in range(OTHERS * piece.count("\n")):
                yield draw.choice(forms) % (lines.uid(draw), now)


def last(seed: int, now: int) -> str:
    """The last line of a log: a session begins on a desktop that no other line names."""
    draw = random.Random(seed)
    people, desktops = lines.stage(seed)
    its = lines.session(draw, now, people[0], replace(desktops[0], name=LAST))
    return its.start % (lines.uid(draw), lines.written(now))


def write(path: Path, kind: str, size: int, seed: int) -> None:
    """Write a log of about this size: it goes on to the end of a line, and then has its last."""
    clock, written = Clock(BEGINS), 0
    block: list[str] = []
    held = 0
    with path.open("wb") as file:
        for piece in pieces(kind, seed, clock):
            block.append(piece)
            held += len(piece)
            if held < min(BLOCK, size - written):
                continue
            written += file.write("".join(block).encode())
            block.clear()
            held = 0
            if written >= size:
                break
        file.write(last(seed, clock.now).encode())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.files", description=__doc__)
    parser.add_argument("--kind", choices=KINDS, default="mix")
    parser.add_argument("--size", type=size, default=size("1GB"), help="such as 100MB or 1GB")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("path", type=Path, metavar="OUT")
    chosen = parser.parse_args()
    write(chosen.path, chosen.kind, chosen.size, chosen.seed)


if __name__ == "__main__":
    main()
