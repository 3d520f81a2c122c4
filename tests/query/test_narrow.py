"""A table narrowed down to some of its sessions."""

from tests.audit.tables import folded, log
from tests.query.asked import CLIP_IN, CLIP_OUT, END, NOW, START, WRITE
from tui.audit.rfc3339 import format_time
from tui.audit.summary import summarise
from tui.query import Query, narrowed

BOBS = [
    line.replace(b'"sid": "s"', b'"sid": "t"').replace(b"alice", b"bob") for line in (START, WRITE)
]
NOBODYS = CLIP_OUT.replace(b'"sid": "s"', b'"sid": ""')
OTHER = b'{"event":"cert.create"}'
TABLE = folded(log(START, CLIP_IN, *BOBS, NOBODYS, OTHER, b"no object", END))


def test_totals_events_and_times_are_those_of_the_sessions_that_match() -> None:
    table = narrowed(TABLE, Query.parse("user=alice", now=NOW), NOW)
    assert [*table.sessions] == ["s"]
    assert (table.desktop_events, table.totals.bytes_in, table.totals.bytes_out) == (3, 700, 0)
    assert format_time(table.seen.last or 0) == "2026-11-22T11:30:00Z"


def test_what_is_no_desktop_event_is_counted_as_read_and_nobodys_events_are_left_out() -> None:
    table = narrowed(TABLE, Query.parse("user=bob", now=NOW), NOW)
    assert (table.other_events, table.malformed_lines, table.unattributed_events) == (1, 1, 0)
    assert table.lines == table.desktop_events + 2 == 4


def test_without_a_match_there_is_nothing_of_a_desktop() -> None:
    told = summarise(narrowed(TABLE, Query.parse("user=carol", now=NOW), NOW), transfers=True)
    assert (told["sessions"], told["desktop_events"], told["first_event"]) == ([], 0, None)


def test_the_table_itself_stays_as_it_is() -> None:
    before = summarise(TABLE, transfers=True)
    narrowed(TABLE, Query.parse("user=bob", now=NOW), NOW)
    assert summarise(TABLE, transfers=True) == before


def test_an_empty_filter_gives_the_table_itself() -> None:
    assert narrowed(TABLE, Query.parse("", now=NOW), NOW) is TABLE
