"""Bytes cut into lines: the same lines at the same places, whatever the pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.source import lines
from tui.source.lines import MAX_LINE, OVERLONG, Batch, LineCutter

Placed = list[tuple[int, bytes]]

SHORT = 8
"""A longest line for the properties, so that many lines are longer."""
TEXTS = st.lists(
    st.sampled_from([b"", b"\n", b"\r\n", b"a", b"bc", b"8 bytes!", b"9 bytes!!", b"x" * 20])
).map(b"".join)


def placed(*batches: Batch) -> Placed:
    """Each line with its offset."""
    found = []
    for batch in batches:
        offset = batch.offset
        for line in batch.lines:
            found.append((offset, line))
            offset += len(line) + 1
    return found


def cut(*pieces: bytes) -> Placed:
    """The lines of pieces fed in one after the other, and of the end of the source."""
    cutter = LineCutter(0)
    return placed(*(batch for piece in pieces for batch in cutter.feed(piece)), *cutter.finish())


def plainly(text: bytes) -> Placed:
    """What the lines of a text are, told the simplest way."""
    found, offset = [], 0
    for line in text.split(b"\n"):
        found.append((offset, line if len(line) <= SHORT else OVERLONG))
        offset += len(line) + 1
    return found[:-1] if not found[-1][1] else found


@st.composite
def pieces(draw: st.DrawFn) -> list[bytes]:
    """Draw a text in pieces of at most SHORT bytes, some of them empty."""
    text, found = draw(TEXTS), []
    while text:
        size = draw(st.integers(0, SHORT))
        found.append(text[:size])
        text = text[size:]
    return found


@pytest.fixture
def long() -> bytes:
    """The longest line that is kept."""
    return b"x" * MAX_LINE


def test_lines_come_with_their_offsets_and_without_their_ends() -> None:
    assert cut(b"one\ntwo\n\nfour\n") == [(0, b"one"), (4, b"two"), (8, b""), (9, b"four")]


def test_a_batch_bears_the_number_of_its_source() -> None:
    assert LineCutter(7).feed(b"one\n") == [Batch(7, 0, b"one")]


def test_a_line_without_end_is_held_back() -> None:
    cutter = LineCutter(0)
    assert placed(*cutter.feed(b"one\ntw")) == [(0, b"one")]
    assert cutter.unfinished == b"tw"


def test_a_held_back_line_comes_whole_with_its_end() -> None:
    cutter = LineCutter(0)
    cutter.feed(b"one\ntw")
    assert placed(*cutter.feed(b"o\nthree\nf")) == [(4, b"two"), (8, b"three")]


def test_the_last_line_of_a_finished_source_needs_no_end() -> None:
    assert cut(b"one\ntwo") == [(0, b"one"), (4, b"two")]


def test_a_source_that_ends_with_a_newline_has_no_line_behind_it() -> None:
    assert cut(b"one\n") == [(0, b"one")]


def test_an_empty_source_has_no_line() -> None:
    assert cut() == []


def test_a_carriage_return_belongs_to_its_line() -> None:
    assert cut(b"one\r\n") == [(0, b"one\r")]


def test_taken_counts_every_byte_fed_in_also_the_unfinished() -> None:
    cutter = LineCutter(0)
    cutter.feed(b"one\ntw")
    assert (cutter.taken, cutter.offset) == (6, 4)


def test_finishing_twice_gives_the_last_line_once() -> None:
    cutter = LineCutter(0)
    cutter.feed(b"one")
    cutter.finish()
    assert cutter.finish() == []


def test_a_line_of_the_greatest_length_is_kept(long: bytes) -> None:
    assert cut(long, b"\nnext\n") == [(0, long), (MAX_LINE + 1, b"next")]


def test_a_line_one_byte_longer_is_one_overlong_line(long: bytes) -> None:
    assert cut(long, b"x\nnext\n") == [(0, OVERLONG), (MAX_LINE + 2, b"next")]


def test_an_overlong_last_line_without_end_is_one_overlong_line(long: bytes) -> None:
    assert cut(b"first\n", long, b"x") == [(0, b"first"), (6, OVERLONG)]


def test_a_line_many_times_too_long_is_not_held_in_memory(long: bytes) -> None:
    cutter = LineCutter(0)
    for _ in range(5):
        cutter.feed(long)
    assert len(cutter.unfinished) == MAX_LINE
    assert cutter.taken == 5 * MAX_LINE


@given(pieces())
def test_any_cutting_up_gives_the_same_lines_at_the_same_places(pieces: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "MAX_LINE", SHORT)
        cutter = LineCutter(0)
        found = [batch for piece in pieces for batch in cutter.feed(piece)]
        found += cutter.finish()
    assert placed(*found) == plainly(b"".join(pieces))


@given(pieces())
def test_what_is_held_back_never_exceeds_the_longest_line(pieces: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "MAX_LINE", SHORT)
        cutter, held = LineCutter(0), []
        for piece in pieces:
            cutter.feed(piece)
            held.append(len(cutter.unfinished))
    assert all(length <= SHORT for length in held)


@given(pieces())
def test_every_byte_is_taken_once(pieces: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "MAX_LINE", SHORT)
        cutter = LineCutter(0)
        for piece in pieces:
            cutter.feed(piece)
    assert cutter.taken == sum(map(len, pieces))
