"""What holds for every filter and every log."""

from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings

from tests.audit.tables import folded
from tests.contract.strategies import logs
from tests.query.asked import NOW
from tests.query.filters import filters, texts, without_negation
from tui.audit.bulk import BulkFold, fold_all
from tui.audit.event import Event, decode
from tui.audit.session import Session
from tui.audit.table import SessionTable
from tui.query import Query, QueryError, complete, narrowed, opposite, rendered
from tui.source.lines import LineCutter

quickly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def query(text: str) -> Query:
    """A filter that can be understood."""
    return Query.parse(text, now=NOW)


def fault_of(text: str) -> QueryError | None:
    """What is wrong with a filter; None if nothing is."""
    try:
        query(text)
    except QueryError as error:
        return error
    return None


def of_log(log: bytes) -> Iterator[tuple[Event, Session | None]]:
    """All events of a log, each with its session as it stands in the end."""
    sessions = folded(log).sessions
    for line in log.split(b"\n"):
        for part in decode(line):
            if isinstance(part, Event):
                yield part, sessions.get(part.sid)


def answers(query: Query, log: bytes) -> tuple[list[str], list[bool]]:
    """Which sessions and events of a log a filter lets through."""
    sessions = folded(log).sessions
    return (
        [sid for sid, session in sessions.items() if query.matches_session(session, NOW)],
        [query.matches_event(event, session, NOW) for event, session in of_log(log)],
    )


@given(texts())
@quickly
def test_any_text_is_a_filter_or_has_a_fault_at_a_place_in_it(text: str) -> None:
    error = fault_of(text)
    if error is not None:
        assert 0 <= error.begin <= error.end <= len(text)
        assert rendered(error, text).count("\n") == 2


@given(texts())
@quickly
def test_any_text_can_be_completed_anywhere_within_it(text: str) -> None:
    for cursor in range(len(text) + 1):
        found = complete(text, cursor, lambda _field: ["alice", 'a "b', "\x1b*"])
        assert 0 <= found.begin <= cursor <= found.end <= len(text)


@given(filters(), logs())
@quickly
def test_the_normal_form_means_the_same_and_is_its_own(text: str, log: bytes) -> None:
    first = query(text)
    again = query(str(first))
    assert str(again) == str(first)
    assert answers(again, log) == answers(first, log)


@given(texts())
@quickly
def test_the_normal_form_of_whatever_is_a_filter_is_its_own(text: str) -> None:
    if fault_of(text) is None:
        form = str(query(text))
        assert str(query(form)) == form


@given(filters(), logs())
@quickly
def test_twice_not_is_nothing_at_all(text: str, log: bytes) -> None:
    assert answers(query(f"not not ({text})"), log) == answers(query(text), log)
    assert answers(query(opposite(opposite(text))), log) == answers(query(text), log)


@given(filters(), filters(), logs())
@quickly
def test_neither_is_not_either(one: str, other: str, log: bytes) -> None:
    neither, not_either = query(f"not {one} not {other}"), query(f"not ({one} or {other})")
    assert answers(neither, log) == answers(not_either, log)


@given(filters(), logs())
@quickly
def test_a_filter_and_its_opposite_share_all_out(text: str, log: bytes) -> None:
    table, asked = folded(log), query(text)
    parts = [narrowed(table, each, NOW) for each in (asked, query(opposite(text)))]
    assert {*parts[0].sessions, *parts[1].sessions} == {*table.sessions}
    told = sum(part.desktop_events for part in parts)
    assert told == table.desktop_events - table.unattributed_events
    _, events = answers(asked, log)
    assert answers(query(opposite(text)), log)[1] == [not matched for matched in events]


@given(without_negation(), logs())
@quickly
def test_a_session_with_an_event_that_is_let_through_is_let_through(text: str, log: bytes) -> None:
    asked = query(text)
    for event, session in of_log(log):
        if session is not None and asked.matches_event(event, session, NOW):
            assert asked.matches_session(session, NOW)


@given(filters(), logs())
@quickly
def test_sessions_read_in_bulk_or_line_by_line_are_let_through_alike(text: str, log: bytes) -> None:
    cutter = LineCutter(0)
    blocks = [
        (batch.offset, batch.block) for batch in (*cutter.feed(log), *cutter.finish()) if batch
    ]
    bulk = fold_all(lambda: blocks, lambda: BulkFold(SessionTable(keeps_feeds=False), 0)).table
    found, expected = (narrowed(table, query(text), NOW) for table in (bulk, folded(log)))
    assert {*found.sessions} == {*expected.sessions}


@given(logs(), logs())
@quickly
def test_what_a_session_keeps_for_filters_is_the_same_however_tables_are_merged(
    first: bytes, second: bytes
) -> None:
    def kept(table: SessionTable) -> dict[str, object]:
        return {
            sid: (session.outcomes, session.errors, session.shared)
            for sid, session in table.sessions.items()
        }

    whole, one, other = folded(first, second), folded(first), folded(second, first=1)
    one.merge(other)
    assert kept(one) == kept(whole)
