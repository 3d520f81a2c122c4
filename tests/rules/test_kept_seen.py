"""Alerts that are seen, and seen no more: in the state folder, or as long as the program runs."""

from pathlib import Path

from tests.rules.alerts import alert
from tui.rules import Alert
from tui.rules.kept import Kept
from tui.source.provenance import Spot


def where(_: Alert) -> Spot:
    """Say where every alert lies."""
    return Spot("/log/events.log", 7)


def test_what_was_seen_is_seen_the_next_time(tmp_path: Path) -> None:
    Kept(tmp_path / "alerts.jsonl").see([alert("a")], where)
    again = Kept(tmp_path / "alerts.jsonl")
    assert (again.was_seen("a"), again.was_seen("b"), again.was_told("a")) == (True, False, False)


def test_what_is_to_be_seen_again_is_new_the_next_time(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "alerts.jsonl")
    kept.see([alert("a")], where)
    kept.unsee([alert("a")], where)
    assert not Kept(tmp_path / "alerts.jsonl").was_seen("a")


def test_what_came_is_kept_with_all_that_it_said_and_is_new(tmp_path: Path) -> None:
    Kept(tmp_path / "alerts.jsonl").keep([alert("a")], where)
    again = Kept(tmp_path / "alerts.jsonl")
    assert again.all() == [(alert("a"), Spot("/log/events.log", 7))]
    assert not again.was_seen("a")


def test_without_a_file_they_are_kept_until_the_end(tmp_path: Path) -> None:
    kept = Kept()
    kept.see([alert("a")], where)
    assert kept.was_seen("a")
    assert list(tmp_path.iterdir()) == []


def test_what_another_desktail_has_seen_is_seen_here(tmp_path: Path) -> None:
    kept, other = Kept(tmp_path / "alerts.jsonl"), Kept(tmp_path / "alerts.jsonl")
    other.see([alert("a")], where)
    assert kept.refresh()
    assert kept.was_seen("a")
