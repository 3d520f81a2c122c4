"""What is exported of a running monitor: of sessions that it shows, as they stand.

Reading goes on meanwhile, and waits no longer than a part takes: SESSIONS sessions, the transfers
of one, LINES lines.
"""

from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event as Flag

from tui.audit.counters import Transfer, TransferKey
from tui.audit.event import Event
from tui.audit.quick import event_in
from tui.audit.summary import transfer_object, transfers_in_order
from tui.audit.table import SessionTable
from tui.export.formats import Format, write
from tui.export.records import Record, What, session_record, whose_of
from tui.export.selection import Selection
from tui.export.target import new_file, said
from tui.live.monitor import Monitor
from tui.system.output import OutputError
from tui.words.text import plural

SESSIONS = 64
"""Sessions whose records are made at a time."""
LINES = 256
"""Lines that are read back from the log at a time."""

Told = list[tuple[Event, bytes]]


@dataclass(slots=True)
class _Log:
    """The log of a monitor, read back; and how many events were gone from it."""

    monitor: Monitor
    gone: int = 0

    def events(self, sid: str) -> Iterator[Told]:
        """A session's events with their lines, LINES at a time."""
        places = self.monitor.ask(partial(_places, sid))
        for begin in range(0, len(places), LINES):
            told: Told = []
            for place in places[begin : begin + LINES]:
                line = self.monitor.line_at(place) or b""
                event = event_in(line)
                if event is None:
                    self.gone += 1
                else:
                    told.append((event, line))
            yield told


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for to be written where; `stopped` is set if they will not wait."""

    what: What
    form: Format
    path: Path
    replace: bool = False
    stopped: Flag = field(default_factory=Flag)


def save_shown(
    monitor: Monitor,
    sids: Sequence[str],
    selection: Selection,
    order: Order,
    sources: Sequence[Path] = (),
) -> str:
    """Write what a monitor shows of some sessions to the file of an order, and to no source.

    Returns what was written where, in one line. Raises ExistsError if a file is there that is
    not to be replaced; OutputError if it cannot be written, or the order was stopped.
    """
    broken: list[str] = []
    lines = lines_shown(monitor, sids, selection, broken)
    with new_file(order.path, replace=order.replace, sources=sources) as file:
        count = write(file, selection.head, _until_stopped(lines, order))
    return "; ".join((said(selection.what, count, order.path), *broken))


def _until_stopped(lines: Iterable[bytes], order: Order) -> Iterator[bytes]:
    for line in lines:
        if order.stopped.is_set():
            raise OutputError("stopped: nothing was written")
        yield line


def lines_shown(
    monitor: Monitor, sids: Sequence[str], selection: Selection, broken: list[str]
) -> Iterator[bytes]:
    """The lines of an export of sessions, in the order given; events in that of each one's feed.

    Adds to `broken` what is to be said if some of them are gone from the log.
    """
    log = _Log(monitor)
    match selection.what:
        case What.SESSIONS:
            for begin in range(0, len(sids), SESSIONS):
                part = sids[begin : begin + SESSIONS]
                yield from map(selection.line, monitor.ask(partial(_records, part, selection)))
        case What.TRANSFERS:
            for sid in sids:
                yield from _transfer_lines(log, sid, selection)
        case What.MARKS:
            yield from selection.mark_lines(frozenset(sids))
        case What.EVENTS:
            for sid in sids:
                for told in log.events(sid):
                    yield from monitor.ask(partial(_told, sid, told, selection))
    if log.gone:
        broken.append(f"{plural(log.gone, 'event')} cannot be read back from the log any more")


def _records(sids: Sequence[str], selection: Selection, table: SessionTable) -> list[Record]:
    known = (table.sessions[sid] for sid in sids if sid in table.sessions)
    return [session_record(session) for session in selection.kept(known)]


def _transfer_lines(log: _Log, sid: str, selection: Selection) -> Iterator[bytes]:
    kept = _kept(log, sid, selection) if selection.needs_events else None
    for whose, transfers in log.monitor.ask(partial(_transfers, sid, selection, kept)):
        for key, transfer in transfers_in_order(transfers):
            yield selection.line({**whose, **transfer_object(key, transfer)})


def _transfers(
    sid: str, selection: Selection, kept: Container[TransferKey] | None, table: SessionTable
) -> list[tuple[Record, list[tuple[TransferKey, Transfer]]]]:
    """Whose they are, and copies of those kept, which do not grow; nothing if none is wanted."""
    known = [table.sessions[sid]] if sid in table.sessions else []
    return [
        (
            whose_of(session),
            [
                (key, transfer.copied())
                for key, transfer in session.transfers.items()
                if kept is None or key in kept
            ],
        )
        for session in selection.kept(known)
    ]


def _kept(log: _Log, sid: str, selection: Selection) -> set[TransferKey]:
    """Those of a session's transfers of which an event is wanted."""
    kept: set[TransferKey] = set()

    def keep(told: Told, table: SessionTable) -> None:
        if sid in table.sessions:
            events = (event for event, _ in told)
            selection.keep_transfers(events, table.sessions[sid], kept)

    for told in log.events(sid):
        log.monitor.ask(partial(keep, told))
    return kept


def _places(sid: str, table: SessionTable) -> "array[int]":
    session = table.sessions.get(sid)
    return array("Q") if session is None else session.feed.places()


def _told(sid: str, told: Told, selection: Selection, table: SessionTable) -> list[bytes]:
    session = table.sessions.get(sid)
    lines = (selection.event_line(event, line, session) for event, line in told)
    return [line for line in lines if line is not None]
