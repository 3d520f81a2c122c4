"""All that some finished files say, as one table: what `desktail summary` prints."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from tui.audit.bulk import BulkFold, fold_all
from tui.audit.table import SessionTable
from tui.past.pieces import Extent, Wanted, cut
from tui.past.reading import read
from tui.past.workers import workers_for
from tui.source.archive import MAGIC, ArchiveError, is_archive
from tui.source.file import Source, read_finished
from tui.source.locate import STANDARD_INPUT, SourceError, source_error
from tui.source.stdin import read_stream

HELD = 1 << 22
"""Bytes of a stream that are held, 4 MiB, to be folded at once, and the plain way if need be."""


def whole_table(files: Sequence[Path], *, transfers: bool) -> tuple[SessionTable, list[str]]:
    """What files say, and what is to be said of those that could be read in part only.

    Raises SourceError where one cannot be read.
    """
    table, broken = SessionTable(keeps_feeds=False, keeps_transfers=transfers), []
    extents = []
    for number, file in enumerate(files):
        extent = None if file == STANDARD_INPUT else _extent(number, file)
        if extent is not None:
            extents.append(extent)
            continue
        try:
            _fold_stream(table, number, file)
        except ArchiveError as error:
            broken.append(f"{file}: {error}")
        except OSError as error:
            raise source_error(file, error) from error
    broken += _fold_extents(table, extents)
    return table, broken


def _extent(number: int, file: Path) -> Extent | None:
    """A plain file, all of it; None for a compressed one."""
    try:
        source = Source.open(number, file)
        try:
            if is_archive(os.pread(source.descriptor, MAGIC, 0)):
                return None
            return Extent.of(source, os.fstat(source.descriptor).st_size, whole=True)
        finally:
            source.close()
    except OSError as error:
        raise source_error(file, error) from error


def _fold_extents(table: SessionTable, extents: Sequence[Extent]) -> Iterator[str]:
    """Fold files; yields what is to be said of those that were cut meanwhile."""
    pieces = [piece for extent in extents for piece in cut(extent, 0, extent.end)]
    wanted = Wanted(feeds=False, transfers=table.keeps_transfers)
    with closing(workers_for(sum(piece.length for piece in pieces))) as workers:
        for folded in read(pieces, wanted, workers):
            table.merge(folded.table)
            path = folded.piece.extent.path
            if folded.problem:
                raise SourceError(f"{path}: cannot be read: {folded.problem}")
            if folded.missing:
                yield f"{path}: {folded.missing:,} bytes were cut off while it was read"
    for extent in extents:
        extent.close()


def _fold_stream(table: SessionTable, number: int, file: Path) -> None:
    """Fold what can be read only once, or only from its beginning on."""
    batches = read_stream(number, 0) if file == STANDARD_INPUT else read_finished(number, file)
    held: list[tuple[int, bytes]] = []
    size = 0
    try:
        for batch in batches:
            held.append((batch.offset, batch.block))
            size += len(batch.block)
            if size > HELD:
                table.merge(_table_of(number, held, table))
                held, size = [], 0
    finally:  # what comes before the break of an archive counts
        table.merge(_table_of(number, held, table))


def _table_of(number: int, blocks: Sequence[tuple[int, bytes]], like: SessionTable) -> SessionTable:
    def begin() -> BulkFold:
        return BulkFold(SessionTable(like.keeps_feeds, like.keeps_transfers), number)

    return fold_all(lambda: blocks, begin).table
