"""Compressed files followed: decoded as they are read, read back by place, and read once."""

import gzip
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from tests.source.reader import Reader, append
from tests.source.test_file import MANY
from tui.source import decoded
from tui.source.decoded import write_all
from tui.source.follow import Follow

TEXT = b"\n".join(MANY) + b"\n"
DAYS = [f"2026-11-{day}.00:00:00.log" for day in (20, 21, 22)]
each_way = pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
Compress = Callable[[bytes], bytes]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "audit.log.2"


@each_way
def test_an_archive_has_the_lines_of_what_it_holds(archive: Path, compress: Compress) -> None:
    archive.write_bytes(compress(TEXT))
    reader = Reader(archive)
    assert (reader.look(), reader.look(), reader.problems) == (MANY, [], [])


@each_way
def test_they_are_read_back_by_their_places(archive: Path, compress: Compress) -> None:
    archive.write_bytes(compress(TEXT))
    reader = Reader(archive)
    reader.look()
    assert reader.read_back() == MANY


def test_its_last_line_counts_also_without_an_end(archive: Path) -> None:
    archive.write_bytes(gzip.compress(b"one\ntwo"))
    assert Reader(archive).look() == [b"one", b"two"]


def test_lines_come_while_it_is_decoded(archive: Path) -> None:
    lines = [random.randbytes(500).hex().encode() for _ in range(2000)]
    archive.write_bytes(gzip.compress(b"\n".join(lines)))
    follow = Follow([archive])
    first = next(follow.look())
    assert 0 < len(first.lines) < len(lines)
    assert 0 < follow.behind < archive.stat().st_size


def test_nothing_is_behind_when_it_is_decoded(archive: Path) -> None:
    archive.write_bytes(gzip.compress(TEXT))
    reader = Reader(archive)
    reader.look()
    assert reader.follow.behind == 0


def test_nothing_of_it_is_written_beside_it(archive: Path) -> None:
    archive.write_bytes(gzip.compress(TEXT))
    Reader(archive).look()
    assert list(archive.parent.iterdir()) == [archive]


@each_way
def test_of_one_cut_off_what_could_be_decoded_is_kept_and_it_is_said_as_long_as_it_is_there(
    archive: Path, compress: Compress
) -> None:
    whole = compress(TEXT)
    archive.write_bytes(whole[: len(whole) // 2])
    reader = Reader(archive)
    first = reader.look()
    assert first == MANY[: len(first)]
    for _ in range(2):
        assert [problem.startswith(f"{archive}: cut off") for problem in reader.problems] == [True]
        assert reader.look() == []


def test_one_cut_off_does_not_hide_what_stands_in_the_way_now(archive: Path) -> None:
    archive.write_bytes(gzip.compress(TEXT)[:99])
    reader = Reader(archive, archive.with_name("missing"))
    reader.look()
    assert "missing" in reader.problems[0]


@each_way
def test_one_that_is_still_written_is_read_as_it_grows(archive: Path, compress: Compress) -> None:
    whole = compress(TEXT)
    reader = Reader(archive)
    archive.touch()
    reader.look()
    for begin in range(0, len(whole), 1000):
        append(archive, whole[begin : begin + 1000])
        reader.look()
    assert (reader.lines, reader.problems) == (MANY, [])
    assert reader.read_back() == MANY


def test_what_is_behind_it_later_is_read(archive: Path) -> None:
    archive.write_bytes(gzip.compress(b"one\n"))
    reader = Reader(archive)
    reader.look()
    append(archive, gzip.compress(b"two\n"))
    assert reader.look() == [b"two"]


def test_from_the_end_nothing_of_it_is_read(archive: Path) -> None:
    archive.write_bytes(gzip.compress(TEXT))
    reader = Reader(archive, from_end=True)
    assert (reader.look(), reader.look(), reader.follow.behind) == ([], [], 0)


def test_a_full_disk_is_said_and_what_could_be_kept_is_read(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = os.open("/dev/full", os.O_RDWR)
    monkeypatch.setattr(decoded, "unnamed_file", lambda: os.dup(full))
    archive.write_bytes(gzip.compress(TEXT))
    reader = Reader(archive)
    came = reader.look()
    os.close(full)
    assert (came, len(reader.problems)) == ([], 1)
    assert reader.problems[0].startswith(f"{archive}: cannot be kept in the temporary folder")
    assert "No space left on device" in reader.problems[0]


def test_a_write_that_takes_a_part_is_gone_on_with(tmp_path: Path) -> None:
    file = tmp_path / "file"
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT)
    write_all(descriptor, b"two", 3)
    write_all(descriptor, b"one", 0)
    os.close(descriptor)
    assert file.read_bytes() == b"onetwo"


# -- folders -------------------------------------------------------------------------------


@pytest.mark.parametrize(("compress", "name"), [(gzip.compress, "gz"), (zstandard.compress, "zst")])
def test_the_compressed_days_of_a_folder_are_read_in_their_place(
    tmp_path: Path, compress: Compress, name: str
) -> None:
    append(tmp_path / f"{DAYS[0]}.{name}", compress(b"one\n"))
    append(tmp_path / DAYS[1], b"two\n")
    append(tmp_path / f"{DAYS[2]}.{name}", compress(b"three\n"))
    assert Reader(tmp_path).look() == [b"one", b"two", b"three"]


def test_a_day_that_is_there_both_ways_is_read_once(tmp_path: Path) -> None:
    append(tmp_path / DAYS[0], TEXT)
    append(tmp_path / f"{DAYS[0]}.gz", gzip.compress(TEXT)[:100])
    reader = Reader(tmp_path)
    assert (reader.look(), reader.problems) == (MANY, [])


def test_a_day_that_was_read_is_not_read_again_when_it_is_compressed(tmp_path: Path) -> None:
    append(tmp_path / DAYS[0], TEXT)
    reader = Reader(tmp_path)
    reader.look()
    append(tmp_path / f"{DAYS[0]}.gz", gzip.compress(TEXT))
    (tmp_path / DAYS[0]).unlink()
    append(tmp_path / DAYS[1], b"two\n")
    assert (reader.look(), reader.look()) == ([b"two"], [])


def test_nor_is_one_that_was_there_from_the_start_and_skipped(tmp_path: Path) -> None:
    append(tmp_path / DAYS[0], TEXT)
    reader = Reader(tmp_path, from_end=True)
    reader.look()
    append(tmp_path / f"{DAYS[0]}.gz", gzip.compress(TEXT))
    (tmp_path / DAYS[0]).unlink()
    assert reader.look() == []
