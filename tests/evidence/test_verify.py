"""Evidence checked: whatever is changed in it, or in the log that it is of, is found."""

import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.evidence.bundles import (
    SENT,
    STARTED,
    bundle,
    compressed,
    contents,
    lines,
    sids_of,
    story,
)
from tests.program import run
from tui.evidence.derived import summary_of, table_of
from tui.evidence.manifest import ManifestError, of_bytes
from tui.evidence.verify import Finding, Verdict, verify
from tui.source.locate import locate

NAMES = (
    *("summary.json", "transfers.csv", "events.csv", "timeline.csv", "alerts.jsonl"),
    *("marks.jsonl", "report.html", "report.md", "manifest.json", "manifest.sha256"),
)
TAMPERED = ("log/", *NAMES)
"""What the names of files begin with that are changed one after the other: all there are."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a log and the evidence of bob's sessions, which nobody changes."""
    folder = tmp_path_factory.mktemp("made")
    files = story(folder)
    bundle(files, folder / "e", sids_of(files, "bob"))
    return folder


@pytest.fixture
def evidence(made: Path, tmp_path: Path) -> Path:
    """A copy of it that may be changed; the log is where it was."""
    return Path(shutil.copytree(made / "e", tmp_path / "e"))


def bad(findings: list[Finding]) -> dict[str, Verdict]:
    """What does not fit."""
    return {each.what: each.verdict for each in findings if not each.verdict.fits}


def checked(folder: Path, *logs: Path, needed: bool = False) -> dict[str, Verdict]:
    """What does not fit of a folder."""
    return bad(list(verify(folder, logs, logs_needed=needed)))


def files_in(evidence: Path) -> list[str]:
    """The names of all files of a bundle."""
    return sorted(contents(evidence))


def test_what_was_made_fits_and_so_does_its_log(made: Path) -> None:
    answer = run("verify", "--logs", made / "e")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines()[-1] == "all of it fits"
    digest = sha256((made / "e/manifest.json").read_bytes()).hexdigest()
    assert f"verified  manifest.json: SHA-256 {digest}" in answer.stdout


def test_every_file_that_a_bundle_has_is_among_those_tampered_with_below(evidence: Path) -> None:
    assert {*NAMES} == {name for name in files_in(evidence) if not name.startswith("log/")}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_byte_more_in_any_file_is_found(name: str, evidence: Path) -> None:
    names = [each for each in files_in(evidence) if each.startswith(name)]
    assert names
    for each in names:
        path = evidence / each
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        assert each in checked(evidence)
        path.write_bytes(before)
    assert not checked(evidence)


@pytest.mark.parametrize("name", TAMPERED)
def test_a_changed_byte_in_any_file_is_found(name: str, evidence: Path) -> None:
    for each in (each for each in files_in(evidence) if each.startswith(name)):
        path = evidence / each
        before = path.read_bytes()
        if not before:  # no alert, no mark
            continue
        middle = len(before) // 2
        path.write_bytes(before[:middle] + bytes([before[middle] ^ 1]) + before[middle + 1 :])
        assert checked(evidence)
        path.write_bytes(before)


@pytest.mark.parametrize("name", [name for name in TAMPERED if name != "manifest.json"])
def test_a_file_that_is_gone_is_found(name: str, evidence: Path) -> None:
    for each in (each for each in files_in(evidence) if each.startswith(name)):
        path = evidence / each
        before = path.read_bytes()
        path.unlink()
        assert checked(evidence)[each] is Verdict.MISSING
        path.write_bytes(before)


def test_what_was_added_is_found(evidence: Path) -> None:
    (evidence / "more.txt").touch()
    (evidence / "log/more").mkdir()
    (evidence / "log/more/x").touch()
    assert checked(evidence) == {
        "more.txt": Verdict.EXTRA,
        "log/more": Verdict.EXTRA,
        "log/more/x": Verdict.EXTRA,
    }


def test_a_link_in_the_place_of_a_file_is_no_file(evidence: Path, tmp_path: Path) -> None:
    (evidence / "report.md").rename(tmp_path / "report.md")
    (evidence / "report.md").symlink_to(tmp_path / "report.md")
    assert checked(evidence) == {"report.md": Verdict.MISSING}


def resealed(evidence: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Have a manifest changed, and all sums made anew."""
    told = json.loads((evidence / "manifest.json").read_bytes())
    for file in told["files"]:
        data = (evidence / file["name"]).read_bytes()
        file.update(size=len(data), sha256=sha256(data).hexdigest())
    change(told)
    data = json.dumps(told).encode()
    (evidence / "manifest.json").write_bytes(data)
    named = [("manifest.json", sha256(data).hexdigest())]
    named += [(file["name"], file["sha256"]) for file in told["files"]]
    sums = "".join(f"{digest}  {name}\n" for name, digest in named)
    (evidence / "manifest.sha256").write_text(sums)


def test_numbers_that_are_not_those_of_the_lines_are_found_though_all_sums_are_made_anew(
    evidence: Path,
) -> None:
    path = evidence / "summary.json"
    path.write_bytes(path.read_bytes().replace(b'"lines":', b'"lines":1'))
    resealed(evidence, lambda _: None)
    assert checked(evidence) == {"numbers": Verdict.CHANGED}


def test_lines_that_are_not_the_logs_are_found_though_all_sums_are_made_anew(
    evidence: Path,
) -> None:
    def forge(told: dict[str, object]) -> None:
        sources = told["sources"]
        assert isinstance(sources, list)
        sources[-1]["sha256"] = sha256(b"forged").hexdigest()

    resealed(evidence, forge)
    (what,) = checked(evidence)
    assert what.startswith("the log ")


def test_a_line_left_out_is_found_though_numbers_and_all_sums_are_made_anew(
    evidence: Path,
) -> None:
    (log,) = [name for name in files_in(evidence) if name.startswith("log/02")]
    kept = (evidence / log).read_bytes().splitlines(keepends=True)[:-1]
    (evidence / log).write_bytes(b"".join(kept))
    logs = sorted((evidence / "log").iterdir())
    (evidence / "summary.json").write_bytes(summary_of(table_of(logs)))
    resealed(evidence, lambda _: None)
    (what,) = checked(evidence)
    assert what.startswith("the log ")


def of_first_source(**change: object) -> Callable[[dict[str, object]], None]:
    """What changes what a manifest says of the first file of the log."""

    def forge(told: dict[str, object]) -> None:
        sources = told["sources"]
        assert isinstance(sources, list)
        sources[0].update(change)

    return forge


def test_bytes_that_the_log_does_not_have_are_not_looked_for_for_ever(evidence: Path) -> None:
    resealed(evidence, of_first_source(ranges=[[0, (1 << 63) - 1]]))
    (what,) = checked(evidence)
    assert what.startswith("the log ")


def test_a_path_that_no_file_can_have_leads_nowhere(evidence: Path) -> None:
    resealed(evidence, of_first_source(path="/log\0/a.log"))
    assert not checked(evidence)
    (what,) = checked(evidence, needed=True)
    assert what.startswith("the log ")


def test_lines_are_looked_for_in_no_other_file_than_the_bundle_has(evidence: Path) -> None:
    os.mkfifo(evidence / "fifo")

    resealed(evidence, of_first_source(log="fifo"))
    assert checked(evidence) == {"manifest.json": Verdict.CHANGED}


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"files": [{"name": "../x", "size": 1, "sha256": ""}]},
        {"files": [{"name": "/etc/passwd", "size": 1, "sha256": ""}]},
        {"sources": "none"},
        {"sources": [{"path": 7}]},
    ],
)
def test_a_manifest_that_cannot_be_is_said_and_leads_nowhere(
    change: dict[str, object], evidence: Path
) -> None:
    resealed(evidence, lambda told: told.update(change))
    assert checked(evidence) == {"manifest.json": Verdict.CHANGED}
    answer = run("verify", evidence)
    assert (answer.returncode, answer.stderr) == (4, "")


@pytest.mark.parametrize("ranges", [[[5, 5]], [[-1, 4]], [[4, 9], [8, 12]], [[1]], [[0, 1 << 63]]])
def test_ranges_that_cannot_be_are_refused(ranges: list[list[int]], made: Path) -> None:
    told = json.loads((made / "e/manifest.json").read_bytes())
    told["sources"][0]["ranges"] = ranges
    with pytest.raises(ManifestError):
        of_bytes(json.dumps(told).encode())


# -- the original log ----------------------------------------------------------------------


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log, and the evidence of it beside it."""
    folder = tmp_path / "logs"
    folder.mkdir()
    log = folder / "audit.log"
    log.write_bytes(lines("{}", STARTED, "{}", SENT))
    bundle([log], tmp_path / "e")
    return log


def told_of(log: Path, *logs: Path, needed: bool = False) -> Finding:
    """What is said of the original."""
    return list(verify(log.parents[1] / "e", logs, logs_needed=needed))[-1]


def test_a_log_that_has_grown_still_fits(log: Path) -> None:
    with log.open("ab") as file:
        file.write(lines(STARTED))
    assert told_of(log).verdict is Verdict.VERIFIED


def test_a_log_whose_line_was_changed_does_not_fit(log: Path) -> None:
    log.write_bytes(log.read_bytes().replace(b"alice", b"carol"))
    assert told_of(log).verdict is Verdict.CHANGED
    answer = run("verify", log.parents[1] / "e")
    assert answer.returncode == 4
    assert answer.stdout.splitlines()[-1] == "something does not fit"


def test_a_log_that_was_cut_does_not_fit(log: Path) -> None:
    os.truncate(log, 20)
    assert told_of(log).verdict is Verdict.CHANGED


@pytest.mark.parametrize("name", ["audit.log.1", "old.log"])
def test_a_log_that_was_renamed_is_found_beside_its_place(name: str, log: Path) -> None:
    log.rename(log.with_name(name))
    log.write_bytes(lines("{}"))
    finding = told_of(log)
    assert finding.verdict is Verdict.VERIFIED
    assert name in finding.note


def test_a_log_that_was_compressed_is_found_and_decoded(log: Path) -> None:
    compressed(log)
    assert told_of(log).verdict is Verdict.VERIFIED


def test_a_log_that_is_gone_is_said_and_speaks_not_against_the_bundle(log: Path) -> None:
    log.unlink()
    assert told_of(log).verdict is Verdict.NOT_THERE
    assert run("verify", log.parents[1] / "e").returncode == 0
    assert told_of(log, needed=True).verdict is Verdict.MISSING
    assert run("verify", "--logs", log.parents[1] / "e").returncode == 4


def test_a_copy_of_the_log_elsewhere_is_as_good(log: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.log"
    shutil.copy(log, copy)
    log.unlink()
    assert told_of(log, copy, needed=True).verdict is Verdict.VERIFIED
    assert run("verify", tmp_path / "e", copy).returncode == 0


def test_the_lines_of_many_blocks_of_an_archive_are_summed(tmp_path: Path) -> None:
    files = story(tmp_path)
    bundle(files, tmp_path / "e", sids_of(files, "bob"))
    for file in files:
        compressed(file)
    assert not checked(tmp_path / "e", *locate([tmp_path / "log"]), needed=True)


def test_what_is_no_bundle_is_said_in_one_line(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        answer = run("verify", folder)
        assert answer.returncode == 1
        assert answer.stderr.count("\n") == 1


def test_a_hostile_name_in_a_bundle_is_shown_and_not_obeyed(evidence: Path) -> None:
    (evidence / "\x1b[2J\n").touch()
    answer = run("verify", evidence)
    assert answer.returncode == 4
    assert "\x1b" not in answer.stdout
    assert "not in the manifest ␛[2J␊" in answer.stdout
