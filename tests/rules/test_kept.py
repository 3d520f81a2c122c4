"""Alerts kept from one run to the next."""

from pathlib import Path

import pytest

from tests.contract.examples import event
from tests.rules.reading import alerts_of
from tui.rules import Alert, Rule
from tui.rules.kept import Kept
from tui.source.provenance import Spot

BAD = "\x1b[2J\u202eé"
WHERE = Spot("/log/\x1b.log", 7)


@pytest.fixture
def alert() -> Alert:
    line = event("TDP00W", time="2026-11-20T12:00:00.000000001Z", user=BAD, error=BAD)
    (alert,) = alerts_of([Rule("r", "denied", message="{error}")], line)
    return alert


def test_what_was_told_and_what_was_seen_is_known_to_the_next_run(
    tmp_path: Path, alert: Alert
) -> None:
    path = tmp_path / "alerts.jsonl"
    kept = Kept(path)
    assert not kept.was_told(alert.id)
    kept.tell([alert], lambda _: WHERE)
    again = Kept(path)
    assert (again.was_told(alert.id), again.was_seen(alert.id)) == (True, False)
    again.see([alert], lambda _: WHERE)
    last = Kept(path)
    assert (last.was_told(alert.id), last.was_seen(alert.id)) == (True, True)
    assert kept.refresh()
    assert kept.was_seen(alert.id)


def test_what_one_desktail_told_another_that_saw_it_does_not_take_back(
    tmp_path: Path, alert: Alert
) -> None:
    path = tmp_path / "alerts.jsonl"
    service, person = Kept(path), Kept(path)
    service.tell([alert], lambda _: WHERE)
    person.see([alert], lambda _: WHERE)
    again = Kept(path)
    assert (again.was_told(alert.id), again.was_seen(alert.id)) == (True, True)


def test_an_alert_comes_back_as_it_was(tmp_path: Path, alert: Alert) -> None:
    path = tmp_path / "alerts.jsonl"
    Kept(path).tell([alert], lambda _: WHERE)
    assert Kept(path).all() == [(alert, WHERE)]
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_no_alert_is_passed_over(tmp_path: Path, alert: Alert) -> None:
    path = tmp_path / "alerts.jsonl"
    path.write_text('{"id": "a"}\n{"id": "b", "time": 3}\nno json\n[]\n')
    kept = Kept(path)
    assert kept.all() == []
    kept.tell([alert], lambda _: WHERE)
    assert [one.id for one, _ in kept.all()] == [alert.id]
    assert "passed over" in kept.take_problem()
