"""Compressed logs on the command line: summed up, and what is said of what is not whole."""

import gzip
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from tests.contract.examples import DENIED, ENDED, SENT, STARTED
from tests.program import program, run

Compress = Callable[[bytes], bytes]
LOG = "".join(f"{line}\n" for line in (STARTED, *[SENT] * 200, ENDED)).encode()
each_way = pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])


@each_way
@pytest.mark.parametrize("name", ["events.log.1.gz", "events.log.1.zst", "events.log"])
@pytest.mark.parametrize("options", [[], ["--transfers"], ["--json"]])
def test_the_summary_of_a_compressed_log_is_that_of_the_log(
    tmp_path: Path, compress: Compress, name: str, options: list[str]
) -> None:
    plain, compressed = tmp_path / "plain", tmp_path / name
    plain.write_bytes(LOG)
    compressed.write_bytes(compress(LOG))
    answer = run("summary", *options, compressed)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == run("summary", *options, plain).stdout


def test_compressed_and_plain_files_are_one_log_in_the_order_given(tmp_path: Path) -> None:
    old, older, now = tmp_path / "1.gz", tmp_path / "2.zst", tmp_path / "now"
    older.write_bytes(zstandard.compress(f"{STARTED}\n".encode()))
    old.write_bytes(gzip.compress(f"{SENT}\n".encode()))
    now.write_bytes(f"{ENDED}\n".encode())
    whole = tmp_path / "whole"
    whole.write_text(f"{STARTED}\n{SENT}\n{ENDED}\n")
    told = run("summary", "--json", older, old, now).stdout
    assert told == run("summary", "--json", whole).stdout


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_what_is_not_whole_is_counted_as_far_as_it_goes_and_said(
    tmp_path: Path, options: list[str]
) -> None:
    cut, damaged, whole = tmp_path / "cut.gz", tmp_path / "damaged.zst", tmp_path / "whole.gz"
    cut.write_bytes(gzip.compress(LOG)[:-8])  # all its lines, without the checksum
    damaged.write_bytes(zstandard.compress(LOG) + b"rubbish")
    whole.write_bytes(gzip.compress(f"{DENIED}\n".encode()))
    answer = run("summary", *options, cut, damaged, whole)
    plain = tmp_path / "plain"
    plain.write_bytes(LOG)
    assert answer.returncode == 1
    assert answer.stdout == run("summary", *options, plain, _copy(plain), whole).stdout
    assert answer.stderr == (
        f"desktail: {cut}: cut off after {len(LOG):,} decoded bytes; the lines up to there count\n"
        f"desktail: {damaged}: damaged after {len(LOG):,} decoded bytes "
        "(what follows is no zstd frame); the lines up to there count\n"
    )


def _copy(path: Path) -> Path:
    copy = path.with_name("copy")
    copy.write_bytes(path.read_bytes())
    return copy


def test_the_numbers_stand_before_what_is_said_of_them(tmp_path: Path) -> None:
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(LOG)[:-8])
    both = subprocess.run(
        [program(), "summary", "--json", path],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )
    first, second = both.stdout.splitlines()
    assert first.startswith('{"schema"')
    assert second.startswith("desktail: ")


@each_way
def test_a_compressed_file_of_something_else_is_no_log(tmp_path: Path, compress: Compress) -> None:
    path = tmp_path / "diary"
    path.write_bytes(compress(b"Dear diary,\nnothing happened.\n"))
    answer = run("summary", path)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith(f"desktail: {path}: not an audit log")


@each_way
def test_compressed_standard_input_is_a_log_too(compress: Compress) -> None:
    answers = [
        subprocess.run(
            [program(), "summary", "--json", "-"],
            input=data,
            capture_output=True,
            timeout=60,
            check=True,
        ).stdout
        for data in (LOG, compress(LOG))
    ]
    assert answers[0] == answers[1] != b""


@each_way
def test_what_there_is_of_one_cut_off_counts_and_it_is_said(compress: Compress) -> None:
    answer = subprocess.run(
        [program(), "summary", "-"],
        input=compress(LOG)[:-2],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stdout != b""
    assert answer.stderr.startswith(b"desktail: /dev/stdin: cut off")


@each_way
def test_tail_prints_the_events_of_compressed_standard_input_and_ends(compress: Compress) -> None:
    answers = [
        subprocess.run(
            [program(), "tail", "--json", "--from-start", "-"],
            input=data,
            capture_output=True,
            timeout=60,
            check=True,
        ).stdout
        for data in (LOG, compress(LOG))
    ]
    assert answers[0] == answers[1] != b""
