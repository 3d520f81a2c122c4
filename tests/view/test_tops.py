"""Who took out most, over all sessions, as they change."""

from pathlib import Path

import pytest

from tests.contract.examples import event
from tests.readings import Reading, T, chunk, having_read, out, start, write
from tui.view.tops import AT_ONCE, TOP, Taken, Tops


def read(tops: Tops, reading: Reading, *sids: str) -> Tops:
    """Take in these sessions, or all."""
    for _ in tops.read(reading.monitor, list(sids) or None):
        continue
    return tops


def into(sid: str, length: int) -> bytes:
    """Write an event of a clipboard that went in."""
    return event("TDP02I", "desktop.clipboard.send", sid=sid, length=length, time=T)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "events.log"


def test_users_desktops_and_files_by_bytes_out(log: Path) -> None:
    lines = [
        start("a", user="alice", desktop_name="D1"),
        start("b", user="bob", desktop_name="D1"),
        start("c", user="alice", desktop_name="D2"),
        *(out("a", 100), out("b", 150), out("c", 70)),
        *(chunk("b", 0, path="f"), chunk("b", 1, path="f"), chunk("c", 0, path="g")),
        into("b", 10**6),
    ]
    with having_read(log, *lines) as reading:
        tops = read(Tops(), reading)
        assert tops.users == [Taken(180, "alice"), Taken(170, "bob")]
        assert tops.desktops == [Taken(270, "D1"), Taken(80, "D2")]
        assert tops.files == [Taken(20, "d/f", "bob", "D1"), Taken(10, "d/g", "alice", "D2")]


def test_nothing_out_is_nobody(log: Path) -> None:
    with having_read(log, start("a", user="alice"), into("a", 5)) as reading:
        tops = read(Tops(), reading)
        assert (tops.users, tops.desktops, tops.files) == ([], [], [])


def test_a_session_that_changed_counts_once_and_by_its_new_name(log: Path) -> None:
    with having_read(log, out("a", 1), chunk("a", 0)) as reading:
        tops = read(Tops(), reading)
        assert tops.users == [Taken(11, "")]
        write(log, start("a", user="alice", desktop_name="D1"), chunk("a", 1))
        reading.wait(4)
        read(tops, reading, "a")
        assert (tops.users, tops.desktops) == ([Taken(21, "alice")], [Taken(21, "D1")])
        assert tops.files == [Taken(20, "d/f", "alice", "D1")]


def test_of_many_only_the_largest_are_told_and_a_small_one_can_grow_into_them(log: Path) -> None:
    count = 3 * AT_ONCE
    lines = [
        event(
            "TDP06I",
            "desktop.directory.write",
            sid=f"s{number}",
            user=f"u{number}",
            length=1000 + number,
            file_path="f",
            time=T,
        )
        for number in range(count)
    ]
    with having_read(log, *lines) as reading:
        tops = read(Tops(), reading)
        expected = [1000 + number for number in range(count - 1, count - 1 - TOP, -1)]
        assert [taken.bytes for taken in tops.users] == expected
        assert [taken.bytes for taken in tops.files] == expected
        write(log, lines[0])
        reading.wait(count + 1)
        read(tops, reading, "s0")
        assert tops.files[0] == Taken(2000, "f", "u0", "")
        assert [taken.bytes for taken in tops.files[1:]] == expected[:-1]
