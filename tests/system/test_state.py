"""What is remembered from one run to the next, though several desktails write it at once."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.system import state
from tui.system.state import Journal, append, read_records, state_folder, write_whole


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def line(name: str, **fields: object) -> bytes:
    return json.dumps({"id": name, **fields}).encode() + b"\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "things.jsonl"


@pytest.fixture
def written(path: Path) -> Callable[[bytes], Path]:
    def write(data: bytes) -> Path:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return path

    return write


def test_the_state_folder_is_this_runs_own(nobodys_settings: Path) -> None:
    assert state_folder().is_relative_to(nobodys_settings)


def test_what_is_written_is_for_its_user_alone(path: Path) -> None:
    append(path, b"{}")
    write_whole(path.with_name("whole"), b"{}")
    assert rights(path.parent) == 0o700
    assert {rights(file) for file in path.parent.iterdir()} == {0o600}


def test_a_file_is_written_whole_or_stays_as_it_was(
    path: Path, written: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(28, "no room")

    written(b"before")
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="no room"):
        write_whole(path, b"after")
    assert [(file.name, file.read_bytes()) for file in path.parent.iterdir()] == [
        (path.name, b"before")
    ]


def test_behind_a_torn_line_a_new_one_begins(path: Path, written: Callable[[bytes], Path]) -> None:
    written(b'{"id": "torn')
    append(path, b"whole")
    assert path.read_bytes() == b'{"id": "torn\nwhole\n'


def test_what_is_no_record_is_passed_over_and_counted(written: Callable[[bytes], Path]) -> None:
    garbage = b'\xff\x00\n[]\n{"id": 7}\n{"id": "torn\n\n' + b"[" * 100_000 + b"\n"
    reading = read_records(written(line("a") + garbage + line("b")))
    assert [record["id"] for record in reading.records] == ["a", "b"]
    assert reading.passed_over == 5


def test_an_unfinished_line_is_left_for_the_next_reading(written: Callable[[bytes], Path]) -> None:
    path = written(line("a") + line("b")[:-5])
    reading = read_records(path)
    assert [record["id"] for record in reading.records] == ["a"]
    written(line("a") + line("b"))
    assert read_records(path, reading.end, reading.inode).records == [{"id": "b"}]


def test_no_file_is_no_records(path: Path) -> None:
    assert read_records(path).records == []


def test_a_pipe_in_the_place_of_a_file_keeps_nobody_waiting(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(OSError, match="is no file"):
        read_records(path)


def test_the_last_record_of_an_id_holds(path: Path) -> None:
    journal = Journal(path)
    journal.put({"id": "a", "n": 1}, {"id": "b", "n": 2})
    journal.put({"id": "a", "n": 3})
    assert list(Journal(path).records.values()) == [{"id": "a", "n": 3}, {"id": "b", "n": 2}]


def test_what_was_removed_does_not_come_again(path: Path) -> None:
    journal = Journal(path)
    journal.put({"id": "a"}, {"id": "b"})
    journal.remove("a")
    assert list(journal.records) == list(Journal(path).records) == ["b"]


def test_each_sees_what_another_wrote_and_none_loses_its_own(path: Path) -> None:
    one, other = Journal(path), Journal(path)
    one.put({"id": "a"})
    assert other.refresh()
    assert not other.refresh()
    other.put({"id": "b"})
    one.put({"id": "c"})
    assert list(one.records) == ["a", "b", "c"]
    other.refresh()
    assert list(other.records) == ["a", "b", "c"]


def test_past_the_most_the_oldest_go(path: Path) -> None:
    journal = Journal(path, most=3)
    journal.put(*({"id": str(number)} for number in range(5)))
    assert list(journal.records) == list(Journal(path, most=3).records) == ["2", "3", "4"]


def test_a_long_file_is_written_anew_for_all_that_share_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "SLACK", 3)
    one, other = Journal(path), Journal(path)
    for number in range(6):
        one.put({"id": "a", "n": number})
    assert path.read_bytes().count(b"\n") == 1
    other.put({"id": "b"})
    one.refresh()
    assert list(one.records) == list(other.records) == ["a", "b"]
    assert one.records["a"]["n"] == 5


def test_what_was_passed_over_is_said_once(written: Callable[[bytes], Path]) -> None:
    path = written(b"foreign\n" + line("a"))
    journal = Journal(path)
    assert journal.take_problem() == f"{path}: what cannot be read is passed over: 1 line"
    journal.put({"id": "b"})
    assert journal.take_problem() == ""
    assert list(journal.records) == ["a", "b"]


def test_where_nothing_can_be_written_it_is_said_once_and_kept_meanwhile(path: Path) -> None:
    path.parent.write_text("no folder")
    journal = Journal(path)
    journal.put({"id": "a"})
    assert "cannot be written" in journal.take_problem()
    journal.put({"id": "b"})
    assert journal.take_problem() == ""
    assert list(journal.records) == ["a", "b"]
    path.parent.unlink()
    journal.put({"id": "c"})
    assert list(Journal(path).records) == ["a", "b", "c"]


def test_without_a_path_nothing_is_written() -> None:
    journal = Journal(None)
    journal.put({"id": "a"})
    assert not journal.refresh()
    assert list(journal.records) == ["a"]


def test_a_path_of_any_bytes_comes_back(path: Path) -> None:
    name = os.fsdecode(b"\xff\xfe.log")
    Journal(path).put({"id": "a", "path": name})
    assert Journal(path).records["a"]["path"] == name


WRITER = """
import sys
from pathlib import Path
from tui.system import state
state.SLACK = 5
journal = state.Journal(Path(sys.argv[1]))
for number in range(50):
    journal.put({"id": f"{sys.argv[2]}-{number}"}, {"id": "shared", "by": sys.argv[2]})
"""


def test_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(path)]
    writers = [subprocess.Popen([*command, name]) for name in "abc"]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    journal = Journal(path)
    assert len(journal.records) == 3 * 50 + 1
    assert journal.passed_over == 0
