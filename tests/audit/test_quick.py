"""An event found the quick way is that of the plain way, on whatever line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.examples import event
from tests.contract.strategies import ORDINARY_LINES, lines
from tests.fuzz.mutations import wounded_lines
from tui.audit.event import Event, decode
from tui.audit.quick import event_in, parts_in

LINES = st.one_of(ORDINARY_LINES, wounded_lines(ORDINARY_LINES), lines(), wounded_lines(lines()))
WHOLE = {
    "time": "2026-11-20T10:00:00.5Z",
    "sid": "s",
    "user": "bob",
    "desktop_name": "WIN-1",
    "desktop_addr": "10.0.0.1:3389",
    "windows_domain": "corp",
    "cluster_name": "teleport",
    "addr.local": "192.0.2.1",
    "error": "e",
    "length": 7,
    "offset": 3,
    "directory_name": "out",
    "file_path": "a/b.txt",
    "success": True,
}
CODES = ("TDP00I", "TDP00W", "TDP01I", "TDP02I", "TDP03I", "TDP04I", "TDP04W", "TDP05I", "TDP06W")


@given(LINES)
def test_a_line_counts_as_what_the_plain_way_says(line: bytes) -> None:
    plain = decode(line)
    assert parts_in(line) == plain
    assert event_in(line) == next((part for part in plain if isinstance(part, Event)), None)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "odd",
    [
        {},
        *({name: None} for name in WHOLE),
        *({name: 5} for name in WHOLE),
        *({name: ""} for name in WHOLE),
        {"success": False},
        {"user": "\ud800"},
        {"user": "\N{SNOWMAN}"},
        {"user": "a\\b"},
        {"offset": 2**64 - 1},
        {"length": 2**63},
        {"x": "x" * 3000},
        {"x": [[]] * 2000},
    ],
    ids=repr,
)
def test_every_field_of_every_event_is_told_alike(code: str, odd: dict[str, object]) -> None:
    line = event(code, **{**WHOLE, **odd})
    assert parts_in(line) == decode(line)
