"""Lines cut out of bytes in any pieces, around the greatest length that a line may have."""

import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.source.test_lines import placed
from tui.source.lines import MAX_LINE, OVERLONG, LineCutter

PIECES = st.sampled_from(
    (
        *(b"", b"\n", b"\n\n", b"\r\n", b"a", b'{"ei":0}\n', b"\x00", b"\x00" * 512, b"\xff\n"),
        *(b"x" * (MAX_LINE - 1), b"x" * MAX_LINE, b"y" * (MAX_LINE // 2), b"\n" * 1000),
    )
)


def plainly(text: bytes) -> list[tuple[int, bytes]]:
    """Each line of a text with its offset, told the simplest way."""
    found, offset = [], 0
    for line in text.split(b"\n"):
        found.append((offset, line if len(line) <= MAX_LINE else OVERLONG))
        offset += len(line) + 1
    return found if found[-1][1] else found[:-1]


@settings(deadline=None)
@given(st.lists(PIECES, max_size=6).map(b"".join), st.data())
def test_any_cutting_up_gives_the_lines_of_the_whole(text: bytes, data: st.DataObject) -> None:
    cutter, batches = LineCutter(0), []
    begin = 0
    while begin < len(text):
        end = min(
            len(text), begin + data.draw(st.sampled_from((1, 7, 65_536, MAX_LINE // 3, MAX_LINE)))
        )
        if end - begin < 10 and len(text) - begin > 100:  # a megabyte in single bytes takes long
            batches += cutter.feed(text[begin:end])
            begin, end = end, min(len(text), end + MAX_LINE // 2)
        batches += cutter.feed(text[begin:end])
        begin = end
        assert cutter.taken == begin
        assert len(cutter.unfinished) <= MAX_LINE
    assert placed(*batches, *cutter.finish()) == plainly(text)


def test_a_line_without_end_is_held_in_the_memory_of_one() -> None:
    cutter, block = LineCutter(0), b"x" * 65_536
    tracemalloc.start()
    try:
        for _ in range(64 * MAX_LINE // len(block)):
            assert cutter.feed(block) == []
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * MAX_LINE
    assert placed(*cutter.feed(b"\nshort\n")) == [(0, OVERLONG), (64 * MAX_LINE + 1, b"short")]
