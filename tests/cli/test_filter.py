"""`--filter` as it is typed: what summary and tail print of what matches, and of wrong filters."""

import json
from pathlib import Path

import pytest

from tests.program import run
from tests.query.asked import CLIP_IN, CLIP_OUT, FAILED, READ, START, WRITE
from tests.tail import Tail

BOBS = [
    line.replace(b'"sid": "s"', b'"sid": "t"').replace(b"alice", b"bob") for line in (START, READ)
]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.write_bytes(b"".join(line + b"\n" for line in (START, *BOBS, CLIP_IN, WRITE, FAILED)))
    return path


def test_summary_prints_the_contracts_object_of_the_sessions_that_match(log: Path) -> None:
    told = json.loads(run("summary", "--json", "--filter", "user=bob", log).stdout)
    whole = json.loads(run("summary", "--json", log).stdout)
    assert told["sessions"] == [each for each in whole["sessions"] if each["user"] == "bob"]
    assert (told["desktop_events"], told["totals"]["bytes_in"]) == (2, 2048)
    assert (told["lines"], told["last_event"]) == (2, "2026-11-22T09:40:00Z")


def test_summary_asks_for_files_without_printing_them(log: Path) -> None:
    told = json.loads(run("summary", "--json", "--filter", "path=*.bak", log).stdout)
    assert [session["user"] for session in told["sessions"]] == ["alice"]
    assert "transfers" not in told["sessions"][0]
    with_files = run("summary", "--json", "--transfers", "--filter", "path=*.bak", log).stdout
    assert len(json.loads(with_files)["sessions"][0]["transfers"]) == 2


def test_summary_as_a_table_holds_the_sessions_that_match(log: Path) -> None:
    told = run("summary", "--filter", "out>1K", log).stdout
    assert "alice" in told
    assert "bob" not in told


def test_an_empty_filter_lets_everything_through(log: Path) -> None:
    assert run("summary", "--filter", "", log).stdout == run("summary", log).stdout


def test_tail_prints_the_events_that_match_as_they_are_and_as_they_come(log: Path) -> None:
    tail = Tail("--json", "--from-start", "--filter", "bytes>1K or failed", log)
    assert [tail.line() for _ in range(3)] == [BOBS[1] + b"\n", WRITE + b"\n", FAILED + b"\n"]
    with log.open("ab") as file:
        file.write(CLIP_IN + b"\n" + CLIP_OUT + b"\n")
    assert tail.line() == CLIP_OUT + b"\n"
    assert tail.interrupt() == (130, b"")


def test_tail_knows_the_session_of_an_event(log: Path) -> None:
    tail = Tail("--from-start", "--filter", "user=bob kind=read", log)
    assert b"Plan (1).xlsx" in tail.line()
    tail.interrupt()


@pytest.mark.parametrize("command", ["summary", "tail"])
def test_a_wrong_filter_is_status_2_and_pointed_at(log: Path, command: str) -> None:
    answer = run(command, "--filter", "denied usr=bob", log)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        "desktail: --filter: there is no field usr; did you mean user?\n"
        "  denied usr=bob\n"
        "         ^^^\n"
    )


def test_nothing_of_a_wrong_filter_is_shown_that_a_terminal_would_obey(log: Path) -> None:
    assert "\x1b" not in run("summary", "--filter", "usr=\x1b[2J (", log).stderr


def test_an_expression_that_runs_out_of_time_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "events.log"
    path.write_bytes((WRITE.replace(b"dump/a.bak", b"a" * 50_000 + b"!") + b"\n") * 3)
    said = "desktail: the filter's /…/ took too long for some texts, which count as not matching\n"
    pattern = "path=/(a|aa|b?a)+/"
    answer = run("summary", "--json", "--filter", pattern, path)
    assert (answer.returncode, answer.stderr) == (0, said)
    assert json.loads(answer.stdout)["sessions"] == []
    tail = Tail("--json", "--from-start", "--filter", f"{pattern} or kind=send", path)
    with path.open("ab") as file:
        file.write(CLIP_IN + b"\n")
    assert tail.line() == CLIP_IN + b"\n"
    assert tail.interrupt() == (130, said.encode())
