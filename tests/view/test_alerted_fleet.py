"""Alerts of shippers from which nothing comes: listed, new or seen, known the next time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fleet.beats import STREAM, Told
from tests.readings import Reading
from tui.live.monitor import Monitor
from tui.rules import Severity
from tui.rules.kept import Kept
from tui.rules.silence import TOLD
from tui.view.alerted import Alerted


@pytest.fixture
def monitor(tmp_path: Path) -> Iterator[Monitor]:
    (tmp_path / "events.log").touch()
    with Reading(tmp_path / "events.log") as running:
        running.settle()
        yield running.monitor


@pytest.fixture
def told() -> Told:
    """Two shippers that beat."""
    told = Told()
    told.beats(10, "auth1", "auth2")
    return told


def watch(alerted: Alerted, told: Told, seconds: int, *hosts: str) -> None:
    """Look every second for so long, while some hosts beat."""
    for _ in range(seconds):
        told.at += 1
        for host in hosts:
            told.beat(host)
        alerted.watch(told.picture)


def messages(alerted: Alerted) -> list[str]:
    """What they say, in order."""
    return [entry.alert.message for entry in alerted.entries]


def test_a_silent_shipper_is_a_critical_alert_and_new(monitor: Monitor, told: Told) -> None:
    alerted = Alerted(monitor, Kept())
    told.beat("auth2", behind=4096)
    watch(alerted, told, 29, "auth1")
    assert messages(alerted) == []
    watch(alerted, told, 60, "auth1")
    assert messages(alerted) == ["the shipper of auth2 is silent, 4.0K not shipped"]
    assert (alerted.new.total(), alerted.worst) == (1, Severity.CRITICAL)
    assert alerted.worst_of("") is None


def test_one_that_was_stopped_is_a_warning(monitor: Monitor, told: Told) -> None:
    alerted = Alerted(monitor, Kept())
    told.beat("auth2", leaving=True)
    watch(alerted, told, 40, "auth1")
    assert messages(alerted) == ["the shipper of auth2 was stopped"]
    assert alerted.worst is Severity.WARNING


def test_it_is_there_when_the_shipper_is_heard_again_and_another_time_is_another(
    monitor: Monitor, told: Told
) -> None:
    alerted = Alerted(monitor, Kept())
    watch(alerted, told, 40, "auth1")
    watch(alerted, told, 5, "auth1", "auth2")
    assert len(messages(alerted)) == 1
    watch(alerted, told, 40, "auth1")
    assert len(messages(alerted)) == 2


def test_it_has_no_line_and_nothing_is_missing(monitor: Monitor, told: Told) -> None:
    alerted = Alerted(monitor, Kept())
    watch(alerted, told, 40, "auth1")
    [entry] = alerted.entries
    assert (alerted.line(entry), alerted.place(entry), alerted.missing(entry)) == (None, None, "")
    assert alerted.host(entry) == "auth2"
    assert alerted.rule_of(entry) == TOLD


def test_what_was_seen_is_seen_by_who_watches_the_same_stream_later(
    monitor: Monitor, told: Told, tmp_path: Path
) -> None:
    alerted = Alerted(monitor, Kept(tmp_path / "alerts.jsonl"))
    watch(alerted, told, 40, "auth1")
    alerted.see(alerted.entries)
    later = Alerted(monitor, Kept(tmp_path / "alerts.jsonl"))
    watch(later, told, 5, "auth1")
    assert len(messages(later)) == 1
    assert later.new.total() == 0


def test_it_is_known_the_next_time_when_its_shipper_is_long_heard_again(
    monitor: Monitor, told: Told, tmp_path: Path
) -> None:
    alerted = Alerted(monitor, Kept(tmp_path / "alerts.jsonl"))
    watch(alerted, told, 40, "auth1")
    watch(alerted, told, 5, "auth1", "auth2")
    later = Alerted(monitor, Kept(tmp_path / "alerts.jsonl"))
    assert messages(later) == []
    later.watch(told.picture)
    assert messages(later) == ["the shipper of auth2 is silent"]
    assert later.host(later.entries[0]) == "auth2"
    assert told.picture.name == STREAM


def test_who_watches_another_stream_is_not_told(
    monitor: Monitor, told: Told, tmp_path: Path
) -> None:
    alerted = Alerted(monitor, Kept(tmp_path / "alerts.jsonl"))
    watch(alerted, told, 40, "auth1")
    later = Alerted(monitor, Kept(tmp_path / "alerts.jsonl"))
    later.watch(Told(name="nats://127.0.0.1:4222/OTHER").picture)
    assert messages(later) == []


def test_of_a_host_that_is_none_of_the_fleet_any_more_nothing_is_said(monitor: Monitor) -> None:
    alerted, told = Alerted(monitor, Kept()), Told()
    told.beat("old", late=90_000)
    watch(alerted, told, 5)
    assert messages(alerted) == []


def test_a_program_that_was_stopped_itself_lists_nobody(monitor: Monitor, told: Told) -> None:
    alerted = Alerted(monitor, Kept())
    watch(alerted, told, 1, "auth1", "auth2")
    watch(alerted, told, 0)
    told.at += 3600
    alerted.watch(told.picture)
    watch(alerted, told, 40, "auth1", "auth2")
    assert messages(alerted) == []


def test_a_hostile_host_is_shown_harmless(monitor: Monitor) -> None:
    alerted, told = Alerted(monitor, Kept()), Told()
    told.beat("\x1b[2J/..\u202e", late=60)
    watch(alerted, told, 5)
    assert messages(alerted) == ["the shipper of ␛[2J/..‹202E› is silent"]
    assert alerted.host(alerted.entries[0]) == "\x1b[2J/..\u202e"
