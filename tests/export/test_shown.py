"""Exports of a running monitor: the sessions asked for, as they are shown."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from tests.app.desk import NOON, end, failed_read, received, start, written
from tests.marks.made import ON_LINE, ON_SESSION
from tests.readings import Reading, write
from tui.audit.rfc3339 import SECOND, format_time
from tui.audit.summary import summarise
from tui.export.formats import Format
from tui.export.records import What
from tui.export.selection import Selection
from tui.export.shown import LINES, Order, lines_shown, save_shown
from tui.export.target import ExistsError
from tui.live.monitor import Monitor
from tui.query import Query
from tui.system.output import OutputError
from tui.view.narrowing import Letting

EVENTS = [
    start("s-1", "bob", "FIN-DC-02"),
    start("s-2", "eve", "HR-07", at=1),
    written("s-1", "a.bak", 4096, at=2),
    received("s-2", 7, at=3),
    failed_read("s-1", "b.txt", at=4),
    end("s-2", at=5),
]


def log_of(path: Path, *events: dict[str, object]) -> Path:
    path.write_bytes(b"".join(orjson.dumps(event) + b"\n" for event in events))
    return path


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return log_of(tmp_path / "events.log", *EVENTS)


def shown(
    monitor: Monitor, sids: Sequence[str], what: What, broken: list[str] | None = None
) -> list[bytes]:
    selection = Selection(what, Format.JSON_LINES)
    return [*lines_shown(monitor, sids, selection, [] if broken is None else broken)]


def test_sessions_and_transfers_are_those_of_the_summary(log: Path) -> None:
    with Reading(log) as running:
        running.wait(len(EVENTS))
        summary = running.monitor.ask(lambda table: summarise(table, transfers=True))
        sessions = shown(running.monitor, ["s-2", "s-1"], What.SESSIONS)
        transfers = shown(running.monitor, ["s-2", "s-1"], What.TRANSFERS)
    first, second = summary["sessions"]
    moved = first.pop("transfers")
    second.pop("transfers")
    assert [orjson.loads(line) for line in sessions] == [second, first]
    told = [orjson.loads(line) for line in transfers]
    assert [{name: each[name] for name in moved[0]} for each in told] == moved
    assert {each["user"] for each in told} == {"bob"}


def test_events_are_the_logs_own_lines_session_by_session(log: Path) -> None:
    with Reading(log) as running:
        running.wait(len(EVENTS))
        lines = shown(running.monitor, ["s-2", "s-1"], What.EVENTS)
    asked = sorted(EVENTS, key=lambda event: event["sid"] == "s-1")
    assert lines == [orjson.dumps(event) + b"\n" for event in asked]


def test_events_are_all_there_past_what_is_read_back_at_a_time(tmp_path: Path) -> None:
    events = [written("s", "a", 1, offset=at) for at in range(2 * LINES + 3)]
    with Reading(log_of(tmp_path / "events.log", *events)) as running:
        running.wait(len(events))
        lines = shown(running.monitor, ["s"], What.EVENTS)
    assert lines == [orjson.dumps(event) + b"\n" for event in events]


def test_marks_are_those_on_the_sessions_and_on_their_lines(log: Path) -> None:
    marks = [replace(ON_LINE, sid="s-2"), replace(ON_SESSION, sid="s-1"), replace(ON_LINE, sid="")]
    selection = Selection(What.MARKS, Format.JSON_LINES, marks=marks)
    with Reading(log) as running:
        lines = [*lines_shown(running.monitor, ["s-1", "s-2"], selection, [])]
    assert [orjson.loads(line)["marked"] for line in lines] == ["line", "session"]


def test_a_session_that_is_not_known_is_passed_over(log: Path) -> None:
    with Reading(log) as running:
        running.wait(len(EVENTS))
        assert [shown(running.monitor, ["nobody"], what) for what in What] == [[]] * len(What)


def test_what_is_frozen_is_what_is_exported(log: Path) -> None:
    with Reading(log) as running:
        running.wait(len(EVENTS))
        running.monitor.freeze()
        write(log, orjson.dumps(received("s-1", 9, at=9)))
        running.wait(len(EVENTS) + 1)
        (line,) = shown(running.monitor, ["s-1"], What.SESSIONS)
        assert orjson.loads(line)["events"] == 3
        running.monitor.thaw()
        (line,) = shown(running.monitor, ["s-1"], What.SESSIONS)
        assert orjson.loads(line)["events"] == 4


def test_events_that_are_gone_from_the_log_are_said(log: Path) -> None:
    broken: list[str] = []
    with Reading(log) as running:
        running.wait(len(EVENTS))
        log.write_bytes(b"")
        assert shown(running.monitor, ["s-1"], What.EVENTS, broken) == []
    assert broken == ["3 events cannot be read back from the log any more"]


def test_it_is_written_to_the_file_and_said(log: Path, tmp_path: Path) -> None:
    order = Order(What.EVENTS, Format.CSV, tmp_path / "out.csv")
    with Reading(log) as running:
        running.wait(len(EVENTS))
        selection = Selection(order.what, order.form, keep_event=lambda it, _: it.length > 0)
        told = save_shown(running.monitor, ["s-1", "s-2"], selection, order)
        assert told == f"2 events written to {order.path}"
        assert len(order.path.read_text().splitlines()) == 3
        with pytest.raises(ExistsError):
            save_shown(running.monitor, ["s-1"], selection, order)


def test_a_source_is_never_replaced(log: Path) -> None:
    order = Order(What.EVENTS, Format.JSON_LINES, log, replace=True)
    with Reading(log) as running, pytest.raises(OutputError, match="the log itself"):
        save_shown(running.monitor, [], Selection(order.what, order.form), order, [log])


def test_an_order_that_was_stopped_writes_nothing(log: Path, tmp_path: Path) -> None:
    order = Order(What.EVENTS, Format.CSV, tmp_path / "out.csv")
    order.stopped.set()
    with Reading(log) as running:
        running.wait(len(EVENTS))
        with pytest.raises(OutputError, match="stopped"):
            save_shown(running.monitor, ["s-1"], Selection(order.what, order.form), order)
    assert [*tmp_path.iterdir()] == [log]


def test_a_transfer_is_exported_if_one_of_its_events_is_let_through(tmp_path: Path) -> None:
    chunks = [written("s", "b.bak", 1024, offset=at, at=at) for at in range(LINES + 2)]
    events = [start("s", "bob", "FIN-DC-02"), written("s", "a.txt", 9), *chunks]
    asked = {
        "path=*.bak": ["b.bak"],
        "not path=*.bak": ["a.txt"],
        "bytes>100K": ["b.bak"],
        "bytes>100K since=-1d": ["b.bak"],
        "kind=read": [],
        "user=bob": ["a.txt", "b.bak"],
        "kind=write user=bob": ["a.txt", "b.bak"],
        f"since={format_time(NOON + LINES * SECOND)}": ["b.bak"],
    }
    with Reading(log_of(tmp_path / "events.log", *events)) as running:
        running.wait(len(events))
        for text, paths in asked.items():
            letting = Letting(Query.parse(text, now=NOON), NOON)
            selection = Selection(What.TRANSFERS, Format.JSON_LINES, keep_event=letting.event)
            lines = lines_shown(running.monitor, ["s", "nobody"], selection, [])
            assert [orjson.loads(line)["path"] for line in lines] == paths, text


def test_events_that_are_gone_let_no_transfer_through_and_are_said(log: Path) -> None:
    broken: list[str] = []
    selection = Selection(What.TRANSFERS, Format.JSON_LINES, keep_event=lambda *_: True)
    with Reading(log) as running:
        running.wait(len(EVENTS))
        log.write_bytes(b"")
        assert [*lines_shown(running.monitor, ["s-1"], selection, broken)] == []
    assert broken == ["3 events cannot be read back from the log any more"]
