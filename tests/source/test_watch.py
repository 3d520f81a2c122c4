"""Waiting: woken by whatever happens in a folder, and by time where nothing is heard.

Where a test is about being woken, the look by time is an hour away: only what was heard can end
the waiting.
"""

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.patience import PATIENCE, until
from tests.source.reader import append
from tui.source import watch as module
from tui.source.watch import Folder, Rhythm, Watch


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch(Event())
    yield watch
    watch.close()


@pytest.fixture
def by_ear(monkeypatch: pytest.MonkeyPatch) -> None:
    """No look by time, but where there is no folder to listen at."""
    monkeypatch.setattr(module, "LOOK", 3600.0)
    monkeypatch.setattr(module, "DEAF_LOOK", 0.05)


@pytest.fixture
def by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks by time that a test can wait for."""
    monkeypatch.setattr(module, "LOOK", 0.05)
    monkeypatch.setattr(module, "DEAF_LOOK", 0.05)


def folders(*paths: Path) -> frozenset[Folder]:
    """The folders as they are now, of those that there are."""
    found = []
    for path in paths:
        with suppress(FileNotFoundError):
            status = path.stat()
            found.append(Folder(path, status.st_dev, status.st_ino))
    return frozenset(found)


def returns(watch: Watch, watched: frozenset[Folder], meanwhile: Callable[[], object]) -> bool:
    """Whether waiting ends, if this happens meanwhile."""
    waiting = Thread(target=watch.wait, args=(watched,))
    waiting.start()
    meanwhile()
    waiting.join(PATIENCE)
    returned = not waiting.is_alive()
    watch.stop.set()
    waiting.join(PATIENCE)
    return returned


def nothing() -> None:
    """What happens where nothing does."""


CHANGES: dict[str, Callable[[Path], object]] = {
    "a line appended": lambda folder: append(folder / "events.log", b"one\n"),
    "a file created": lambda folder: (folder / "new.log").touch(),
    "a file renamed": lambda folder: (folder / "events.log").rename(folder / "old.log"),
    "a file removed": lambda folder: (folder / "events.log").unlink(),
    "a file truncated": lambda folder: os.truncate(folder / "events.log", 0),
    "a link made": lambda folder: (folder / "link").symlink_to("events.log"),
    "a folder created": lambda folder: (folder / "server").mkdir(),
}


@pytest.mark.usefixtures("by_ear")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_in_a_folder_wakes(
    watch: Watch, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    append(tmp_path / "events.log", b"begin\n")
    watch.wait(folders(tmp_path))
    assert returns(watch, folders(tmp_path), lambda: change(tmp_path))


@pytest.mark.usefixtures("by_ear")
def test_a_change_in_any_of_several_folders_wakes(watch: Watch, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.mkdir()
    watch.wait(folders(*paths))
    assert returns(watch, folders(*paths), lambda: append(paths[1] / "events.log", b"one\n"))


@pytest.mark.usefixtures("by_ear")
def test_a_change_between_two_waits_wakes_at_once(watch: Watch, tmp_path: Path) -> None:
    watch.wait(folders(tmp_path))
    append(tmp_path / "events.log", b"one\n")
    assert returns(watch, folders(tmp_path), nothing)


@pytest.mark.usefixtures("by_ear")
def test_who_has_found_something_looks_again_by_time_and_hears_later_what_was_meanwhile(
    tmp_path: Path,
) -> None:
    watch = Watch(Event(), Rhythm(step=12, pause=0.01))
    watch.wait(folders(tmp_path))
    append(tmp_path / "events.log", b"one\n")
    watch.wait(folders(tmp_path), found=True)
    assert returns(watch, folders(tmp_path), nothing)
    watch.close()


@pytest.mark.usefixtures("by_ear")
def test_a_new_set_of_folders_is_reason_to_look_at_once(watch: Watch, tmp_path: Path) -> None:
    watch.wait(folders(tmp_path))
    (tmp_path / "server").mkdir()
    assert returns(watch, folders(tmp_path, tmp_path / "server"), nothing)


@pytest.mark.usefixtures("by_ear")
def test_a_folder_removed_and_made_again_is_watched_again(watch: Watch, tmp_path: Path) -> None:
    folder, seen = tmp_path / "log", set[Path]()
    folder.mkdir()

    def look() -> None:
        while not watch.stop.is_set():
            with suppress(FileNotFoundError):
                seen.update(folder.iterdir())
            watch.wait(folders(folder))

    looking = Thread(target=look)
    looking.start()
    try:
        for number in range(3):
            files = [folder / f"{number} {name}" for name in ("first", "second", "third")]
            for file in files:
                file.touch()
                until(partial(seen.__contains__, file))
            for file in files:
                file.unlink()
            folder.rmdir()
            folder.mkdir()
    finally:
        watch.stop.set()
        looking.join(PATIENCE)
    assert len(seen) == 9


@pytest.mark.usefixtures("by_time")
def test_waiting_ends_by_time_when_nothing_happens(watch: Watch, tmp_path: Path) -> None:
    watch.wait(folders(tmp_path))
    assert returns(watch, folders(tmp_path), nothing)


@pytest.mark.usefixtures("by_time")
def test_waiting_ends_by_time_where_no_folder_is_there(watch: Watch) -> None:
    watch.wait(frozenset())
    assert returns(watch, frozenset(), nothing)


@pytest.mark.usefixtures("by_time")
def test_waiting_ends_by_time_where_a_folder_has_just_gone(watch: Watch, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    watched = folders(gone)
    gone.rmdir()
    watch.wait(watched)
    assert returns(watch, watched, nothing)


@pytest.mark.usefixtures("by_time")
def test_waiting_ends_by_time_where_the_kernel_grants_no_watch(
    watch: Watch, tmp_path: Path
) -> None:
    watched = folders(tmp_path)
    with (tmp_path / "free").open("wb") as file:
        free = file.fileno()
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, limits[1]))
    try:
        watch.wait(watched)
        assert returns(watch, watched, nothing)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


@pytest.mark.usefixtures("by_ear")
def test_a_look_that_costs_much_is_waited_for_longer_where_no_folder_is_there(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RAREST", 3600.0)
    watch.wait(frozenset())
    waiting = Thread(target=watch.wait, args=(frozenset(), 3600.0))
    waiting.start()
    waiting.join(10 * module.DEAF_LOOK)
    waited = waiting.is_alive()
    watch.stop.set()
    waiting.join(PATIENCE)
    assert waited


@pytest.mark.usefixtures("by_ear")
def test_waiting_ends_at_a_stop(watch: Watch, tmp_path: Path) -> None:
    watch.wait(folders(tmp_path))
    assert returns(watch, folders(tmp_path), watch.stop.set)


def test_waiting_ends_at_a_stop_also_where_no_folder_is_there(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DEAF_LOOK", 3600.0)
    watch.wait(frozenset())
    assert returns(watch, frozenset(), watch.stop.set)


@pytest.mark.usefixtures("by_ear")
def test_nothing_is_waited_for_after_a_stop(watch: Watch, tmp_path: Path) -> None:
    watch.stop.set()
    watch.wait(folders(tmp_path))
    assert returns(watch, folders(tmp_path), nothing)
