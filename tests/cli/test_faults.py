"""What the machine can do to the commands: full disks, gone readers, a stop, no word of changes."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.contract.examples import SENT, STARTED
from tests.disk import SIZE, fill, small_disk
from tests.program import program, run
from tests.source.reader import append, rotate
from tests.tail import Tail

LINE = f"{SENT}\n".encode()
LOG = f"{STARTED}\n".encode() + LINE
NO_WATCH = (
    *("unshare", "--user", "--map-root-user", "sh", "-c"),
    'echo 0 > /proc/sys/user/max_inotify_watches && exec "$@"',
    "sh",
)
"""Starts a command behind it that is granted no watch on any folder."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.write_bytes(LOG)
    return path


def run_in_shell(command: str) -> tuple[int, str, str]:
    """Status, output and complaints of a shell's command."""
    done = subprocess.run(
        ["/bin/bash", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout, done.stderr


# -- output that cannot be written ---------------------------------------------------------


@pytest.mark.parametrize("arguments", ["summary {}", "summary --json {}", "tail --from-start {}"])
@pytest.mark.parametrize(
    ("output", "reason"),
    [("> /dev/full", "No space left on device"), (">&-", "Bad file descriptor")],
)
def test_output_that_cannot_be_written_is_one_line_and_status_1(
    log: Path, arguments: str, output: str, reason: str
) -> None:
    status, _, complaint = run_in_shell(f"{program()} {arguments.format(log)} {output}")
    told = f"standard output: cannot be written: {reason}; make room, or write elsewhere"
    assert (status, complaint) == (1, f"desktail: {told}\n")


def test_so_is_the_help_that_cannot_be_written() -> None:
    status, _, complaint = run_in_shell(f"env -u PYTHONUNBUFFERED {program()} --help > /dev/full")
    assert (status, complaint.count("\n")) == (1, 1)


def test_complaints_that_cannot_be_written_stop_nothing(log: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    feed = f"{program()} tail --from-start --wait {missing} {log} 2> /dev/full | head -2 | wc -l"
    assert run_in_shell(feed) == (0, "2\n", "")


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-"])
def test_streams_that_are_closed_from_the_start_stop_nothing(log: Path, closed: str) -> None:
    status, output, complaint = run_in_shell(f"{program()} summary --json {log} {closed}")
    assert (status, output.count("\n"), complaint) == (0, 1, "")


def test_tail_ends_when_its_reader_has_gone_though_nothing_more_comes(log: Path) -> None:
    tail = f"{program()} tail --from-start {log} | head -1; echo ${{PIPESTATUS[0]}}"
    _, output, complaint = run_in_shell(tail)
    assert (output.splitlines()[1:], complaint) == (["0"], "")


def test_a_demo_onto_a_full_disk_is_one_line_and_status_1(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        answer = run("demo", "--write", disk / "demo")
        assert (answer.returncode, answer.stdout) == (1, "")
        assert answer.stderr == f"desktail: {disk / 'demo'}: No space left on device\n"


def test_so_is_one_that_comes_to_the_size_that_a_file_may_have(tmp_path: Path) -> None:
    limited = f"ulimit -f 8; {program()} demo --write {tmp_path / 'demo'}"
    told = f"desktail: {tmp_path / 'demo'}: File too large\n"
    assert run_in_shell(limited) == (1, "", told)


# -- standard input that cannot be kept ----------------------------------------------------


def test_standard_input_waits_for_room_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    sent = [LINE.replace(b"alice", b"%05d" % number) for number in range(SIZE // 2 // len(LINE))]
    with small_disk(tmp_path / "disk") as disk:
        filler = fill(disk)
        os.truncate(filler, SIZE * 3 // 4)
        tail = Tail("--json", "-", TMPDIR=str(disk))
        tail.feed(b"".join(sent))
        said = tail.complaint()
        filler.unlink()
        came = [tail.line() for _ in sent]
        assert tail.interrupt() == (130, b"")
    assert came == sent
    assert said.startswith("/dev/stdin: waits for room in ")
    assert said.endswith(
        ": No space left on device; make some, or set TMPDIR to a folder with more"
    )


def test_other_paths_are_read_while_standard_input_cannot_be_kept(log: Path) -> None:
    limit = ("bash", "-c", 'ulimit -f 16; exec "$@"', "bash")
    tail = Tail("--json", "--from-start", "-", log, under=limit)
    tail.feed(b"{}" + LINE * (2 * 16 * 1024 // len(LINE)))
    assert tail.complaint().endswith(
        ": File too large; make some, or set TMPDIR to a folder with more"
    )
    other = LINE.replace(b"alice", b"other")
    append(log, other)
    while tail.line() != other:
        continue
    assert tail.interrupt() == (130, b"")


@pytest.mark.parametrize("command", ["tail", "summary"])
def test_standard_input_that_cannot_be_read_is_one_line_and_status_1(command: str) -> None:
    told = "desktail: /dev/stdin: cannot be read: Bad file descriptor\n"
    assert run_in_shell(f"{program()} {command} - <&-") == (1, "", told)


# -- stops, and no word of changes ---------------------------------------------------------


def test_what_is_written_and_rotated_while_the_program_stands_still_is_read_after(
    log: Path,
) -> None:
    tail = Tail("--json", "--from-start", log)
    before = [tail.line(), tail.line()]
    tail.process.send_signal(signal.SIGSTOP)
    append(log, LINE)
    rotate(log)
    append(log, LINE.replace(b"alice", b"after"))
    tail.process.send_signal(signal.SIGCONT)
    assert b"".join(before) == LOG
    assert [tail.line(), tail.line()] == [LINE, LINE.replace(b"alice", b"after")]
    assert tail.interrupt() == (130, b"")


def test_new_lines_and_files_come_where_the_kernel_grants_no_watch(tmp_path: Path) -> None:
    if subprocess.run([*NO_WATCH, "true"], capture_output=True, check=False).returncode:
        pytest.skip("the limit of watches cannot be set here")
    (tmp_path / "2026-11-21.00:00:00.log").write_bytes(LOG)
    tail = Tail("--json", "--from-start", "--since", "all", tmp_path, under=NO_WATCH)
    came = tail.line() + tail.line()
    append(tmp_path / "2026-11-21.00:00:00.log", LINE)
    came += tail.line()
    append(tmp_path / "2026-11-22.00:00:00.log", LINE)
    assert came + tail.line() == LOG + LINE + LINE
    assert tail.interrupt() == (130, b"")
