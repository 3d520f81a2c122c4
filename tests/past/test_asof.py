"""What was known at an earlier moment is what would be read of the files cut there."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.examples import event
from tests.patience import until
from tests.readings import Reading
from tests.source.reader import append
from tui.audit.place import place_of
from tui.audit.rates import ALL, HOUR, Moved
from tui.audit.rfc3339 import SECOND, format_time, parse_time
from tui.audit.summary import summarise
from tui.live.monitor import Monitor
from tui.past.whole import whole_table
from tui.past.workers import Workers
from tui.picture.picture import SessionView
from tui.source.back import offset_at, read_back
from tui.source.file import BLOCK, Source
from tui.source.follow import Follow

NOON = parse_time("2026-03-04T12:00:00Z") or 0
LATE = 3.0
"""Seconds that a directory event is held back."""


def at(seconds: float) -> str:
    """A time so long after NOON."""
    return format_time(NOON + round(seconds * SECOND))


def moment(seconds: float) -> int:
    return NOON + round(seconds * SECOND)


def start(sid: str, seconds: float) -> bytes:
    return event(
        "TDP00I", "windows.desktop.session.start", sid=sid, user=sid, success=True, time=at(seconds)
    )


def end(sid: str, seconds: float) -> bytes:
    return event("TDP01I", "windows.desktop.session.end", sid=sid, time=at(seconds))


def chunk(sid: str, number: int, seconds: float) -> bytes:
    told = {"length": 10, "offset": 10 * number, "directory_name": "d", "file_path": "f"}
    return event(
        "TDP06I", "desktop.directory.write", sid=sid, success=True, time=at(seconds), **told
    )


def login(seconds: float) -> bytes:
    """Another event."""
    return event("T1000I", "user.login", time=at(seconds), padding="x" * 500)


def source_of(path: Path) -> Source:
    """A source of a file, all of which was read."""
    source = Source.open(0, path)
    for _ in source.read():
        continue
    return source


def offset_in(path: Path, seconds: float) -> int:
    source = source_of(path)
    try:
        return offset_at(source, moment(seconds), source.cutter.offset)
    finally:
        source.close()


# -- where a source reaches a moment -------------------------------------------------------


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "events.log"
    file.touch()
    return file


def lay(log: Path, *lines: bytes) -> list[int]:
    """Write lines; returns the byte at which each begins, and the one behind the last."""
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    log.write_bytes(b"".join(line + b"\n" for line in lines))
    return offsets


@pytest.mark.parametrize("seconds", [-1, 0, 1, 77, 1499, 1500, 2998, 2999, 4000])
def test_a_source_ends_before_the_first_line_that_is_later(log: Path, seconds: int) -> None:
    offsets = lay(log, *(login(second) for second in range(3000)))
    assert log.stat().st_size > 16 * BLOCK
    assert offset_in(log, seconds) == offsets[max(0, min(seconds + 1, 3000))]


def test_what_comes_late_is_not_there_before_what_it_comes_behind(log: Path) -> None:
    lines = start("a", 0), login(10), chunk("a", 0, 5), login(20)
    offsets = lay(log, *lines)
    assert [offset_in(log, seconds) for seconds in (5, 10, 15)] == [
        offsets[1],
        offsets[3],
        offsets[3],
    ]


def test_a_line_without_a_time_goes_with_the_one_before(log: Path) -> None:
    offsets = lay(log, login(0), b"no JSON", b'{"event":"x"}', login(10), b"no JSON")
    assert [offset_in(log, seconds) for seconds in (-1, 0, 10)] == [0, offsets[3], offsets[5]]


def test_many_lines_without_a_time_do_not_hide_what_lies_around_them(log: Path) -> None:
    offsets = lay(log, login(0), *[b"-" * 999] * 3000, login(10), login(20))
    assert [offset_in(log, seconds) for seconds in (-1, 0, 10, 20)] == [0, *offsets[-3:]]


def test_a_line_that_is_longer_than_a_line_can_be_has_no_time(log: Path) -> None:
    offsets = lay(log, login(0), b'{"time":"' + b"x" * (1 << 21), login(10), login(20))
    assert [offset_in(log, seconds) for seconds in (0, 10)] == offsets[2:4]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=400), st.integers(-1, 51))
def test_of_lines_in_order_all_are_before_that_are_not_later(
    tmp_path_factory: pytest.TempPathFactory, seconds: list[int], when: int
) -> None:
    log = tmp_path_factory.mktemp("log") / "events.log"
    times = sorted(seconds)
    offsets = lay(log, *(login(time) for time in times))
    assert offset_in(log, when) == offsets[sum(time <= when for time in times)]


def test_a_source_that_grows_ends_where_it_did(log: Path) -> None:
    lines = [login(second / 10) for second in range(5000)]
    lay(log, *lines[:3000])
    before = offset_in(log, 123.4)
    lay(log, *lines)
    assert offset_in(log, 123.4) == before


def test_lines_are_read_back_by_their_places(log: Path) -> None:
    lines = [login(second) + b" " * (second % 7 * 9000) for second in range(300)]
    offsets = lay(log, *lines)
    for step in (1, 2, 50):
        source = source_of(log)
        wanted = [place_of(0, offset) for offset in offsets[:-1:step]]
        found = [pair for part in read_back(source, wanted) for pair in zip(*part, strict=True)]
        source.close()
        assert found == list(zip(wanted, lines[::step], strict=True))


def test_nothing_is_read_back_of_a_file_that_was_written_anew(log: Path) -> None:
    lay(log, login(0), login(1))
    source = source_of(log)
    lay(log, login(2), login(3))
    assert list(read_back(source, [place_of(0, 0)])) == []
    source.close()


# -- what was known ------------------------------------------------------------------------


@dataclass
class Log:
    """A folder with files, and what is read of them."""

    folder: Path
    files: list[Path]

    def cut(self, seconds: float) -> list[Path]:
        """Copies of the files, cut where they reach a moment."""
        copies = []
        for file in self.files:
            copy = self.folder / f"cut-{file.name}"
            copy.write_bytes(file.read_bytes()[: offset_in(file, seconds)])
            copies.append(copy)
        return copies


STORY = (
    *(start(sid, second) for second, sid in enumerate("abc")),
    *(chunk("a", number, 10 + number) for number in range(30)),
    event("TDP02I", "desktop.clipboard.send", sid="", length=4, time=at(41)),
    b"{broken",
    *(chunk(sid, number, 50 + number - LATE) for number in range(30) for sid in "ab"),
    b'{"code":"TD' + chunk("c", 0, 85),
    end("a", 90),
    start("d", 95),
    *(chunk("d", number, 100 + number) for number in range(10)),
)
MOMENTS = (-10, 0, 2, 15.5, 41, 60, 85, 90, 104, 500)


@pytest.fixture
def written(tmp_path: Path) -> Log:
    """A story told in two files, every third line in the other one."""
    files = [tmp_path / "one.log", tmp_path / "two.log"]
    for number, line in enumerate(STORY):
        append(files[number % 3 == 0], line + b"\n")
    return Log(tmp_path, files)


def said(monitor: Monitor) -> dict[str, Any]:
    """The numbers of the table that is shown, but for lines that are no desktop events."""
    told = monitor.ask(lambda table: summarise(table, transfers=True))
    del told["other_events"], told["lines"]
    return told


@pytest.mark.parametrize("seconds", MOMENTS)
def test_the_numbers_are_those_of_the_files_cut_there(written: Log, seconds: float) -> None:
    expected = summarise(whole_table(written.cut(seconds), transfers=True)[0], transfers=True)
    del expected["other_events"], expected["lines"]
    with Reading(*written.files, clock=lambda: moment(1000)) as running:
        running.settle()
        running.monitor.go_back(moment(seconds))
        assert said(running.monitor) == expected


@pytest.mark.parametrize("seconds", MOMENTS)
def test_everything_is_shown_as_by_who_reads_the_files_cut_there(
    written: Log, seconds: float
) -> None:
    cut = written.cut(seconds)
    with (
        Reading(*written.files, clock=lambda: moment(1000)) as running,
        Reading(*cut, clock=lambda: moment(seconds)) as other,
    ):
        running.settle()
        other.settle()
        running.monitor.go_back(moment(seconds))
        assert everything(running) == everything(other)


def everything(running: Reading) -> dict[str, Any]:
    """What panes show: a picture, each session, its transfers, rates, rows; and all rows."""
    monitor = running.monitor
    picture = monitor.picture()
    shown: dict[str, Any] = {
        name: getattr(picture, name)
        for name in ("now", "desktop_events", "malformed_lines", "totals", "series", "moving")
    }
    views = sorted(monitor.told(None, SessionView.of), key=lambda view: view.sid)
    with monitor.feeds() as feeds:
        for sid in (ALL, *(view.sid for view in views)):
            found = feeds.lines(sid, 0, 1000, feeds.end(sid))
            shown[f"rows of {sid}"] = [(line.event, line.row.events, line.sid) for line in found]
    details = [monitor.detail(view.sid) for view in views]
    series = {detail.sid: (detail.counters, detail.series) for detail in details if detail}
    return {**shown, "views": views, "details": series, "graph": monitor.graph(HOUR, picture.now)}


def test_back_to_now_is_as_if_nothing_had_been_looked_at(written: Log) -> None:
    with Reading(*written.files) as running, Reading(*written.files) as other:
        running.settle()
        running.monitor.go_back(moment(50))
        for each in (running, other):
            each.settle()
        append(written.files[0], chunk("d", 11, 200) + b"\n")
        until(lambda: running.picture().waiting == 1)
        until(lambda: other.picture().desktop_events == len(STORY))
        assert (running.picture().as_of, running.picture().now) == (moment(50), moment(50))
        running.monitor.thaw()
        assert running.picture().as_of is None
        assert everything(running) == everything(other)


def test_from_one_moment_to_another_takes_in_what_was_read_meanwhile(log: Path) -> None:
    append(log, start("a", 0) + b"\n")
    with Reading(log) as running:
        running.wait(1)
        running.monitor.go_back(moment(50))
        append(log, chunk("a", 0, 10) + b"\n" + chunk("a", 1, 100) + b"\n")
        running.wait(3)
        before = running.picture().desktop_events
        running.monitor.go_back(moment(50))
        assert (before, running.picture().desktop_events) == (1, 2)


def test_it_can_be_gone_back_from_a_freeze(written: Log) -> None:
    with Reading(*written.files) as running:
        running.settle()
        running.monitor.freeze()
        running.monitor.go_back(moment(15.5))
        assert running.picture().as_of == moment(15.5)
        assert (running.monitor.thaw(), running.monitor.thaw()) == (True, False)
        assert (running.picture().as_of, running.picture().waiting) == (None, None)


def test_each_turn_from_one_moment_to_another_is_told(written: Log) -> None:
    with Reading(*written.files) as running:
        running.settle()
        turns = [running.picture().turn]
        for seconds in (50, 50):
            running.monitor.go_back(moment(seconds))
            turns.append(running.picture().turn)
        running.monitor.thaw()
        turns.append(running.picture().turn)
    assert sorted(set(turns)) == turns


def test_the_transfers_are_all_told_anew(written: Log) -> None:
    with Reading(*written.files) as running:
        running.settle()
        known = running.monitor.detail("a")
        assert known is not None
        running.monitor.go_back(moment(15.5))
        told = running.monitor.detail("a", known.version)
        assert told is not None
        assert [transfer.bytes for _, transfer in told.transfers] == [60]


def test_what_arrives_meanwhile_alarms(log: Path) -> None:
    append(log, start("a", 0) + b"\n")
    denied = event(
        "TDP00W", "windows.desktop.session.start", sid="m", success=False, time=at(100), user="m"
    )
    with Reading(log) as running:
        running.settle()
        running.monitor.go_back(moment(50))
        append(log, denied + b"\n")
        running.wait(2)
        assert running.monitor.alarms().raised


def test_of_a_past_that_is_still_being_read_what_was_read_is_shown(log: Path) -> None:
    lay(log, *(chunk("a", number, number) for number in range(4000)))
    monitor = Monitor(Follow([log], leaves_past=True), workers=Workers())
    ledger = monitor._ledger  # noqa: SLF001 - the reading itself is not begun
    monitor.go_back(moment(10))
    assert (ledger.shown.table.desktop_events, ledger.as_of) == (0, moment(10))


def test_files_that_are_closed_are_told_of_by_what_is_known(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    lay(log, start("a", 0), end("a", 10), start("b", 20), end("b", 30))
    with Reading(log) as running:
        running.settle()
        source = running.monitor.sources[0]
        source.close()
        running.monitor.go_back(moment(25))
        views = {view.sid: view for view in running.monitor.told(None, SessionView.of)}
        assert (views["a"].state, views["b"].events, running.picture().gone) == ("ended", 0, 1)


# -- how fast data moved -------------------------------------------------------------------


def test_rates_are_those_of_the_ten_minutes_before(log: Path) -> None:
    lay(log, *(chunk("a", number, 10 * number) for number in range(360)))
    with Reading(log, clock=lambda: moment(3600)) as running:
        running.settle()
        running.monitor.go_back(moment(1800))
        picture = running.picture()
        assert picture.series == (Moved(0, 10),) * 60
        hour = running.monitor.graph(HOUR, picture.now)
    assert [part.bytes_out for part in hour[-4:]] == [60, 60, 60, 10]


def test_more_than_is_read_back_for_them_is_said_not_to_be_counted(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.past.asof.COUNTED", 4000)
    lay(log, *(chunk("a", number, number) for number in range(600)))
    with Reading(log, clock=lambda: moment(10**6)) as running:
        running.settle()
        running.monitor.go_back(moment(599))
        picture = running.picture()
    assert picture.counted_since is not None
    assert moment(500) < picture.counted_since < moment(599)
    assert sum(part.bytes_out for part in picture.series) == 10 * (
        600 - (picture.counted_since - NOON) // SECOND
    )
