"""The story in the logs of three hosts."""

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from itertools import chain, takewhile
from pathlib import Path
from threading import Event, Thread

from tests.patience import PATIENCE, until
from tui.demo.hosts import HOSTS, HostFolders
from tui.demo.story import Entry, story
from tui.demo.writer import Performance

SECOND = 1_000_000_000
NOON = 1_795_348_800_000_000_000  # 2026-11-22 12:00:00 UTC


def lines(folder: Path) -> list[bytes]:
    files = sorted(folder.glob("log/*/*.log"))
    return [line for file in files for line in file.read_bytes().splitlines(keepends=True)]


def spread(directory: Path, entries: Iterable[Entry], seed: int = 7) -> None:
    with HostFolders(directory, seed) as folders:
        folders.write_all(entries)


def history() -> list[Entry]:
    return list(takewhile(lambda entry: entry.written < NOON, story(7, NOON)))


def test_each_line_of_the_story_is_in_one_of_the_logs(tmp_path: Path) -> None:
    spread(tmp_path, history())

    written = [lines(tmp_path / host) for host in HOSTS]
    assert sorted(chain(*written)) == sorted(entry.line for entry in history())
    assert min(len(of_host) for of_host in written) > len(history()) / 4


def test_the_lines_of_a_log_are_in_the_order_of_the_story(tmp_path: Path) -> None:
    spread(tmp_path, history())

    place = {entry.line: number for number, entry in enumerate(history())}
    for host in HOSTS:
        places = [place[line] for line in lines(tmp_path / host)]
        assert places == sorted(places)


def test_the_events_of_a_session_are_in_the_logs_of_several_hosts(tmp_path: Path) -> None:
    spread(tmp_path, history())

    hosts = defaultdict[str, set[str]](set)
    for host in HOSTS:
        for line in lines(tmp_path / host):
            event = json.loads(line)
            if event["event"] == "desktop.clipboard.send":
                hosts[event["sid"]].add(host)
    assert sum(len(its) == len(HOSTS) for its in hosts.values()) > len(hosts) / 2


def test_a_seed_gives_each_host_the_same_log(tmp_path: Path) -> None:
    for place in ("one", "two"):
        spread(tmp_path / place, history())

    assert [lines(tmp_path / "one" / host) for host in HOSTS] == [
        lines(tmp_path / "two" / host) for host in HOSTS
    ]


def _has_more(folder: Path, count: int) -> bool:
    return len(lines(folder)) > count


def test_the_story_goes_on_in_all_logs(tmp_path: Path) -> None:
    clock = [NOON]
    logs = HostFolders(tmp_path, 7)
    performance = Performance(tmp_path, seed=7, speed=1.0, now=lambda: clock[0], logs=logs)
    performance.begin()
    before = [len(lines(tmp_path / host)) for host in HOSTS]
    clock[0] += 60 * SECOND
    stop = Event()
    player = Thread(target=performance.go_on, args=(stop,))
    player.start()
    try:
        for number, host in enumerate(HOSTS):
            until(partial(_has_more, tmp_path / host, before[number]))
    finally:
        stop.set()
        player.join(PATIENCE)
    assert not player.is_alive()
