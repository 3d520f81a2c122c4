"""Marks on what is read: known again by content, wherever that lies by now."""

import gzip
from pathlib import Path

import pytest

from tests.patience import until
from tests.readings import Reading, chunk, out, start
from tui.audit.place import place_of
from tui.audit.rates import ALL
from tui.marks.mark import Mark
from tui.marks.store import Marks
from tui.picture.picture import FeedLine
from tui.view.marked import FLAG, FLAG_WITHIN, Marked

LINES = [start("s"), chunk("s", 0), chunk("s", 1), chunk("s", 2), out("s", 5)]


def offset(number: int) -> int:
    """Where a line begins."""
    return sum(len(line) + 1 for line in LINES[:number])


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.write_bytes(b"".join(line + b"\n" for line in LINES))
    return path


def row(reading: Reading, number: int, sid: str = "s") -> FeedLine:
    """A row of a feed."""
    with reading.monitor.feeds() as feeds:
        [told] = feeds.lines(sid, number, 1, feeds.end(sid))
    return told


def event_in_run(reading: Reading, number: int) -> FeedLine:
    """An event of the run that is the second row."""
    run = row(reading, 1)
    with reading.monitor.feeds() as feeds:
        return feeds.events(run, number, 1)[0]


def mark_on(log: Path, number: int) -> Mark:
    """A mark on a row of a log that was read for it."""
    with Reading(log) as reading:
        reading.wait(len(LINES))
        mark = Marked(reading.monitor, Marks()).new_on_row(row(reading, number))
    assert mark is not None
    return mark


def test_a_line_is_known_again_in_its_compressed_file(log: Path, tmp_path: Path) -> None:
    marks = Marks()
    marks.put(mark_on(log, 2))
    archive = tmp_path / "events.log.gz"
    archive.write_bytes(gzip.compress(log.read_bytes()))
    with Reading(archive) as reading:
        reading.wait(len(LINES))
        marked = Marked(reading.monitor, marks)
        assert marked.of_row(row(reading, 2)) == next(iter(marks))
        assert marked.of_row(row(reading, 1)) is None


def test_another_line_at_its_byte_is_not_marked(log: Path) -> None:
    marks = Marks()
    marks.put(mark_on(log, 2))
    log.write_bytes(log.read_bytes().replace(b"desktop.clipboard", b"desktop.klipboard"))
    with Reading(log) as reading:
        reading.wait(len(LINES))
        marked = Marked(reading.monitor, marks)
        assert marked.of_row(row(reading, 2)) is None
        assert [marked.missing(mark) for mark in marks] == ["gone"]


def test_what_was_cut_off_is_gone(log: Path) -> None:
    marks = Marks()
    marks.put(mark_on(log, 2))
    log.write_bytes(LINES[0] + b"\n")
    with Reading(log) as reading:
        reading.wait(1)
        assert Marked(reading.monitor, marks).missing(next(iter(marks))) == "gone"


def test_what_is_of_another_log_is_not_read(log: Path, tmp_path: Path) -> None:
    marks = Marks()
    marks.put(mark_on(log, 2))
    other = tmp_path / "other.log"
    other.write_bytes(start("t") + b"\n")
    with Reading(other) as reading:
        reading.wait(1)
        assert Marked(reading.monitor, marks).missing(next(iter(marks))) == "not read"


def test_a_run_is_marked_where_any_of_its_events_is(log: Path) -> None:
    with Reading(log) as reading:
        reading.wait(len(LINES))
        marked = Marked(reading.monitor, Marks())
        mark = marked.new_on_row(event_in_run(reading, 2))
        assert mark is not None
        assert mark.offset == offset(3)
        marked.marks.put(mark)
        assert marked.of_row(row(reading, 1)) == mark
        assert marked.of_row(event_in_run(reading, 2)) == mark
        assert marked.of_row(event_in_run(reading, 1)) is None
        assert marked.rows("s") == marked.rows(ALL) == [(1, 2)]


def test_rows_are_found_in_their_order(log: Path) -> None:
    with Reading(log) as reading:
        reading.wait(len(LINES))
        marked = Marked(reading.monitor, Marks())
        for number in (2, 0):
            mark = marked.new_on_row(row(reading, number))
            assert mark is not None
            marked.marks.put(mark)
        assert marked.rows("s") == marked.rows(ALL) == [(0, 0), (2, 0)]
        assert [marked.place(mark) for mark in marked.marks] == [
            place_of(0, offset(0)),
            place_of(0, offset(4)),
        ]


def test_a_session_bears_its_own_flag_or_that_of_its_lines(log: Path) -> None:
    with Reading(log) as reading:
        reading.wait(len(LINES))
        marked = Marked(reading.monitor, Marks())
        line, session = marked.new_on_row(row(reading, 0)), marked.new_on_session("s")
        assert line is not None
        assert session is not None
        signs = [marked.sign("s")]
        for mark in (line, session):
            marked.marks.put(mark)
            signs.append(marked.sign("s"))
        assert signs == [" ", FLAG_WITHIN, FLAG]
        assert marked.sign("t") == marked.sign("") == " "


def test_an_unknown_session_cannot_be_marked(log: Path) -> None:
    with Reading(log) as reading:
        until(lambda: reading.monitor.live)
        assert Marked(reading.monitor, Marks()).new_on_session("nobody") is None
