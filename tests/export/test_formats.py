"""Records in each format: what other programs read, and what nothing obeys."""

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

from tests.audit.tables import folded, log, only_event, only_session
from tests.contract.examples import ENDED, READ, SENT, STARTED, T0, WRITTEN, event
from tui.audit.stretch import Row
from tui.audit.summary import summarise
from tui.export.formats import SHOWN, Format, harmless, plain
from tui.export.records import What, columns
from tui.export.selection import Selection
from tui.marks.mark import Mark, mark_on_line
from tui.picture.picture import FeedLine
from tui.source.provenance import Spot

FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", *FULL_WIDTH]


def marked(line: bytes) -> Mark:
    """A mark on a line."""
    event = only_event(line)
    names = event.names
    told = FeedLine(
        Row(0, 0, 1, None), event, event.time, event.sid, names.user, names.desktop_name
    )
    return mark_on_line(told, line, Spot("/log", 0, 1), 0).noted(event.error)


def exported(what: What, form: Format, *lines: bytes | str) -> str:
    """A file of what some lines say; of marks, of one on each of them, noted with its error."""
    table, selection = folded(log(*lines)), Selection(what, form)
    if what is What.MARKS:
        marks = [marked(line) for line in log(*lines).split(b"\n")[:-1]]
        selection = Selection(what, form, marks=marks)
        written = list(selection.mark_lines({mark.sid for mark in marks}))
    elif what is What.EVENTS:
        told = [
            selection.event_line(event, line, table.sessions.get(event.sid))
            for line in log(*lines).split(b"\n")[:-1]
            for event in [only_event(line)]
        ]
        written = [line for line in told if line is not None]
    else:
        written = list(selection.lines(table.sessions.values()))
    return b"".join((selection.head, *written)).decode()


def rows(text: str) -> list[dict[str, str]]:
    """A CSV file's rows."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def cells(line: str) -> Sequence[str]:
    """The cells of a Markdown table's row."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def test_a_session_as_json_is_the_summarys_object() -> None:
    text = exported(What.SESSIONS, Format.JSON_LINES, STARTED, SENT, ENDED)
    assert [json.loads(text)] == summarise(folded(log(STARTED, SENT, ENDED)))["sessions"]


def test_a_transfer_as_json_is_the_summarys_object_and_whose_it_is() -> None:
    told = json.loads(exported(What.TRANSFERS, Format.JSON_LINES, STARTED, WRITTEN))
    session = summarise(folded(log(STARTED, WRITTEN)), transfers=True)["sessions"][0]
    whose = {name: session[name] for name in list(told)[:5]}
    assert told == {**whose, **session["transfers"][0]}
    assert list(whose) == ["sid", "user", "login", "desktop_name", "client_addr"]


def test_an_event_as_json_is_the_logs_own_line_byte_for_byte() -> None:
    line = b'\t  {"event":"desktop.clipboard.send",  "sid":"\\u001b","code":"TDP02I"}\r'
    selection = Selection(What.EVENTS, Format.JSON_LINES)
    assert selection.event_line(only_event(line), line, None) == line + b"\n"


@pytest.mark.parametrize("what", What)
def test_every_row_of_csv_has_a_cell_for_each_column(what: What) -> None:
    text = exported(what, Format.CSV, STARTED, READ, WRITTEN)
    table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert tuple(table[0]) == columns(what)
    assert {len(row) for row in table} == {len(columns(what))}
    assert len(table) == {What.SESSIONS: 2, What.TRANSFERS: 3, What.EVENTS: 4, What.MARKS: 4}[what]


def test_csv_has_the_contracts_numbers_under_the_names_of_its_parts() -> None:
    (row,) = rows(exported(What.SESSIONS, Format.CSV, STARTED, SENT, READ, ENDED))
    told: dict[str, Any] = summarise(folded(log(STARTED, SENT, READ, ENDED)))["sessions"][0]
    assert row["files_read_bytes"] == str(told["counters"]["files_read"]["bytes"])
    assert row["bytes_in"] == str(told["counters"]["bytes_in"])
    assert row["duration_seconds"] == str(told["duration_seconds"])
    assert (row["recorded"], row["recovered"], row["error"]) == ("true", "false", "")


def test_csv_lines_end_as_rfc_4180_has_it_and_cells_with_commas_and_quotes_come_back() -> None:
    text = exported(What.SESSIONS, Format.CSV, event("TDP02I", user='a "b", c'))
    assert text.count("\r\n") == text.count("\n") == 2
    assert rows(text)[0]["user"] == 'a "b", c'


@pytest.mark.parametrize("begin", FORMULAS)
def test_no_cell_of_csv_is_a_formula(begin: str) -> None:
    text = exported(What.EVENTS, Format.CSV, event("TDP02I", user=begin, **{"addr.local": begin}))
    for cell in rows(text)[0].values():
        assert not re.match(rf"\s*[=+\-@\t\r{FULL_WIDTH}]", cell)
    assert harmless(begin).replace("'", "") == begin


def test_a_semicolon_begins_no_formula_where_it_parts_cells() -> None:
    assert harmless("a;=1;b; -2") == "a;'=1;b; '-2"


def test_numbers_stay_numbers_in_csv() -> None:
    lines = (
        event("TDP01I", time=T0, session_start="2024-05-01T10:00:01Z"),
        event("TDP06I", length=7, offset=2**64 - 1),
    )
    assert rows(exported(What.SESSIONS, Format.CSV, *lines))[0]["duration_seconds"] == "-1.0"
    assert rows(exported(What.EVENTS, Format.CSV, *lines))[1]["offset"] == str(2**64 - 1)


@pytest.mark.parametrize("form", [Format.CSV, Format.MARKDOWN])
@pytest.mark.parametrize("what", What)
def test_nothing_in_csv_or_markdown_is_obeyed_by_a_terminal(what: What, form: Format) -> None:
    hostile = "\x1b]0;x\x07\u202e\n\r|`<b>"
    lines = [
        event("TDP00W", user=hostile, login=hostile, error=hostile),
        event("TDP06W", success=False, directory_name=hostile, file_path=hostile, error=hostile),
    ]
    text = exported(what, form, *lines)
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\u202e]", text)
    assert len(text.splitlines()) == len(exported(what, form, *map(_harmless, lines)).splitlines())


def _harmless(line: bytes) -> bytes:
    told = json.loads(line)
    return json.dumps({k: "x" if "\x1b" in str(v) else v for k, v in told.items()}).encode()


@pytest.mark.parametrize("what", What)
def test_a_markdown_table_has_the_shown_columns_numbers_to_the_right(what: What) -> None:
    head, rule, *body = exported(what, Format.MARKDOWN, STARTED, READ).splitlines()
    assert tuple(cells(head)) == SHOWN[what]
    assert set(SHOWN[what]) <= set(columns(what))
    by_name = dict(zip(cells(head), cells(rule), strict=True))
    assert {name for name, mark in by_name.items() if mark == "---:"} == {
        name for name in SHOWN[what] if name.startswith("bytes") or name in COUNTS
    }
    assert all(len(cells(row)) == len(SHOWN[what]) for row in body)


COUNTS = {"events", "operations", "failed", "incomplete"}


def test_a_string_is_neither_markup_nor_html_nor_a_link_in_markdown() -> None:
    assert plain("a|b`c`<img src=x>&amp;") == r"a\|b\`c\`&lt;img src=x&gt;&amp;amp;"
    assert plain("![x](http://e) www.e.org *b* _i_ ~s~ $m$") == (
        r"!\[x\](http\://e) www\.e.org \*b\* \_i\_ \~s\~ \$m\$"
    )
    assert plain("C:\\out") == "C:\\\\out"


def test_an_event_says_who_and_where_by_its_session_where_it_does_not_itself() -> None:
    (row, _) = rows(exported(What.EVENTS, Format.CSV, SENT, ENDED))
    assert row["desktop_name"] == "WIN-I44F9TN11M3-teleport-example-com"
    assert row["login"] == "administrator"


def test_bytes_of_events_add_up_to_those_of_their_session() -> None:
    lines = [
        event("TDP06I", length=5, success=True),
        event("TDP06W", length=7, success=False),
        event("TDP06W", length=11, success=True),
        event("TDP03I", length=13),
    ]
    told = rows(exported(What.EVENTS, Format.CSV, *lines))
    assert sum(int(row["bytes"]) for row in told) == only_session(*lines).counters.bytes_out == 29


def test_filters_keep_sessions_and_events() -> None:
    session = only_session(event("TDP02I", user="alice"))
    told = only_event(event("TDP02I"))
    alice = Selection(What.SESSIONS, Format.CSV, keep_session=lambda it: it.names.user == "alice")
    bob = Selection(What.SESSIONS, Format.CSV, keep_session=lambda it: it.names.user == "bob")
    assert (list(alice.kept([session])), list(bob.kept([session]))) == ([session], [])
    assert list(Selection(What.SESSIONS, Format.CSV).kept([session])) == [session]
    none = Selection(What.EVENTS, Format.JSON_LINES, keep_event=lambda *_: False)
    assert none.event_line(told, b"{}", session) is None
