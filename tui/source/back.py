"""Lines read back from a source: those at some offsets, and where its lines reach a moment."""

import os
from collections.abc import Iterator, Sequence

from tui.audit.event import time_in
from tui.audit.place import offset_of
from tui.source.file import BLOCK, Source
from tui.source.lines import MAX_LINE

LONE = 4096
"""Bytes that are read for a line beside which no other one is wanted."""
NEAR = 8
"""So many of the wanted lines must lie within a block for it to be read at once."""
TOP = 1 << 43
"""Half of the bytes that a source can have: the first step of halving, whatever its end."""


def read_back(source: Source, places: Sequence[int]) -> Iterator[tuple[list[int], list[bytes]]]:
    """The lines at some places of a source, in order; ends where the content is another by now.

    Gives places and lines, some at a time: in 1 µs a line where they lie close together.
    """
    if source.descriptor < 0:
        return
    at = 0
    try:
        while at < len(places):
            found = _lines_from(source, places, at)
            if not source.begins_with(source.head):  # truncated, and perhaps written anew
                return
            yield list(places[at : at + len(found)]), found
            at += len(found)
    except OSError:
        return


def _lines_from(source: Source, places: Sequence[int], at: int) -> list[bytes]:
    """The lines at some places from number `at` on: as many as are read at once, at least one."""
    begin = offset_of(places[at])
    near = offset_of(places[min(at + NEAR, len(places) - 1)]) - begin < BLOCK
    block = os.pread(source.descriptor, BLOCK if near else LONE, begin)
    lines: list[bytes] = []
    while at < len(places):
        offset = offset_of(places[at]) - begin
        end = block.find(b"\n", offset) if offset < len(block) else -1
        if end < 0:
            break
        lines.append(block[offset:end])
        at += 1
    if not lines:
        lines.append(os.pread(source.descriptor, MAX_LINE + 1, begin).partition(b"\n")[0])
    return lines


def offset_at(source: Source, moment: int, end: int) -> int:
    """The offset at which the lines of a source, up to byte `end`, reach past a moment (ns).

    By halving: lines come about in the order of their times, and which of the late ones are
    before it depends on nothing but the lines. A line without a time goes with the one before.
    Raises OSError.
    """
    position, step = 0, TOP
    while step >= BLOCK:
        if position + step < end:
            time = time_from(source, position + step, end)
            if time is not None and time <= moment:
                position += step
        step >>= 1
    for offset, line in lines_between(source, position, end):
        time = time_in(line)
        if time is not None and time > moment:
            return offset
    return end


def time_from(source: Source, begin: int, end: int) -> int | None:
    """The time of the first line at or behind a byte that has one; looked for further and further
    away, where many have none.
    """
    step = BLOCK
    while begin < end:
        for _, line in lines_between(source, begin, min(end, begin + BLOCK)):
            time = time_in(line)
            if time is not None:
                return time
        begin += step
        step *= 2
    return None


def lines_between(source: Source, begin: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The lines that begin from one byte on and before another, each with its offset.

    What is longer than a line can be is passed over.
    """
    inside, rest = begin > 0, b""
    begin -= inside  # an end just before it begins a line
    while begin < end or rest:
        more = os.pread(source.descriptor, BLOCK, begin + len(rest))
        block = rest + more
        last = block.rfind(b"\n") + 1
        if not last and more:
            rest = block
            if len(block) > MAX_LINE:
                inside, begin, rest = True, begin + len(block), b""
            continue
        if not last:  # the last line of a file that has no end
            if not inside and begin < end:
                yield begin, block
            return
        offset = begin
        for line in block[: last - 1].split(b"\n"):
            if not inside:
                if offset >= end:
                    return
                yield offset, line
            inside = False
            offset += len(line) + 1
        begin, rest = begin + last, block[last:]
