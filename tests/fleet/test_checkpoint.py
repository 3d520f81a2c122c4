"""What a shipper remembers, and what becomes of it when it is damaged or cannot be written."""

import gzip
import os
import stat
from pathlib import Path

import pytest

from tui.fleet.checkpoint import Checkpoint, Entry
from tui.source.decoded import settled
from tui.source.file import Source
from tui.source.locate import SourceError
from tui.source.resume import KEPT

ORIGIN = "0123456789abcdef"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ship"


def opened(folder: Path) -> Checkpoint:
    return Checkpoint.open("DESKTAIL", "auth1", folder)


def read(folder: Path) -> Checkpoint:
    """What the next start would know."""
    checkpoint = opened(folder)
    checkpoint.close()
    return checkpoint


def test_what_is_saved_is_there_at_the_next_start(folder: Path) -> None:
    entry = Entry(ORIGIN, "/log/x.log", 1, 2, 256, "abcd", 100, 7, 300, [(100, 200)], 400, 5)
    checkpoint = opened(folder)
    checkpoint.entries[ORIGIN], checkpoint.since = entry, 9
    checkpoint.save()
    checkpoint.close()
    again = read(folder)

    assert (again.entries, again.since, again.is_new, again.problem) == (
        {ORIGIN: entry},
        9,
        False,
        "",
    )


def test_at_the_first_start_there_is_nothing(folder: Path) -> None:
    checkpoint = read(folder)

    assert (checkpoint.entries, checkpoint.is_new, checkpoint.problem) == ({}, True, "")


def test_it_is_for_its_user_alone(folder: Path) -> None:
    checkpoint = opened(folder)
    checkpoint.save()
    checkpoint.close()

    assert [stat.S_IMODE(path.stat().st_mode) for path in sorted(folder.iterdir())] == [0o600] * 2
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_is_damaged_is_said_in_a_line_and_counts_as_nothing(folder: Path) -> None:
    folder.mkdir()
    for damaged in (
        b"",
        b"{",
        b'{"v":2,"entries":[]}',
        b'{"v":1,"entries":[{"id":"\x1b"}]}',
        b"\xff",
    ):
        (folder / "DESKTAIL.auth1.json").write_bytes(damaged)
        checkpoint = read(folder)
        assert checkpoint.entries == {}
        assert checkpoint.is_new
        assert "cannot be read" in checkpoint.problem
        assert "sent again" in checkpoint.problem
        assert checkpoint.problem.isprintable()


def test_a_second_one_for_the_same_host_and_stream_is_refused(folder: Path) -> None:
    first = opened(folder)

    with pytest.raises(SourceError, match="another desktail ships for auth1 to DESKTAIL"):
        opened(folder)
    first.close()
    read(folder)


def test_another_host_or_stream_has_one_of_its_own(folder: Path) -> None:
    checkpoints = [
        opened(folder),
        Checkpoint.open("DESKTAIL", "auth2", folder),
        Checkpoint.open("PROD", "auth1", folder),
    ]

    assert len({checkpoint.path for checkpoint in checkpoints}) == 3
    for checkpoint in checkpoints:
        checkpoint.close()


def test_a_hosts_name_leads_out_of_no_folder(folder: Path) -> None:
    checkpoint = Checkpoint.open("DESKTAIL", "../../etc/x", folder)
    checkpoint.close()

    assert checkpoint.path.parent == folder


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SourceError, match="cannot be written"):
        opened(tmp_path / "file" / "ship")


def test_a_disk_that_is_full_is_said_and_stops_nothing(folder: Path) -> None:
    checkpoint = opened(folder)
    checkpoint.path.mkdir()
    checkpoint.save()
    said = checkpoint.problem
    checkpoint.path.rmdir()
    checkpoint.save()
    checkpoint.close()

    assert "cannot be written" in said
    assert checkpoint.problem == ""


def test_a_file_that_is_not_met_for_long_is_forgotten(folder: Path) -> None:
    checkpoint = opened(folder)
    for number, seen in enumerate((0, KEPT, 2 * KEPT)):
        name = f"{number:016x}"
        checkpoint.entries[name] = Entry(name, "/x", 1, 1, seen=seen)
    checkpoint.forget(2 * KEPT)
    checkpoint.close()

    assert [*checkpoint.entries] == [f"{number:016x}" for number in (1, 2)]


def test_of_a_loss_that_was_not_told_yet_nothing_is_forgotten(folder: Path) -> None:
    checkpoint = opened(folder)
    checkpoint.entries[ORIGIN] = Entry(ORIGIN, "/x", 1, 1, lost=[(0, 9)])
    checkpoint.forget(2 * KEPT)
    checkpoint.close()

    assert [*checkpoint.entries] == [ORIGIN]


def test_where_a_file_is_and_how_it_begins_is_taken_down(folder: Path, tmp_path: Path) -> None:
    log = tmp_path / os.fsdecode(b"a \xff\n.log")
    log.write_bytes(b'{"uid":"1"}\nunfinished')
    source = Source.open(0, log)
    for _ in source.read():
        continue
    entry = Entry(ORIGIN, "", 0, 0, offset=12)
    entry.note(source, 77)
    checkpoint = opened(folder)
    checkpoint.entries[ORIGIN] = entry
    checkpoint.save()
    checkpoint.close()
    mark = read(folder).entries[ORIGIN].mark()

    assert mark.path == log
    assert mark.is_in(log.stat())
    assert mark.head.begins(log.read_bytes())
    assert not mark.head.begins(b'{"uid":"2"}\n')
    assert (mark.offset, mark.size, mark.modified) == (12, 22, log.stat().st_mtime_ns)
    source.close()


def test_of_a_file_that_was_let_go_of_it_stays_as_it_was(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_bytes(b'{"uid":"1"}\n')
    source = Source.open(0, log)
    entry = Entry(ORIGIN, "", 0, 0)
    entry.note(source, 1)
    source.close()
    entry.note(source, 2)

    assert (entry.seen, entry.modified) == (1, log.stat().st_mtime_ns)


def test_what_was_read_to_its_end_has_ended_when_all_of_it_is_acknowledged(tmp_path: Path) -> None:
    archive = tmp_path / "audit.log.1.gz"
    archive.write_bytes(gzip.compress(b'{"uid":"1"}\n{"uid":"2"}\n'))
    source = settled(Source.open(0, archive), keeps=False)
    for _ in source.read():
        continue
    ended = []
    for acknowledged in (0, 12, 24):
        entry = Entry(ORIGIN, "", 0, 0, offset=acknowledged)
        entry.note(source, 1)
        ended.append(entry.mark().ended)
    source.close()

    assert ended == [False, False, True]


def test_what_is_there_at_the_first_start_is_known_again(folder: Path, tmp_path: Path) -> None:
    log, empty = tmp_path / "audit.log", tmp_path / "empty.log"
    log.write_bytes(b'{"uid":"1"}\nunfinished')
    empty.touch()
    checkpoint = opened(folder)
    checkpoint.meet([log, empty, tmp_path / "missing.log"])
    checkpoint.close()
    marks = [entry.mark() for entry in read(folder).entries.values()]

    assert [(mark.path, mark.offset, mark.size, mark.ended) for mark in marks] == [
        (log, 0, 0, False),
        (empty, 0, 0, False),
    ]
    assert marks[0].head.begins(log.read_bytes())
