"""The fast way gives what the plain way gives, on whatever lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.audit.tables import folded, log
from tests.contract.examples import event
from tests.contract.strategies import ORDINARY_LINES, logs
from tests.fuzz.mutations import wounded_lines
from tui.audit.bulk import BulkFold, fold_all
from tui.audit.event import Event, Kind
from tui.audit.rfc3339 import parse_time
from tui.audit.stretch import Row
from tui.audit.summary import summarise
from tui.audit.table import SessionTable

BUSY_LOGS = st.lists(st.one_of(ORDINARY_LINES, wounded_lines(ORDINARY_LINES)), max_size=30).map(
    lambda lines: b"".join(line.replace(b"\n", b"") + b"\n" for line in lines)
)
OTHER = b'{"ei":0,"event":"user.login","code":"T1000I","user":"P","path":"/P/DP"}'
QUIET_LOGS = st.lists(
    st.one_of(st.just(OTHER * 2), st.just(OTHER), ORDINARY_LINES, wounded_lines(ORDINARY_LINES)),
    max_size=12,
).map(lambda lines: b"\n".join([OTHER] * 40 + lines + [OTHER] * 40))


def blocks_of(content: bytes, cuts: list[int]) -> list[tuple[int, bytes]]:
    """A log's lines in blocks, each with its offset, cut behind the line ends next to `cuts`."""
    ends = sorted({content.rfind(b"\n", 0, cut) + 1 for cut in cuts} | {len(content)})
    begins = [0, *ends[:-1]]
    return [
        (b, content[b:e].removesuffix(b"\n")) for b, e in zip(begins, ends, strict=True) if b < e
    ]


def fast(content: bytes, cuts: list[int] | None = None, *, keeps: bool = True) -> SessionTable:
    """The table of a log, in blocks, the fast way."""
    blocks = blocks_of(content, cuts or [])
    return fold_all(lambda: blocks, lambda: BulkFold(SessionTable(keeps, keeps), 0)).table


def rows(table: SessionTable) -> dict[str, list[Row]]:
    """The rows of each session's feed."""
    return {
        sid: session.feed.rows(0, session.feed.end.rows, session.feed.end)
        for sid, session in table.sessions.items()
    }


def kept(table: SessionTable) -> dict[str, tuple[object, ...]]:
    """What each session keeps for those who filter."""
    return {sid: (x.outcomes, set(x.errors), set(x.shared)) for sid, x in table.sessions.items()}


def assert_the_same(content: bytes, cuts: list[int] | None = None) -> None:
    """The fast way gives the table of the plain way, whatever of it is kept."""
    plain, all_, numbers = folded(content), fast(content, cuts), fast(content, cuts, keeps=False)
    assert summarise(all_, transfers=True) == summarise(plain, transfers=True)
    assert summarise(numbers) == summarise(plain)
    assert rows(all_) == rows(plain)
    assert all_.chronicle == plain.chronicle
    assert kept(all_) == kept(plain)


@given(st.one_of(logs(), BUSY_LOGS, QUIET_LOGS), st.lists(st.integers(0, 20_000), max_size=4))
def test_the_fast_way_gives_the_table_of_the_plain_way(content: bytes, cuts: list[int]) -> None:
    assert_the_same(content if content.endswith(b"\n") else content + b"\n", cuts)


READ = {"sid": "s", "user": "u", "desktop_name": "d", "desktop_addr": "a", "length": 1}
START = event("TDP00I", **READ)


@pytest.mark.parametrize(
    "odd",
    [
        {"time": "2026-11-20T10:00:00+14:00"},
        {"time": "2026-11-20t10:00:00Z"},
        {"time": "2026-11-20T10:00:00.5z"},
        {"time": "9999-99-99T99:99:99Z"},
        {"time": "0001-01-01T00:00:00Z"},
        {"time": ""},
        {"time": 5},
        {"length": 2**63},
        {"length": -1},
        {"length": 1.0},
        {"length": "1"},
        {"length": True},
        {"offset": 2**64 - 1},
        {"success": False},
        {"success": "no"},
        {"sid": ""},
        {"sid": None},
        {"user": "told late"},
        {"windows_domain": "told late"},
        {"x": "\N{LATIN SMALL LETTER E WITH ACUTE}"},
        {"file_path": "\N{SNOWMAN}"},
        {"x": [[]] * 2000},
    ],
    ids=repr,
)
def test_what_is_not_ordinary_in_one_line_is_told_as_the_plain_way_tells_it(
    odd: dict[str, object],
) -> None:
    def read(**fields: object) -> bytes:
        return event("TDP05I", **{"time": "2026-11-20T10:00:00Z", **READ, **fields})

    assert_the_same(
        log(START, read(), read(), read(**odd), read(time="2026-11-20T10:00:00.5Z"), read())
    )


BARE = b'{"code":"TDP02I","sid":"s","time":"2026-11-20T10:00:00Z","length":7}'
TRAPS = {
    "an escaped code, which is not looked for": BARE.replace(b"TDP", b"\\u0054DP"),
    "an escaped name": BARE.replace(b"code", b"x").replace(b"{", b'{"event":"deskto\\u0070.')
    + BARE,
    "a name alone": b'{"event":"desktop.clipboard.send","sid":"s","length":7}',
    "a name that is no event": OTHER.replace(b"/P/DP", b"desktop."),
    "a code that is no event": OTHER.replace(b"/P/DP", b"TDP"),
    "a code in what is no JSON": OTHER.replace(b"}", b"TDP}"),
    "a name in what is no JSON": OTHER.replace(b"}", b"desktop.}"),
    "no object": b"TDP",
    "nearly an object": OTHER.removesuffix(b"}"),
    "an array": b"[" + BARE + b"]",
    "two objects": BARE + BARE,
    "two objects with a blank": BARE + b" " + BARE,
    "an object in two lines": BARE.replace(b",", b",\n", 1),
    "two objects, and one in two lines": BARE + BARE + b"\n" + BARE.replace(b",", b",\n", 1),
    "glued": BARE[:20] + b'{"ei":0,' + BARE[1:],
    "glued to another": OTHER[:20] + b'{"ei":0,' + BARE[1:],
    "NULs": b"\0" * 512 + BARE,
    "a byte order mark": b"\xef\xbb\xbf" + BARE,
    "carriage return": BARE + b"\r",
    "carriage return within": BARE + b"\r" + BARE,
    "blanks": b" \t" + BARE + b" ",
    "a blank line": b"",
    "blank lines": b"\n \n\r\n",
    "a form feed": BARE + b"\x0c",
    "a domain told late": BARE.replace(b"{", b'{"windows_domain":"d",'),
    "a domain told late, escaped": BARE.replace(b"{", b'{"windows\\u005fdomain":"d",'),
    "a domain told late, twice": BARE.replace(b"{", b'{"windows_domain":"d","windows_domain":"",'),
    "a domain of something else": BARE.replace(b"{", b'{"x":{"windows_domain":"d"},'),
    "a domain with a blank": BARE.replace(b"{", b'{"windows_domain" : "d",'),
    "a domain that is no text": BARE.replace(b"{", b'{"windows_domain":5,'),
    "a sid twice": BARE.replace(b"{", b'{"sid":"t",'),
    "a number past all limits": BARE.replace(b"{", b'{"x":1e400,'),
    "a length past all limits": BARE.replace(b":7", b":" + b"9" * 400),
    "no number": BARE.replace(b":7", b":NaN"),
    "an overlong character": BARE.replace(b"{", b'{"x":"\xc0\xaf",'),
    "a wrapped event": b'{"time":1,"event":' + BARE + b"}",
    "an event as text": b'{"message":"' + BARE.replace(b'"', b'\\"') + b'"}',
    "an event with a prefix": b"2026-11-20 10:00:00 +0000\ttag\t" + BARE,
    "a time that is short": BARE.replace(b"2026-11-20T10:00:00Z", b"Z"),
    "no time": BARE.replace(b"time", b"x"),
    "no sid": BARE.replace(b"sid", b"x"),
    "a long word of Ps": OTHER.replace(b"P", b"P" * 300) + b"\n" + BARE,
}
DENSE, SPARSE = [event("TDP05I", **READ)] * 8, [OTHER] * 40


@pytest.mark.parametrize("around", [DENSE, SPARSE, [*SPARSE, *DENSE]], ids=["dense", "sparse", ""])
@pytest.mark.parametrize("odd", TRAPS.values(), ids=TRAPS)
def test_a_line_that_is_odd_is_told_as_the_plain_way_tells_it(
    odd: bytes, around: list[bytes]
) -> None:
    content = log(START, *around, odd, BARE, *around, odd, *around)
    assert_the_same(content, [content.index(BARE), content.rindex(BARE) + len(BARE) + 1])


@pytest.mark.parametrize("raw", [b"\xff", b"\\ud800", b"\x01", b'", "sid": "t', b"\x00"])
def test_raw_bytes_in_a_field_that_is_not_needed_are_found(raw: bytes) -> None:
    line = event("TDP05I", **READ, time="2026-11-20T10:00:00Z", note="here")
    assert_the_same(log(START, line, line.replace(b"here", raw), line))


def test_lines_nested_deeper_than_the_parser_goes_are_malformed_either_way() -> None:
    deep = event("TDP05I", **READ).removesuffix(b"}") + b',"x":' + b"[" * 1500 + b"]" * 1500 + b"}"
    content = log(START, event("TDP05I", **READ), deep)
    assert fast(content).malformed_lines == folded(content).malformed_lines == 1


def test_events_from_a_time_on_are_given_one_by_one_and_earlier_ones_counted_by_minutes() -> None:
    given_: list[Event] = []
    bulk = BulkFold(SessionTable(), 0, "2026-11-20T10:00", "2026-11-20T10:02", given_.append)
    times = ("09:59:59", "10:01:02", "10:01:02", "10:01:02", "10:02:00", "10:01:01")
    moves = [event("TDP05I", **READ, time=f"2026-11-20T{time}Z") for time in times]
    bulk.fold(0, b"\n".join([START, *moves]))
    bulk.finish()
    summed_up = [moved for moved in bulk.minutes.moved() if moved[2]]
    assert summed_up == [(parse_time("2026-11-20T10:01:00Z"), Kind.READ, 4)]
    assert [one.time for one in given_] == [None, parse_time("2026-11-20T10:02:00Z")]
    assert bulk.table.desktop_events == 7


def test_nothing_is_counted_by_minutes_unless_it_is_asked_for() -> None:
    bulk = BulkFold(SessionTable(), 0)
    bulk.fold(0, b"\n".join([START, event("TDP05I", **READ, time="2026-11-20T10:00:00Z")]))
    assert [*bulk.minutes.moved()] == []
