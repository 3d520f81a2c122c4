"""What follows from the lines of a bundle: its table, and with it every number in it.

Nothing else goes into it, so that whoever has the lines can make all of it again.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from tui.audit.bulk import BulkFold, fold_all
from tui.audit.event import Event
from tui.audit.summary import summarise, to_json
from tui.audit.table import SessionTable
from tui.evidence.reading import events_in
from tui.source.file import Source

Blocks = Iterator[tuple[int, bytes]]


def table_of(logs: Sequence[Path]) -> SessionTable:
    """What the lines of a bundle say, with transfers. Raises OSError."""
    table = SessionTable(keeps_feeds=False)
    for number, path in enumerate(logs):
        begin = partial(_fold, number)
        table.merge(fold_all(partial(_bare_blocks, number, path), begin).table)
    return table


def _fold(number: int) -> BulkFold:
    return BulkFold(SessionTable(keeps_feeds=False), number)


def _bare_blocks(number: int, path: Path) -> Blocks:
    """The lines of a file in blocks without the end of the last one. It is no archive, whatever a
    line of it begins with.
    """
    source = Source.open(number, path)
    try:
        for batch in chain(source.read(), source.finish()):
            yield batch.offset, batch.block
    finally:
        source.close()


def events_of(logs: Sequence[Path]) -> Iterator[tuple[Event, bytes]]:
    """All events of a bundle in the order of its lines, each with its line. Raises OSError."""
    for number, path in enumerate(logs):
        for _, block in _bare_blocks(number, path):
            for _, line, event in events_in(block):
                yield event, line


def summary_of(table: SessionTable) -> bytes:
    """The contract's object, as `desktail summary --json --transfers` prints it."""
    return f"{to_json(summarise(table, transfers=True))}\n".encode()
