"""What moved when, of a past that is read the fast way: what every event says by itself."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.audit.tables import log
from tests.contract.examples import event
from tests.contract.strategies import logs
from tui.audit.rates import DAY, HOUR, MINUTE, MINUTES, SLICE, TEN_MINUTES, Moved, Rates
from tui.audit.rfc3339 import SECOND, format_time, parse_time
from tui.audit.table import SessionTable
from tui.past.pieces import Extent, Wanted, cut
from tui.past.reading import read
from tui.source.file import Source
from tui.source.lines import LineCutter

THEN = "2022-02-16T16:43:30"
MOMENT = parse_time(f"{THEN}Z") or 0
AGO = [
    *(-21 * SECOND, -20 * SECOND, -SLICE, -1, 0, 1, SLICE, MINUTE, 10 * MINUTE - 1, 10 * MINUTE),
    *(10 * MINUTE + 1, 11 * MINUTE, 60 * MINUTE, (MINUTES - 1) * MINUTE, MINUTES * MINUTE - 1),
    *(MINUTES * MINUTE, MINUTES * MINUTE + 30 * SECOND, MINUTES * MINUTE + 31 * SECOND),
]
"""How long before the reading THEN was (ns): also ahead of it, and about each of its limits."""
NOWS = st.sampled_from(AGO).map(lambda ago: MOMENT + ago)

SECONDS = ("30", "31", "59", "60", "99", "3x", "-1", "0", "030", "\u0663\u0660")
FRACTIONS = ("", ".5", ".000000001", ".0000000001", ".", ".x", ",5", ".5.5")
ZONES = ("Z", "Z", "Z", "z", "+00:00", "+01:00", "", "ZZ", "Z\n")
MINUTES_ = (
    *("2022-02-16T16:43", "2022-02-16T16:43", "2022-02-16T16:42", "2022-02-16T16:30"),
    *("2022-02-16T16:60", "2022-02-16T24:00", "2022-02-16t16:43", "2022-02-16 16:43"),
    *("2022-02-15T17:00", "2022-02-16T1x:43", "2022-02-1xT16:43", "2022-02-16T"),
    "9999-99-99T99:99",
)
TIMES = st.builds(
    lambda minute, second, fraction, zone: f"{minute}:{second}{fraction}{zone}",
    st.sampled_from(MINUTES_),
    st.sampled_from(SECONDS),
    st.sampled_from(FRACTIONS),
    st.sampled_from(ZONES),
)
CODES = ("TDP02I", "TDP03I", "TDP04I", "TDP05I", "TDP06I", "TDP05W", "TDP00I", "T1000I")
MOVES = st.builds(
    lambda code, sid, time, **fields: event(code, sid=sid, time=time, **fields),
    st.sampled_from(CODES),
    st.sampled_from(("a", "a", "b", "")),
    st.one_of(st.just(f"{THEN}Z"), TIMES),
    length=st.sampled_from((0, 1, 734, 2**63 - 1)),
    success=st.sampled_from((None, None, True, False)),
)
START = tuple(event("TDP00I", sid=sid, time="2022-02-10T00:00:00Z") for sid in "ab")
BUSY_LOGS = st.lists(MOVES, max_size=20).map(lambda moves: log(*START, *moves))


def read_plainly(content: bytes, now: int) -> Rates:
    """The rates of a log, each event of it counted in."""
    rates, table, cutter = Rates(), SessionTable(), LineCutter(0)
    for batch in cutter.feed(content):
        for arrival in table.fold(0, batch.offset, batch.lines):
            rates.add(arrival.event, now)
    return rates


def read_fast(path: Path, content: bytes, now: int, size: int = 1 << 24) -> Rates:
    """The rates of a log that is read as the past is, in pieces of about a size."""
    path.write_bytes(content)
    source = Source.open(0, path)
    extent = Extent.of(source, len(content), whole=False)
    source.close()
    rates = Rates()
    for folded in read(cut(extent, 0, extent.end, size), Wanted(now=now), ()):
        assert (folded.missing, folded.problem) == (0, "")
        rates.merge(folded.rates)
    extent.close()
    return rates


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("past") / "audit.log"


@given(st.one_of(BUSY_LOGS, BUSY_LOGS, logs()), NOWS, st.sampled_from((200, 2000, 1 << 24)))
def test_the_past_moved_what_its_events_moved_one_by_one(
    path: Path, content: bytes, now: int, size: int
) -> None:
    content = content if content.endswith(b"\n") else content + b"\n"
    assert read_fast(path, content, now, size) == read_plainly(content, now)


@pytest.mark.parametrize(
    "odd",
    [
        *("2022-02-16T16:43:60Z", "2022-02-16T16:43:4xZ", "2022-02-16T16:43:40.Z"),
        *("2022-02-16T16:43:40.5.5Z", "2022-02-16T16:43:40,5Z", "2022-02-16T16:43:400Z"),
        *("2022-02-16T16:43:40+01:00Z", "2022-02-16T16:43:40ZZ", "2022-02-16T16:5x:40Z"),
        *("2022-02-16T16:43:\u0664\u0660Z", "2022-02-16T16:43:40.\u0661Z", "2022-02-16T16:4xZ"),
    ],
)
def test_a_time_that_cannot_be_read_among_others_is_in_no_minute(path: Path, odd: str) -> None:
    times = (f"{THEN}Z", odd, "2022-02-16T17:00:00Z")
    content = log(*START, *(event("TDP03I", sid="a", time=time, length=1) for time in times))
    now = MOMENT + 60 * MINUTE
    rates = read_fast(path, content, now)
    assert rates == read_plainly(content, now)
    assert sum(rates.graph(DAY, now), Moved()) == Moved(0, 2)


def out(ago: int, length: int) -> bytes:
    """Bytes that came out of a desktop so many minutes before MOMENT."""
    time = format_time(MOMENT - ago * MINUTE)
    return event("TDP03I", sid="a", time=time, length=length)


def test_a_past_is_told_over_the_whole_day_before(path: Path) -> None:
    moves = [out(1434, 1), out(1433, 2), out(300, 4), out(59, 8), out(9, 16), out(0, 32)]
    rates = read_fast(path, log(*START, *moves), MOMENT)
    totals = [sum(rates.graph(reach, MOMENT), Moved()) for reach in (TEN_MINUTES, HOUR, DAY)]
    assert totals == [Moved(0, 48), Moved(0, 56), Moved(0, 62)]
