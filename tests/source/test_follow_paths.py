"""Folders and several paths followed, from the beginning or from the end."""

from pathlib import Path

import pytest

from tests.source.reader import Reader, append, rotate
from tui.source.follow import LINGER

DAYS = [f"2026-11-{day}.00:00:00.log" for day in (20, 21, 22)]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "events.log"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A log folder of one Auth server, with one day's file."""
    (tmp_path / "log" / "a-server").mkdir(parents=True)
    append(tmp_path / "log" / "a-server" / DAYS[0], b"one\n")
    return tmp_path / "log"


# -- folders -------------------------------------------------------------------------------


@pytest.mark.parametrize("below", [".", "log", "log/a-server"])
def test_a_new_days_file_in_a_folder_is_read(folder: Path, below: str) -> None:
    reader = Reader(folder.parent / below)
    reader.look()
    append(folder / "a-server" / DAYS[0], b"two\n")
    append(folder / "a-server" / DAYS[1], b"three\n")
    assert (reader.look(), reader.lines) == ([b"two", b"three"], [b"one", b"two", b"three"])


@pytest.mark.parametrize("below", [".", "log"])
def test_a_new_servers_folder_is_read(folder: Path, below: str) -> None:
    reader = Reader(folder.parent / below)
    reader.look()
    (folder / "b-server").mkdir()
    append(folder / "b-server" / DAYS[0], b"two\n")
    assert reader.look() == [b"two"]


def test_the_files_of_a_folder_are_read_in_log_order(folder: Path) -> None:
    (folder / "b-server").mkdir()
    append(folder / "b-server" / DAYS[1], b"three\n")
    append(folder / "b-server" / DAYS[0], b"two\n")
    assert Reader(folder).look() == [b"one", b"two", b"three"]


def test_the_old_files_of_a_folder_are_read_on_too(folder: Path) -> None:
    reader = Reader(folder)
    append(folder / "a-server" / DAYS[1], b"two\n")
    reader.look()
    reader.now += 2 * LINGER
    reader.look()
    append(folder / "a-server" / DAYS[0], b"late\n")
    assert reader.look() == [b"late"]


def test_a_folder_with_only_events_log_gets_dated_files_and_loses_nothing(tmp_path: Path) -> None:
    append(tmp_path / "events.log", b"one\n")
    reader = Reader(tmp_path)
    reader.look()
    append(tmp_path / "events.log", b"two\n")
    append(tmp_path / DAYS[0], b"three\n")
    assert sorted(reader.look()) == [b"three", b"two"]


def test_a_folder_removed_and_made_again_is_followed_on(folder: Path) -> None:
    reader = Reader(folder)
    reader.look()
    file = folder / "a-server" / DAYS[0]
    file.unlink()
    file.parent.rmdir()
    folder.rmdir()
    reader.look()
    file.parent.mkdir(parents=True)
    append(file, b"two\n")
    assert reader.look() == [b"two"]


# -- several paths -------------------------------------------------------------------------


def test_a_file_that_several_paths_lead_to_is_read_once(folder: Path) -> None:
    file = folder / "a-server" / DAYS[0]
    link = folder / "events.log"
    link.symlink_to(file)
    (folder / "hard").hardlink_to(file)
    reader = Reader(link, file, folder, folder / "hard", link)
    first = reader.look()
    append(file, b"two\n")
    assert (first, reader.look()) == ([b"one"], [b"two"])


def test_so_is_one_that_is_still_empty(folder: Path) -> None:
    file = folder / DAYS[1]
    file.touch()
    reader = Reader(file, folder, file)
    reader.look()
    append(file, b"two\n")
    assert reader.look() == [b"two"]


def test_so_is_one_truncated_meanwhile(log: Path) -> None:
    append(log, b"one\n")
    log.with_name("link").symlink_to(log)
    reader = Reader(log, log.with_name("link"))
    reader.look()
    log.write_bytes(b"two\n")
    assert (reader.look(), reader.look()) == ([b"two"], [])


def test_a_file_is_read_while_any_path_leads_to_it(log: Path) -> None:
    append(log, b"on")
    hard = log.with_name("hard")
    hard.hardlink_to(log)
    reader = Reader(log, hard)
    reader.look()
    log.unlink()
    reader.now += 2 * LINGER
    waited = reader.look()
    append(hard, b"e\n")
    assert (waited, reader.look()) == ([], [b"one"])


def test_two_files_are_read_side_by_side(tmp_path: Path) -> None:
    append(tmp_path / "a", b"a one\n")
    append(tmp_path / "b", b"b one\n")
    reader = Reader(tmp_path / "b", tmp_path / "a")
    first = reader.look()
    append(tmp_path / "a", b"a two\n")
    append(tmp_path / "b", b"b two\n")
    assert (first, sorted(reader.look())) == ([b"b one", b"a one"], [b"a two", b"b two"])


# -- from the end --------------------------------------------------------------------------


def from_end(log: Path, before: bytes, after: bytes) -> list[bytes]:
    """The lines that come where a file is followed from the end, and goes on."""
    append(log, before)
    reader = Reader(log, from_end=True)
    reader.look()
    append(log, after)
    reader.look()
    return reader.lines


def test_from_the_end_only_new_lines_come(log: Path) -> None:
    assert from_end(log, b"one\ntwo\n", b"three\n") == [b"three"]


def test_from_the_end_an_unfinished_last_line_comes_whole(log: Path) -> None:
    assert from_end(log, b"one\ntw", b"o\nthree\n") == [b"two", b"three"]


def test_from_the_end_an_unfinished_only_line_comes_whole_and_once(log: Path) -> None:
    assert from_end(log, b"on", b"e\n") == [b"one"]


def test_from_the_end_an_empty_file_is_read_as_it_grows(log: Path) -> None:
    assert from_end(log, b"", b"one\n") == [b"one"]


def test_from_the_end_several_paths_to_one_file_skip_it_once(log: Path) -> None:
    append(log, b"one\n")
    log.with_name("link").symlink_to(log)
    reader = Reader(log, log.with_name("link"), from_end=True)
    reader.look()
    append(log, b"two\n")
    reader.look()
    assert reader.lines == [b"two"]


def test_from_the_end_a_file_that_appears_later_is_read_whole(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log, from_end=True)
    reader.look()
    rotate(log)
    append(log, b"two\n")
    assert reader.look() == [b"two"]


def test_from_the_end_a_truncated_file_is_read_whole(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log, from_end=True)
    reader.look()
    log.write_bytes(b"two\nthree\n")
    assert reader.look() == [b"two", b"three"]


def test_from_the_end_lines_are_read_back_by_their_places(log: Path) -> None:
    append(log, b"one\ntw")
    reader = Reader(log, from_end=True)
    reader.look()
    append(log, b"o\nthree\n")
    reader.look()
    assert reader.read_back() == [b"two", b"three"]
