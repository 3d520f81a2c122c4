"""What rotation makes beside the path of a file: what is new is read, and nothing twice."""

import gzip
import os
import shutil
from pathlib import Path

import pytest
import zstandard

from tests.source.reader import Reader, append

LONG = [b"%d " % number + b"x" * (number % 700) for number in range(1000)]
"""Lines of some blocks, whose head is as long as heads are."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "audit.log"


def rotate(log: Path, content: bytes = b"") -> None:
    """As logrotate does: audit.log.1 becomes audit.log.2, and so on; a new file is made."""
    for number in range(9, 0, -1):
        old = beside(log, f".{number}")
        if old.exists():
            old.rename(beside(log, f".{number + 1}"))
    log.rename(beside(log, ".1"))
    append(log, content)


def compress(path: Path) -> None:
    """As gzip does: with the time of the file, which is then removed."""
    archive = beside(path, ".gz")
    archive.write_bytes(gzip.compress(path.read_bytes()))
    times = path.stat()
    os.utime(archive, ns=(times.st_atime_ns, times.st_mtime_ns))
    path.unlink()


def copy_and_truncate(log: Path, name: str = ".1") -> Path:
    copy = beside(log, name)
    shutil.copy(log, copy)
    os.truncate(log, 0)
    return copy


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def met(log: Path, content: bytes = b"one\n", *, from_end: bool = False) -> Reader:
    """A reader that has read the file."""
    append(log, content)
    reader = Reader(log, from_end=from_end)
    reader.look()
    return reader


# -- renamed -------------------------------------------------------------------------------


def test_a_file_that_came_and_went_between_two_looks_is_read(log: Path) -> None:
    reader = met(log)
    rotate(log, b"two\n")
    rotate(log, b"three\n")
    assert (reader.look(), reader.look()) == ([b"two", b"three"], [])


def test_so_are_several_the_oldest_first(log: Path) -> None:
    reader = met(log)
    for number, line in enumerate([b"two", b"three", b"four", b"five"]):
        rotate(log, line + b"\n")
        os.utime(log, (number, number))
    assert reader.look() == [b"two", b"three", b"four", b"five"]


@pytest.mark.parametrize("name", ["-20261122", ".2026-11-22", "-20261122-1795376400", ".01"])
def test_so_is_one_that_is_named_by_its_date(log: Path, name: str) -> None:
    reader = met(log)
    log.rename(beside(log, name))
    append(beside(log, f"{name}1"), b"two\n")
    append(log, b"three\n")
    assert reader.look() == [b"two", b"three"]


@pytest.mark.parametrize("name", [".bak", ".1.sha256", "2", "-errors", ".old.1"])
def test_what_no_rotation_names_is_none_of_the_log(log: Path, name: str) -> None:
    reader = met(log)
    append(beside(log, name), b"two\n")
    rotate(log, b"three\n")
    assert reader.look() == [b"three"]


def test_a_folder_beside_the_file_is_passed_over(log: Path) -> None:
    reader = met(log)
    beside(log, ".1").mkdir()
    assert (reader.look(), reader.problems) == ([], [])


def test_a_pipe_beside_the_file_is_passed_over(log: Path) -> None:
    reader = met(log)
    os.mkfifo(beside(log, ".1"))
    assert (reader.look(), reader.problems) == ([], [])


def test_files_that_were_there_before_are_not_read(log: Path) -> None:
    append(beside(log, ".1"), b"old\n")
    append(beside(log, ".2"), b"older\n")
    compress(beside(log, ".2"))
    reader = met(log)
    rotate(log, b"two\n")
    compress(beside(log, ".2"))
    rotate(log, b"three\n")
    reader.look()
    assert reader.lines == [b"one", b"two", b"three"]


def test_nor_are_those_that_were_there_before_a_file_that_was_missing(log: Path) -> None:
    append(beside(log, ".1"), b"old\n")
    reader = Reader(log)
    reader.look()
    append(log, b"one\n")
    rotate(log, b"two\n")
    assert reader.look() == [b"one", b"two"]


def test_a_writer_that_did_not_notice_is_read_on_in_a_file_that_came_and_went(log: Path) -> None:
    reader = met(log)
    rotate(log, b"two\n")
    rotate(log, b"three\n")
    reader.look()
    append(beside(log, ".1"), b"late\n")
    assert reader.look() == [b"late"]


def test_one_that_is_still_empty_is_read_when_it_is_written_to(log: Path) -> None:
    reader = met(log)
    rotate(log)
    rotate(log, b"three\n")
    first = reader.look()
    append(beside(log, ".1"), b"two\n")
    assert (first, reader.look(), reader.look()) == ([b"three"], [b"two"], [])


def test_from_the_end_a_file_that_came_and_went_is_read_whole(log: Path) -> None:
    reader = met(log, from_end=True)
    rotate(log, b"two\n")
    rotate(log, b"three\n")
    assert reader.look() == [b"two", b"three"]


def test_behind_a_link_it_is_the_file_it_leads_to_that_is_rotated(log: Path) -> None:
    link = log.with_name("link")
    link.symlink_to(log)
    append(log, b"one\n")
    reader = Reader(link)
    reader.look()
    rotate(log, b"two\n")
    rotate(log, b"three\n")
    assert reader.look() == [b"two", b"three"]


def test_a_link_swapped_to_another_file_does_not_bring_that_ones_older_files(log: Path) -> None:
    link, other = log.with_name("link"), log.with_name("other")
    link.symlink_to(log)
    append(log, b"one\n")
    reader = Reader(link)
    reader.look()
    append(beside(other, ".1"), b"old\n")
    append(other, b"two\n")
    link.unlink()
    link.symlink_to(other)
    assert reader.look() == [b"two"]


def test_in_a_folder_what_is_beside_a_dated_file_is_none_of_the_log(tmp_path: Path) -> None:
    dated = tmp_path / "2026-11-22.00:00:00.log"
    append(dated, b"one\n")
    reader = Reader(tmp_path)
    reader.look()
    append(beside(dated, ".1"), b"two\n")
    assert reader.look() == []


# -- compressed ----------------------------------------------------------------------------


def test_a_file_that_was_read_is_not_read_again_when_it_is_compressed(log: Path) -> None:
    reader = met(log, b"\n".join(LONG) + b"\n")
    rotate(log, b"two\n")
    compress(beside(log, ".1"))
    reader.look()
    rotate(log, b"three\n")
    reader.look()
    assert reader.lines == [*LONG, b"two", b"three"]


def test_a_file_that_came_and_went_and_was_compressed_is_read(log: Path) -> None:
    reader = met(log)
    rotate(log, b"\n".join(LONG) + b"\n")
    rotate(log, b"three\n")
    compress(beside(log, ".1"))
    assert reader.look() == [*LONG, b"three"]
    assert reader.read_back() == reader.lines


def test_of_a_file_and_its_archive_in_the_making_the_file_is_read(log: Path) -> None:
    reader = met(log)
    rotate(log, b"\n".join(LONG) + b"\n")
    beside(log, ".gz").touch()
    whole = gzip.compress(log.read_bytes())
    rotate(log, b"three\n")
    beside(log, ".1.gz").write_bytes(whole[: len(whole) // 2])
    assert (reader.look(), reader.problems) == ([*LONG, b"three"], [])


# -- copied and truncated ------------------------------------------------------------------


def test_what_was_written_before_a_truncation_is_read_from_the_copy(log: Path) -> None:
    reader = met(log)
    append(log, b"two\n")
    copy_and_truncate(log)
    append(log, b"three\n")
    assert (reader.look(), reader.look(), reader.follow.lost) == ([b"two", b"three"], [], 0)


@pytest.mark.parametrize("name", [".1", "-20261122", ".bak", ".copy of today"])
def test_whatever_the_name_of_the_copy(log: Path, name: str) -> None:
    reader = met(log)
    append(log, b"two\n")
    copy_and_truncate(log, name)
    assert reader.look() == [b"two"]


def test_the_lines_of_before_are_read_back_from_the_copy(log: Path) -> None:
    reader = met(log)
    append(log, b"two\n")
    copy_and_truncate(log)
    append(log, b"three\n")
    reader.look()
    assert reader.read_back() == [b"one", b"two", b"three"]


def test_a_line_that_had_no_end_yet_goes_on_in_the_copy(log: Path) -> None:
    reader = met(log, b"one\ntw")
    append(log, b"o\n")
    copy_and_truncate(log)
    assert (reader.look(), reader.follow.lost) == ([b"two"], 0)


def test_the_longest_copy_is_taken(log: Path) -> None:
    reader = met(log)
    shutil.copy(log, beside(log, ".9"))
    append(log, b"two\n")
    copy_and_truncate(log)
    append(beside(log, ".0"), b"one\n")
    assert reader.look() == [b"two"]


def test_what_the_copy_lacks_of_what_was_there_is_lost(log: Path) -> None:
    append(log, b"\n".join(LONG) + b"\n")
    reader = Reader(log)
    next(reader.follow.look())
    taken = reader.follow.sources[0].cutter.taken
    whole = log.read_bytes()
    beside(log, ".1").write_bytes(whole[: taken + 1000])
    os.truncate(log, 0)
    reader.look()
    assert reader.follow.lost == len(whole) - taken - 1000


def test_a_copy_that_lacks_what_was_read_is_none(log: Path) -> None:
    reader = met(log, b"one\ntwo\nthr")
    beside(log, ".1").write_bytes(b"one\n")
    os.truncate(log, 0)
    reader.look()
    assert (reader.read_back(), reader.follow.lost) == ([None, None], len(b"thr"))


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_copy_that_was_compressed_is_decoded(log: Path, pack: type[bytes]) -> None:
    reader = met(log)
    append(log, b"two\n")
    beside(log, ".1.gz").write_bytes(pack(log.read_bytes()))
    os.truncate(log, 0)
    assert (reader.look(), reader.read_back()) == ([b"two"], [b"one", b"two"])


def test_a_copy_is_not_read_again_at_later_rotations(log: Path) -> None:
    reader = met(log)
    written = [b"one"]
    for number in range(5):
        line = b"round %d" % number
        append(log, line + b"\n")
        written.append(line)
        for old in range(9, 0, -1):
            if beside(log, f".{old}").exists():
                beside(log, f".{old}").rename(beside(log, f".{old + 1}"))
        copy_and_truncate(log)
        reader.look()
    assert (reader.lines, reader.follow.lost) == (written, 0)
    assert reader.read_back() == written


def test_what_was_copied_twice_between_two_looks_is_read(log: Path) -> None:
    reader = met(log)
    append(log, b"two\n")
    copy_and_truncate(log, ".2")
    append(log, b"three\n")
    copy_and_truncate(log, ".1")
    append(log, b"four\n")
    assert (reader.look(), reader.look()) == ([b"two", b"three", b"four"], [])


def test_a_log_copied_by_someone_is_not_read(log: Path) -> None:
    reader = met(log)
    shutil.copy(log, beside(log, ".1"))
    append(log, b"two\n")
    assert reader.look() == [b"two"]


def test_a_copy_made_while_others_are_read_is_not_read_beside_its_original(log: Path) -> None:
    other = log.with_name("other")
    log.touch()
    append(other, b"first\n")
    reader = Reader(log, other)
    reader.look()
    append(other, b"second\n")
    look = reader.follow.look()
    next(look)  # the log was read, and is still empty
    append(log, b"one\n")
    shutil.copy(log, beside(log, ".1"))
    came = [line for batch in look for line in batch.lines]
    os.truncate(log, 0)
    assert came + reader.look() == [b"one"]


def test_a_copy_of_a_file_that_was_not_met_yet_is_read_once(log: Path) -> None:
    reader = met(log)
    rotate(log, b"two\n")
    shutil.copy(log, beside(log, ".0"))
    reader.look()
    os.truncate(log, 0)
    append(log, b"three\n")
    reader.look()
    assert (reader.lines, reader.follow.lost) == ([b"one", b"two", b"three"], 0)


def test_what_came_after_a_truncation_is_read_once_though_it_is_compressed(log: Path) -> None:
    reader = met(log)
    copy_and_truncate(log, ".2")
    append(log, b"two\n")
    rotate(log, b"three\n")
    compress(beside(log, ".1"))
    assert (reader.look(), reader.look()) == ([b"two", b"three"], [])


def test_the_copy_is_beside_the_file_that_a_link_led_to(log: Path) -> None:
    link, other = log.with_name("link"), log.with_name("other")
    link.symlink_to(log)
    append(log, b"one\n")
    reader = Reader(link)
    reader.look()
    append(log, b"two\n")
    copy_and_truncate(log)
    append(other, b"three\n")
    link.unlink()
    link.symlink_to(other)
    assert reader.look() == [b"two", b"three"]
