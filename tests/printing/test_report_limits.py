"""The report with numbers, names and times at their limits: columns aligned, lines bounded."""

import re

import orjson
import pytest
from rich.cells import cell_len

from tests.app.limits import at_limits, in_cells, many_sessions
from tests.audit.tables import folded
from tui.printing.report import COLUMNS, NUMBERS, WIDEST, report

LOG = b"".join(orjson.dumps(event) + b"\n" for event in at_limits())
TITLES = re.compile(r"\S+(?: \(UTC\))?")


def told(log: bytes, *, transfers: bool = False) -> list[str]:
    """The lines of the report on a log."""
    return report(folded(log), transfers=transfers, colour=False).split("\n")


def sessions(lines: list[str]) -> list[str]:
    """The table of sessions, its header first."""
    return lines[next(at for at, line in enumerate(lines) if line.startswith("STATE")) :]


def test_every_cell_stands_under_its_title() -> None:
    header, *rows = sessions(told(LOG))
    spans = [found.span() for found in TITLES.finditer(header)]
    assert len(spans) == len(COLUMNS) + len(NUMBERS)
    right = len(COLUMNS) - 3
    for row in rows:
        cells = in_cells(row)
        assert all(cells[begin] not in (" ", "") for begin, _ in spans[:right])
        assert all(cells[begin - 1] == " " for begin, _ in spans[1:right])
        assert all(cells[end - 1] not in (" ", "") for _, end in spans[right:])
        assert all(cells[end] == " " for _, end in spans[right:-1])


def test_no_name_makes_a_line_longer_than_its_columns() -> None:
    longest = len(COLUMNS) * (WIDEST + 2) + 40
    assert max(map(cell_len, told(LOG, transfers=True))) <= longest


@pytest.mark.parametrize(
    ("user", "numbers"),
    [
        ("most.bytes", ["-", "16.0E", "64.0E", "1,001", "1,012"]),
        ("ends.before", ["-2d", "0", "0", "0", "2"]),
        ("oldest.ended", ["2025y", "0", "0", "0", "2"]),
        ("newest.ended", ["-7ky", "0", "0", "0", "2"]),
    ],
)
def test_the_numbers_of_a_session(user: str, numbers: list[str]) -> None:
    (row,) = (row for row in sessions(told(LOG)) if user in row)
    assert row.split()[-5:] == numbers


def test_the_first_and_the_last_moment_there_are() -> None:
    assert "Time       0001-01-01 00:00:01 to 9999-12-31 23:59:59 UTC" in told(LOG)


def test_no_number_is_nonsense() -> None:
    whole = "\n".join(told(LOG, transfers=True))
    assert not re.search(r"\bnan\b|\binf\b|None|e\+\d\d|-0s|\d…", whole)


def test_a_million_events_of_one_session() -> None:
    table = folded(b'{"code":"TDP03I","sid":"s"}\n')
    table.sessions["s"].events = 1_000_000
    table.sessions["s"].counters.clipboard_received_bytes = 1_000_000 * (2**63 - 1)
    row = report(table, transfers=False, colour=False).split("\n")[-1]
    assert row.split()[-4:] == ["0", "7.6Y", "0", "1,000,000"]


def test_twenty_thousand_sessions_are_a_line_each() -> None:
    lines = told(many_sessions(20_000))
    assert "Sessions   20,000: 20,000 active, 0 ended, 0 denied" in lines
    assert len(sessions(lines)) == 20_001
