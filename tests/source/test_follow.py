"""One growing file followed by its path: nothing lost and nothing double, whatever is done to it.

Every test looks by hand, and compares all lines that were taken with all that were written.
"""

import os
from pathlib import Path

import pytest

from tests.source.reader import Reader, append, rotate
from tui.source.follow import LINGER
from tui.source.lines import MAX_LINE


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "events.log"


# -- appended to ---------------------------------------------------------------------------


def test_what_is_there_at_the_first_look_is_read(log: Path) -> None:
    append(log, b"one\ntwo\n")
    assert Reader(log).look() == [b"one", b"two"]


def test_each_look_gives_what_came_since_the_last(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    append(log, b"two\n")
    assert (reader.look(), reader.look()) == ([b"two"], [])


def test_a_line_in_pieces_comes_once_it_is_whole(log: Path) -> None:
    reader = Reader(log)
    looks = []
    for piece in (b"o", b"ne\ntw", b"", b"o\nthr", b"ee\n"):
        append(log, piece)
        looks.append(reader.look())
    assert looks == [[], [b"one"], [], [b"two"], [b"three"]]


def test_an_unfinished_line_waits_as_long_as_its_path_leads_to_it(log: Path) -> None:
    append(log, b"on")
    reader = Reader(log)
    reader.look()
    reader.now += 100 * LINGER
    waited = reader.look()
    append(log, b"e\n")
    assert (waited, reader.look()) == ([], [b"one"])


def test_a_file_that_is_not_there_yet_is_read_from_its_beginning(log: Path) -> None:
    reader = Reader(log)
    reader.look()
    append(log, b"one\n")
    assert reader.look() == [b"one"]


def test_a_folder_that_is_not_there_yet_is_read_too(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "later" / "events.log")
    reader.look()
    (tmp_path / "later").mkdir()
    append(tmp_path / "later" / "events.log", b"one\n")
    assert reader.look() == [b"one"]


# -- rotated -------------------------------------------------------------------------------


def test_a_file_renamed_and_made_again_is_read_on_in_both(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    append(log, b"two\n")
    rotate(log)
    append(log, b"three\n")
    assert reader.look() == [b"two", b"three"]


def test_a_writer_that_did_not_notice_is_read_on(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    old = rotate(log)
    reader.look()
    append(old, b"late\n")
    assert reader.look() == [b"late"]


def test_a_writer_that_did_not_notice_and_paused_for_long_is_read_on(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    old = rotate(log)
    for line in (b"late", b"later"):
        reader.now += 2 * LINGER
        reader.look()
        append(old, line + b"\n")
    reader.look()
    assert reader.lines == [b"one", b"late", b"later"]


def test_an_unfinished_line_of_a_file_that_was_left_comes_in_the_end(log: Path) -> None:
    append(log, b"one\ntw")
    reader = Reader(log)
    reader.look()
    rotate(log)
    soon = reader.look()
    reader.now += 2 * LINGER
    assert (soon, reader.look(), reader.look()) == ([], [b"tw"], [])


def test_so_does_one_that_a_writer_left_after_a_long_pause(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    old = rotate(log)
    reader.now += 2 * LINGER
    reader.look()
    append(old, b"tw")
    soon = reader.look()
    reader.now += 2 * LINGER
    assert (soon, reader.look()) == ([], [b"tw"])


def test_a_file_that_was_left_and_grows_is_not_finished_yet(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    old = rotate(log)
    looks = []
    for piece in (b"t", b"w", b"o\n"):
        reader.now += 0.7 * LINGER
        append(old, piece)
        looks.append(reader.look())
    assert looks == [[], [], [b"two"]]


def test_a_file_renamed_away_and_back_is_not_read_twice(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    away = log.rename(log.with_name("away"))
    reader.look()
    away.rename(log)
    append(log, b"two\n")
    reader.look()
    assert reader.lines == [b"one", b"two"]


def test_nor_is_one_that_comes_back_after_it_was_taken_as_finished(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    away = rotate(log)
    reader.now += 2 * LINGER
    reader.look()
    away.rename(log)
    append(log, b"two\n")
    assert (reader.look(), reader.lines) == ([b"two"], [b"one", b"two"])


def test_a_file_removed_and_made_again_is_read_from_its_beginning(log: Path) -> None:
    reader, written = Reader(log), []
    for number in range(20):
        written.append(b"line %d" % number)
        append(log, written[-1] + b"\n")
        reader.look()
        log.unlink()
    assert reader.lines == written


def test_what_was_written_before_a_removal_is_read(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    append(log, b"two\n")
    log.unlink()
    gone = reader.look()
    append(log, b"three\n")
    assert (gone, reader.look()) == ([b"two"], [b"three"])


# -- links ---------------------------------------------------------------------------------


def test_a_link_swapped_to_a_file_elsewhere_is_followed_there(log: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    first, second = tmp_path / "first.log", tmp_path / "elsewhere" / "second.log"
    append(first, b"one\n")
    log.symlink_to(first)
    reader = Reader(log)
    reader.look()
    append(first, b"two\n")
    append(second, b"three\n")
    log.unlink()
    log.symlink_to(second)
    swapped = reader.look()
    append(second, b"four\n")
    assert (swapped, reader.look()) == ([b"two", b"three"], [b"four"])


def test_a_link_that_is_away_for_a_moment_and_leads_back_loses_nothing(
    log: Path, tmp_path: Path
) -> None:
    file = tmp_path / "file.log"
    append(file, b"one\n")
    log.symlink_to(file)
    reader = Reader(log)
    reader.look()
    log.unlink()
    append(file, b"two\n")
    away = reader.look()
    log.symlink_to(file)
    append(file, b"three\n")
    assert (away, reader.look()) == ([b"two"], [b"three"])


# -- truncated -----------------------------------------------------------------------------


def test_a_file_copied_and_truncated_is_read_from_its_beginning(log: Path) -> None:
    append(log, b"one\ntwo\n")
    reader = Reader(log)
    reader.look()
    os.truncate(log, 0)
    emptied = reader.look()
    append(log, b"three\n")
    assert (emptied, reader.look()) == ([], [b"three"])


def test_so_is_one_that_has_grown_past_its_old_size_since(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    os.truncate(log, 0)
    append(log, b"two\nthree\nfour\n")
    assert (reader.look(), reader.look()) == ([b"two", b"three", b"four"], [])


def test_a_file_truncated_again_and_again_gives_each_line_once(log: Path) -> None:
    reader = Reader(log)
    written = []
    for number in range(30):
        log.write_bytes(b"")
        lines = [b"%d of round %d" % (line, number) for line in range(number * 7 % 11)]
        append(log, b"".join(line + b"\n" for line in lines))
        written += lines
        reader.look()
    assert reader.lines == written


def test_bytes_of_a_line_that_truncation_cut_off_count_as_lost(log: Path) -> None:
    append(log, b"one\nunfinished")
    reader = Reader(log)
    reader.look()
    os.truncate(log, 0)
    reader.look()
    assert reader.follow.lost == len(b"unfinished")


def test_so_do_all_bytes_of_an_overlong_line(log: Path) -> None:
    append(log, b"x" * (2 * MAX_LINE))
    reader = Reader(log)
    reader.look()
    log.write_bytes(b"")
    reader.look()
    assert reader.follow.lost == 2 * MAX_LINE


def test_nothing_counts_as_lost_where_whole_lines_were_read(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    os.truncate(log, 0)
    append(log, b"two\n")
    reader.look()
    assert reader.follow.lost == 0


def test_a_file_truncated_while_it_is_read_is_read_anew_in_the_same_look(log: Path) -> None:
    append(log, b"".join(b"old %d\n" % number for number in range(20_000)))
    reader = Reader(log)
    look = reader.follow.look()
    next(look)
    taken = reader.follow.sources[0].cutter.offset
    written = log.stat().st_size
    new = [b"new %d" % number for number in range(30_000)]
    log.write_bytes(b"\n".join(new) + b"\n")
    assert [line for batch in look for line in batch.lines] == new
    assert reader.follow.lost == written - taken
