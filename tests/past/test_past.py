"""The past in pieces: whatever the pieces and whoever folds them, the table is the same."""

import io
import os
import pickle
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from tests.audit.tables import folded
from tests.audit.test_bulk import rows
from tests.contract.examples import event
from tests.readings import chunk, end, out, start
from tui.audit.summary import summarise
from tui.audit.table import SessionTable
from tui.past.pieces import Extent, Piece, Wanted
from tui.past.reading import Past, newest_first, read
from tui.past.whole import whole_table
from tui.past.workers import Worker, Workers
from tui.source.file import Source

SIZE = 100_000
"""Bytes of a piece here, so that a small log has many."""


def content(sessions: int = 60, chunks: int = 40) -> bytes:
    """A log whose sessions go on over many pieces, with lines that count for nothing."""
    lines = []
    for number in range(sessions):
        sid, before = f"s{number}", f"s{max(0, number - 20)}"
        lines += [start(sid, user=f"user {number}"), out(before, number), b"no object", b""]
        lines += [chunk(before, n) for n in range(chunks)]
        lines += [event("T1000I", "user.login") + b" " * n for n in range(3)]
        lines += [end(before)] if number % 2 else []
    return b"".join(line + b"\n" for line in lines)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "audit.log"
    path.write_bytes(content())
    return path


@pytest.fixture
def workers() -> Iterator[Workers]:
    with closing(Workers.begin(2)) as two:
        yield two


def extent(path: Path, source: int = 0, *, whole: bool = False) -> Extent:
    opened = Source.open(source, path)
    try:
        return Extent.of(opened, path.stat().st_size, whole=whole)
    finally:
        opened.close()


def merged(pieces: list[Piece], workers: Workers | None = None) -> SessionTable:
    table = SessionTable()
    for answer in read(pieces, Wanted(), workers or Workers()):
        assert (answer.missing, answer.problem) == (0, "")
        table.merge(answer.table, past=True)
    return table


def same(one: SessionTable, other: SessionTable) -> bool:
    return summarise(one, transfers=True) == summarise(other, transfers=True) and rows(one) == rows(
        other
    )


def test_pieces_are_whole_lines_and_all_of_them(log: Path) -> None:
    pieces = sorted(newest_first([extent(log)], now=SIZE, size=SIZE), key=lambda piece: piece.begin)
    data = log.read_bytes()
    assert len(pieces) > 5
    assert pieces[0].begin == 0
    assert [piece.end for piece in pieces] == [*(p.begin for p in pieces[1:]), len(data)]
    assert {data[piece.end - 1 : piece.end] for piece in pieces} == {b"\n"}


def test_what_is_written_now_is_read_first_and_the_oldest_last(tmp_path: Path) -> None:
    old, new, other = (tmp_path / name for name in ("old", "new", "other"))
    for path in (old, new, other):
        path.write_bytes(content(20))
    os.utime(old, (0, 0))
    extents = [extent(old, 0), extent(new, 1), extent(other, 2)]
    pieces = newest_first(extents, now=1000, size=SIZE)
    assert [(p.extent.source, p.end == p.extent.end) for p in pieces[:2]] == [(2, True), (1, True)]
    rest = [(piece.extent.source, piece.begin) for piece in pieces[2:]]
    assert rest == sorted(rest, reverse=True)


def test_a_log_read_from_its_end_says_what_it_says_read_from_its_beginning(log: Path) -> None:
    assert same(merged(newest_first([extent(log)], now=SIZE, size=SIZE)), folded(log.read_bytes()))


def test_two_processes_say_what_one_says(log: Path, workers: Workers) -> None:
    pieces = newest_first([extent(log)], now=SIZE, size=SIZE)
    assert same(merged(pieces, workers), folded(log.read_bytes()))


def test_sessions_spread_over_files_are_whole(tmp_path: Path, workers: Workers) -> None:
    data = content()
    middle = data.index(b"\n", len(data) // 2) + 1
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(data[:middle])
    two.write_bytes(data[middle:])
    pieces = newest_first([extent(one, 0), extent(two, 1)], now=SIZE, size=SIZE)
    assert same(merged(pieces, workers), folded(data[:middle], data[middle:]))


def test_a_process_that_dies_leaves_its_pieces_to_the_others(log: Path, workers: Workers) -> None:
    os.kill(workers[0].pid, signal.SIGKILL)
    pieces = newest_first([extent(log)], now=SIZE, size=SIZE)
    assert same(merged(pieces, workers), folded(log.read_bytes()))


def test_two_readings_at_once_have_each_its_own_answers(log: Path, workers: Workers) -> None:
    pieces = newest_first([extent(log)], size=4000)
    worker, answers = workers[0], dict[int, list[Piece | None]]()

    def read_all(number: int) -> None:
        folded = (worker.fold(piece, Wanted()) for piece in pieces)
        answers[number] = [None if each is None else each.piece for each in folded]

    threads = [Thread(target=read_all, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pieces) > 20
    assert list(answers.values()) == [pieces] * 4


def test_an_answer_that_is_cut_off_is_given_by_this_process(log: Path) -> None:
    answer = io.BytesIO(pickle.dumps("an answer")[:-3])
    with Path("/dev/null").open("wb") as asked:
        dying = Workers([Worker(0, asked, answer)])
        assert same(merged(newest_first([extent(log)]), dying), folded(log.read_bytes()))


def test_of_what_cannot_be_read_it_is_said_why(log: Path) -> None:
    past = Past([extent(log)])
    folder = os.open(log.parent, os.O_RDONLY)
    os.dup2(folder, past.extents[0].descriptor)
    os.close(folder)
    told = [(answer.missing, answer.problem) for answer in past.tables(Wanted(), ())]
    assert told == [(past.total, "Is a directory")]
    assert past.problem == f"{log}: cannot be read: Is a directory"


def test_a_file_renamed_meanwhile_is_read_all_the_same(log: Path, workers: Workers) -> None:
    pieces = newest_first([extent(log)], now=SIZE, size=SIZE)
    log.rename(log.with_suffix(".1"))
    log.write_bytes(b"another\n")
    assert same(merged(pieces, workers), folded(content()))


def test_what_was_truncated_before_it_was_read_is_missing(log: Path, workers: Workers) -> None:
    past = Past([extent(log)])
    os.truncate(log, 0)
    tables = list(past.tables(Wanted(), workers))
    assert sum(answer.missing for answer in tables) == past.total == len(content())
    assert sum(answer.table.lines for answer in tables) == 0


def test_a_file_written_anew_is_not_taken_for_the_old_one(log: Path) -> None:
    past = Past([extent(log)])
    log.write_bytes(start("new") + b"\n" + content())
    assert [answer.table.lines for answer in past.tables(Wanted(), ())] == [0]


def test_a_last_line_without_its_end_is_for_the_following(log: Path) -> None:
    with log.open("ab") as file:
        file.write(start("unfinished"))
    assert "unfinished" not in merged(newest_first([extent(log)])).sessions
    assert "unfinished" in merged(newest_first([extent(log, whole=True)])).sessions


def test_a_past_that_is_stopped_goes_no_further(log: Path) -> None:
    past = Past([extent(log)], size=SIZE)
    for _ in past.tables(Wanted(), ()):
        past.stopped = True
    assert 0 < past.read < past.total


def test_a_time_that_cannot_be_read_has_its_piece_read_the_plain_way(tmp_path: Path) -> None:
    log = tmp_path / "log"
    sane = out("s", 1)
    insane = sane.replace(b"2026-11-22T12:00:00Z", b"9999-99-99T99:99:99Z")
    assert sane != insane
    log.write_bytes(b"\n".join([start("s"), sane, insane, sane, b""]))
    table, broken = whole_table([log], transfers=False)
    assert broken == []
    assert summarise(table, transfers=False) == summarise(folded(log.read_bytes()), transfers=False)
