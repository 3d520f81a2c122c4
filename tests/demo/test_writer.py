"""How the story gets to disk: Teleport's layout, its rotation, and the pace of the demo."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.patience import PATIENCE, until
from tui.demo.story import Entry, story
from tui.demo.writer import LogFolder, Performance, write_story

SECOND = 1_000_000_000
NOON = 1_795_348_800_000_000_000  # 2026-11-22 12:00:00 UTC
MIDNIGHT = NOON + 43_200 * SECOND
SERVER = "0c1f4a3e-5a0d-4a0e-9d51-8c3f8a4f7a11"


def dated(directory: Path) -> list[Path]:
    """The dated files, oldest first."""
    return sorted((directory / "log").glob("*/*.log"))


def whole_log(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in dated(directory))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[LogFolder]:
    with LogFolder(tmp_path, SERVER) as folder:
        yield folder


def test_a_line_goes_to_the_file_of_its_day_to_which_the_link_leads(
    folder: LogFolder, tmp_path: Path
) -> None:
    folder.write(Entry(NOON, b"{}\n"))
    file = tmp_path / "log" / SERVER / "2026-11-22.00:00:00.log"
    assert file.read_bytes() == b"{}\n"
    assert stat.S_IMODE(file.stat().st_mode) & ~0o640 == 0
    assert folder.link == tmp_path / "log" / "events.log"
    assert folder.link.is_symlink()
    assert folder.link.resolve() == file.resolve()


def test_the_first_line_after_midnight_opens_a_new_file(folder: LogFolder, tmp_path: Path) -> None:
    folder.write(Entry(MIDNIGHT - 1, b"old\n"))
    assert folder.link.read_bytes() == b"old\n"
    folder.write(Entry(MIDNIGHT, b"new\n"))
    folder.write(Entry(MIDNIGHT + 1, b"newer\n"))
    assert [path.name for path in dated(tmp_path)] == [
        "2026-11-22.00:00:00.log",
        "2026-11-23.00:00:00.log",
    ]
    assert [path.read_bytes() for path in dated(tmp_path)] == [b"old\n", b"new\nnewer\n"]
    assert folder.link.read_bytes() == b"new\nnewer\n"


def test_many_lines_at_once_rotate_as_single_ones_do(tmp_path: Path) -> None:
    entries = [Entry(MIDNIGHT + number * SECOND, b"%d\n" % number) for number in range(-1200, 700)]
    with LogFolder(tmp_path / "single", SERVER) as folder:
        for entry in entries:
            folder.write(entry)
    with LogFolder(tmp_path / "many", SERVER) as folder:
        folder.write_all(entries)
    single, many = dated(tmp_path / "single"), dated(tmp_path / "many")
    assert [path.read_bytes() for path in many] == [path.read_bytes() for path in single]


def test_a_folder_that_is_opened_again_goes_on_in_the_same_file(tmp_path: Path) -> None:
    for number in range(2):
        with LogFolder(tmp_path, SERVER) as folder:
            folder.write(Entry(NOON + number, b"%d\n" % number))
    assert whole_log(tmp_path) == b"0\n1\n"


def test_a_story_is_written_whole(tmp_path: Path) -> None:
    end = NOON + 60 * SECOND
    write_story(tmp_path, seed=3, begins=NOON, until=end)
    lines = [entry.line for entry in takewhile(lambda entry: entry.written < end, story(3, NOON))]
    assert whole_log(tmp_path) == b"".join(lines)
    assert (tmp_path / "log" / "events.log").read_bytes().endswith(lines[-1])


def test_a_history_that_began_yesterday_is_in_two_files(tmp_path: Path) -> None:
    write_story(tmp_path, seed=3, begins=MIDNIGHT + 3_600 * SECOND, until=MIDNIGHT + 3_601 * SECOND)
    yesterday, today = dated(tmp_path)
    assert yesterday.name.startswith("2026-11-22")
    assert today.name.startswith("2026-11-23")
    assert (tmp_path / "log" / "events.log").resolve() == today.resolve()
    for line in yesterday.read_bytes().splitlines()[:50]:
        assert b'"time":"2026-11-22T' in line


def test_the_demo_keeps_out_of_a_log_that_is_there_already(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    with pytest.raises(FileExistsError):
        write_story(tmp_path, seed=3, begins=NOON, until=NOON)
    with pytest.raises(FileExistsError):
        Performance(tmp_path, seed=3, speed=1.0, now=time.time_ns)


def test_the_history_is_there_before_the_live_part_goes_on(tmp_path: Path) -> None:
    performance = Performance(tmp_path, seed=3, speed=1.0, now=lambda: NOON)
    started = time.process_time()
    assert performance.begin() == tmp_path / "log"
    assert time.process_time() - started < 1.5
    performance.close()
    lines = [entry.line for entry in takewhile(lambda entry: entry.written < NOON, story(3, NOON))]
    assert whole_log(tmp_path) == b"".join(lines)


def due(moment: int, speed: float) -> bytes:
    """All that is written up to a moment."""
    entries = takewhile(lambda entry: entry.written <= moment, story(3, NOON, speed))
    return b"".join(entry.line for entry in entries)


@pytest.mark.parametrize("speed", [1.0, 20.0])
def test_lines_come_when_they_are_due_until_it_is_stopped(tmp_path: Path, speed: float) -> None:
    clock = [NOON]
    before, soon, later = (due(NOON + ahead * SECOND, speed) for ahead in (0, 2, 10))
    performance = Performance(tmp_path, seed=3, speed=speed, now=lambda: clock[0])
    performance.begin()
    clock[0] += 2 * SECOND  # what falls due before it goes on is written then
    stop = Event()
    player = Thread(target=performance.go_on, args=(stop,))
    player.start()
    try:
        until(lambda: whole_log(tmp_path) == soon)
        clock[0] += 8 * SECOND
        until(lambda: whole_log(tmp_path) == later)
    finally:
        stop.set()
        player.join(PATIENCE)
    assert not player.is_alive()
    assert whole_log(tmp_path) == later
    assert len(before) < len(soon) < len(later)


def test_a_stop_before_the_beginning_writes_nothing(tmp_path: Path) -> None:
    performance = Performance(tmp_path, seed=3, speed=1.0, now=lambda: NOON)
    performance.begin()
    history = whole_log(tmp_path)
    stop = Event()
    stop.set()
    performance.go_on(stop)
    assert whole_log(tmp_path) == history
