"""Marks and notes in a bundle: those on what is in it, told in the report, redacted with it."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.bundles import KINDS, bundle, event, lines, manifest
from tests.program import run
from tui.evidence.verify import verify
from tui.marks.mark import Mark
from tui.marks.store import FILE, Marks
from tui.system.state import state_folder

FIRST = event("TDP00I", sid="s", user="zork", time="2026-11-25T10:00:00Z")
OTHER = event("TDP00I", sid="t", user="quux", time="2026-11-25T10:01:00Z")


def mark(log: Path, line: bytes, sid: str, **more: Any) -> Mark:
    """A mark on a line of a log."""
    told: dict[str, Any] = {
        "sid": sid,
        "digest": sha256(line).hexdigest(),
        "path": str(log),
        "inode": log.stat().st_ino,
        "offset": log.read_bytes().index(line),
        "time": None,
        "user": "zork",
        "desktop": "PC",
        "verb": "start",
        "subject": "",
        "note": "",
        "made": 10**18,
    }
    return Mark(**{**told, **more})


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.write_bytes(lines(FIRST, OTHER, "torn"))
    return path


def told(folder: Path) -> list[dict[str, Any]]:
    """The marks of a bundle."""
    return [json.loads(line) for line in (folder / "marks.jsonl").read_text().splitlines()]


def test_marks_on_chosen_sessions_and_their_lines_are_in_the_bundle(
    log: Path, tmp_path: Path
) -> None:
    marks = [
        mark(log, FIRST, "s", note="look <here>"),
        mark(log, OTHER, "t", note="not this"),
        mark(log, FIRST, "s", digest="", verb="session"),
    ]
    bundle([log], tmp_path / "e", ["s"], marks=marks)
    assert [(each["marked"], each["note"]) for each in told(tmp_path / "e")] == [
        ("line", "look <here>"),
        ("session", None),
    ]
    assert "look &lt;here&gt;" in (tmp_path / "e/report.html").read_text()
    assert "not this" not in (tmp_path / "e/report.md").read_text()


def test_a_mark_on_a_line_that_is_no_sessions_goes_with_everything_only(
    log: Path, tmp_path: Path
) -> None:
    marks = [mark(log, b"torn", "", verb="bad line", subject="torn")]
    bundle([log], tmp_path / "all", marks=marks)
    bundle([log], tmp_path / "some", ["s"], marks=marks)
    assert [each["subject"] for each in told(tmp_path / "all")] == ["torn"]
    assert told(tmp_path / "some") == []


def test_in_a_redacted_bundle_marks_name_nobody(log: Path, tmp_path: Path) -> None:
    marks = [
        mark(log, FIRST, "s", note="Zork again", subject="as zork"),
        mark(log, OTHER, "t", subject="of zo…"),
        mark(log, b"torn", "", verb="bad line", subject="torn of wibble"),
    ]
    bundle([log], tmp_path / "e", marks=marks, redact=KINDS)
    first, cut, bad = told(tmp_path / "e")
    assert (first["note"], first["subject"], first["user"]) == (
        "user-1 again",
        "as user-1",
        "user-1",
    )
    assert cut["subject"] == bad["subject"] == "(withheld)"
    assert str(tmp_path) not in (tmp_path / "e/marks.jsonl").read_text()
    assert all(finding.verdict.fits for finding in verify(tmp_path / "e"))


def test_the_command_takes_the_users_own_marks(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    Marks(state_folder() / FILE).put(mark(log, FIRST, "s", note="mine"))
    assert run("export", "--evidence", tmp_path / "e", log).returncode == 0
    assert [each["note"] for each in told(tmp_path / "e")] == ["mine"]


# -- alerts --------------------------------------------------------------------------------


def alerts(folder: Path) -> list[dict[str, Any]]:
    """The alerts of a bundle."""
    return [json.loads(line) for line in (folder / "alerts.jsonl").read_text().splitlines()]


def denials(user: str, sid: str) -> list[bytes]:
    """As many denied starts as are an alert."""
    return [
        event("TDP00W", sid=sid, user=user, desktop_name="PC", time=f"2026-11-25T10:00:{n:02}Z")
        for n in range(10, 20)
    ]


def test_alerts_are_those_of_check_over_the_whole_log_as_far_as_they_are_of_the_chosen(
    tmp_path: Path,
) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(lines(*denials("zork", "s"), *denials("quux", "t")))
    told = [json.loads(line) for line in run("check", "--json", log).stdout.splitlines()]
    assert {alert["sid"] for alert in told} == {"s", "t"}
    run("export", "--evidence", tmp_path / "all", log)
    run("export", "--evidence", tmp_path / "some", "--filter", "user=quux", log)
    assert [each["id"] for each in alerts(tmp_path / "all")] == [each["id"] for each in told]
    (alert,) = alerts(tmp_path / "some")
    assert f": {alert['message']}." in (tmp_path / "some/report.md").read_text()
    assert (alert["user"], alert["source"]) == ("quux", 1)
    offset = alert["offset"]
    assert log.read_bytes()[offset:].startswith(b'{"ei": 0')
    assert "zork" not in (tmp_path / "some/report.md").read_text()


def test_rules_of_a_file_are_asked_too_and_named_in_the_manifest(tmp_path: Path) -> None:
    log, rules = tmp_path / "events.log", tmp_path / "rules.toml"
    log.write_bytes(lines(FIRST))
    rules.write_text('[[rule]]\nname = "any"\nfilter = "kind=start"\nmessage = "{user} began"\n')
    answer = run("export", "--evidence", tmp_path / "e", "--rules", rules, log)
    assert answer.returncode == 0, answer.stderr
    assert [each["message"] for each in alerts(tmp_path / "e")] == ["zork began"]
    assert manifest(tmp_path / "e").rules == f"the built-in rules, and those of {rules}"
    assert run("export", "--rules", rules, log).returncode == 2


def test_alerts_of_a_redacted_bundle_name_nobody(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(lines(*denials("zork", "s"), *denials("q" * 300, "t")))
    answer = run("export", "--evidence", tmp_path / "e", "--redact", "users", log)
    assert answer.returncode == 0, answer.stderr
    first, long = alerts(tmp_path / "e")
    assert (first["user"], first["sid"]) == ("user-1", "session-1")
    assert "user-1" in first["message"]
    assert (long["user"], long["message"]) == ("(withheld)", "(withheld)")
    assert b"qqqq" not in (tmp_path / "e/alerts.jsonl").read_bytes()
