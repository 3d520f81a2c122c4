"""Logs in memory, folded as the program folds files."""

from tui.audit.event import Event, decode
from tui.audit.session import Session
from tui.audit.table import SessionTable
from tui.source.lines import LineCutter


def folded(*files: bytes, first: int = 0) -> SessionTable:
    """The table of some finished files' bytes; the first one is source number `first`."""
    table = SessionTable()
    for number, content in enumerate(files, first):
        cutter = LineCutter(number)
        for batch in (*cutter.feed(content), *cutter.finish()):
            table.fold(batch.source, batch.offset, batch.lines)
    return table


def log(*lines: bytes | str) -> bytes:
    """A finished file of these lines."""
    return b"".join((x.encode() if isinstance(x, str) else x) + b"\n" for x in lines)


def only_event(line: bytes | str) -> Event:
    """The desktop event that a line is."""
    (event,) = decode(line.encode() if isinstance(line, str) else line)
    assert isinstance(event, Event)
    return event


def only_session(*lines: bytes | str) -> Session:
    """The one session that these lines tell of."""
    (session,) = folded(log(*lines)).sessions.values()
    return session
