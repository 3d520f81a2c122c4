"""What moved: counted by kind, by direction, and file by file."""

import pytest

from tests.audit.tables import folded, log, only_event, only_session
from tests.contract.examples import T0, T1, T2, event
from tui.audit.counters import Counters, Transfer, TransferKey
from tui.audit.event import Kind
from tui.audit.rfc3339 import parse_time

MOST = 2**63 - 1
TOP = 2**64 - 1
FAILED, INCOMPLETE = {"success": False}, {"success": True}


def counters(*lines: bytes) -> dict[str, int]:
    """The counters that are not 0."""
    told = folded(log(*lines)).totals
    counts = {name: getattr(told, name) for name in Counters.__struct_fields__}
    return {name: count for name, count in counts.items() if count}


def transfer(*lines: bytes) -> Transfer:
    """The one transfer of these lines."""
    (only,) = only_session(*lines).transfers.values()
    return only


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        (event("TDP00I", length=9), {}),
        (event("TDP01I", length=9), {}),
        (event("TDP02I", length=9), {"clipboard_sent": 1, "clipboard_sent_bytes": 9}),
        (event("TDP03I", length=9), {"clipboard_received": 1, "clipboard_received_bytes": 9}),
        (event("TDP02I"), {"clipboard_sent": 1}),
        (event("TDP04I", length=9), {"shared": 1}),
        (event("TDP04W", **FAILED), {"shared": 1, "shares_failed": 1}),
        (event("TDP04W", **INCOMPLETE), {"shared": 1}),
        (event("TDP05I", length=9), {"read": 1, "read_bytes": 9}),
        (event("TDP05W", length=9, **FAILED), {"read": 1, "reads_failed": 1}),
        (
            event("TDP05W", length=9, **INCOMPLETE),
            {"read": 1, "read_bytes": 9, "reads_incomplete": 1},
        ),
        (event("TDP06I", length=9), {"written": 1, "written_bytes": 9}),
        (event("TDP06W", length=9, **FAILED), {"written": 1, "writes_failed": 1}),
        (
            event("TDP06W", length=9, **INCOMPLETE),
            {"written": 1, "written_bytes": 9, "writes_incomplete": 1},
        ),
    ],
)
def test_what_one_event_counts_as(line: bytes, counts: dict[str, int]) -> None:
    assert counters(line) == counts


def test_bytes_in_are_sent_and_read_and_bytes_out_are_received_and_written() -> None:
    told = folded(log(*(event(f"TDP0{code}I", length=10**code) for code in (2, 3, 5, 6)))).totals
    assert (told.bytes_in, told.bytes_out) == (10**2 + 10**5, 10**3 + 10**6)


def test_failed_are_shares_reads_and_writes_together() -> None:
    failed = [event(code, success=False) for code in ("TDP04W", "TDP05W", "TDP06W", "TDP02I")]
    assert folded(log(*failed)).totals.failed == 3


@pytest.mark.parametrize(("length", "counted"), [(MOST, MOST), (MOST + 1, 0), (-1, 0)])
def test_a_length_counts_up_to_the_largest_signed_integer(length: int, counted: int) -> None:
    assert folded(log(event("TDP06I", length=length))).totals.bytes_out == counted


def test_sums_go_past_64_bits() -> None:
    lines = [event("TDP06I", length=MOST)] * 5
    assert folded(log(*lines)).totals.bytes_out == 5 * MOST
    assert transfer(*lines).bytes == 5 * MOST


def test_merging_adds_every_counter() -> None:
    ones = Counters(*[1] * len(Counters.__struct_fields__))
    ones.merge(Counters(*range(len(Counters.__struct_fields__))))
    assert ones == Counters(*range(1, len(Counters.__struct_fields__) + 1))


@pytest.mark.parametrize(
    ("lines", "extent"),
    [
        ([event("TDP05I", offset=10, length=5), event("TDP05I", offset=0, length=5)], 15),
        ([event("TDP05I", offset=TOP, length=MOST)], TOP + MOST),
        ([event("TDP05I", offset=TOP + 1, length=5)], 5),
        ([event("TDP05I", offset=10, length=MOST + 1)], 10),
        ([event("TDP05I", offset=7)], 7),
        ([event("TDP05W", offset=10, length=5, success=False)], 0),
        ([event("TDP05W", offset=10, length=5, success=True)], 15),
    ],
)
def test_extent_is_the_furthest_byte_reached_without_failing(
    lines: list[bytes], extent: int
) -> None:
    assert transfer(*lines).extent == extent


def test_a_transfer_is_all_operations_on_one_file_in_one_direction() -> None:
    where: dict[str, object] = {"directory_name": "d", "file_path": "p", "length": 10}
    told = transfer(
        event("TDP06I", **where, offset=10, time=T1),
        event("TDP06W", **where, offset=90, time=T2, success=False),
        event("TDP06W", **where, time=T0, success=True),
        event("TDP06I", **where, offset=0),
    )
    counts = (told.operations, told.bytes, told.failed, told.incomplete, told.extent)
    assert counts == (4, 30, 1, 1, 20)
    assert (told.seen.first, told.seen.last) == (parse_time(T0), parse_time(T2))


def test_direction_folder_and_path_tell_transfers_apart_and_absent_is_empty() -> None:
    session = only_session(
        event("TDP05I", directory_name="d", file_path="p"),
        event("TDP06I", directory_name="d", file_path="p"),
        event("TDP05I", directory_name="d", file_path="P"),
        event("TDP05I", directory_name="d/p", file_path=""),
        event("TDP05I", file_path=7),
        event("TDP05I"),
    )
    assert list(session.transfers) == [
        TransferKey(Kind.READ, "d", "p"),
        TransferKey(Kind.WRITE, "d", "p"),
        TransferKey(Kind.READ, "d", "P"),
        TransferKey(Kind.READ, "d/p", ""),
        TransferKey(Kind.READ, "", ""),
    ]


def test_an_event_without_a_session_counts_in_the_totals_and_is_nobodys() -> None:
    table = folded(log(*(event("TDP06I", sid=sid, length=1) for sid in ("", None, 7, ["s"]))))
    assert (table.totals.written_bytes, table.unattributed_events, table.sessions) == (4, 4, {})


def test_counting_an_event_changes_nothing_in_it() -> None:
    line = event("TDP06I", length=9)
    told = only_event(line)
    Counters().add(told)
    assert told == only_event(line)
