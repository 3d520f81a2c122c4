"""Files cut into messages: their bytes are made up, and a log says the same on the other side."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from tests.audit.tables import folded
from tests.contract.strategies import ORDINARY_LINES, logs
from tests.fuzz.mutations import wounded_lines
from tui.audit.event import Rest, decode
from tui.audit.summary import summarise
from tui.fleet.cutting import SKIPS, SPAN, Cutting, Piece, messages, pieces
from tui.fleet.wire import Lines, Origin, Skip, lines_in
from tui.source.lines import MAX_LINE, Batch, LineCutter

ORIGIN = Origin("0123456789abcdef", "auth1", "/log/x.log", 64, 1234)
DESK = b'{"ei":0,"event":"desktop.clipboard.send","code":"TDP02I","sid":"s","length":7}'
OTHER = b'{"ei":0,"event":"user.login","code":"T1000I","user":"P","path":"/P/DP"}'
WORDY = b'{"ei":0,"event":"user.login","code":"T1000I","user":"desktop.TDP"}'
MIB = 1 << 20

MIXED = st.lists(
    st.one_of(st.just(OTHER), st.just(WORDY), ORDINARY_LINES, wounded_lines(ORDINARY_LINES)),
    max_size=30,
).map(b"\n".join)


@dataclass(slots=True)
class File:
    """A file that is read in parts of some sizes."""

    content: bytes
    sizes: Iterable[int] = (1 << 16,)
    cutter: LineCutter = field(default_factory=lambda: LineCutter(0))

    def batches(self) -> Iterator[Batch]:
        """Its lines, the last one also without its end."""
        at = 0
        sizes = [*self.sizes]
        while at < len(self.content):
            size = sizes[at % len(sizes)]
            yield from self.cutter.feed(self.content[at : at + size])
            at += size
        yield from self.cutter.finish()

    def pieces(self) -> list[Piece]:
        """The same as pieces."""
        return [piece for _, piece in pieces(self.batches(), lambda _: self.cutter.offset)]


def cut(file: File, cutting: Cutting) -> list[Lines]:
    """All lines of a file as they go over the wire."""
    lines = [lines for piece in file.pieces() for lines in cutting.take(piece)]
    return [*lines, *cutting.flush()]


def mirror(cuts: Iterable[Lines]) -> bytes:
    """The log that comes out on the other side."""
    return b"".join(lines.body for lines in cuts)


def sent(cuts: Iterable[Lines], most: int = MIB) -> list[Lines]:
    """Some lines as they arrive."""
    return [
        lines_in(message.headers, message.body)
        for lines in cuts
        for _, message in messages("DESKTAIL", lines, most)
    ]


def assert_makes_up(content: bytes, cuts: list[Lines], begin: int = 0) -> None:
    """Neighbours, of which each is whole, and together they are the file."""
    at = begin
    left = cuts[0].left if cuts else 0
    for lines in cuts:
        assert (lines.begin, lines.left) == (at, left)
        at, left = lines.end, left + lines.others
    assert at == len(content)


# -- what a log says is the same on the other side -----------------------------------------


@given(st.one_of(logs(), MIXED), st.lists(st.integers(1, 500), min_size=1), st.integers(1, 2000))
def test_a_log_says_the_same_on_the_other_side(content: bytes, sizes: list[int], most: int) -> None:
    cuts = sent(cut(File(content, sizes), Cutting(ORIGIN, most=most)))

    assert_makes_up(content, cuts)
    others = sum(lines.others for lines in cuts)
    here, there = folded(content), folded(mirror(cuts))
    there.other_events += others
    assert summarise(there, transfers=True) == summarise(here, transfers=True)


@given(st.one_of(logs(), MIXED))
def test_only_lines_that_are_other_events_are_left_out(content: bytes) -> None:
    for lines in cut(File(content), Cutting(ORIGIN)):
        at = lines.begin
        behind = 0
        for skip in lines.skips:
            at += skip.at - behind
            behind = skip.at
            left_out = content[at : at + max(0, skip.bytes)].removesuffix(b"\n").split(b"\n")
            if skip.lines:
                assert [decode(line) for line in left_out] == [(Rest.OTHER,)] * skip.lines
            at += skip.bytes


@given(logs(), st.lists(st.integers(1, 500), min_size=1))
def test_all_lines_are_the_file_itself(content: bytes, sizes: list[int]) -> None:
    cuts = sent(cut(File(content, sizes), Cutting(ORIGIN, all_lines=True)))

    assert mirror(cuts).removesuffix(b"\n") == content.removesuffix(b"\n")
    assert sum(lines.others for lines in cuts) == 0


def test_what_follows_a_line_that_is_larger_than_a_message_comes_once() -> None:
    large = b'{"event":"desktop.clipboard.send","code":"TDP02I","sid":"s-1","user":"%s"}' % (
        b"a" * 200
    )
    other = b'{"event":"user.login","code":"T1000I","user":"alice"}'
    content = b"\n".join([large, b"", other, other, other, large, b""])
    cuts = sent(cut(File(content, [len(large) + 1, 1 << 16]), Cutting(ORIGIN, most=129)))

    assert_makes_up(content, cuts)
    assert mirror(cuts) == b"\n".join([large, b"", large, b""])


def test_other_events_are_left_out_also_where_one_speaks_of_desktops() -> None:
    content = b"\n".join([OTHER, DESK, OTHER, WORDY, OTHER, DESK, OTHER]) + b"\n"
    (lines,) = cut(File(content), Cutting(ORIGIN))

    assert lines.body == DESK + b"\n" + DESK + b"\n"
    assert [skip.lines for skip in lines.skips] == [1, 3, 1]


def test_other_events_are_left_out_beside_what_is_no_event() -> None:
    content = b"\n".join([OTHER, OTHER + b"\r", b"torn", b"", OTHER, DESK])
    (lines,) = cut(File(content), Cutting(ORIGIN))

    assert lines.body == b"torn\n\n" + DESK + b"\n"
    assert lines.others == 3


def test_other_events_are_left_out_of_a_block_that_follows_one_without_any() -> None:
    content = (DESK + b"\n") * 2000 + (DESK + b"\n" + OTHER + b"\n") * 100
    cuts = cut(File(content), Cutting(ORIGIN))

    assert sum(lines.others for lines in cuts) == 100
    assert mirror(cuts) == (DESK + b"\n") * 2100


# -- sizes ---------------------------------------------------------------------------------


def test_a_message_has_no_more_bytes_than_asked_for() -> None:
    cuts = cut(File((DESK + b"\n") * 5000), Cutting(ORIGIN, most=10_000))

    assert max(len(lines.body) for lines in cuts) <= 10_000
    assert len(cuts) < 5000 * (len(DESK) + 1) / 9_900 + 1


def test_a_line_longer_than_asked_for_is_a_message_of_its_own() -> None:
    long = DESK.replace(b'"s"', b'"%s"' % (b"s" * 500))
    cuts = cut(File(b"\n".join([DESK, long, DESK])), Cutting(ORIGIN, most=200))

    assert [lines.body for lines in cuts] == [DESK + b"\n", long + b"\n", DESK + b"\n"]


def test_a_message_has_a_bounded_number_of_skips() -> None:
    content = b"x\n{}\n" * 3 * SKIPS
    cuts = cut(File(content), Cutting(ORIGIN))

    assert max(len(lines.skips) for lines in cuts) <= SKIPS
    assert_makes_up(content, sent(cuts))


def test_a_message_accounts_for_a_bounded_part_of_a_file() -> None:
    cutting, block = Cutting(ORIGIN), b"\n".join([OTHER] * 14_000)
    parts = 2 * SPAN // len(block)
    at = 0
    cuts: list[Lines] = []
    for _ in range(parts):
        cuts += cutting.take(Piece(at, at + len(block) + 1, block))
        at += len(block) + 1

    assert [lines.others % 14_000 for lines in cuts] == [0]
    assert SPAN <= cuts[0].end - cuts[0].begin < SPAN + 2 * len(block)


def test_what_is_too_much_for_one_message_is_sent_as_several() -> None:
    noise = [os.urandom(3000).hex().encode() for _ in range(8)]
    content = b"\n".join([noise[0], OTHER, *noise[1:4], OTHER, *noise[4:]])
    cuts = sent(cut(File(content), Cutting(ORIGIN)), most=9_000)

    assert_makes_up(content, cuts)
    assert mirror(cuts) == b"\n".join(noise) + b"\n"
    assert sum(lines.others for lines in cuts) == 2


def test_a_line_that_no_message_has_room_for_is_lost_and_said_so() -> None:
    content = b"\n".join([DESK, os.urandom(9000).hex().encode(), DESK]) + b"\n"
    cuts = sent(cut(File(content), Cutting(ORIGIN)), most=4_000)

    assert_makes_up(content, cuts)
    assert [lines.lost for lines in cuts] == [False, True, False]


# -- lines that are no lines ---------------------------------------------------------------


def test_an_overlong_line_is_told_by_its_length() -> None:
    content = DESK + b"\n" + b"x" * (MAX_LINE + 9) + b"\n" + DESK + b"\n"
    cuts = sent(cut(File(content), Cutting(ORIGIN)))

    assert_makes_up(content, cuts)
    assert mirror(cuts) == DESK + b"\n\x00\n" + DESK + b"\n"
    assert cuts[0].skips == (Skip(len(DESK) + 3, MAX_LINE + 8, 0),)


def test_a_line_without_end_that_grew_after_it_was_sent_goes_on_as_a_line() -> None:
    cutter, cutting = LineCutter(0), Cutting(ORIGIN)

    def taken(batches: list[Batch]) -> list[Lines]:
        found = pieces(batches, lambda _: cutter.offset)
        return [lines for _, piece in found for lines in cutting.take(piece)]

    cutter.feed(b"unfin")
    first = taken(cutter.finish())
    rest = [*taken(cutter.feed(b"ished\nx\n")), *cutting.flush()]

    assert [lines.body for lines in first] == [b"unfin\n"]
    assert mirror(rest) == b"ished\nx\n"
    assert_makes_up(b"unfinished\nx\n", sent(first + rest))


def test_bytes_that_are_lost_stand_between_those_that_are_not() -> None:
    cutting = Cutting(ORIGIN)
    cuts = [*cutting.take(Piece(0, 2, b"a")), *cutting.lose(10)]
    cuts += [*cutting.take(Piece(10, 12, b"b")), *cutting.flush()]

    assert [(lines.begin, lines.end, lines.lost) for lines in cuts] == [
        (0, 2, False),
        (2, 10, True),
        (10, 12, False),
    ]


# -- begun again ---------------------------------------------------------------------------


@given(MIXED, st.data())
def test_what_was_planned_becomes_the_same_message_again(
    content: bytes, data: st.DataObject
) -> None:
    first = cut(File(content), Cutting(ORIGIN, most=data.draw(st.integers(1, 3000))))
    number = data.draw(st.integers(0, max(0, len(first) - 1)))
    for planned in first[number : number + 1]:
        again = Cutting(ORIGIN, planned.begin, planned.end, most=data.draw(st.integers(1, 3000)))
        cuts = cut(File(content + b"more\n", [7, 90]), again)

        assert cuts[0].body == planned.body
        assert (cuts[0].id, sum(lines.lines for lines in cuts[0].skips)) == (
            planned.id,
            planned.others,
        )
        assert_makes_up(content + b"more\n", cuts, planned.begin)


@given(MIXED, st.integers(0, 2000))
def test_what_is_told_already_is_passed_over(content: bytes, at: int) -> None:
    begin = content.rfind(b"\n", 0, at) + 1
    cuts = cut(File(content, [50]), Cutting(ORIGIN, begin, all_lines=True))

    assert mirror(cuts).removesuffix(b"\n") == content[begin:].removesuffix(b"\n")
    assert_makes_up(content, cuts, begin)
