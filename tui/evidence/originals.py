"""The original files of the log found again, and their bytes compared with what was taken."""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from socket import gethostname

from tui.evidence.manifest import SourceRecord
from tui.source.archive import MAGIC, ArchiveError, blocks, is_archive
from tui.source.decoded import decoded
from tui.words.text import visible

BLOCK = 1 << 16
NOWHERE = (1 << 64, 1 << 64)
"""A range behind all others."""
VERIFIED, CHANGED, NOT_THERE = "verified", "changed", "not there"


def check_source(
    source: SourceRecord, logs: Sequence[Path], streamed: Mapping[Path, str]
) -> tuple[str, str]:
    """How a file of the log stands to what was taken of it, and what is to be said of it.

    It is looked for where it was, beside that by its inode or under its rotated name, and among
    `logs`. A file of its name or inode that has other bytes is one that was changed; but one of
    another host has nothing to do with what has its name here. Those of the logs that hold what a
    stream has of a file are `streamed`, each with what that file is called.
    """
    if not source.ranges:
        return VERIFIED, "no line of it is evidence"
    path, here = Path(source.path), source.host in ("", gethostname())
    met = False
    logs = sorted(logs, key=lambda log: streamed.get(log) != source.name)
    for candidate, is_own in _candidates(path, source, logs, here=here):
        if _sum(candidate, source) == source.sha256:
            known = here and candidate == path
            return VERIFIED, "" if known else f"it is {_told(candidate, streamed)}"
        met = met or is_own
    if met:
        return CHANGED, "other bytes stand where these lines were"
    if streamed:
        return NOT_THERE, "the stream does not have these lines"
    return NOT_THERE, "" if here else f"it lies on {visible(source.host)}: verify there"


def _told(candidate: Path, streamed: Mapping[Path, str]) -> str:
    name = streamed.get(candidate)
    return visible(str(candidate)) if name is None else f"{visible(name)} in the stream"


def _candidates(
    path: Path, source: SourceRecord, logs: Sequence[Path], *, here: bool
) -> Iterator[tuple[Path, bool]]:
    """Files that may hold what was taken, and whether each plainly is the one it was taken of:
    which cannot be told of one that lay on another host.
    """
    tried = set()
    beside: list[Path] = []
    if not here:
        yield from ((log, False) for log in logs)
        return
    if path.is_absolute():
        with suppress(OSError, ValueError), os.scandir(path.parent) as entries:
            beside = sorted(
                Path(entry.path)
                for entry in entries
                if entry.inode() == source.inode or entry.name.startswith(path.name)
            )
    for candidate in (path, *beside, *logs):
        key = _known(candidate)
        if key is None or key in tried:
            continue
        tried.add(key)
        yield candidate, candidate == path or key == (source.device, source.inode)


def _known(path: Path) -> tuple[int, int] | None:
    """By what a plain file is known; None if there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def _sum(path: Path, source: SourceRecord) -> str:
    """The SHA-256 of a file's ranges, decoded if it is an archive; empty if it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return ""
    with os.fdopen(descriptor, "rb") as file:
        try:
            if not is_archive(os.pread(descriptor, MAGIC, 0)):
                return _sum_of_file(descriptor, source)
            if source.ranges == sorted(source.ranges):
                return _sum_of_blocks(blocks(file), source)
            with os.fdopen(decoded(os.dup(descriptor)), "rb") as held:
                return _sum_of_file(held.fileno(), source)
        except OSError:
            return ""


def _sum_of_file(descriptor: int, source: SourceRecord) -> str:
    """The same of a plain file. Raises OSError."""
    digest = sha256()
    for begin, end in source.ranges:
        place = begin
        while place < end:
            part = os.pread(descriptor, min(BLOCK, end - place), place)
            if not part:  # a manifest can name bytes that no file has
                return ""
            digest.update(part)
            place += len(part)
    return digest.hexdigest()


def _sum_of_blocks(parts: Iterator[bytes], source: SourceRecord) -> str:
    """The same of bytes that come one behind the other, as the ranges do."""
    digest, place = sha256(), 0
    ranges = iter(source.ranges)
    begin, end = next(ranges)
    with suppress(ArchiveError):  # what comes before the damage counts
        for block in parts:
            behind = place + len(block)
            while begin < behind:
                digest.update(block[max(begin, place) - place : end - place])
                if end > behind:
                    break
                begin, end = next(ranges, NOWHERE)
            place = behind
    return digest.hexdigest()
