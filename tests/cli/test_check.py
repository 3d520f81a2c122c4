"""`desktail check`: alerts as lines and as JSON, its exit statuses, and what a service needs."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.contract.examples import DENIED, ENDED, SENT, STARTED, event
from tests.program import program, run
from tests.source.reader import append

MANY = "".join(f"{DENIED}\n" for _ in range(3)).encode()
EACH = """
[[rule]]
name = "each"
filter = "denied"
quiet = "0s"
message = "{error}"

[[rule]]
name = "repeated-denials"
enabled = false
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with three denials."""
    path = tmp_path / "events.log"
    path.write_bytes(MANY)
    return path


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Rules by which each denial is an alert of its own."""
    path = tmp_path / "rules.toml"
    path.write_text(EACH)
    return path


def denied(number: int) -> bytes:
    """The line of a denial, different for each number."""
    return event("TDP00W", time=f"2026-11-20T12:00:{number:02}Z", error=f"denial {number}") + b"\n"


class Service:
    """`desktail check --follow` running, with a state folder of its own."""

    def __init__(self, state: Path, *arguments: str | Path) -> None:
        self.process = subprocess.Popen(
            [program(), "check", "--follow", "--since", "all", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "XDG_STATE_HOME": str(state)},
        )

    def line(self) -> str:
        """The next line; the test's own time limit is the only one."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().decode()

    def end(self, number: int = signal.SIGTERM) -> tuple[int, bytes, bytes]:
        """Send a signal; the exit status, the rest of what was printed, and of complaints."""
        self.process.send_signal(number)
        out, complaints = self.process.communicate(timeout=60)
        return self.process.returncode, out, complaints


def test_an_alert_is_a_line_and_status_3(log: Path) -> None:
    answer = run("check", log)
    assert (answer.returncode, answer.stderr) == (3, "")
    assert answer.stdout == (
        "2022-02-16T16:43:30.459Z        warning   repeated-denials    alice was denied 3 times "
        "within 10m, now 192.168.1.206:3389: access to desktop denied\n"
    )


def test_nothing_to_tell_is_no_line_and_status_0(tmp_path: Path) -> None:
    path = tmp_path / "events.log"
    path.write_text(f"{STARTED}\n{SENT}\n{ENDED}\n")
    answer = run("check", path)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_as_json_an_alert_is_an_object_with_the_place_of_its_line(log: Path) -> None:
    answer = run("check", "--json", log)
    assert answer.returncode == 3
    (line,) = answer.stdout.splitlines()
    alert = json.loads(line)
    assert len(alert.pop("id")) == 16
    assert alert == {
        "rule": "repeated-denials",
        "severity": "warning",
        "time": "2022-02-16T16:43:30.459Z",
        "first": "2022-02-16T16:43:30.459Z",
        "count": 3,
        "bytes": 0,
        "files": 0,
        "user": "alice",
        "desktop": "192.168.1.206:3389",
        "client": "",
        "sid": "4a0ed655-1e0b-412b-b14a-348e840e7fa2",
        "message": "alice was denied 3 times within 10m, now 192.168.1.206:3389: "
        "access to desktop denied",
        "path": str(log),
        "offset": 2 * (len(DENIED) + 1),
    }


def test_standard_input_and_several_files_are_one_log_in_their_order(
    tmp_path: Path, rules: Path
) -> None:
    first, second = tmp_path / "1.log", tmp_path / "2.log"
    first.write_bytes(denied(1))
    second.write_bytes(denied(3))
    done = subprocess.run(
        [program(), "check", "--rules", rules, first, "-", second],
        input=denied(2), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert [line.split()[-1] for line in done.stdout.splitlines()] == [b"1", b"2", b"3"]


def test_what_stands_in_a_log_reaches_no_terminal_as_it_is(log: Path, rules: Path) -> None:
    log.write_bytes(event("TDP00W", error="\x1b[2J\u202e{user}", user="\x1b]0;\x07"))
    printed = run("check", "--rules", rules, log).stdout
    assert printed.endswith("each                ␛[2J‹202E›{user}\n")
    as_json = run("check", "--json", "--rules", rules, log).stdout
    assert as_json.isascii()
    assert json.loads(as_json)["user"] == "\x1b]0;\x07"


def test_faults_of_the_rules_are_told_with_their_places_and_status_2(
    tmp_path: Path, log: Path
) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nname = "a"\nfiltre = "x"\n')
    answer = run("check", "--rules", rules, log)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.splitlines() == [
        f"desktail: {rules}:3: a rule has no 'filtre'; did you mean filter?",
        f"desktail: {rules}:1: filter: is missing",
    ]


def test_a_log_that_cannot_be_read_is_status_1(tmp_path: Path) -> None:
    assert run("check", tmp_path / "missing").returncode == 1


@pytest.mark.parametrize("options", [(), ("--follow",)])
def test_a_reader_who_has_gone_is_no_fault(log: Path, options: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [program(), "check", *options, log],
            stdout=gone, stderr=subprocess.PIPE, timeout=60, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")


def test_waiting_goes_with_following_only(log: Path) -> None:
    answer = run("check", "--wait", log)
    assert (answer.returncode, answer.stderr) == (2, "desktail: check: --wait goes with --follow\n")


def test_a_service_tells_what_is_there_and_what_comes_until_it_is_ended(
    tmp_path: Path, rules: Path
) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(denied(1))
    service = Service(tmp_path, "--rules", rules, log)
    assert service.line().endswith("denial 1\n")
    append(log, denied(2))
    assert service.line().endswith("denial 2\n")
    assert service.end() == (0, b"", b"")


def test_a_service_that_is_started_again_repeats_nothing_and_misses_nothing(
    tmp_path: Path, rules: Path
) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(denied(1) + denied(2))
    service = Service(tmp_path, "--rules", rules, log)
    assert [service.line()[-2], service.line()[-2]] == ["1", "2"]
    assert service.end()[0] == 0
    append(log, denied(3))
    again = Service(tmp_path, "--rules", rules, log)
    assert again.line().endswith("denial 3\n")
    assert again.end() == (0, b"", b"")


def test_a_service_that_was_killed_repeats_nothing_that_it_told(
    tmp_path: Path, rules: Path
) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(denied(1))
    service = Service(tmp_path, "--rules", rules, log)
    service.line()
    append(log, denied(2))
    service.line()
    append(log, denied(3))
    service.line()  # what was told before this one is kept
    service.end(signal.SIGKILL)
    append(log, denied(4))
    again = Service(tmp_path, "--rules", rules, log)
    assert again.line().split()[-1] in {"3", "4"}
    assert again.end()[0] == 0


def test_a_state_folder_that_cannot_be_written_is_said_and_stops_nothing(
    tmp_path: Path, log: Path
) -> None:
    state = tmp_path / "state"
    state.write_text("no folder")
    service = Service(state, log)
    assert "repeated-denials" in service.line()
    status, _, complaints = service.end()
    assert status == 0
    assert complaints.count(b"\n") == 1
    assert b"alerts.jsonl: cannot be" in complaints


def test_a_log_that_is_not_there_yet_is_waited_for(tmp_path: Path, rules: Path) -> None:
    log = tmp_path / "events.log"
    service = Service(tmp_path, "--wait", "--rules", rules, log)
    assert service.process.stderr is not None
    assert b"waiting for it" in service.process.stderr.readline()
    log.write_bytes(denied(7))
    assert service.line().endswith("denial 7\n")
    assert service.end()[0] == 0


def test_a_stream_that_is_followed_ends_with_its_end(tmp_path: Path, rules: Path) -> None:
    service = Service(tmp_path, "--rules", rules, "-")
    assert service.process.stdin is not None
    service.process.stdin.write(denied(1))
    service.process.stdin.flush()
    assert service.line().endswith("denial 1\n")
    out, _ = service.process.communicate(denied(2).rstrip(), timeout=60)
    assert out.endswith(b"denial 2\n")
    assert service.process.returncode == 3


def test_ctrl_c_ends_it_as_it_ends_every_command(tmp_path: Path, log: Path) -> None:
    service = Service(tmp_path, log)
    service.line()
    assert service.end(signal.SIGINT)[0] == 130
