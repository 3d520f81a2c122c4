"""`desktail export --what marks`: which marks, in which formats, and what stands in the way."""

import csv
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.examples import DENIED, ENDED, SENT, STARTED
from tests.marks.made import ON_LINE, ON_SESSION
from tests.program import program, run
from tui.marks.mark import Mark, digest_of
from tui.marks.store import Marks

LINES = [line if isinstance(line, bytes) else line.encode() for line in (STARTED, SENT, ENDED)]
BAD = b"nonsense"


def sid_of(line: bytes) -> str:
    """Whose line it is."""
    sid: str = json.loads(line)["sid"]
    return sid


def on(line: bytes, offset: int, sid: str, note: str) -> Mark:
    """A mark on a line."""
    return replace(ON_LINE, digest=digest_of(line), offset=offset, sid=sid, note=note)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.write_bytes(b"".join(line + b"\n" for line in (*LINES, BAD)))
    return path


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Marks:
    """The marks of who runs the command: on a session, a line of it, a bad line; and on others."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    marks = Marks.kept()
    sid = sid_of(LINES[0])
    bad = sum(len(line) + 1 for line in LINES)
    marks.put(replace(ON_SESSION, sid=sid, note="session"))
    marks.put(on(LINES[1], len(LINES[0]) + 1, sid, "line"))
    marks.put(on(BAD, bad, "", "bad line"))
    marks.put(on(BAD, bad + 1, "", "bad line of another log"))
    marks.put(replace(ON_SESSION, sid="another", note="another log"))
    return marks


def notes(output: str) -> set[str]:
    """The notes of the marks that were written."""
    return {json.loads(line)["note"] for line in output.splitlines()}


def test_of_paths_marks_on_their_sessions_and_lines(kept: Marks, log: Path) -> None:
    assert len(kept) == 5
    answer = run("export", "--what", "marks", log)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert notes(answer.stdout) == {"session", "line", "bad line"}


def test_of_standard_input_too(kept: Marks, log: Path) -> None:
    assert kept
    done = subprocess.run(
        [program(), "export", "--what", "marks", "-"],
        input=log.read_bytes(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert notes(done.stdout.decode()) == {"session", "line", "bad line"}


def test_without_a_path_all_marks(kept: Marks) -> None:
    answer = run("export", "--what", "marks")
    assert answer.returncode == 0
    assert len(notes(answer.stdout)) == len(kept)


def test_of_a_filter_marks_on_the_sessions_that_match(kept: Marks, log: Path) -> None:
    assert kept
    matching = run("export", "--what", "marks", "--filter", "ended", log)
    assert notes(matching.stdout) == {"session", "line"}
    assert run("export", "--what", "marks", "--filter", "denied", log).stdout == ""


def test_in_csv_and_markdown_a_hostile_note_is_harmless(kept: Marks, tmp_path: Path) -> None:
    kept.put(replace(ON_SESSION, sid="evil", note='=1+1 \x1b[31m|"<b>'))
    path = tmp_path / "marks.csv"
    assert run("export", "--what", "marks", "--output", path).returncode == 0
    with path.open(newline="") as file:
        [row] = [row for row in csv.DictReader(file, strict=True) if row["sid"] == "evil"]
    assert row["note"] == "'=1+1 ␛[31m|\"<b>"
    table = run("export", "--what", "marks", "--format", "md").stdout
    assert '=1+1 ␛\\[31m\\|"&lt;b&gt;' in table


@pytest.mark.parametrize(
    "arguments", [[], ["--what", "events"], ["--what", "marks", "--filter", "ended"]]
)
def test_without_a_path_nothing_else_is_exported(kept: Marks, arguments: list[str]) -> None:
    assert kept
    answer = run("export", *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "a PATH is needed" in answer.stderr


def test_what_cannot_be_read_of_the_marks_is_said_and_the_rest_written(
    kept: Marks, tmp_path: Path
) -> None:
    file = tmp_path / "state" / "desktail" / "marks.jsonl"
    with file.open("ab") as marks:
        marks.write(b"garbage\n")
    answer = run("export", "--what", "marks")
    assert answer.returncode == 1
    assert answer.stderr == f"desktail: {file}: what cannot be read is passed over: 1 line\n"
    assert len(notes(answer.stdout)) == len(kept)


def test_who_only_exports_writes_no_state(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "untouched"))
    log.write_bytes((DENIED if isinstance(DENIED, bytes) else DENIED.encode()) + b"\n")
    assert run("export", "--what", "marks", log).stdout == ""
    assert not (tmp_path / "untouched").exists()
