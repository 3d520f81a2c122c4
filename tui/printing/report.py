"""A table as text to read: what `desktail summary` prints without `--json`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC

from rich.cells import cell_len

from tui.audit.counters import Counters, Transfer, TransferKey
from tui.audit.session import Session
from tui.audit.summary import direction, in_order, transfers_in_order
from tui.audit.table import SessionTable
from tui.words.text import duration, fit, moment, number, pad, pad_left, plural, size, visible

WIDEST = 40
"""Cells of the widest column: a name of 60,000 characters does not push the others away."""
COLUMNS = ("STATE", "USER", "DESKTOP", "AS", "CLIENT", "START (UTC)", "FOR", "IN", "OUT")
NUMBERS = ("FAILED", "EVENTS")


def report(table: SessionTable, *, transfers: bool, colour: bool) -> str:
    """The numbers of a table as lines of text; `colour` for a terminal."""
    parts = [*_overview(table), "", *_moved(table.totals)]
    if table.sessions:
        parts += ["", *_sessions(table, transfers=transfers, colour=colour)]
    return "\n".join(parts)


def _overview(table: SessionTable) -> Iterator[str]:
    yield (
        f"Lines      {number(table.lines)}: {plural(table.desktop_events, 'desktop event')}, "
        f"{number(table.other_events)} other, {number(table.malformed_lines)} malformed"
    )
    if table.seen.first is not None and table.seen.last is not None:
        first, last = moment(table.seen.first, UTC), moment(table.seen.last, UTC)
        yield f"Time       {first} to {last} UTC"
    states = [session.state for session in table.sessions.values()]
    counts = ", ".join(
        f"{number(states.count(state))} {state}" for state in ("active", "ended", "denied")
    )
    yield f"Sessions   {number(len(states))}: {counts}"
    if table.unattributed_events:
        yield f"Nobody's   {plural(table.unattributed_events, 'event')} without a session"


def _moved(counters: Counters) -> Iterator[str]:
    rows = [
        ("", "IN → DESKTOP", "DESKTOP → OUT"),
        (
            "Clipboard",
            _counted(counters.clipboard_sent, counters.clipboard_sent_bytes),
            _counted(counters.clipboard_received, counters.clipboard_received_bytes),
        ),
        (
            "Files",
            _counted(
                counters.read,
                counters.read_bytes,
                counters.reads_failed,
                counters.reads_incomplete,
            ),
            _counted(
                counters.written,
                counters.written_bytes,
                counters.writes_failed,
                counters.writes_incomplete,
            ),
        ),
        ("All", size(counters.bytes_in), size(counters.bytes_out)),
    ]
    width = max(cell_len(row[1]) for row in rows)
    for name, moved_in, moved_out in rows:
        yield f"{pad(name, 11)}{pad(moved_in, width)}   {moved_out}".rstrip()
    failed = f", {number(counters.shares_failed)} failed" if counters.shares_failed else ""
    yield f"Shares     {number(counters.shared)}{failed}"


def _counted(events: int, moved: int, failed: int = 0, incomplete: int = 0) -> str:
    parts = [f"{plural(events, 'event')}, {size(moved)}"]
    parts += [f"{number(failed)} failed"] if failed else []
    parts += [f"{number(incomplete)} incomplete"] if incomplete else []
    return ", ".join(parts)


def _sessions(table: SessionTable, *, transfers: bool, colour: bool) -> Iterator[str]:
    sessions = in_order(table.sessions.values())
    cells = [_cells(session) for session in sessions]
    header = (*COLUMNS, *NUMBERS)
    widths = [
        min(WIDEST, max(cell_len(row[column]) for row in (header, *cells)))
        for column in range(len(header))
    ]
    yield _styled(_line(header, widths), "1", colour=colour)
    for session, row in zip(sessions, cells, strict=True):
        yield _styled(_line(row, widths), "31" if session.state == "denied" else "", colour=colour)
        if transfers:
            yield from _transfers(transfers_in_order(session.transfers.items()))


def _cells(session: Session) -> tuple[str, ...]:
    names, start, stop = session.names, session.start, session.stop
    return (
        session.state,
        *(
            visible(text) or "-"
            for text in (
                names.user,
                session.desktop,
                session.login,
                names.client_addr,
            )
        ),
        "-" if start is None else moment(start, UTC),
        "-" if start is None or stop is None else duration(stop - start),
        size(session.counters.bytes_in),
        size(session.counters.bytes_out),
        number(session.counters.failed),
        number(session.events),
    )


def _transfers(items: Iterable[tuple[TransferKey, Transfer]]) -> Iterator[str]:
    for key, transfer in items:
        trouble = "".join(
            f", {number(count)} {what}"
            for count, what in ((transfer.failed, "failed"), (transfer.incomplete, "incomplete"))
            if count
        )
        path = fit(visible(f"{key.directory}/{key.path}"), 2 * WIDEST)
        moved = pad(direction(key), 4) + pad_left(size(transfer.bytes), 6)
        yield f"    {moved}  {path}  {plural(transfer.operations, 'operation')}{trouble}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    right = len(COLUMNS) - 3
    return "  ".join(
        pad_left(cell, width) if column >= right else pad(cell, width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ).rstrip()


def _styled(line: str, style: str, *, colour: bool) -> str:
    return f"\x1b[{style}m{line}\x1b[0m" if colour and style else line
