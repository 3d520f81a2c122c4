"""Transfers in a fifth of the memory say the same as before, and go on as before."""

import pickle
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.audit.tables import folded, log, only_event, only_session
from tests.contract.examples import T0, T1, T2, event
from tui.audit.counters import Span, Transfer, TransferKey
from tui.audit.event import Kind
from tui.audit.session import Session
from tui.audit.summary import summarise
from tui.audit.table import SessionTable
from tui.audit.transfers import MOST, all_of, bytes_of, count_of, keys_of, packed

SMALL = st.integers(0, 2**64 - 1)
TIMES = st.none() | st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
KEYS = st.builds(TransferKey, st.sampled_from([Kind.READ, Kind.WRITE]), TEXTS, TEXTS)
TRANSFERS = st.builds(Transfer, SMALL, SMALL, SMALL, SMALL, SMALL, st.builds(Span, TIMES, TIMES))


def moved(path: str, *, time: str = T1, length: int = 10, code: str = "TDP05I") -> bytes:
    """A read of a file, or a write."""
    return event(code, time=time, directory_name="d", file_path=path, length=length, offset=0)


def told(table: SessionTable) -> object:
    """All that the contract says of a table, and its transfers in their order."""
    met = {sid: list(session.transfers.items()) for sid, session in table.sessions.items()}
    return summarise(table, transfers=True), met


@given(st.dictionaries(KEYS, TRANSFERS, max_size=MOST))
def test_all_are_there_in_their_order(transfers: dict[TransferKey, Transfer]) -> None:
    kept = packed(transfers)
    assert isinstance(kept, bytes)
    assert list(all_of(kept).items()) == list(transfers.items())
    assert list(keys_of(kept)) == list(transfers)
    assert list(bytes_of(kept)) == [transfer.bytes for transfer in transfers.values()]
    assert count_of(kept) == len(transfers)


@pytest.mark.parametrize(
    ("path", "length"), [("\ud800", 1), ("big", 2**64)], ids=["half a letter", "a huge number"]
)
def test_what_cannot_be_written_so_is_left_as_it_is(path: str, length: int) -> None:
    session = Session("s")
    session.transfer(TransferKey(Kind.READ, "", path)).bytes = length
    session.settle()
    assert [(key.path, each.bytes) for key, each in session.transfers.items()] == [(path, length)]
    assert session.transfer_count == 1


def test_many_are_left_as_they_are() -> None:
    session = only_session(*(moved(f"f{number}") for number in range(MOST + 1)))
    transfer = session.transfer(TransferKey(Kind.READ, "d", "f0"))
    session.settle()
    assert session.transfer(TransferKey(Kind.READ, "d", "f0")) is transfer
    assert session.transfer_count == len(session.transfers) == MOST + 1


def test_a_session_goes_on_where_it_was_packed() -> None:
    lines = [moved("a"), moved("b", code="TDP06I"), moved("a", time=T2), moved("c", time=T0)]
    table = SessionTable()
    for place, line in enumerate(lines):
        table.add(only_event(line), place)
        table.pack()
    plain = SessionTable()
    for place, line in enumerate(lines):
        plain.add(only_event(line), place)
    assert told(table) == told(plain)


def test_what_was_given_out_does_not_grow_with_the_session() -> None:
    table = folded(log(moved("a", length=1)))
    table.pack()
    (session,) = table.sessions.values()
    before = session.transfers
    table.add(only_event(moved("a", length=2)), 1000)
    table.add(only_event(moved("b", length=2)), 2000)
    assert [(key.path, each.bytes) for key, each in before.items()] == [("a", 1)]
    assert [(key.path, each.bytes) for key, each in session.transfers.items()] == [
        ("a", 3),
        ("b", 2),
    ]


@pytest.mark.parametrize("ours", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("theirs", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("past", [False, True])
def test_parts_merge_to_the_same_packed_or_not(ours: bool, theirs: bool, past: bool) -> None:
    def part(first: int, *lines: bytes) -> SessionTable:
        return folded(log(*lines), first=first)

    def parts() -> tuple[SessionTable, SessionTable]:
        mine = part(0, moved("a"), moved("b"), moved("z", time=T0))
        return mine, part(1, moved("b", time=T2), moved("c"), event("TDP01I", time=T2))

    plain, more = parts()
    plain.merge(more, past=past)
    table, more = parts()
    if ours:
        table.pack()
    if theirs:
        more.pack()
    table.merge(pickle.loads(pickle.dumps(more)), past=past)  # noqa: S301 - our own
    assert told(table) == told(plain)


def test_one_takes_a_hundred_bytes() -> None:
    session = only_session(*(moved(f"docs/report-{number:018}") for number in range(MOST)))
    kept = packed(session.growing_transfers())
    assert isinstance(kept, bytes)
    assert sys.getsizeof(kept) < 100 * MOST
