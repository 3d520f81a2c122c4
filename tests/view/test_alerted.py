"""Alerts as they are shown: in order, new or seen, how bad; of logs that are there or gone."""

from pathlib import Path

import pytest

from tests.contract.examples import event
from tests.patience import until
from tests.readings import Reading
from tests.rules.alerts import alert
from tests.source.reader import append
from tui.live.vigil import Vigil
from tui.rules import Rule, Severity
from tui.rules.kept import Kept
from tui.source.provenance import Spot
from tui.view.alerted import Alerted
from tui.view.facts import Fact

RULES = (
    Rule("denied", "denied", severity=Severity.WARNING, message="{error}", quiet=0),
    Rule("backup", "path~bak", severity=Severity.CRITICAL, message="{path}", quiet=0),
)


def denied(error: str, at: int, sid: str = "s") -> bytes:
    """Write a start that was not allowed, so many seconds after noon."""
    when = f"2026-11-20T12:00:{at:02}Z"
    return event("TDP00W", sid=sid, user="bob", success=False, error=error, time=when)


def copied(path: str, at: int) -> bytes:
    """Write that a file came out."""
    return event("TDP06I", sid="s", file_path=path, length=1, time=f"2026-11-20T12:00:{at:02}Z")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "events.log").touch()
    return tmp_path / "events.log"


def write(running: Reading, log: Path, alerts: int, *lines: bytes) -> None:
    """Append lines, and wait for so many alerts in all."""
    append(log, b"".join(line + b"\n" for line in lines))
    until(lambda: running.monitor.vigil.raised == alerts)


def messages(alerted: Alerted) -> list[str]:
    """What they say, in order."""
    return [entry.alert.message for entry in alerted.entries]


def test_they_stand_in_the_order_of_their_events_times(log: Path) -> None:
    with Reading(log, vigil=Vigil(RULES)) as running:
        running.settle()
        alerted = Alerted(running.monitor, Kept())
        write(running, log, 3, denied("b", 5), denied("c", 9), denied("a", 1))
        alerted.refresh()
        assert messages(alerted) == ["a", "b", "c"]


def test_without_news_nothing_changes(log: Path) -> None:
    with Reading(log, vigil=Vigil(RULES)) as running:
        running.settle()
        alerted = Alerted(running.monitor, Kept())
        write(running, log, 1, denied("a", 1))
        alerted.refresh()
        before = alerted.version, alerted.entries
        alerted.refresh()
        assert (alerted.version, alerted.entries) == before
        assert alerted.entries is before[1]


def test_the_worst_is_of_those_that_nobody_has_seen(log: Path) -> None:
    with Reading(log, vigil=Vigil(RULES)) as running:
        running.settle()
        alerted = Alerted(running.monitor, Kept())
        write(running, log, 3, copied("a.bak", 1), denied("b", 2), denied("c", 3, "other"))
        alerted.refresh()
        assert (alerted.new.total(), alerted.worst) == (3, Severity.CRITICAL)
        worst = [alerted.worst_of(sid) for sid in ("s", "other", "none")]
        assert worst == [Severity.CRITICAL, Severity.WARNING, None]
        alerted.see([alerted.entries[0]])
        assert (alerted.new.total(), alerted.worst_of("s")) == (2, Severity.WARNING)
        alerted.unsee(alerted.entries[0])
        assert alerted.worst_of("s") is Severity.CRITICAL
        alerted.see(alerted.entries)
        assert (alerted.new.total(), alerted.worst, alerted.worst_of("s")) == (0, None, None)


def test_a_session_names_the_newest_and_how_many_more(log: Path) -> None:
    with Reading(log, vigil=Vigil(RULES)) as running:
        running.settle()
        alerted = Alerted(running.monitor, Kept())
        write(running, log, 6, copied("a.bak", 9), *(denied("no", at) for at in range(5)))
        alerted.refresh()
        alerted.see(alerted.entries[:5])
        assert list(alerted.facts("s")) == [
            Fact("Alerts", ("▲ backup (new)", *["△ denied"] * 3, "and 2 more alerts"))
        ]
        assert list(alerted.facts("none")) == []


def test_only_what_arrives_is_kept_before_anybody_has_seen_it(log: Path) -> None:
    append(log, denied("past", 1) + b"\n")
    kept = Kept()
    with Reading(log, vigil=Vigil(RULES)) as running:
        running.settle()
        until(lambda: running.monitor.vigil.progress is None)
        alerted = Alerted(running.monitor, kept)
        write(running, log, 2, denied("live", 2))
        alerted.refresh()
        assert [alert.message for alert, _ in kept.all()] == ["live"]
        assert messages(alerted) == ["past", "live"]


def test_what_is_kept_of_a_log_in_the_folder_is_listed_and_of_others_not(log: Path) -> None:
    kept = Kept()
    kept.keep([alert("here")], lambda _: Spot(str(log.with_name("events.log.1")), 0))
    kept.keep([alert("elsewhere")], lambda _: Spot("/elsewhere/events.log", 0))
    with Reading(log, vigil=Vigil(RULES)) as running:
        running.settle()
        until(lambda: running.monitor.vigil.progress is None)
        alerted = Alerted(running.monitor, kept)
        assert messages(alerted) == ["said here"]
        [entry] = alerted.entries
        assert (alerted.place(entry), alerted.line(entry)) == (None, None)
        assert alerted.missing(entry) == "not read"
        assert alerted.rule_of(entry) == "the rule is not among those of this run"


def test_a_line_that_is_no_longer_in_its_file_is_gone(log: Path) -> None:
    with Reading(log, vigil=Vigil(RULES)) as running:
        running.settle()
        alerted = Alerted(running.monitor, Kept())
        write(running, log, 1, denied("a", 1))
        alerted.refresh()
        [entry] = alerted.entries
        assert alerted.line(entry) == denied("a", 1)
        log.write_bytes(b"")
        until(lambda: alerted.missing(entry) == "gone")
        assert alerted.place(entry) is None
