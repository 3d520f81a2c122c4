"""Freezing, ringing, and what stands in the way of reading."""

import shutil
from pathlib import Path

import pytest

from tests.patience import until
from tests.readings import NOW, Reading, chunk, end, having_read, out, start, write
from tests.source.reader import append
from tui.picture.picture import Picture

BEFORE = [start("a", user="alice"), start("b"), chunk("a", 0), chunk("a", 1), out("b", 5)]
MEANWHILE = [chunk("a", 2), out("a", 7), end("b"), start("c", user="carol"), chunk("c", 0)]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "events.log"
    file.touch()
    return file


# -- frozen --------------------------------------------------------------------------------


def test_a_freeze_holds_every_part_of_the_picture(log: Path) -> None:
    moments = [NOW]
    write(log, *BEFORE)
    with Reading(log, clock=lambda: moments[-1]) as running:
        running.wait(len(BEFORE))
        running.settle()
        before = running.everything()
        running.monitor.freeze()
        moments.append(NOW + 300_000_000_000)
        write(log, *MEANWHILE, b"{broken")
        running.wait(len(BEFORE + MEANWHILE))
        assert running.everything() == before


def test_what_a_freeze_holds_back_is_counted(log: Path) -> None:
    with having_read(log, *BEFORE) as running:
        thawed = running.picture().waiting
        running.monitor.freeze()
        frozen = running.picture().waiting
        write(log, *MEANWHILE)
        running.wait(len(BEFORE + MEANWHILE))
        assert (thawed, frozen, running.picture().waiting) == (None, 0, len(MEANWHILE))


def test_a_session_that_began_meanwhile_is_not_there_yet(log: Path) -> None:
    with having_read(log, *BEFORE) as running:
        running.monitor.freeze()
        write(log, *MEANWHILE)
        running.wait(len(BEFORE + MEANWHILE))
        assert (running.monitor.session("c"), running.monitor.detail("c")) == (None, None)


def test_what_changed_just_before_a_freeze_is_told_and_what_changes_meanwhile_is_not(
    log: Path,
) -> None:
    with having_read(log, *BEFORE) as running:
        running.monitor.freeze()
        write(log, *MEANWHILE)
        running.wait(len(BEFORE + MEANWHILE))
        running.picture()
        told = {sid: view.bytes_out for sid, view in running.sessions.items()}
    assert told == {"a": 20, "b": 5}


def test_a_thaw_gives_the_same_as_if_it_had_never_frozen(log: Path) -> None:
    with having_read(log, *BEFORE) as frozen, Reading(log) as never:
        frozen.picture()
        frozen.monitor.freeze()
        write(log, *MEANWHILE)
        for running in (frozen, never):
            running.wait(len(BEFORE + MEANWHILE))
            running.settle()
        frozen.monitor.thaw()
        assert frozen.everything() == never.everything()


def test_reading_goes_on_after_a_thaw_as_before(log: Path) -> None:
    with having_read(log, *BEFORE) as frozen, Reading(log) as never:
        for line in MEANWHILE:
            frozen.monitor.freeze()
            write(log, line)
            frozen.wait(len(frozen.arrived) + 1)
            frozen.monitor.thaw()
        write(log, chunk("c", 1), out("b", 1))
        for running in (frozen, never):
            running.wait(len(BEFORE + MEANWHILE) + 2)
            running.settle()
        assert frozen.everything() == never.everything()


def test_a_thaw_tells_what_changed_meanwhile(log: Path) -> None:
    with having_read(log, *BEFORE) as running:
        running.picture()
        running.monitor.freeze()
        write(log, *MEANWHILE)
        running.wait(len(BEFORE + MEANWHILE))
        running.monitor.thaw()
        assert running.picture().changed == {"a", "b", "c"}


def test_freezing_twice_is_freezing_once(log: Path) -> None:
    with having_read(log, *BEFORE) as running:
        running.monitor.freeze()
        write(log, *MEANWHILE)
        running.wait(len(BEFORE + MEANWHILE))
        running.monitor.freeze()
        assert running.picture().waiting == len(MEANWHILE)


def test_thawing_what_is_not_frozen_changes_nothing(log: Path) -> None:
    with having_read(log, *BEFORE) as running:
        running.monitor.thaw()
        assert (running.picture().desktop_events, running.picture().waiting) == (len(BEFORE), None)


# -- the bell ------------------------------------------------------------------------------


def test_a_bell_rings_once_when_something_came(log: Path) -> None:
    rings: list[Picture] = []
    with having_read(log, *BEFORE) as running:
        running.settle()
        running.monitor.ring_once(lambda: rings.append(running.monitor.picture()))
        write(log, *MEANWHILE)
        running.wait(len(BEFORE + MEANWHILE))
        write(log, start("d"))
        running.wait(len(BEFORE + MEANWHILE) + 1)
    assert len(rings) == 1


def test_a_bell_rings_when_what_came_can_be_seen(log: Path) -> None:
    counted: list[int] = []
    with having_read(log, *BEFORE) as running:
        running.settle()
        running.monitor.ring_once(lambda: counted.append(running.monitor.picture().desktop_events))
        write(log, start("d"))
        until(lambda: counted)
    assert counted == [len(BEFORE) + 1]


def test_a_bell_rings_when_all_that_was_there_is_read_even_if_that_is_nothing(log: Path) -> None:
    live: list[bool] = []
    running = Reading(log)
    running.monitor.ring_once(lambda: live.append(running.picture().live))
    with running:
        until(lambda: live)
    assert live == [True]


def test_a_bell_rings_while_frozen_so_that_the_count_of_what_waits_is_seen(log: Path) -> None:
    waiting: list[int | None] = []
    with having_read(log, *BEFORE) as running:
        running.settle()
        running.monitor.freeze()
        running.monitor.ring_once(lambda: waiting.append(running.monitor.picture().waiting))
        write(log, start("d"))
        until(lambda: waiting)
    assert waiting == [1]


def test_a_bell_rings_when_reading_gets_into_trouble(log: Path) -> None:
    problems: list[str] = []
    with having_read(log, *BEFORE) as running:
        running.settle()
        running.monitor.ring_once(lambda: problems.append(running.monitor.picture().problem))
        log.unlink()
        until(lambda: problems)
    assert str(log) in problems[0]


# -- problems ------------------------------------------------------------------------------


def test_there_is_no_problem_where_all_can_be_read(log: Path) -> None:
    with having_read(log, *BEFORE) as running:
        running.settle()
        assert (running.monitor.problem, running.picture().problem) == ("", "")


@pytest.mark.parametrize("name", ["events.log", "folder/events.log"])
def test_a_missing_log_is_a_problem_until_it_is_there(tmp_path: Path, name: str) -> None:
    log = tmp_path / name
    with Reading(log) as running:
        until(lambda: running.picture().problem)
        problem = running.monitor.problem
        log.parent.mkdir(exist_ok=True)
        append(log, start("a") + b"\n")
        running.wait(1)
        until(lambda: not running.picture().problem)
    assert problem.startswith(f"{log}: no such file or folder")


def test_reading_outlasts_the_removal_of_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    write(folder / "events.log", *BEFORE)
    with Reading(folder) as running:
        running.wait(len(BEFORE))
        shutil.rmtree(folder)
        until(lambda: running.picture().problem)
        folder.mkdir()
        write(folder / "events.log", *MEANWHILE)
        running.wait(len(BEFORE + MEANWHILE))
        until(lambda: not running.picture().problem)
        assert running.picture().desktop_events == len(BEFORE + MEANWHILE)
