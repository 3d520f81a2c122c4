"""Blocks of whole lines, looked through at once: which of their lines can be desktop events.

What looks at bytes alone is chosen for its speed: on a log of which one line in ten is a desktop
event it is most of the work.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from operator import itemgetter

Place = tuple[int, int]
"""Where a line lies in a block: its first byte, and the one behind it."""

MISSES = 64
"""Other words with a P in a block from which on P is no rare letter."""
_FIRST, _BEFORE_END = itemgetter(0), itemgetter(-2)
_OPENING, _CLOSING = set(b"{"), set(b"}")


def lines_of(block: bytes) -> list[bytes]:
    """The lines of a block, each but the last one with its end.

    In 0.07 µs a line, where `split` takes 0.17: it looks at each byte by itself.
    """
    return BytesIO(block).readlines()


def are_objects(lines: Sequence[bytes]) -> bool:
    """Whether every line begins and ends like an object, and so counts without being parsed."""
    try:
        return (
            set(map(_FIRST, lines)) == _OPENING
            and set(map(_BEFORE_END, lines[:-1])) <= _CLOSING
            and lines[-1].endswith(b"}")
        )
    except IndexError:  # an empty line
        return False


def candidates(block: bytes) -> list[Place]:
    """Where the lines lie that can be desktop events: `TDP` or `desktop.` stands in them."""
    found: list[Place] = []
    behind = 0
    for begin, end in _with_code(block):
        found += _with_name(block, behind, begin)
        found.append((begin, end))
        behind = end
    found += _with_name(block, behind, len(block))
    return found


def _with_code(block: bytes) -> Iterator[Place]:
    """The lines with `TDP` in them.

    Looked for by its rarest letter, which is found at 16 GB/s; all three are at 2 GB/s.
    """
    letter, misses = block.find(b"P"), 0
    while letter >= 0:
        if block[letter - 2 : letter] == b"TD":
            begin, end = _line_around(block, letter)
            yield begin, end
            letter = block.find(b"P", end)
        elif misses < MISSES:
            misses += 1
            letter = block.find(b"P", letter + 1)
        else:
            code = block.find(b"TDP", letter + 1)
            letter = code + 2 if code >= 0 else -1


def _with_name(block: bytes, begin: int, end: int) -> list[Place]:
    """The lines with `desktop.` in them, in a part of a block."""
    found = []
    # From the end on: the search backwards is faster by half, 3 GB/s.
    while (name := block.rfind(b"desktop.", begin, end)) >= 0:
        found.append(_line_around(block, name))
        end = found[-1][0]
    found.reverse()
    return found


def _line_around(block: bytes, byte: int) -> Place:
    end = block.find(b"\n", byte)
    return block.rfind(b"\n", 0, byte) + 1, end if end >= 0 else len(block)


def is_utf8(text: bytes) -> bool:
    """Whether bytes are valid UTF-8."""
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
