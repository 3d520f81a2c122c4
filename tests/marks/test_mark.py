"""What a mark says of that on which it is."""

from pathlib import Path

import orjson
import pytest

from tests.app.desk import NOON, failed_read, received, start, written
from tests.marks.made import ON_LINE, ON_SESSION
from tests.patience import until
from tests.readings import Reading
from tui.audit.rates import ALL
from tui.marks.mark import Mark, mark_on_line, mark_on_session
from tui.marks.records import marks_of
from tui.picture.picture import SessionView
from tui.source.provenance import Spot

SPOT = Spot("/log", 0, 3)


def marked(tmp_path: Path, event: dict[str, object] | bytes) -> Mark:
    """A mark on the one line of a log."""
    line = event if isinstance(event, bytes) else orjson.dumps(event)
    log = tmp_path / "log"
    log.write_bytes(line + b"\n")
    with Reading(log) as running:
        until(lambda: running.monitor.live)
        with running.monitor.feeds() as feeds:
            [told] = feeds.lines(ALL, 0, 1, feeds.end(ALL))
    return mark_on_line(told, line, SPOT, NOON)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (written("s", "a.bak", 1 << 20), ("", "", "file out", "out/a.bak · 1.0M")),
        (received("s", 10), ("", "", "clip out", "10")),
        (start("s", "bob", "FIN"), ("bob", "FIN", "start", "as operator")),
        (failed_read("s", "x"), ("", "", "file in", "out/x · failed: no")),
        (b"\x1b[31mnonsense", ("", "", "bad line", "␛[31mnonsense")),
    ],
)
def test_a_mark_on_a_line_says_what_happened(
    tmp_path: Path, event: dict[str, object] | bytes, told: tuple[str, ...]
) -> None:
    mark = marked(tmp_path, event)
    assert (mark.user, mark.desktop, mark.verb, mark.subject) == told
    assert (mark.path, mark.inode, mark.offset, mark.made) == ("/log", 3, 0, NOON)


def test_a_mark_on_a_session_says_whose_it_is(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(orjson.dumps(start("s", "bob", "FIN")) + b"\n")
    with Reading(log) as running:
        running.wait(1)
        [view] = running.monitor.told(["s"], SessionView.of)
    mark = mark_on_session(view, SPOT, NOON)
    assert (mark.user, mark.desktop, mark.verb, mark.subject) == (
        "bob",
        "FIN",
        "session",
        "as operator",
    )
    assert (mark.of_session, mark.time) == (True, NOON)


def test_records_are_plain_values_in_a_fixed_order() -> None:
    [session, line] = marks_of([ON_SESSION, ON_LINE.noted("copied out")])
    assert line == {
        "time": "1970-01-01T00:00:00.000001Z",
        "marked": "line",
        "user": "bob",
        "desktop_name": "FIN-DC-02",
        "verb": "file out",
        "subject": "out/a.bak · 1.0M",
        "note": "copied out",
        "made": "1970-01-01T00:00:00.000005Z",
        "sid": "s-1",
        "path": "/var/log/2026-03-04.00:00:00.log",
        "inode": 7,
        "offset": 120,
        "sha256": ON_LINE.digest,
    }
    assert list(session) == list(line)
    assert (session["marked"], session["sha256"], session["note"]) == ("session", None, None)


def test_records_of_some_sessions_are_those_on_them_and_on_their_lines() -> None:
    assert len(marks_of([ON_SESSION, ON_LINE], {"s-1"})) == 2
    assert marks_of([ON_SESSION, ON_LINE], {"s-2"}) == []
