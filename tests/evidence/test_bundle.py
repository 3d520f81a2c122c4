"""A bundle: the log's own lines, and every number made of them alone."""

import gzip
import json
import os
import stat
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from threading import Event as Flag

import pytest

from tests.evidence.bundles import (
    DENIED,
    ENDED,
    SENT,
    STARTED,
    WRITTEN,
    bundle,
    contents,
    event,
    lines,
    manifest,
    rows,
    sids_of,
    story,
    summary,
)
from tests.program import program, run
from tui.evidence.folder import new_folder
from tui.source.locate import SourceError
from tui.system.output import OutputError

TORN = b'{"ei":0,"event":"desktop.clipb'
BEGUN = event("TDP00I", time="2026-11-20T10:00:00Z", user="alice")
FILES = {
    *("alerts.jsonl", "events.csv", "manifest.json", "manifest.sha256", "marks.jsonl"),
    *("report.html", "report.md", "summary.json", "timeline.csv", "transfers.csv"),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return story(tmp_path_factory.mktemp("story"))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.write_bytes(lines(STARTED, "{}", SENT, "nonsense", WRITTEN, ENDED))
    return path


def taken(source: Path, ranges: list[tuple[int, int]]) -> bytes:
    """The bytes of some ranges of a file."""
    data = source.read_bytes()
    return b"".join(data[begin:end] for begin, end in ranges)


def test_a_bundle_has_these_files_and_for_their_owner_alone(log: Path, tmp_path: Path) -> None:
    folder = tmp_path / "e"
    bundle([log], folder)
    assert set(contents(folder)) == FILES | {"log/01-events.jsonl"}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*") if path.is_file()} == {
        0o600
    }


def test_the_lines_are_the_logs_own_byte_for_byte_and_known_by_their_ranges(
    files: list[Path], tmp_path: Path
) -> None:
    folder = tmp_path / "e"
    bundle(files, folder, sids_of(files, "bob"))
    told = manifest(folder).sources
    assert [source.path for source in told] == [str(file) for file in files]
    for source, file in zip(told, files, strict=True):
        status = file.stat()
        assert (source.device, source.inode, source.size) == (
            status.st_dev,
            status.st_ino,
            status.st_size,
        )
        bytes_taken = taken(file, list(source.ranges))
        assert source.log is not None
        assert (folder / source.log).read_bytes() == bytes_taken
        assert source.sha256 == sha256(bytes_taken).hexdigest()
        assert source.lines == bytes_taken.count(b"\n")


def test_neighbouring_lines_are_one_range(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(lines(STARTED, SENT, "{}", WRITTEN))
    bundle([log], tmp_path / "e")
    first = len(lines(STARTED, SENT))
    assert [tuple(each) for each in manifest(tmp_path / "e").sources[0].ranges] == [
        (0, first),
        (first + 3, len(log.read_bytes())),
    ]


def test_the_numbers_are_those_of_summary_over_the_lines_and_over_the_log(
    files: list[Path], tmp_path: Path
) -> None:
    folder = tmp_path / "e"
    run("export", "--evidence", folder, "--filter", "user=bob", *files)
    logs = sorted((folder / "log").iterdir())
    again = run("summary", "--json", "--transfers", *logs).stdout
    assert (folder / "summary.json").read_text() == again
    told = json.loads(run("summary", "--json", "--filter", "user=bob", *files).stdout)
    mine = summary(folder)
    assert mine["totals"] == told["totals"]
    assert mine["lines"] == mine["desktop_events"] == told["desktop_events"] > 1_000


def test_every_table_says_the_same_numbers(files: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "e"
    bundle(files, folder)
    told = summary(folder)
    out, into = told["totals"]["bytes_out"], told["totals"]["bytes_in"]
    slices = rows(folder / "timeline.csv")
    assert sum(int(row["bytes_out"]) for row in slices) == out
    assert sum(int(row["bytes_in"]) for row in slices) == into
    assert sum(int(row["events"]) for row in slices) == told["desktop_events"]
    events = rows(folder / "events.csv")
    assert len(events) == told["desktop_events"]
    assert sum(int(r["bytes"]) for r in events if r["kind"] in ("write", "receive")) == out
    written = [row for row in rows(folder / "transfers.csv") if row["direction"] == "out"]
    assert sum(int(row["bytes"]) for row in written) == told["totals"]["files_written"]["bytes"]


def test_everything_is_taken_without_a_filter_and_with_one_no_event_that_is_nobodys(
    tmp_path: Path,
) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(lines(STARTED, event("TDP02I", sid="", length=5), SENT))
    bundle([log], tmp_path / "all")
    assert summary(tmp_path / "all")["unattributed_events"] == 1
    run("export", "--evidence", tmp_path / "some", "--filter", "user=*", log)
    assert summary(tmp_path / "some")["unattributed_events"] == 0


def test_a_last_line_without_its_end_is_taken_as_it_stands(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(lines(STARTED, SENT)[:-1])
    bundle([log], tmp_path / "e")
    assert (tmp_path / "e" / "log/01-events.jsonl").read_bytes() == log.read_bytes()
    assert manifest(tmp_path / "e").sources[0].ranges[-1][1] == log.stat().st_size


def test_what_is_wrapped_or_glued_is_taken_with_its_line(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    written = lines(TORN + BEGUN, b"2026-11-20T10:00:00Z\tt\t" + SENT.encode())
    log.write_bytes(written)
    bundle([log], tmp_path / "e")
    assert (tmp_path / "e" / "log/01-events.jsonl").read_bytes() == written
    assert summary(tmp_path / "e")["malformed_lines"] == 1
    assert summary(tmp_path / "e")["desktop_events"] == 2


def test_a_line_that_begins_as_an_archive_does_not_make_one_of_the_bundles_file(
    tmp_path: Path,
) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(lines("{}", b"\x1f\x8b\x08\x00" + BEGUN, SENT))
    bundle([log], tmp_path / "e")
    assert summary(tmp_path / "e")["desktop_events"] == 2
    assert run("verify", tmp_path / "e").returncode == 0


def test_of_an_archive_the_ranges_are_those_of_what_it_holds(tmp_path: Path) -> None:
    log = tmp_path / "2026-11-25.00:00:00.log.gz"
    content = lines("{}", STARTED, "{}", SENT)
    log.write_bytes(gzip.compress(content))
    bundle([log], tmp_path / "e")
    (source,) = manifest(tmp_path / "e").sources
    assert source.decoded
    assert source.log == "log/01-2026-11-25.jsonl"
    told = b"".join(content[begin:end] for begin, end in source.ranges)
    assert told == lines(STARTED, SENT) == (tmp_path / "e" / source.log).read_bytes()


def test_of_a_damaged_archive_what_can_be_read_is_taken_and_that_is_said(tmp_path: Path) -> None:
    log = tmp_path / "events.log.gz"
    content = lines(*(event("TDP02I", sid="s", length=n) for n in range(2_000)))
    log.write_bytes(gzip.compress(content)[:-2_000])
    answer = run("export", "--evidence", tmp_path / "e", log)
    assert answer.returncode == 1
    assert "cut off" in answer.stderr
    assert "cut off" in manifest(tmp_path / "e").sources[0].problem
    assert run("verify", tmp_path / "e").returncode == 0


def test_standard_input_can_be_evidence_and_names_no_file(log: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [program(), "export", "--evidence", str(tmp_path / "e"), "--filter", "user=*", "-"],
        input=log.read_bytes(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert b"1 session, 4 lines" in done.stdout
    (source,) = manifest(tmp_path / "e").sources
    assert (source.path, source.device, source.inode) == ("standard input", 0, 0)
    assert source.size == log.stat().st_size


def test_a_file_without_a_chosen_line_is_named_and_has_none_in_the_bundle(
    log: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.log"
    other.write_bytes(lines("{}"))
    bundle([other, log], tmp_path / "e")
    first, second = manifest(tmp_path / "e").sources
    assert (first.lines, first.log, list(first.ranges)) == (0, None, [])
    assert second.log == "log/02-events.jsonl"


@pytest.mark.parametrize("name", ["../../x.log", "ü \x1b[2J.log", "a" * 250 + ".log", "-.log"])
def test_a_files_name_in_the_bundle_is_harmless(name: str, tmp_path: Path) -> None:
    log = tmp_path / Path(name).name
    log.write_bytes(lines(STARTED))
    bundle([log], tmp_path / "e")
    (file,) = (tmp_path / "e" / "log").iterdir()
    assert file.name.startswith("01")
    assert set(file.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-J.")
    assert len(file.name) < 60


def test_two_makings_differ_in_nothing_but_the_moment(files: list[Path], tmp_path: Path) -> None:
    surroundings = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
    ]
    told = []
    for number, variables in enumerate(surroundings):
        folder = tmp_path / str(number)
        mask = os.umask(0o777 if number else 0)
        try:
            arguments = ("--evidence", folder, "--filter", "user=bob or denied")
            answer = run("export", *arguments, *files, **variables)
        finally:
            os.umask(mask)
        assert answer.returncode == 0, answer.stderr
        made = manifest(folder).made.at.encode()
        told.append({name: data.replace(made, b"NOW") for name, data in contents(folder).items()})
    first, second = told
    assert first.keys() == second.keys()
    changed = {name for name in first if first[name] != second[name]}
    assert changed <= {"manifest.json", "manifest.sha256"}  # by the sums of the reports
    reports = ("report.html", "report.md")
    kept = [
        [each for each in manifest(tmp_path / name).files if each.name not in reports]
        for name in "01"
    ]
    assert kept[0] == kept[1]


def test_the_order_of_sources_changes_no_number(files: list[Path], tmp_path: Path) -> None:
    bundle(files, tmp_path / "a")
    bundle(files[::-1], tmp_path / "b")
    assert len(files) > 1
    assert summary(tmp_path / "a") == summary(tmp_path / "b")
    for name in ("transfers.csv", "timeline.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    events = [
        sorted(map(tuple, (row.items() for row in rows(tmp_path / name / "events.csv"))))
        for name in "ab"
    ]
    assert events[0] == events[1]


def test_sums_are_what_sha256sum_checks(log: Path, tmp_path: Path) -> None:
    bundle([log], tmp_path / "e")
    command = ["sha256sum", "--strict", "--check", "manifest.sha256"]
    subprocess.run(command, cwd=tmp_path / "e", check=True, capture_output=True, timeout=60)


# -- whole or not there --------------------------------------------------------------------


def test_nothing_is_put_where_something_is(log: Path, tmp_path: Path) -> None:
    (tmp_path / "e").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("e", "link", "events.log"):
        answer = run("export", "--evidence", tmp_path / name, log)
        assert answer.returncode == 1
        assert "is there already; evidence is never replaced" in answer.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e", "events.log", "link"]
    assert not list((tmp_path / "e").iterdir())


def test_a_folder_that_appears_meanwhile_stays_as_it_is(tmp_path: Path) -> None:
    def make() -> None:
        with new_folder(tmp_path / "e") as made:
            with made.file("a") as file:
                file.write(b"a")
            (tmp_path / "e").mkdir()

    with pytest.raises(OutputError, match="is there already"):
        make()
    assert [path.name for path in tmp_path.iterdir()] == ["e"]
    assert not list((tmp_path / "e").iterdir())


def test_nothing_is_left_of_what_was_stopped(log: Path, tmp_path: Path) -> None:
    stopped = Flag()
    with pytest.raises(OutputError, match="stopped: nothing was written"):
        bundle([log], tmp_path / "e", stopped=stopped, tell=lambda _: stopped.set())
    assert [path.name for path in tmp_path.iterdir()] == ["events.log"]


def test_nothing_is_left_where_a_file_of_the_log_cannot_be_read(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(lines(STARTED))
    with pytest.raises(SourceError, match="no such file"):
        bundle([log, tmp_path / "gone.log"], tmp_path / "e")
    assert [path.name for path in tmp_path.iterdir()] == ["events.log"]


def test_a_folder_that_cannot_be_is_said_in_one_line(log: Path, tmp_path: Path) -> None:
    answer = run("export", "--evidence", tmp_path / "no" / "where", log)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "cannot be written: No such file or directory" in answer.stderr


@pytest.mark.parametrize("more", [("--what", "events"), ("--output", "x.csv"), ("--format", "md")])
def test_what_an_export_takes_is_refused_with_evidence(
    more: tuple[str, str], log: Path, tmp_path: Path
) -> None:
    answer = run("export", "--evidence", tmp_path / "e", *more, log)
    assert answer.returncode == 2
    assert more[0] in answer.stderr
    assert not (tmp_path / "e").exists()


def test_redaction_without_evidence_is_refused(log: Path) -> None:
    assert run("export", "--redact", "users", log).returncode == 2
    answer = run("export", "--evidence", "e", "--redact", "usres", log)
    assert answer.returncode == 2
    assert "users, paths, addresses" in answer.stderr


def test_a_denied_start_is_told_in_the_report(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    log.write_bytes(lines(DENIED))
    bundle([log], tmp_path / "e")
    assert "was denied" in (tmp_path / "e" / "report.md").read_text()


PEAK = """
import resource, sys
from pathlib import Path
from tests.evidence.bundles import bundle
bundle([Path(sys.argv[1])], Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_log(tmp_path: Path) -> None:
    peaks = []
    for number, count in enumerate((2_000, 80_000)):
        log = tmp_path / f"{number}.log"
        with log.open("wb") as file:
            file.write(lines(STARTED))
            for _ in range(count):
                file.write(lines(WRITTEN))
        done = subprocess.run(
            [sys.executable, "-c", PEAK, str(log), str(tmp_path / str(number))],
            capture_output=True,
            text=True,
            check=True,
            timeout=200,
            cwd=Path(__file__).parents[2],
        )
        peaks.append(int(done.stdout))
    grown = (tmp_path / "1.log").stat().st_size // 1024
    assert grown > 30_000
    assert peaks[1] - peaks[0] < 15_000  # kilobytes
