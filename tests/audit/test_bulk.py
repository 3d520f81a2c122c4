"""The fast way gives what the plain way gives, on whatever lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.audit.tables import folded, log
from tests.contract.examples import event
from tests.contract.strategies import ORDINARY_LINES, logs
from tests.fuzz.mutations import wounded_lines
from tui.audit.bulk import BulkFold, fold_all
from tui.audit.event import Event
from tui.audit.stretch import Row
from tui.audit.summary import summarise
from tui.audit.table import SessionTable

BUSY_LOGS = st.lists(st.one_of(ORDINARY_LINES, wounded_lines(ORDINARY_LINES)), max_size=30).map(
    lambda lines: b"".join(line.replace(b"\n", b"") + b"\n" for line in lines)
)


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


@given(st.one_of(logs(), BUSY_LOGS), st.lists(st.integers(0, 20_000), max_size=4))
def test_the_fast_way_gives_the_table_of_the_plain_way(content: bytes, cuts: list[int]) -> None:
    content = content if content.endswith(b"\n") else content + b"\n"
    one, other = fast(content, cuts), folded(content)
    assert summarise(one, transfers=True) == summarise(other, transfers=True)
    assert rows(one) == rows(other)


@given(st.one_of(logs(), BUSY_LOGS))
def test_numbers_alone_are_the_same_numbers(content: bytes) -> None:
    content = content if content.endswith(b"\n") else content + b"\n"
    one, other = fast(content, keeps=False), folded(content)
    assert summarise(one, transfers=False) == summarise(other, transfers=False)


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

    content = log(START, read(), read(), read(**odd), read(time="2026-11-20T10:00:00.5Z"), read())
    one, other = fast(content), folded(content)
    assert summarise(one, transfers=True) == summarise(other, transfers=True)


@pytest.mark.parametrize("raw", [b"\xff", b"\\ud800", b"\x01", b'", "sid": "t', b"\x00"])
def test_raw_bytes_in_a_field_that_is_not_needed_are_found(raw: bytes) -> None:
    line = event("TDP05I", **READ, time="2026-11-20T10:00:00Z", note="here")
    content = log(START, line, line.replace(b"here", raw), line)
    assert summarise(fast(content), transfers=True) == summarise(folded(content), transfers=True)


def test_lines_nested_deeper_than_the_parser_goes_are_malformed_either_way() -> None:
    deep = event("TDP05I", **READ).removesuffix(b"}") + b',"x":' + b"[" * 1500 + b"]" * 1500 + b"}"
    content = log(START, event("TDP05I", **READ), deep)
    assert fast(content).malformed_lines == folded(content).malformed_lines == 1


def test_events_from_a_time_on_are_given_one_by_one() -> None:
    given_: list[Event] = []
    bulk = BulkFold(SessionTable(), 0, recent="2026-11-20T10:00:01", on_event=given_.append)
    lines = [event("TDP05I", **READ, time=f"2026-11-20T10:00:0{n}Z") for n in (0, 0, 1, 2, 0)]
    bulk.fold(0, b"\n".join([START, *lines]))
    bulk.finish()
    times = [one.time for one in given_ if one.time is not None]
    assert sorted(times)[-2:] == [1_795_168_801 * 10**9, 1_795_168_802 * 10**9]
    assert bulk.table.desktop_events == 6
