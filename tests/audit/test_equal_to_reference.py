"""The program against the contract's plain implementation, on logs that nobody would write."""

import json

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.audit.tables import folded
from tests.contract.reference import summarise as plainly
from tests.contract.strategies import logs
from tui.audit.stretch import MAX_BYTES
from tui.audit.summary import summarise, to_json
from tui.audit.table import SessionTable
from tui.source.lines import LineCutter


@given(st.lists(logs(), max_size=3))
def test_the_summary_is_the_contracts_object_to_the_letter(files: list[bytes]) -> None:
    ours = to_json(summarise(folded(*files), transfers=True))
    assert ours == json.dumps(plainly(files, transfers=True), separators=(",", ":"))


@given(logs(), st.data())
def test_any_cutting_up_of_the_bytes_gives_the_same_table(log: bytes, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(log)), max_size=12).map(sorted))
    cutter, table = LineCutter(0), SessionTable()
    for begin, end in zip([0, *cuts], [*cuts, len(log)], strict=True):
        for batch in cutter.feed(log[begin:end]):
            table.fold(batch.source, batch.offset, batch.lines)
    for batch in cutter.finish():
        table.fold(batch.source, batch.offset, batch.lines)
    assert summarise(table, transfers=True) == summarise(folded(log), transfers=True)


@given(st.lists(logs(), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_tables_merged_in_any_order_give_the_table_of_the_whole(
    files: list[bytes], random: object
) -> None:
    parts = [folded(file, first=number) for number, file in enumerate(files)]
    random.shuffle(parts)  # type: ignore[attr-defined]
    whole = SessionTable()
    for part in parts:
        whole.merge(part)
    assert summarise(whole, transfers=True) == summarise(folded(*files), transfers=True)


@given(logs(), logs())
def test_the_rows_of_a_feed_are_the_same_read_whole_or_merged(one: bytes, two: bytes) -> None:
    whole, merged = folded(one, two), folded(one)
    # A row whose sum would go past 64 bits is cut in two, and where depends on what stands before.
    assume(whole.totals.bytes_in + whole.totals.bytes_out <= MAX_BYTES)
    merged.merge(folded(two, first=1))
    for sid, session in whole.sessions.items():
        feed, end = session.feed, session.feed.end
        ours = merged.sessions[sid].feed
        assert ours.rows(0, end.rows, ours.end) == feed.rows(0, end.rows, end)
