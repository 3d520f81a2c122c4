"""One file: read as it grows, read back by place, and known again after it was truncated."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.source.reader import append
from tui.source.file import BLOCK, HEAD, Source, read_finished, same_beginning
from tui.source.lines import MAX_LINE, OVERLONG, Batch


def lines_of(batches: Iterable[Batch]) -> list[bytes]:
    return [line for batch in batches for line in batch.lines]


def places_of(batches: Iterable[Batch]) -> list[int]:
    """The offset of each line."""
    found = []
    for batch in batches:
        offset = batch.offset
        for line in batch.lines:
            found.append(offset)
            offset += len(line) + 1
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "events.log"
    file.touch()
    return file


@pytest.fixture
def source(path: Path) -> Iterator[Source]:
    source = Source.open(3, path)
    yield source
    source.close()


MANY = [b"%d " % number + b"x" * (number % 700) for number in range(1000)]
"""Lines of some blocks."""


def test_a_finished_file_is_read_whole(path: Path) -> None:
    path.write_bytes(b"\n".join(MANY) + b"\n")
    assert lines_of(read_finished(0, path)) == MANY


def test_its_last_line_counts_also_without_an_end(path: Path) -> None:
    path.write_bytes(b"one\ntwo")
    assert lines_of(read_finished(0, path)) == [b"one", b"two"]


def test_an_empty_file_has_no_lines(path: Path) -> None:
    assert lines_of(read_finished(0, path)) == []


def test_batches_bear_the_number_that_was_given(path: Path) -> None:
    path.write_bytes(b"one\ntwo")
    assert {batch.source for batch in read_finished(5, path)} == {5}


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        lines_of(read_finished(0, tmp_path / "gone"))


def test_a_growing_file_gives_what_came_since_the_last_reading(path: Path, source: Source) -> None:
    append(path, b"one\n")
    first = lines_of(source.read())
    append(path, b"two\nthree\n")
    assert (first, lines_of(source.read())) == ([b"one"], [b"two", b"three"])


def test_an_unfinished_line_waits_for_its_end(path: Path, source: Source) -> None:
    append(path, b"one\ntw")
    first = lines_of(source.read())
    append(path, b"o\n")
    assert (first, lines_of(source.read())) == ([b"one"], [b"two"])


def test_reading_goes_on_in_the_file_when_its_name_is_gone(path: Path, source: Source) -> None:
    append(path, b"one\n")
    path.rename(path.with_name("rotated"))
    assert lines_of(source.read()) == [b"one"]


def test_what_is_there_and_not_read_yet_is_told(path: Path, source: Source) -> None:
    path.write_bytes(b"\n".join(MANY))
    source.was_replaced()
    next(source.read())
    assert source.behind == path.stat().st_size - BLOCK


def test_nothing_is_behind_when_all_is_read(path: Path, source: Source) -> None:
    path.write_bytes(b"\n".join(MANY))
    lines_of(source.read())
    assert source.behind == 0


# -- lines read back -----------------------------------------------------------------------


def test_each_line_is_given_back_by_its_place(path: Path, source: Source) -> None:
    path.write_bytes(b"\n".join(MANY) + b"\n")
    assert [source.line_at(offset) for offset in places_of(source.read())] == MANY


@pytest.mark.parametrize("length", [4095, 4096, 4097, BLOCK, BLOCK + 4096, MAX_LINE])
def test_a_long_line_is_given_back_whole(path: Path, source: Source, length: int) -> None:
    path.write_bytes(b"first\n" + b"x" * length + b"\nnext\n")
    assert source.line_at(6) == b"x" * length


def test_a_last_line_without_end_is_given_back(path: Path, source: Source) -> None:
    path.write_bytes(b"one\ntwo")
    assert source.line_at(4) == b"two"


def test_there_is_no_line_behind_the_end_of_the_file(path: Path, source: Source) -> None:
    path.write_bytes(b"one\n")
    assert source.line_at(4) is None


def test_there_is_no_line_in_a_closed_file(path: Path, source: Source) -> None:
    path.write_bytes(b"one\n")
    source.close()
    assert source.line_at(0) is None


def test_the_lines_of_a_restarted_source_are_gone(path: Path, source: Source) -> None:
    path.write_bytes(b"one\n")
    again = source.restarted(4)
    assert (source.line_at(0), again.line_at(0)) == (None, b"one")
    again.close()


# -- beginning at the end ------------------------------------------------------------------


def skipped(path: Path, source: Source, before: bytes, after: bytes) -> list[tuple[int, bytes]]:
    """The lines that are read, with their places, where the end was skipped to in between."""
    append(path, before)
    source.skip_to_end()
    append(path, after)
    batches = list(source.read())
    return list(zip(places_of(batches), lines_of(batches), strict=True))


def test_whole_lines_are_skipped(path: Path, source: Source) -> None:
    assert skipped(path, source, b"one\ntwo\n", b"three\n") == [(8, b"three")]


def test_an_unfinished_last_line_is_still_to_come(path: Path, source: Source) -> None:
    assert skipped(path, source, b"one\ntw", b"o\n") == [(4, b"two")]


def test_an_unfinished_only_line_is_still_to_come(path: Path, source: Source) -> None:
    assert skipped(path, source, b"on", b"e\n") == [(0, b"one")]


def test_an_empty_file_has_nothing_to_skip(path: Path, source: Source) -> None:
    assert skipped(path, source, b"", b"one\n") == [(0, b"one")]


def test_an_unfinished_line_of_the_greatest_length_is_still_to_come(
    path: Path, source: Source
) -> None:
    long = b"x" * MAX_LINE
    assert skipped(path, source, b"one\n" + long, b"\ntwo\n") == [
        (4, long),
        (4 + MAX_LINE + 1, b"two"),
    ]


def test_an_unfinished_overlong_line_comes_as_one_overlong_line(path: Path, source: Source) -> None:
    came = skipped(path, source, b"x" * (3 * MAX_LINE), b'{"ei":1}\ntwo\n')
    assert [line for _, line in came] == [OVERLONG, b"two"]
    assert came[-1][0] == 3 * MAX_LINE + 9


# -- replaced ------------------------------------------------------------------------------

OLD = [b"old %d" % number for number in range(100)]
NEW = [b"new %d" % number for number in range(300)]


def replaced(path: Path, source: Source, old: bytes, new: bytes) -> bool:
    """Whether it is noticed that a file read to its end got another content."""
    path.write_bytes(old)
    lines_of(source.read())
    path.write_bytes(new)
    return source.was_replaced()


def test_a_grown_file_is_the_same(path: Path, source: Source) -> None:
    assert not replaced(path, source, b"\n".join(OLD), b"\n".join(OLD + NEW))


def test_a_file_as_it_was_is_the_same(path: Path, source: Source) -> None:
    assert not replaced(path, source, b"\n".join(OLD), b"\n".join(OLD))


def test_a_smaller_file_is_another(path: Path, source: Source) -> None:
    assert replaced(path, source, b"\n".join(OLD), b"\n".join(OLD[:50]))


def test_an_emptied_file_is_another(path: Path, source: Source) -> None:
    assert replaced(path, source, b"o", b"")


def test_a_file_that_grew_past_its_old_size_is_told_by_its_first_bytes(
    path: Path, source: Source
) -> None:
    assert replaced(path, source, b"\n".join(OLD), b"\n".join(NEW))


def test_so_is_one_that_was_shorter_than_what_it_is_known_by(path: Path, source: Source) -> None:
    assert replaced(path, source, b"old\n", b"\n".join(NEW))


def test_so_is_one_that_came_in_small_pieces(path: Path, source: Source) -> None:
    for line in OLD:
        append(path, line + b"\n")
        lines_of(source.read())
    path.write_bytes(OLD[0] + b"\n" + b"\n".join(NEW))
    assert source.was_replaced()


def test_so_is_one_of_which_only_the_end_was_to_be_read(path: Path, source: Source) -> None:
    path.write_bytes(b"\n".join(OLD) + b"\n")
    source.skip_to_end()
    path.write_bytes(b"\n".join(NEW))
    assert source.was_replaced()


def test_a_file_is_known_by_no_more_than_its_first_bytes(path: Path, source: Source) -> None:
    path.write_bytes(b"\n".join(MANY))
    lines_of(source.read())
    assert source.head == path.read_bytes()[:HEAD]


def test_a_restarted_source_reads_from_the_beginning(path: Path, source: Source) -> None:
    assert replaced(path, source, b"\n".join(OLD), b"new\n")
    again = source.restarted(4)
    assert lines_of(again.read()) == [b"new"]
    again.close()


# -- replaced while it is read -------------------------------------------------------------


def begun(path: Path, source: Source) -> Iterator[Batch]:
    """A reading of a file of some blocks, of which one was read."""
    path.write_bytes(b"\n".join(MANY) + b"\n")
    reading = source.read()
    next(reading)
    return reading


def test_of_another_content_nothing_is_given_at_the_places_of_the_old_one(
    path: Path, source: Source
) -> None:
    reading = begun(path, source)
    path.write_bytes(b"\n".join(NEW * 1000))
    assert (lines_of(reading), source.was_replaced()) == ([], True)


def test_what_is_read_meanwhile_is_the_end_of_what_was_there(path: Path, source: Source) -> None:
    reading = begun(path, source)
    append(path, b"more\n")
    assert lines_of(reading)[-1] == b"more"


def test_another_content_gives_no_lines_at_the_places_of_the_old_one(
    path: Path, source: Source
) -> None:
    path.write_bytes(b"one\ntwo\n")
    places = places_of(source.read())
    path.write_bytes(b"ONE\nTWO\nTHREE\n")
    assert [source.line_at(place) for place in places] == [None, None]


def test_a_line_of_which_the_end_was_truncated_is_not_given(path: Path, source: Source) -> None:
    path.write_bytes(b"one\ntwo\n")
    lines_of(source.read())
    path.write_bytes(b"one\ntw")
    assert source.line_at(4) is None


# -- one content or two --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "other", "same"),
    [
        (b"x" * HEAD, b"x" * HEAD, True),
        (b"one\n", b"one\ntwo\n", True),
        (b"one\ntw", b"one\ntwo\n", True),
        (b"one", b"one", True),
        (b"one\n", b"two\n", False),
        (b"one\ntwo\n", b"one\nthree\n", False),
        (b"on", b"one\n", False),
        (b"", b"one\n", False),
        (b"", b"", False),
    ],
)
def test_content_is_known_by_a_whole_line_or_by_all_there_is(
    head: bytes, other: bytes, same: bool
) -> None:
    assert (same_beginning(head, other), same_beginning(other, head)) == (same, same)
