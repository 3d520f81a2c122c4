"""Faults brought about for real: reads that fail, and folders that tell nobody of their changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.readings import Reading, out, write
from tests.source.reader import Reader, append
from tests.source.served import FAILING, served

DATED = "2026-11-22.00:00:00.log"


Folders = tuple[Path, Path]


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Folders]:
    """A folder that is served, and the one behind it, in which to write."""
    with served(tmp_path) as both:
        yield both


def fail(behind: Path, *, failing: bool) -> None:
    """Have all reading fail, or no longer."""
    if failing:
        (behind / FAILING).touch()
    else:
        (behind / FAILING).unlink()


# -- reads that fail -----------------------------------------------------------------------


def test_a_failing_read_is_told_and_reading_goes_on_where_it_stopped(folders: Folders) -> None:
    place, behind = folders
    append(behind / DATED, b"one\ntw")
    reader = Reader(place / DATED)
    first = reader.look()
    fail(behind, failing=True)
    append(behind / DATED, b"o\nthree\n")
    failed, told = reader.look(), reader.problems
    fail(behind, failing=False)
    assert (first, failed, reader.look()) == ([b"one"], [], [b"two", b"three"])
    assert told == [f"{place / DATED}: cannot be read: Input/output error"]
    assert (reader.problems, reader.follow.lost) == ([], 0)
    reader.follow.close()


def test_a_file_that_fails_keeps_no_other_from_being_read(folders: Folders, tmp_path: Path) -> None:
    place, behind = folders
    append(behind / DATED, b"one\n")
    append(tmp_path / "log", b"here\n")
    fail(behind, failing=True)
    reader = Reader(place, tmp_path / "log")
    first = reader.look()
    fail(behind, failing=False)
    assert (first, reader.look()) == ([b"here"], [b"one"])
    reader.follow.close()


def test_a_line_that_cannot_be_read_back_now_can_be_later(folders: Folders) -> None:
    place, behind = folders
    append(behind / DATED, b"one\n")
    reader = Reader(place)
    reader.look()
    fail(behind, failing=True)
    gone = reader.read_back()
    fail(behind, failing=False)
    assert (gone, reader.read_back()) == ([None], [b"one"])
    reader.follow.close()


def test_no_file_is_left_open_by_failing_over_and_over(folders: Folders) -> None:
    place, behind = folders
    append(behind / DATED, b"one\n")
    fail(behind, failing=True)
    reader = Reader(place, from_end=True)
    reader.look()
    before = len([*Path("/proc/self/fd").iterdir()])
    for _ in range(5):
        reader.look()
    assert len([*Path("/proc/self/fd").iterdir()]) == before
    reader.follow.close()


def test_a_link_to_what_cannot_be_read_is_told_until_it_leads_elsewhere(tmp_path: Path) -> None:
    link, log = tmp_path / "events.log", tmp_path / DATED
    link.symlink_to("/proc/self/mem")  # a regular file, and nothing is mapped at its beginning
    reader = Reader(link)
    reader.look()
    told = reader.problems
    append(log, b"one\n")
    link.unlink()
    link.symlink_to(log)
    assert reader.look() == [b"one"]
    reader.now += 60
    reader.look()
    assert told == [f"{link}: cannot be read: Input/output error"]


# -- folders that tell nobody --------------------------------------------------------------


def test_a_folder_that_tells_nobody_of_its_changes_is_read_by_the_look_by_time(
    folders: Folders,
) -> None:
    place, behind = folders
    append(behind / DATED, b"")
    with Reading(place) as running:
        running.settle()
        write(behind / DATED, out("s", 1))
        running.wait(1)
        write(behind / "2026-11-23.00:00:00.log", out("s", 2))
        running.wait(2)
    assert [arrival.event.length for arrival in running.arrived] == [1, 2]
