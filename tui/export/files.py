"""What is exported of log files: sessions and transfers by their table, events as they are read."""

import os
import shutil
import sys
import tempfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType

from tui.audit.counters import TransferKey
from tui.audit.event import Event
from tui.audit.quick import events_in
from tui.audit.session import Session
from tui.audit.summary import in_order
from tui.export.formats import write
from tui.export.records import What, transfer_records
from tui.export.selection import Selection
from tui.export.target import new_file, said
from tui.marks.mark import Mark, digest_of
from tui.marks.records import mark_record
from tui.past.reading import without_collection
from tui.past.whole import whole_table
from tui.source.archive import MAGIC, ArchiveError, is_archive
from tui.source.file import Source, read_finished
from tui.source.lines import Batch
from tui.source.locate import STANDARD_INPUT, SourceError, source_error
from tui.source.provenance import Provenance
from tui.source.stdin import SPOOLED, read_stream

NOTHING: Mapping[Path, Provenance] = MappingProxyType({})


def export_files(
    files: Sequence[Path],
    selection: Selection,
    output: Path | None,
    *,
    replace: bool,
    foreign: Mapping[Path, Provenance] = NOTHING,
) -> tuple[str, list[str]]:
    """Export log files to a file, or to standard output (None).

    `foreign` tells of files that only hold lines of others. Returns what was written where, nothing
    for standard output; and what is to be said of files that could be read in part only. Raises
    SourceError and OutputError.
    """
    broken: list[str] = []
    lines = lines_of_files(files, selection, broken, foreign)
    if output is None:
        write(sys.stdout.buffer, selection.head, lines)
        return "", broken
    with new_file(output, replace=replace, sources=files) as file:
        count = write(file, selection.head, lines)
    return said(selection.what, count, output), broken


def lines_of_files(
    files: Sequence[Path],
    selection: Selection,
    broken: list[str],
    foreign: Mapping[Path, Provenance] = NOTHING,
) -> Iterator[bytes]:
    """The lines of an export of files; adds to `broken` what is to be said of partly read ones.

    Sessions and transfers come in the contract's order; events in the log's, without being held;
    marks in that of their events' times, of no files all that there are.
    Raises SourceError where a file cannot be read.
    """
    if selection.what is What.MARKS:
        yield from _mark_lines(files, selection, broken, foreign)
    elif not selection.needs_events:
        sessions = _sessions(files, selection, broken)
        yield from selection.lines(selection.kept(in_order(sessions.values())))
    elif selection.needs_sessions:
        with readable_twice(files) as files_twice:
            sessions = _sessions(files_twice, selection, [])
            of_files = _event_lines if selection.what is What.EVENTS else _transfer_lines
            yield from of_files(files_twice, selection, sessions, broken)
    else:
        yield from _event_lines(files, selection, {}, broken)


def _sessions(
    files: Sequence[Path], selection: Selection, broken: list[str]
) -> Mapping[str, Session]:
    transfers = selection.what is What.TRANSFERS or selection.needs_transfers
    with without_collection():
        table, unread = whole_table(files, transfers=transfers)
    broken += unread
    return table.sessions


@contextmanager
def readable_twice(files: Sequence[Path]) -> Iterator[Sequence[Path]]:
    """The files, and in the place of standard input one (0600) that can be read again."""
    if STANDARD_INPUT not in files:
        yield files
        return
    with tempfile.TemporaryDirectory(prefix="desktail-") as folder:
        spool = Path(folder) / SPOOLED
        try:
            with open(0, "rb", closefd=False) as stream, spool.open("xb") as file:
                shutil.copyfileobj(stream, file)
        except OSError as error:
            raise SourceError(
                f"{STANDARD_INPUT}: cannot be kept in {folder}: {error.strerror or error}; "
                "set TMPDIR to a folder with room"
            ) from error
        yield [spool if file == STANDARD_INPUT else file for file in files]


def _event_lines(
    files: Sequence[Path],
    selection: Selection,
    sessions: Mapping[str, Session],
    broken: list[str],
) -> Iterator[bytes]:
    for event, line in _read(files, broken):
        told = selection.event_line(event, line, sessions.get(event.sid))
        if told is not None:
            yield told


def _transfer_lines(
    files: Sequence[Path],
    selection: Selection,
    sessions: Mapping[str, Session],
    broken: list[str],
) -> Iterator[bytes]:
    kept: dict[str, set[TransferKey]] = {}
    for event, _ in _read(files, broken):
        session = sessions.get(event.sid)
        if session is not None:
            selection.keep_transfers((event,), session, kept.setdefault(event.sid, set()))
    for session in in_order(sessions.values()):
        yield from map(selection.line, transfer_records(session, kept.get(session.sid, ())))


def _read(files: Sequence[Path], broken: list[str]) -> Iterator[tuple[Event, bytes]]:
    """The desktop events of files, each with its line; adds to `broken` what could not be read."""
    for number, file in enumerate(files):
        try:
            for batch in _batches(number, file):
                yield from _events(batch)
        except (ArchiveError, _CutOffError) as error:
            broken.append(f"{file}: {error}")
        except OSError as error:
            raise source_error(file, error) from error


def _mark_lines(
    files: Sequence[Path],
    selection: Selection,
    broken: list[str],
    foreign: Mapping[Path, Provenance],
) -> Iterator[bytes]:
    """Marks on the sessions of files and on lines of these; unless something leaves sessions out,
    on lines that are no session's too.
    """
    with readable_twice(files) as files_twice:
        sessions = _sessions(files_twice, selection, broken) if files else {}
        sids = {session.sid for session in selection.kept(sessions.values())}
        alone = [mark for mark in selection.marks if not mark.sid]
        wanted = alone if selection.keep_session is None else []
        there = _there(files_twice, wanted, foreign)
    for mark in selection.marks:
        if not files or mark.sid in sids or mark.id in there:
            yield selection.line(mark_record(mark))


def _there(
    files: Sequence[Path], marks: Sequence[Mark], foreign: Mapping[Path, Provenance]
) -> set[str]:
    """The ids of those marks whose lines are in some files."""
    found: set[str] = set()
    for number, file in enumerate(files if marks else ()):
        origin = foreign.get(file) or Provenance(str(file))
        placed = [(origin.offset(mark.offset), mark) for mark in marks]
        here = sorted(((at, mark) for at, mark in placed if at is not None), key=itemgetter(0))
        with suppress(ArchiveError, _CutOffError):  # as was said when it was read for its sessions
            for batch in _batches(number, file):
                block, first = batch.block, batch.offset
                for at, mark in here[bisect_left(here, first, key=itemgetter(0)) :]:
                    begin = at - first
                    if begin > len(block):
                        break
                    line = block[begin:].split(b"\n", 1)[0]
                    if digest_of(line) == mark.digest:
                        found.add(mark.id)
    return found


class _CutOffError(Exception):
    """A file was truncated while it was read."""


def _batches(number: int, file: Path) -> Iterator[Batch]:
    """All lines of a file. Raises ArchiveError and _CutOffError behind those that are there."""
    if file == STANDARD_INPUT:
        yield from read_stream(number, 0)
        return
    source = Source.open(number, file)
    try:
        if is_archive(os.pread(source.descriptor, MAGIC, 0)):
            yield from read_finished(number, file)
            return
        size = os.fstat(source.descriptor).st_size
        yield from source.read()
        yield from source.finish()
        missing = size - source.cutter.offset
        if missing > 0:
            raise _CutOffError(f"{missing:,} bytes were cut off while it was read")
    finally:
        source.close()


def _events(batch: Batch) -> Iterator[tuple[Event, bytes]]:
    """The desktop events of some lines, each with its line."""
    for event, _, line in events_in(batch.block):
        yield event, line
