"""A file that is there whole or not at all, and never in the place of another unless asked."""

import os
from pathlib import Path

import pytest

from tests.disk import fill, small_disk
from tui.export import target
from tui.export.target import ExistsError, new_file
from tui.system.output import OutputError


def put(path: Path, content: bytes = b"new", *, replace: bool = False) -> None:
    with new_file(path, replace=replace) as file:
        file.write(content)


def test_a_file_is_there_when_it_is_whole_for_nobody_else_to_read(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with new_file(path) as file:
        file.write(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [*tmp_path.iterdir()] == [path]


def test_nothing_is_there_when_writing_ends_in_an_error(tmp_path: Path) -> None:
    def interrupted() -> None:
        with new_file(tmp_path / "out.csv") as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [*tmp_path.iterdir()] == []


def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(ExistsError, match="is there already"):
        put(path)
    assert path.read_bytes() == b"old"
    put(path, replace=True)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_came_meanwhile_is_not_replaced(
    tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    if not links:
        monkeypatch.setattr(target, "_linked", lambda *_: False)
    # Behind the second look, which is the last moment before it is put there.
    monkeypatch.setattr(target, "_check", lambda *_, **__: path.write_bytes(b"other"))
    with pytest.raises(ExistsError):
        put(path)
    assert path.read_bytes() == b"other"
    assert [*tmp_path.iterdir()] == [path]


def test_without_hard_links_a_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    put(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"new"
    with pytest.raises(ExistsError):
        put(tmp_path / "out.csv")


@pytest.mark.parametrize("kind", ["folder", "link", "pipe", "device"])
def test_what_is_no_plain_file_is_never_replaced(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "out"
    match kind:
        case "folder":
            path.mkdir()
        case "link":
            (tmp_path / "log").write_bytes(b"log")
            path.symlink_to("log")
        case "pipe":
            os.mkfifo(path)
        case _:
            path = Path("/dev/null")
    with pytest.raises(OutputError, match="no plain file"):
        put(path, replace=True)
    assert not (tmp_path / "log").exists() or (tmp_path / "log").read_bytes() == b"log"


def test_the_log_itself_is_never_replaced(tmp_path: Path) -> None:
    log, same = tmp_path / "events.log", tmp_path / "out.jsonl"
    log.write_bytes(b"log")
    same.hardlink_to(log)
    with (
        pytest.raises(OutputError, match="the log itself"),
        new_file(same, replace=True, sources=[tmp_path / "gone", log]),
    ):
        pass
    assert log.read_bytes() == b"log"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No such file or directory"):
        put(tmp_path / "nowhere" / "out.csv")


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        filler = fill(disk)
        with pytest.raises(OutputError, match="No space left"):
            put(disk / "out.csv", bytes(1 << 20))
        assert [*disk.iterdir()] == [filler]


def test_a_path_is_said_so_that_a_terminal_obeys_nothing_in_it(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[2J.csv"
    path.touch()
    with pytest.raises(ExistsError, match="␛"):
        put(path)
