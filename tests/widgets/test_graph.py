"""Amounts over time as bars, with a scale and times."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest

from tui.audit.rfc3339 import SECOND
from tui.widgets.graph import SCALE, Graph, compressed, graph_lines

NOON = int(datetime(2026, 3, 4, 12, tzinfo=UTC).timestamp()) * SECOND
MINUTE = 60 * SECOND


def drawn(
    *amounts: int,
    cells: int = 8,
    rows: int = 2,
    slice_: int = SECOND,
    begin: int = NOON,
    since: int | None = None,
    zone: tzinfo = UTC,
) -> list[str]:
    """The rows as text, the scales at both sides cut off."""
    graph = Graph(amounts, slice_, begin, since)
    lines = graph_lines(graph, cells + 2 * SCALE, rows + 2, "out", zone)
    return ["".join(span.text for span in spans)[SCALE:-SCALE] for spans in lines[:rows]]


def scale(*amounts: int, rows: int, slice_: int = SECOND) -> list[tuple[str, str]]:
    """What is told at the left and right of each row of bars."""
    lines = graph_lines(Graph(amounts, slice_, NOON), 8 + 2 * SCALE, rows + 2, "out", UTC)
    texts = ["".join(span.text for span in spans) for spans in lines[:rows]]
    return [(text[: SCALE - 2].strip(), text[-SCALE:].strip()) for text in texts]


def test_the_largest_is_as_high_as_there_is_room() -> None:
    assert drawn(16, 8, 4, 1, 0, 12, 16, 16) == ["█    ▄██", "██▄▁ ███"]


def test_what_is_next_to_nothing_is_seen() -> None:
    assert drawn(10**9, 1, 0, 0) == ["██      ", "██▁▁    "]


def test_nothing_is_a_blank() -> None:
    assert drawn(0, 0, 0, 0) == [" " * 8] * 2


def test_bars_fill_all_cells_the_newest_last() -> None:
    assert drawn(1, 0, 2, cells=8, rows=1) == ["▄▄▄   ██"]


def test_more_slices_than_cells_are_summed() -> None:
    assert drawn(*[1] * 8, *[2] * 8, cells=8, rows=1) == ["▄▄▄▄████"]
    assert compressed([1, 2, 3, 4, 5], 2) == [5, 9]


def test_the_scale_is_in_bytes_a_second_and_a_minute() -> None:
    assert scale(20480, 10240, rows=4, slice_=10 * SECOND) == [
        ("2.0K/s", "120K/min"),
        ("", ""),
        ("1.0K/s", "60.0K/min"),
        ("", ""),
    ]


def test_sums_of_slices_have_the_scale_of_their_time() -> None:
    assert scale(*[1024] * 16, rows=1)[0] == ("1.0K/s", "60.0K/min")


def test_what_is_before_the_counting_is_dotted() -> None:
    since = NOON - 2 * SECOND
    assert drawn(0, 0, 1, 0, 4, 4, 0, 0, begin=NOON, since=since, rows=1) == [
        "··▂·██  ".replace("█", "█")
    ]
    assert drawn(*[0] * 8, since=NOON - 99 * SECOND, rows=1) == [" " * 8]
    assert drawn(*[0] * 8, since=NOON + 99 * SECOND, rows=1) == ["·" * 8]


@pytest.mark.parametrize(
    ("slices", "slice_", "zone", "told"),
    [
        (60, 10 * SECOND, UTC, ["11:52", "11:54", "11:56", "11:58", "12:00"]),
        (60, MINUTE, UTC, ["11:15", "11:30", "11:45", "12:00"]),
        (144, 10 * MINUTE, UTC, ["18:00", "00:00", "06:00", "12:00"]),
        (
            144,
            10 * MINUTE,
            timezone(timedelta(hours=5, minutes=30)),
            ["18:00", "00:00", "06:00", "12:00"],
        ),
        (144, 10 * MINUTE, timezone(-timedelta(hours=3)), ["12:00", "18:00", "00:00", "06:00"]),
    ],
)
def test_round_times_of_the_zone_stand_below(
    slices: int, slice_: int, zone: tzinfo, told: list[str]
) -> None:
    lines = graph_lines(Graph([1] * slices, slice_, NOON), 60 + 2 * SCALE, 6, "out", zone)
    axis, times = ("".join(span.text for span in spans) for spans in lines[-2:])
    assert times.split() == told
    ticks = [max(2, cell) for cell, mark in enumerate(axis[SCALE:]) if mark == "┴"]
    assert {times[SCALE + cell - 2 : SCALE + cell + 3] for cell in ticks} >= set(told)


@pytest.mark.parametrize("width", [1, 5, 21, 22, 40, 200])
@pytest.mark.parametrize("height", [1, 2, 3, 9])
def test_any_size_has_as_many_rows_as_it_takes(width: int, height: int) -> None:
    lines = graph_lines(Graph([1, 2, 3], SECOND, NOON), width, height, "out", UTC)
    assert len(lines) == max(3, height)
