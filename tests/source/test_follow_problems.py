"""What stands in the way of following: told while it lasts, forgotten after, and nothing lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.source.nobody import as_nobody
from tests.source.reader import Reader, append, rotate

DAYS = [f"2026-11-{day}.00:00:00.log" for day in (20, 21)]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "events.log"


def test_a_missing_path_is_told_as_long_as_it_is_missing(log: Path) -> None:
    reader = Reader(log)
    reader.look()
    missing = reader.problems
    append(log, b"one\n")
    reader.look()
    assert ([str(log) in problem for problem in missing], reader.problems) == ([True], [])


def test_so_is_a_missing_folder(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    reader = Reader(folder)
    reader.look()
    missing = reader.problems
    folder.mkdir()
    append(folder / DAYS[0], b"one\n")
    reader.look()
    assert ([str(folder) in problem for problem in missing], reader.problems) == ([True], [])


def test_a_link_in_a_circle_is_told_and_ends_nothing(log: Path) -> None:
    log.symlink_to(log)
    reader = Reader(log)
    reader.look()
    assert [str(log) in problem for problem in reader.problems] == [True]
    assert {folder.path for folder in reader.follow.folders()} == {log.parent}


def test_a_folder_that_bears_the_name_of_a_dated_file_is_told(tmp_path: Path) -> None:
    (tmp_path / DAYS[0]).mkdir()
    append(tmp_path / DAYS[1], b"one\n")
    reader = Reader(tmp_path)
    assert reader.look() == [b"one"]
    assert [str(tmp_path / DAYS[0]) in problem for problem in reader.problems] == [True]


def told(reader: Reader) -> str:
    """The lines of a look, and whether something stood in its way."""
    came = b" ".join(reader.look()).decode()
    return f"{came}: {'problem' if reader.problems else 'fine'}"


def lose_and_regain_a_file(folder: Path) -> list[str]:
    log = folder / "events.log"
    append(log, b"one\n")
    reader = Reader(log)
    looks = [told(reader)]
    rotate(log)
    append(log, b"two\n")
    log.chmod(0)
    looks.append(told(reader))
    log.chmod(0o600)
    return [*looks, told(reader)]


def lose_and_regain_the_folder_of_a_file(folder: Path) -> list[str]:
    log = folder / "log" / "events.log"
    log.parent.mkdir()
    append(log, b"one\n")
    reader = Reader(log)
    return lose_and_regain(reader, log, 0)


def lose_and_regain_a_folder(folder: Path, mode: int = 0) -> list[str]:
    log = folder / DAYS[0]
    append(log, b"one\n")
    return lose_and_regain(Reader(folder), log, mode)


def lose_and_regain_the_list_of_a_folder(folder: Path) -> list[str]:
    return lose_and_regain_a_folder(folder, 0o300)


def lose_and_regain_the_way_into_a_folder(folder: Path) -> list[str]:
    return lose_and_regain_a_folder(folder, 0o600)


def lose_and_regain(reader: Reader, log: Path, mode: int) -> list[str]:
    looks = [told(reader)]
    log.parent.chmod(mode)
    looks.append(told(reader))
    reader.follow.folders()
    log.parent.chmod(0o700)
    append(log, b"two\n")
    return [*looks, told(reader)]


@pytest.mark.parametrize(
    "change",
    [
        lose_and_regain_a_file,
        lose_and_regain_the_folder_of_a_file,
        lose_and_regain_a_folder,
        lose_and_regain_the_list_of_a_folder,
        lose_and_regain_the_way_into_a_folder,
    ],
)
def test_a_lost_permission_is_told_and_what_came_is_read_when_it_is_given_back(
    change: Callable[[Path], list[str]],
) -> None:
    assert as_nobody(change) == ["one: fine", ": problem", "two: fine"]


def lose_a_file_and_rotate_it_away(folder: Path) -> list[str]:
    log = folder / DAYS[0]
    append(log, b"one\n")
    log.chmod(0)
    reader = Reader(folder)
    looks = [told(reader)]
    log.unlink()
    append(folder / DAYS[1], b"two\n")
    return [*looks, told(reader)]


def test_what_was_wrong_with_a_file_is_forgotten_when_no_path_leads_to_it() -> None:
    assert as_nobody(lose_a_file_and_rotate_it_away) == [": problem", "two: fine"]


def watch_a_folder_while_it_is_closed_and_after(folder: Path) -> list[str]:
    log = folder / "log"
    log.mkdir(mode=0)
    reader = Reader(log)
    closed = len(reader.follow.folders())
    log.chmod(0o700)
    return [str(closed), str(len(reader.follow.folders()))]


def test_a_folder_is_to_be_watched_as_soon_as_it_can_be_listed() -> None:
    assert as_nobody(watch_a_folder_while_it_is_closed_and_after) == ["0", "1"]


# -- from the end --------------------------------------------------------------------------


def regain_from_the_end(path: Path, log: Path, mode: int) -> list[str]:
    """What comes of a log that could not be read at first, and to which a line was written."""
    append(log, b"one\n")
    shut = log if mode == 0 else log.parent
    shut.chmod(0)
    reader = Reader(path, from_end=True)
    looks = [told(reader)]
    shut.chmod(mode or 0o600)
    append(log, b"two\n")
    looks.append(told(reader))
    append(log, b"three\n")
    return [*looks, told(reader)]


def regain_a_file_from_the_end(folder: Path) -> list[str]:
    return regain_from_the_end(folder / "events.log", folder / "events.log", 0)


def regain_the_folder_of_a_file_from_the_end(folder: Path) -> list[str]:
    (folder / "log").mkdir()
    return regain_from_the_end(folder / "log" / "events.log", folder / "log" / "events.log", 0o700)


def regain_a_dated_file_from_the_end(folder: Path) -> list[str]:
    return regain_from_the_end(folder, folder / DAYS[0], 0)


def regain_a_folder_from_the_end(folder: Path) -> list[str]:
    (folder / "log").mkdir()
    return regain_from_the_end(folder / "log", folder / "log" / DAYS[0], 0o700)


def regain_a_servers_folder_from_the_end(folder: Path) -> list[str]:
    server = folder / "12345678-1234-1234-1234-123456789abc"
    server.mkdir()
    return regain_from_the_end(folder, server / DAYS[0], 0o700)


@pytest.mark.parametrize(
    "change",
    [
        regain_a_file_from_the_end,
        regain_the_folder_of_a_file_from_the_end,
        regain_a_dated_file_from_the_end,
        regain_a_folder_from_the_end,
        regain_a_servers_folder_from_the_end,
    ],
)
def test_from_the_end_what_could_not_be_read_at_first_counts_as_read_when_it_can_be(
    change: Callable[[Path], list[str]],
) -> None:
    assert as_nobody(change) == [": problem", ": fine", "three: fine"]


def regain_a_file_made_anew_from_the_end(folder: Path) -> list[str]:
    log = folder / "events.log"
    append(log, b"one\n")
    log.chmod(0)
    reader = Reader(log, from_end=True)
    reader.look()
    log.unlink()
    looks = [told(reader)]
    append(log, b"two\n")
    return [*looks, told(reader)]


def test_from_the_end_a_file_made_in_the_place_of_one_that_could_not_be_read_is_read_whole() -> (
    None
):
    assert as_nobody(regain_a_file_made_anew_from_the_end) == [": problem", "two: fine"]
