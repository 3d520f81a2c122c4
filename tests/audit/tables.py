"""Logs in memory, folded as the program folds files."""

from tui.audit.table import SessionTable
from tui.source.lines import LineCutter


def folded(*files: bytes, first: int = 0) -> SessionTable:
    """The table of some finished files' bytes; the first one is source number `first`."""
    table = SessionTable()
    for number, content in enumerate(files, first):
        cutter = LineCutter(number)
        for batch in (*cutter.feed(content), *cutter.finish()):
            for _ in table.fold(batch.source, batch.offset, batch.lines):
                continue
    return table
