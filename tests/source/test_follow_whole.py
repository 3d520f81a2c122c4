"""All that is followed: each line once, and given back by its place, whatever was done to it."""

import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.source.reader import Reader, append, rotate
from tui.source.follow import LINGER
from tui.source.sources import KEPT_OPEN


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "events.log"


# -- read back -----------------------------------------------------------------------------


def test_lines_are_read_back_from_rotated_files_too(log: Path) -> None:
    reader = Reader(log)
    for number in range(5):
        append(log, b"last %d\nearly %d\n" % (number, number))
        reader.look()
        rotate(log)
        reader.now += 2 * LINGER
        reader.look()
    assert reader.read_back() == reader.lines


def test_lines_of_before_a_truncation_are_gone_and_later_ones_are_not(log: Path) -> None:
    append(log, b"one\ntwo\n")
    reader = Reader(log)
    reader.look()
    os.truncate(log, 0)
    append(log, b"three\n")
    reader.look()
    assert reader.read_back() == [None, None, b"three"]


def test_only_so_many_finished_files_stay_open(log: Path) -> None:
    reader = Reader(log)
    for number in range(KEPT_OPEN + 3):
        append(log, b"%d\n" % number)
        reader.look()
        log.unlink()
        reader.now += 2 * LINGER
        reader.look()
        reader.follow.release()
    assert reader.read_back() == [None] * 3 + reader.lines[3:]


def test_a_file_that_came_back_is_none_of_the_finished_ones(log: Path) -> None:
    append(log, b"one\n")
    reader = Reader(log, log.with_name("other"))
    reader.look()
    away = log.rename(log.with_name("away"))
    reader.now += 2 * LINGER
    reader.look()
    away.rename(log)
    for number in range(KEPT_OPEN + 1):
        append(log.with_name("other"), b"%d\n" % number)
        reader.look()
        log.with_name("other").unlink()
        reader.now += 2 * LINGER
        reader.look()
        reader.follow.release()
    reader.look()
    assert reader.counted[b"one"] == 1
    reader.follow.close()


def let_go_of(log: Path) -> Reader:
    """A reader that has closed the first of the log's files, which is called `away`."""
    append(log, b"one\n")
    reader = Reader(log)
    reader.look()
    log.rename(log.with_name("away"))
    for number in range(KEPT_OPEN + 1):
        reader.now += 2 * LINGER
        reader.look()
        append(log, b"%d\n" % number)
        reader.look()
        log.unlink()
    reader.now += 2 * LINGER
    reader.look()
    reader.follow.release()
    return reader


def test_a_file_that_was_let_go_of_and_is_back_is_read_on_where_reading_stopped(log: Path) -> None:
    reader = let_go_of(log)
    log.with_name("away").rename(log)
    append(log, b"two\n")
    assert (reader.look(), reader.look()) == ([b"two"], [])
    reader.follow.close()


def test_its_lines_are_read_back_again(log: Path) -> None:
    reader = let_go_of(log)
    gone = reader.read_back()[0]
    log.with_name("away").rename(log)
    reader.look()
    assert (gone, reader.read_back()[0]) == (None, b"one")
    reader.follow.close()


def test_another_content_in_it_is_read_from_its_beginning(log: Path) -> None:
    reader = let_go_of(log)
    log.with_name("away").write_bytes(b"new\n")
    log.with_name("away").rename(log)
    assert reader.look() == [b"new"]
    reader.follow.close()


# -- anything at all -----------------------------------------------------------------------

WRITES = ["line", "piece", "late"]
STEPS = st.lists(
    st.sampled_from([*WRITES, "look", "wait", "rotate", "remove", "truncate"]), max_size=40
)


def play(steps: list[str], log: Path, reader: Reader) -> list[bytes]:
    """Do these things to a log, looking before what would lose lines; gives all lines written."""
    written, old = [], log
    for number, step in enumerate(steps):
        line = b"%s %d " % (step.encode(), number) + b"x" * (number * 37 % 300)
        if step in WRITES:
            late = step == "late" and old.exists()
            append(old if late else log, line)
            if step == "piece":
                reader.look()
            append(old if late else log, b"\n")
            written.append(line)
            continue
        reader.now += 2 * LINGER if step == "wait" else 0
        reader.look()
        if step == "rotate" and log.exists():
            old = rotate(log)
        elif step == "remove":
            log.unlink(missing_ok=True)
        elif step == "truncate" and log.exists():
            os.truncate(log, 0)
    reader.look()
    return written


@given(STEPS)
def test_whatever_is_done_each_line_comes_once(steps: list[str]) -> None:
    with TemporaryDirectory() as folder:
        reader = Reader(Path(folder) / "events.log")
        written = play(steps, Path(folder) / "events.log", reader)
        assert (reader.counted, reader.follow.lost) == (Counter(written), 0)
        assert [line for line in reader.read_back() if line not in (None, *written)] == []
        reader.follow.close()
