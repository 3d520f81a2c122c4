"""`desktail export` as it is typed: what it writes, where, and with which exit status."""

import csv
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.examples import DENIED, ENDED, READ, SENT, STARTED, WRITTEN, event
from tests.program import program, run
from tui.demo.writer import write_story

DAY = 24 * 3600 * 10**9


def lines(*written: str | bytes) -> bytes:
    """A log of these lines."""
    return b"".join((x.encode() if isinstance(x, str) else x) + b"\n" for x in written)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.write_bytes(lines(STARTED, "{}", SENT, "nonsense", READ, WRITTEN, ENDED))
    return path


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    write_story(folder, seed=3, begins=20_000 * DAY, until=20_000 * DAY + DAY // 24)
    return folder / "log"


def from_stdin(content: bytes, *arguments: str) -> bytes:
    """What is written to standard output of a log that comes by standard input."""
    done = subprocess.run(
        [program(), "export", *arguments, "-"],
        input=content,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def test_sessions_as_json_lines_are_what_it_says_without_being_asked(log: Path) -> None:
    answer = run("export", log)
    assert (answer.returncode, answer.stderr) == (0, "")
    summary = json.loads(run("summary", "--json", log).stdout)
    assert [json.loads(line) for line in answer.stdout.splitlines()] == summary["sessions"]


def test_events_as_json_lines_are_the_logs_own_in_its_order(log: Path) -> None:
    answer = run("export", "--what", "events", log)
    assert answer.stdout.encode() == lines(STARTED, SENT, READ, WRITTEN, ENDED)


def test_numbers_of_all_formats_are_those_of_the_summary(story: Path, tmp_path: Path) -> None:
    summary = json.loads(run("summary", "--json", story).stdout)
    sums = {}
    for what in ("sessions", "transfers", "events"):
        path = tmp_path / f"{what}.csv"
        assert run("export", "--what", what, "--output", path, story).returncode == 0
        with path.open(newline="") as file:
            sums[what] = list(csv.DictReader(file, strict=True))
    totals = summary["totals"]
    out, files = totals["bytes_out"], totals["files_written"]["bytes"]
    assert len(sums["sessions"]) == len(summary["sessions"])
    assert sum(int(row["bytes_out"]) for row in sums["sessions"]) == out
    moved = [row for row in sums["transfers"] if row["direction"] == "out"]
    assert sum(int(row["bytes"]) for row in moved) == files
    assert len(sums["events"]) == summary["desktop_events"]
    moved = [row for row in sums["events"] if row["kind"] in ("write", "receive")]
    assert sum(int(row["bytes"]) for row in moved) == out


@pytest.mark.parametrize("form", ["jsonl", "csv", "md"])
@pytest.mark.parametrize("what", ["sessions", "transfers", "events"])
def test_standard_input_says_the_same_as_the_file(log: Path, what: str, form: str) -> None:
    arguments = ("--what", what, "--format", form)
    told = from_stdin(log.read_bytes(), *arguments)
    assert (
        told.decode()
        == subprocess.run(
            [program(), "export", *arguments, str(log)], capture_output=True, check=True, timeout=60
        ).stdout.decode()
    )
    assert told


def test_the_format_is_told_by_the_ending_of_the_file(log: Path, tmp_path: Path) -> None:
    for ending, begins in ((".csv", "sid,state,"), (".md", "| state |"), (".jsonl", '{"sid"')):
        path = tmp_path / f"out{ending}"
        answer = run("export", "--output", path, log)
        assert answer.stdout == f"1 session written to {path}\n"
        assert path.read_text().startswith(begins)
    path = tmp_path / "out.txt"
    run("export", "--format", "csv", "--output", path, log)
    assert path.read_text().startswith("sid,state,")


def test_a_file_is_not_replaced_without_force(log: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    answer = run("export", "--output", path, log)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == f"desktail: {path}: is there already; --force replaces it\n"
    assert path.read_text() == "old"
    assert run("export", "--force", "--output", path, log).returncode == 0
    assert path.read_text().startswith("sid,state,")


def test_the_log_is_not_replaced_by_what_it_says(log: Path) -> None:
    before = log.read_bytes()
    answer = run("export", "--what", "events", "--force", "--output", log, log)
    assert answer.returncode == 1
    assert "the log itself" in answer.stderr
    assert log.read_bytes() == before


def test_a_log_that_cannot_be_read_leaves_no_file(tmp_path: Path) -> None:
    answer = run("export", "--output", tmp_path / "out.csv", tmp_path / "nowhere")
    assert answer.returncode == 1
    assert "no such file" in answer.stderr
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("what", ["sessions", "events"])
def test_what_stands_before_the_end_of_a_cut_archive_is_exported_and_the_rest_said(
    tmp_path: Path, what: str
) -> None:
    path = tmp_path / "events.log.gz"
    path.write_bytes(gzip.compress(lines(DENIED, *(event("TDP02I") for _ in range(2000))))[:-20])
    answer = run("export", "--what", what, "--format", "csv", path)
    assert answer.returncode == 1
    assert DENIED[40:60] not in answer.stderr
    assert "cut off after" in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert len(answer.stdout.splitlines()) > 1


def test_a_reader_that_goes_away_is_no_error(story: Path) -> None:
    done = subprocess.run(
        ["/bin/bash", "-c", '"$0" export --what events "$1" | head -1; echo ${PIPESTATUS[0]}',
         program(), story],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "arguments",
    [["--what", "nothing"], ["--format", "xlsx"], ["--output", ""], []],
)
def test_wrong_usage_is_status_2(log: Path, arguments: list[str]) -> None:
    paths = [log] if arguments else []
    answer = run("export", *arguments, *paths)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


def test_events_do_not_pile_up_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "events.log"
    line = event("TDP06I", "desktop.directory.write", file_path="a", length=1) + b"\n"
    peaks = []
    for count in (5_000, 100_000):
        path.write_bytes(line * count)
        code = (
            "import resource, sys; from tui.cli import main; main(sys.argv[1:]); "
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, "export", "--what", "events", "--format", "csv", path],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True, timeout=60,
        )  # fmt: skip
        peaks.append(int(done.stderr))
    assert peaks[1] - peaks[0] < 8 * 1024  # kilobytes; the lines are 13 MB


def test_a_log_without_events_is_a_table_without_rows(tmp_path: Path) -> None:
    (tmp_path / "events.log").touch()
    assert run("export", tmp_path / "events.log").stdout == ""
    told = run("export", "--format", "md", tmp_path / "events.log").stdout
    assert len(told.splitlines()) == 2


FILES = (
    event("TDP00I", sid="s", user="bob", time="2026-11-20T10:00:00Z"),
    event("TDP06I", sid="s", file_path="a.bak", length=700, time="2026-11-20T10:01:00Z"),
    event("TDP06I", sid="s", file_path="b.txt", length=5, time="2026-11-20T10:01:30Z"),
    event("TDP06I", sid="s", file_path="a.bak", length=700, time="2026-11-20T10:02:00Z"),
    event("TDP05I", sid="s", file_path="a.bak", length=9, time="2026-11-20T10:03:00Z"),
    event("TDP05W", sid="s", file_path="c.bak", error="gone", time="2026-11-20T10:04:00Z"),
    event("TDP06I", sid="t", file_path="d.bak", length=1, time="2026-11-20T10:05:00Z"),
    event("TDP06I", sid="", file_path="nobody.bak", length=1, time="2026-11-20T10:06:00Z"),
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("path=*.bak", ["out a.bak", "in a.bak", "in c.bak", "out d.bak"]),
        ("not path=*.bak", ["out b.txt"]),
        ("kind=write path=*.bak", ["out a.bak", "out d.bak"]),
        ("user=bob", ["out a.bak", "out b.txt", "in a.bak", "in c.bak"]),
        ("user=bob path=*.bak", ["out a.bak", "in a.bak", "in c.bak"]),
        ("failed", ["in c.bak"]),
        ("error=gone", ["in c.bak"]),
        ("bytes>1K", ["out a.bak"]),
        ("since=2026-11-20T10:01:45Z until=2026-11-20T10:02:30Z", ["out a.bak"]),
        ("out>1000", ["out a.bak", "out b.txt", "in a.bak", "in c.bak"]),
        ("d.bak", ["out d.bak"]),
        ("kind=send", []),
    ],
)
def test_of_transfers_those_are_exported_of_which_an_event_is_let_through(
    tmp_path: Path, asked: str, expected: list[str]
) -> None:
    path = tmp_path / "events.log"
    path.write_bytes(lines(*FILES))
    answer = run("export", "--what", "transfers", "--filter", asked, path)
    assert (answer.returncode, answer.stderr) == (0, "")
    told = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [f"{each['direction']} {each['path']}" for each in told] == expected
    by_stdin = from_stdin(lines(*FILES), "--what", "transfers", "--filter", asked)
    assert by_stdin.decode() == answer.stdout
    whole = run("export", "--what", "transfers", path).stdout.splitlines()
    assert set(answer.stdout.splitlines()) <= set(whole)


def test_transfers_of_a_cut_archive_are_asked_as_far_as_it_goes_and_the_rest_is_said(
    tmp_path: Path,
) -> None:
    path = tmp_path / "events.log.gz"
    path.write_bytes(gzip.compress(lines(*FILES * 200))[:-20])
    answer = run("export", "--what", "transfers", "--filter", "path=b.txt", path)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert [json.loads(line)["path"] for line in answer.stdout.splitlines()] == ["b.txt"]
