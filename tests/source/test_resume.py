"""Going on where an earlier run stopped, whatever rotation did meanwhile: nothing lost or double.

Each test takes a log in two runs, of which the second is told how far the first one came.
"""

import gzip
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.source.reader import Reader, append
from tui.source.file import Source
from tui.source.follow import LINGER
from tui.source.resume import Head, Mark, Marks

FIRST, SECOND = "2026-11-28.00:00:00.log", "2026-11-29.00:00:00.log"
THIRD = "2026-11-30.00:00:00.log"


def event(name: str) -> bytes:
    """A line that is like no other."""
    return b'{"ei":0,"event":"x","uid":"%s"}' % name.encode()


def put(path: Path, *names: str, at: int | None = None) -> None:
    """Write some lines; `at` some second of a day that they are from."""
    append(path, b"".join(event(name) + b"\n" for name in names))
    if at is not None:
        os.utime(path, (at, at))


def names(lines: list[bytes]) -> list[str]:
    """The names of some lines."""
    return [line.split(b'"')[-2].decode() for line in lines]


def mark(source: Source) -> Mark:
    """What a run remembers of a source."""
    head = Head.of(source.head[: source.cutter.offset])
    return Mark(
        source.path.name,
        source.real,
        source.device,
        source.inode,
        head,
        source.cutter.offset,
        source.size,
        source.status().st_mtime_ns,
        source.finished,
    )


class Run(Reader):
    """A run that goes on where another one stopped."""

    def __init__(self, *paths: Path, after: "Run | None" = None, begun: int = 2**62) -> None:
        super().__init__(*paths)
        self.follow.marks = Marks(begun, () if after is None else after.marks)

    def look(self) -> list[bytes]:
        """The lines of one look, after which all is remembered."""
        lines = super().look()
        self.marks = [mark(source) for source in self.follow.sources]
        return lines

    def came(self) -> list[str]:
        """The names of the lines of one look."""
        return names(self.look())


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "audit.log"


@pytest.fixture
def first(log: Path) -> Run:
    """A run that took two lines of a log."""
    put(log, "a", "b", at=1000)
    run = Run(log)
    assert run.came() == ["a", "b"]
    return run


def test_a_first_run_reads_all_that_is_there(log: Path) -> None:
    put(log, "a", "b")

    assert Run(log).came() == ["a", "b"]


def test_what_was_read_is_not_read_again(log: Path, first: Run) -> None:
    put(log, "c")
    second = Run(log, after=first)

    assert second.came() == ["c"]
    assert second.follow.sources[0].cutter.offset == log.stat().st_size


def test_a_line_that_had_no_end_comes_whole(log: Path) -> None:
    append(log, event("a") + b"\n" + event("b")[:9])
    first = Run(log)
    first.look()
    append(log, event("b")[9:] + b"\n")

    assert Run(log, after=first).came() == ["b"]


def renamed(log: Path, number: int = 1) -> Path:
    """As logrotate does by default."""
    return log.rename(log.with_name(f"audit.log.{number}"))


def dated(log: Path) -> Path:
    """As it does with `dateext`."""
    return log.rename(log.with_name("audit.log-20261129"))


def moved(log: Path) -> Path:
    """As nobody foresees."""
    return log.rename(log.with_name("old.txt"))


def compressed(log: Path) -> Path:
    """As it does with `compress`, which keeps the time."""
    packed, status = log.with_name("audit.log.1.gz"), log.stat()
    packed.write_bytes(gzip.compress(log.read_bytes()))
    os.utime(packed, (status.st_atime, status.st_mtime))
    log.unlink()
    return packed


def copied(log: Path) -> Path:
    """As it does with `copytruncate`."""
    copy = log.with_name("audit.log.1")
    shutil.copyfile(log, copy)
    os.truncate(log, 0)
    return copy


@pytest.mark.parametrize("rotate", [renamed, dated, moved, compressed, copied])
def test_what_rotation_took_away_is_read_first(
    log: Path, first: Run, rotate: Callable[[Path], Path]
) -> None:
    put(log, "c", at=2000)
    rotate(log)
    put(log, "d")

    assert Run(log, after=first).came() == ["c", "d"]


@pytest.mark.parametrize("rotate", [renamed, compressed, copied])
def test_what_was_read_to_its_end_before_it_was_rotated_is_not_read_again(
    log: Path, first: Run, rotate: Callable[[Path], Path]
) -> None:
    rotate(log)
    put(log, "c")

    assert Run(log, after=first).came() == ["c"]


def test_all_of_several_rotations_is_read_the_oldest_first(log: Path, first: Run) -> None:
    put(log, "c", at=2000)
    renamed(log, 3)
    put(log, "d", at=3000)
    compressed(log).rename(log.with_name("audit.log.2.gz"))
    put(log, "e", at=4000)
    renamed(log, 1)
    put(log, "f")

    assert Run(log, after=first).came() == ["c", "d", "e", "f"]


def test_all_that_was_rotated_is_read_also_where_the_first_of_it_is_gone(
    log: Path, first: Run
) -> None:
    log.unlink()
    put(log, "c", at=3000)
    renamed(log)
    put(log, "d")
    second = Run(log, after=first)

    assert second.came() == ["c", "d"]
    assert [mark.offset for mark in second.follow.marks.gone] == [2 * len(event("a")) + 2]


@contextmanager
def few_files() -> Iterator[None]:
    """Hardly more files can be open than are."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(each.name) for each in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 100, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def test_more_may_lie_beside_the_log_than_files_can_be_open(log: Path) -> None:
    put(log, "now")
    for number in range(1000):
        put(log.with_name(f"audit.log.{number}"), f"old{number}", at=1000)
    with few_files():
        first = Run(log, begun=3000 * 10**9)
        assert first.came() == ["now"]
        for number in range(1000, 1006):
            renamed(log, number)
            put(log, f"new{number}", at=4000 + number)

        assert first.came() == [f"new{number}" for number in range(1000, 1006)]
        assert Run(log, after=first).came() == []


def test_what_was_read_is_looked_for_a_few_times_however_much_lies_beside_it(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(log, "a0")
    first = Run(log)
    first.look()
    for number in range(1, 101):
        renamed(log, number)
        put(log, f"a{number}", at=1000 + number)
        assert first.came() == [f"a{number}"]
    looked_into: list[object] = []
    really = os.open

    def noting(path: str | Path, flags: int, mode: int = 0o777) -> int:
        looked_into.append(path)
        return really(path, flags, mode)

    monkeypatch.setattr(os, "open", noting)
    assert Run(log, after=first).came() == []
    assert 100 <= len(looked_into) < 800


def test_what_lay_beside_the_log_before_is_left_alone(log: Path) -> None:
    put(log.with_name("audit.log.2"), "older", at=500)
    put(log.with_name("audit.log.3.gz"), "oldest", at=400)
    put(log, "a", at=1000)
    first = Run(log)
    first.look()
    put(log, "b", at=2000)
    renamed(log)
    put(log, "c")

    assert Run(log, after=first).came() == ["b", "c"]


def test_what_no_run_has_met_is_read_though_what_was_met_was_written_to_later(log: Path) -> None:
    put(log.with_name("audit.log.9"), "older", at=400)
    put(log, "a", at=1000)
    first = Run(log)
    first.look()
    # Its writer held on to the file, while the next one was written and rotated, too.
    first.marks = [replace(mark, met=900 * 10**9, modified=1800 * 10**9) for mark in first.marks]
    log.rename(log.with_name("audit.log.2"))
    put(log.with_name("audit.log.1"), "b", at=1500)
    put(log, "c", at=1900)

    assert Run(log, after=first, begun=2000 * 10**9).came() == ["b", "c"]


def test_a_rotated_part_that_was_begun_is_gone_on_with(log: Path, first: Run) -> None:
    renamed(log)
    put(log, "c")
    assert first.came() == ["c"]
    put(log.with_name("audit.log.1"), "late")
    log.with_name("audit.log.1").rename(log.with_name("audit.log.2"))
    put(log, "d")

    assert Run(log, after=first).came() == ["late", "d"]


def test_what_ended_and_was_written_to_later_all_the_same_is_read(log: Path, first: Run) -> None:
    renamed(log)
    put(log, "c")
    first.look()
    first.now += 2 * LINGER
    first.look()
    put(log.with_name("audit.log.1"), "late")
    put(log, "d")

    assert Run(log, after=first).came() == ["late", "d"]


def test_what_ended_is_not_missed(log: Path, first: Run) -> None:
    renamed(log)
    put(log, "c")
    first.look()
    first.now += 2 * LINGER
    first.look()
    log.with_name("audit.log.1").unlink()
    second = Run(log, after=first)

    assert second.came() == []
    assert second.follow.marks.gone == []


def test_content_whose_folder_is_not_there_is_waited_for(log: Path, first: Run) -> None:
    put(log, "c")
    away = log.parent.rename(log.parent.with_name("away"))
    second = Run(log, after=first)
    assert second.came() == []
    away.rename(log.parent)

    assert second.came() == ["c"]
    assert second.follow.marks.gone == []


def test_a_file_of_another_name_with_the_same_content_is_gone_on_in(log: Path, first: Run) -> None:
    moved_to = log.with_name("teleport.log")
    put(log, "c")
    shutil.copyfile(log, moved_to)

    assert Run(moved_to, after=first).came() == ["c"]


def test_the_days_of_a_folder_are_each_gone_on_with(tmp_path: Path) -> None:
    put(tmp_path / FIRST, "a")
    put(tmp_path / SECOND, "b")
    first = Run(tmp_path)
    first.look()
    put(tmp_path / FIRST, "late")
    put(tmp_path / SECOND, "c")
    put(tmp_path / THIRD, "d")

    assert Run(tmp_path, after=first).came() == ["late", "c", "d"]


def test_a_day_that_was_compressed_meanwhile_is_gone_on_with(tmp_path: Path) -> None:
    day = tmp_path / FIRST
    put(day, "a")
    first = Run(tmp_path)
    first.look()
    put(day, "b")
    day.with_name(f"{FIRST}.gz").write_bytes(gzip.compress(day.read_bytes()))
    day.unlink()
    put(tmp_path / SECOND, "c")

    assert Run(tmp_path, after=first).came() == ["b", "c"]


def test_the_days_between_two_that_a_link_led_to_are_read(tmp_path: Path) -> None:
    link = tmp_path / "events.log"
    put(tmp_path / FIRST, "a", at=1795910400)
    link.symlink_to(FIRST)
    first = Run(link)
    first.look()
    put(tmp_path / FIRST, "b", at=1795910500)
    put(tmp_path / SECOND, "c")
    put(tmp_path / THIRD, "d")
    link.unlink()
    link.symlink_to(THIRD)

    assert Run(link, after=first).came() == ["b", "c", "d"]


def test_the_days_that_a_link_led_to_while_nothing_was_read_are_read(tmp_path: Path) -> None:
    link = tmp_path / "events.log"
    put(tmp_path / FIRST, "a")
    link.symlink_to(FIRST)
    run = Run(link, begun=1795910400 * 10**9)
    look = run.follow.look()
    taken = [next(look).block]
    put(tmp_path / SECOND, "b")
    put(tmp_path / THIRD, "c")
    link.unlink()
    link.symlink_to(THIRD)
    taken += [batch.block for batch in look] + run.look()

    assert names(taken) == ["a", "b", "c"]


def test_what_is_of_none_of_the_paths_any_more_is_left_alone(log: Path, first: Run) -> None:
    put(log, "c")
    other = log.with_name("other.log")
    put(other, "x")

    assert Run(other, after=first).came() == ["x"]


def test_an_empty_line_tells_no_content(log: Path) -> None:
    append(log, b"\n")
    first = Run(log)
    first.look()
    log.unlink()
    log.with_name("space").touch()  # has the number that was free
    append(log, b"\n" + event("a") + b"\n")

    assert Run(log, after=first).look() == [b"", event("a")]


def test_a_loss_says_which_bytes_of_which_source_are_lost(log: Path) -> None:
    put(log, "a")
    append(log, b"unfinished")
    reader = Reader(log)
    reader.look()
    log.write_bytes(event("b") + b"\n")
    reader.look()
    (loss,) = reader.follow.losses

    assert (loss.source, loss.begin, loss.bytes) == (0, len(event("a")) + 1, len(b"unfinished"))
