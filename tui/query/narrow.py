"""A table narrowed down to the sessions that a filter lets through."""

from itertools import compress

from tui.audit.table import SessionTable
from tui.query.query import Query


def narrowed(table: SessionTable, query: Query, now: int) -> SessionTable:
    """A table of the sessions that match at a time (nanoseconds), and of their events alone.

    What is no desktop event stands as it was read; an event without a session is left out. The
    sessions are the table's own, and must have kept their transfers if the query needs them. A
    filter with nothing in it gives the table itself.
    """
    if query.is_empty:
        return table
    narrow = SessionTable(
        table.keeps_feeds,
        table.keeps_transfers,
        other_events=table.other_events,
        malformed_lines=table.malformed_lines,
    )
    sessions = [*table.sessions.values()]
    for session in compress(sessions, query.matches_each(sessions, now)):
        narrow.sessions[session.sid] = session
        narrow.desktop_events += session.events
        narrow.seen.merge(session.seen)
        narrow.totals.merge(session.counters)
    return narrow
