"""`--wait`: what is not there yet is waited for, and read whole when it is."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.examples import SENT, STARTED
from tests.program import run
from tests.source.reader import append
from tests.tail import Tail

LOG = f"{STARTED}\n{SENT}\n".encode()
DATED = "2026-11-22.00:00:00.log"


def make_file(path: Path) -> Path:
    """Only the file is missing."""
    return path


def make_folders(path: Path) -> Path:
    """Its folders are missing too."""
    path.parent.mkdir(parents=True)
    return path


def make_dated_file(path: Path) -> Path:
    """The path is that of a folder of logs."""
    (path / "server").mkdir(parents=True)
    return path / "server" / DATED


def make_link(path: Path) -> Path:
    """The path is that of the link to the day's file."""
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(path.with_name(DATED))
    return path.with_name(DATED)


@pytest.mark.parametrize(
    ("name", "appear"),
    [
        ("events.log", make_file),
        ("var/lib/log/events.log", make_folders),
        ("log", make_dated_file),
        ("log/events.log", make_link),
    ],
)
def test_what_is_not_there_yet_is_said_to_be_waited_for_and_then_read_whole(
    tmp_path: Path, name: str, appear: Callable[[Path], Path]
) -> None:
    path = tmp_path / name
    tail = Tail("--json", "--wait", path)
    said = tail.complaint()
    append(appear(path), LOG)
    assert said == f"{path}: not there yet; waiting for it"
    assert [tail.line() + tail.line(), tail.interrupt()] == [LOG, (130, b"")]


def test_a_folder_that_has_no_log_yet_is_waited_for_too(tmp_path: Path) -> None:
    tail = Tail("--json", "--wait", tmp_path)
    assert tail.complaint() == f"{tmp_path}: not there yet; waiting for it"
    append(tmp_path / DATED, LOG)
    assert [tail.line() + tail.line(), tail.interrupt()] == [LOG, (130, b"")]


def test_what_is_there_is_followed_while_another_path_is_waited_for(tmp_path: Path) -> None:
    here, missing = tmp_path / "here", tmp_path / "missing"
    here.write_bytes(LOG)
    tail = Tail("--json", "--wait", "--from-start", missing, here)
    assert tail.line() + tail.line() == LOG
    assert tail.complaint() == f"{missing}: not there yet; waiting for it"
    assert tail.interrupt() == (130, b"")


def test_what_was_there_and_is_gone_is_no_longer_waited_for(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    tail = Tail("--json", "--wait", log)
    tail.complaint()
    log.write_bytes(LOG)
    tail.line()
    log.unlink()
    assert "no such file or folder" in tail.complaint()
    assert tail.interrupt() == (130, b"")


@pytest.mark.parametrize("command", [["tail"], ["live"], []])
def test_without_it_a_missing_path_is_an_error_that_names_it(
    tmp_path: Path, command: list[str]
) -> None:
    answer = run(*command, tmp_path / "missing")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (
        f"desktail: {tmp_path / 'missing'}: no such file or folder; give the path of an audit "
        "log, or wait for it with --wait\n"
    )


def test_the_summary_waits_for_nothing_and_does_not_name_it(tmp_path: Path) -> None:
    assert run("summary", "--wait", tmp_path).returncode == 2
    assert "--wait" not in run("summary", tmp_path / "missing").stderr


def test_what_can_never_be_followed_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    answer = run("tail", "--wait", tmp_path / "pipe")
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)


def test_a_pipe_that_appears_where_a_log_was_waited_for_stops_nothing(tmp_path: Path) -> None:
    pipe, log = tmp_path / "pipe", tmp_path / "log"
    log.touch()
    tail = Tail("--json", "--wait", pipe, log)
    tail.complaint()
    os.mkfifo(pipe)
    assert tail.complaint() == f"{pipe}: cannot be read: no regular file"
    append(log, LOG)
    assert [tail.line() + tail.line(), tail.interrupt()] == [LOG, (130, b"")]
