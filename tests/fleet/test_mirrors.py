import itertools
from collections.abc import Iterator, Sequence
from contextlib import closing
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.fleet.mirrors import Mirrors
from tui.fleet.wire import Lines, Origin, Skip
from tui.source.lines import Batch
from tui.source.provenance import Spot

ORIGIN = Origin("0123456789abcdef", "auth1", "/log/2026-11-29.00:00:00.log", 64, 1234)

Line = tuple[bytes, bool]
"""A line of a file, and whether it is sent: other events are not."""


def message(file: Sequence[Line], first: int, stop: int, origin: Origin = ORIGIN) -> Lines:
    """What a shipper sends of some lines of a file."""
    body, left = b"", sum(not sent for _, sent in file[:first])
    skips: list[Skip] = []
    for text, sent in file[first:stop]:
        if sent:
            body += text + b"\n"
        elif skips and skips[-1].at == len(body):
            last = skips.pop()
            skips.append(Skip(last.at, last.bytes + len(text) + 1, last.lines + 1))
        else:
            skips.append(Skip(len(body), len(text) + 1, 1))
    begin, end = (sum(len(text) + 1 for text, _ in file[:at]) for at in (first, stop))
    return Lines(origin, begin, end, left, tuple(skips), body=body)


def take(mirrors: Mirrors, lines: Lines, sequence: int, *, past: bool) -> Batch | None:
    return mirrors.take(lines, sequence, past=past).write()


@pytest.fixture
def mirrors() -> Iterator[Mirrors]:
    with closing(Mirrors()) as made:
        yield made


def text_of(mirrors: Mirrors, number: int) -> bytes:
    path = mirrors.sources[number].path
    return path.read_bytes() if path.exists() else b""


FILE = [(b"one", True), (b"-", False), (b"--", False), (b"two", True), (b"three", True)]


def test_lines_lie_one_behind_the_other(mirrors: Mirrors) -> None:
    batch = take(mirrors, message(FILE, 0, 5), 7, past=False)

    assert batch == Batch(1, 0, b"one\ntwo\nthree")
    assert text_of(mirrors, 1) == b"one\ntwo\nthree\n"


def test_what_is_past_is_a_part_before_what_comes(mirrors: Mirrors) -> None:
    take(mirrors, message(FILE, 3, 5), 7, past=False)
    take(mirrors, message(FILE, 0, 3), 6, past=True)

    assert [text_of(mirrors, number) for number in (0, 1)] == [b"one\n", b"two\nthree\n"]


def test_where_a_line_came_from_is_known(mirrors: Mirrors) -> None:
    take(mirrors, message(FILE, 0, 4), 7, past=False)
    take(mirrors, message(FILE, 4, 5), 9, past=False)
    part = mirrors.sources[1]

    told = "auth1:/log/2026-11-29.00:00:00.log"
    assert [part.provenance.spot(offset) for offset in (0, 4, 8)] == [
        Spot(told, 0, 1234, 7),
        Spot(told, 9, 1234, 7),
        Spot(told, 13, 1234, 9),
    ]


def test_what_is_where_in_the_file_is_found_in_the_mirror(mirrors: Mirrors) -> None:
    take(mirrors, message(FILE, 0, 5), 7, past=False)
    told = mirrors.sources[1].provenance

    assert [told.offset(offset) for offset in (0, 4, 9, 13)] == [0, None, 4, 8]
    assert told.ranges(0, 14) == [(0, 4), (9, 19)]
    assert told.ranges(4, 8) == [(9, 13)]
    assert mirrors.sources[0].provenance.offset(0) is None


def test_a_message_that_comes_twice_is_taken_once(mirrors: Mirrors) -> None:
    take(mirrors, message(FILE, 0, 5), 7, past=False)

    assert take(mirrors, message(FILE, 0, 5), 8, past=False) is None


def test_what_came_just_now_is_no_past_as_well(mirrors: Mirrors) -> None:
    take(mirrors, message(FILE, 3, 5), 7, past=False)
    take(mirrors, message(FILE, 0, 4), 6, past=True)

    assert text_of(mirrors, 0) == b"one\n"


def test_files_are_numbered_by_date_and_then_by_host(mirrors: Mirrors) -> None:
    names = [
        ("b", "auth2", "/2026-11-28"),
        ("a", "auth2", "/2026-11-29"),
        ("c", "auth1", "/2026-11-29"),
    ]
    origins = [Origin(known * 16, host, path, 1, 1) for known, host, path in names]

    mirrors.meet(origins[1:])
    mirrors.meet(origins)

    assert [part.origin.id[0] for part in mirrors.sources] == [*"ccaabb"]


def test_other_files_are_never_mixed(mirrors: Mirrors) -> None:
    other = Origin("fedcba9876543210", "auth1", "/log/other", 64, 1235)
    take(mirrors, message(FILE, 0, 1), 1, past=False)
    take(mirrors, message(FILE, 0, 1, other), 2, past=False)

    assert [text_of(mirrors, number) for number in (1, 3)] == [b"one\n", b"one\n"]


def test_lost_bytes_are_no_hole(mirrors: Mirrors) -> None:
    take(mirrors, message(FILE, 0, 1), 1, past=False)
    take(mirrors, Lines(ORIGIN, 4, 9, lost=True), 2, past=False)
    take(mirrors, message(FILE, 3, 5), 3, past=False)

    assert list(mirrors.holes()) == []


def test_what_one_shipper_lost_another_one_can_still_send(mirrors: Mirrors) -> None:
    assert mirrors.take(Lines(ORIGIN, 0, 9, lost=True), 1, past=False).lost == 9
    take(mirrors, message(FILE, 0, 5), 2, past=False)

    assert text_of(mirrors, 1) == b"one\ntwo\nthree\n"


def test_what_came_is_not_lost(mirrors: Mirrors) -> None:
    take(mirrors, message(FILE, 0, 1), 1, past=False)

    assert mirrors.take(Lines(ORIGIN, 0, 9, lost=True), 2, past=False).lost == 5


def test_a_hole_is_told(mirrors: Mirrors) -> None:
    take(mirrors, message(FILE, 0, 1), 1, past=False)
    take(mirrors, message(FILE, 3, 5), 3, past=False)

    assert list(mirrors.holes()) == [(ORIGIN, 4, 9)]


@st.composite
def sendings(draw: st.DrawFn) -> tuple[list[Line], list[tuple[int, int]]]:
    """A file, and how two shippers of it cut it, in the order of the stream."""
    lines = st.tuples(st.binary(max_size=4).filter(lambda text: b"\n" not in text), st.booleans())
    file = draw(st.lists(lines, min_size=1, max_size=20))
    cuts = [
        sorted({0, len(file), *draw(st.lists(st.integers(0, len(file)), max_size=6))})
        for _ in range(2)
    ]
    queues = [list(itertools.pairwise(cut)) for cut in cuts]
    order = []
    while any(queues):
        turn = draw(st.integers(0, 1))
        queue = queues[turn] or queues[1 - turn]
        order.append(queue.pop(0))
    return file, order


@given(sendings(), st.data())
def test_two_shippers_of_one_file_make_one_of_it(
    sending: tuple[list[Line], list[tuple[int, int]]], data: st.DataObject
) -> None:
    file, order = sending
    with closing(Mirrors()) as mirrors:
        now = data.draw(st.integers(0, len(order)))
        for sequence, (first, stop) in enumerate(order):
            take(mirrors, message(file, first, stop), sequence, past=sequence < now)
        text = text_of(mirrors, 0) + text_of(mirrors, 1) if mirrors.sources else b""
        spots = [
            part.provenance.spot(at).offset
            for part in mirrors.sources
            for at in _beginnings(text_of(mirrors, part.number))
        ]

        assert text == b"".join(line + b"\n" for line, sent in file if sent)
        assert mirrors.others == sum(not sent for _, sent in file)
        assert list(mirrors.holes()) == []
        assert spots == [at for at, (_, sent) in zip(_places(file), file, strict=True) if sent]


def _beginnings(text: bytes) -> list[int]:
    lengths = [len(line) + 1 for line in text.split(b"\n")[:-1]]
    return [sum(lengths[:at]) for at in range(len(lengths))]


def _places(file: Sequence[Line]) -> list[int]:
    return [sum(len(text) + 1 for text, _ in file[:at]) for at in range(len(file))]


@given(sendings(), st.randoms(use_true_random=False))
def test_what_came_in_any_order_is_put_in_that_of_the_file(
    sending: tuple[list[Line], list[tuple[int, int]]], random: Random
) -> None:
    file, order = sending
    random.shuffle(order)
    with closing(Mirrors("DESKTAIL")) as mirrors:
        for sequence, (first, stop) in enumerate(order, 1):
            mirrors.take(message(file, first, stop), sequence, past=True).write()
        for part in mirrors.sources:
            part.sort()
        text = text_of(mirrors, 0) if mirrors.sources else b""
        spots = [mirrors.sources[0].foreign.spot(at).offset for at in _beginnings(text)]

        assert text == b"".join(line + b"\n" for line, sent in file if sent)
        assert spots == [at for at, (_, sent) in zip(_places(file), file, strict=True) if sent]
