"""What is an alarm: of the events that arrive, and of the reading itself."""

from pathlib import Path

import pytest

from tests.alarms import NOW, denial, event, picture, raised
from tests.contract.examples import event as line
from tests.readings import Reading, chunk, having_read, start, write
from tui.audit.boundary import Sighting
from tui.audit.event import Kind, Names, Outcome
from tui.audit.rfc3339 import SECOND
from tui.audit.session import Session
from tui.picture.alarms import (
    GRACE,
    KILLING,
    LONGEST,
    Alarm,
    Lookout,
    Trouble,
    alarm_of,
    trouble_of,
)

FIVE = 5 * SECOND


def denied(user: str) -> bytes:
    """Write an event of a start that was not allowed."""
    told = {"user": user, "desktop_name": "HR-07", "error": "denied"}
    return line("TDP00W", "windows.desktop.session.start", success=False, **told)


# -- events --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "outcome", "error", "trouble"),
    [
        (Kind.START, Outcome.DENIED, "access denied", Trouble.DENIED),
        (Kind.SHARE, Outcome.FAILED, "no", Trouble.SHARE),
        (Kind.READ, Outcome.FAILED, KILLING, Trouble.KILLED),
        (Kind.WRITE, Outcome.FAILED, f"rpc error: {KILLING}", Trouble.KILLED),
        (Kind.WRITE, Outcome.INCOMPLETE, KILLING, Trouble.KILLED),
        (Kind.SHARE, Outcome.FAILED, KILLING, Trouble.KILLED),
        (Kind.START, Outcome.DONE, "", None),
        (Kind.READ, Outcome.FAILED, "no such file", None),
        (Kind.SHARE, Outcome.INCOMPLETE, "", None),
        (Kind.WRITE, Outcome.DONE, KILLING, None),
    ],
)
def test_which_events_are_alarms(
    kind: Kind, outcome: Outcome, error: str, trouble: Trouble | None
) -> None:
    assert trouble_of(event(kind, outcome, error)) is trouble


def test_a_denied_start_says_who_where_and_why() -> None:
    happened = event(Kind.START, Outcome.DENIED, "no", user="mallory", desktop_name="HR-07")
    alarm = alarm_of(happened, Trouble.DENIED, None)
    assert alarm == Alarm(Trouble.DENIED, "mallory", "HR-07", reason="no")


def test_the_session_tells_what_an_event_leaves_out() -> None:
    session = Session("s")
    session.sight(Sighting(0, Names("alice", "FIN-DC-02", "", "", "", "")))
    happened = event(Kind.SHARE, Outcome.FAILED, "no", desktop_addr="192.0.2.1:3389")
    alarm = alarm_of(happened, Trouble.SHARE, session)
    assert alarm == Alarm(Trouble.SHARE, "alice", "FIN-DC-02", "D:\\out", "no")


def test_without_a_name_a_desktop_is_known_by_its_address() -> None:
    happened = event(Kind.SHARE, Outcome.FAILED, desktop_addr="192.0.2.1:3389")
    assert alarm_of(happened, Trouble.SHARE, None).desktop == "192.0.2.1:3389"


def test_a_session_is_killed_once_however_many_of_its_requests_fail() -> None:
    failed = [event(kind, Outcome.FAILED, KILLING) for kind in (Kind.READ, Kind.WRITE, Kind.SHARE)]
    assert len({alarm_of(one, Trouble.KILLED, None) for one in failed}) == 1


def test_of_a_long_text_an_alarm_keeps_the_beginning() -> None:
    happened = event(Kind.START, Outcome.DENIED, "e" * 60_000, user="u" * 60_000)
    alarm = alarm_of(happened, Trouble.DENIED, None)
    assert (alarm.user, alarm.reason) == ("u" * LONGEST, "e" * LONGEST)


# -- many ----------------------------------------------------------------------------------


def test_equal_alarms_are_one_that_recurs() -> None:
    alarms = raised(*[denial()] * 12)
    assert {alarm: told.count for alarm, told in alarms.raised.items()} == {denial(): 12}


def test_a_thousand_different_ones_are_a_few_and_a_sum() -> None:
    alarms = raised(*[denial(f"user-{number}") for number in range(1000)])
    counts = {alarm.user: told.count for alarm, told in alarms.raised.items()}
    assert counts == {"user-0": 1, "user-1": 1, "user-2": 1, "": 997}


def test_many_of_one_trouble_do_not_hide_another() -> None:
    killed = Alarm(Trouble.KILLED, "bob", "FIN-DC-02")
    alarms = raised(*[denial(f"user-{number}") for number in range(1000)], killed)
    assert killed in alarms.raised


# -- what arrives --------------------------------------------------------------------------


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "events.log"
    file.touch()
    return file


def test_what_was_there_at_the_start_alarms_nobody(log: Path) -> None:
    with having_read(log, denied("mallory")) as running:
        running.settle()
        assert running.monitor.alarms().raised == {}


def test_what_arrives_is_an_alarm_once(log: Path) -> None:
    with having_read(log, start("a")) as running:
        running.settle()
        write(log, denied("mallory"), chunk("a", 0), denied("mallory"))
        running.wait(4)
        [(alarm, told)] = running.monitor.alarms().raised.items()
        assert (alarm.user, told.count) == ("mallory", 2)
        assert running.monitor.alarms().raised == {}


def test_a_freeze_holds_no_alarm_back(log: Path) -> None:
    with having_read(log, start("a")) as running:
        running.settle()
        running.monitor.freeze()
        write(log, denied("mallory"))
        running.wait(2)
        assert [alarm.user for alarm in running.monitor.alarms().raised] == ["mallory"]


def test_a_session_that_began_in_a_freeze_tells_of_its_share(log: Path) -> None:
    failed = line("TDP04W", "desktop.directory.share", sid="new", success=False, user="eve")
    with Reading(log) as running:
        running.settle()
        running.monitor.freeze()
        write(log, start("new", user="eve", desktop_name="HR-07"), failed)
        running.wait(2)
        assert [alarm.desktop for alarm in running.monitor.alarms().raised] == ["HR-07"]


# -- the reading ---------------------------------------------------------------------------


def seen(*steps: tuple[float, float, str], live: bool = True) -> list[tuple[float, Trouble]]:
    """What a lookout sees, and when, in pictures with a moment, lag (s) and problem each."""
    lookout = Lookout(FIVE)
    list(lookout.look(picture(live=live), "", -1.0))
    return [
        (moment, alarm.trouble)
        for moment, lag, problem in steps
        for alarm in lookout.look(picture(live=live, lag=lag), problem, moment)
    ]


def test_lag_is_told_once_until_reading_has_caught_up() -> None:
    lags = [4.9, 5.0, 6.0, 60.0, 0.0, 1.0, 7.0]
    found = seen(*((moment, lag, "") for moment, lag in enumerate(lags)))
    assert found == [(1, Trouble.LAG), (6, Trouble.LAG)]


def test_a_lag_says_the_threshold_that_it_passed() -> None:
    lookout = Lookout(FIVE // 2)
    list(lookout.look(picture(), "", 0.0))
    assert list(lookout.look(picture(lag=3.0), "", 1.0)) == [Alarm(Trouble.LAG, about="2.5")]


def test_reading_what_was_there_at_the_start_is_not_late() -> None:
    assert seen((0, 60.0, ""), live=False) == []


def test_a_source_gone_is_told_once_and_when_all_is_read_again() -> None:
    steps = [(0.0, "gone"), (1.0, "gone"), (2.0, "gone"), (9.0, "gone"), (10.0, ""), (12.0, "")]
    found = seen(*((moment, 0.0, problem) for moment, problem in steps))
    assert found == [(2.0, Trouble.GONE), (12.0, Trouble.BACK)]


def test_a_rotation_is_no_source_gone() -> None:
    assert seen((0.0, 0.0, "gone"), (GRACE - 0.1, 0.0, "gone"), (GRACE, 0.0, "")) == []


def test_another_problem_is_another_alarm() -> None:
    steps = [(0.0, "a"), (2.0, "a"), (3.0, "b"), (5.0, "b")]
    found = seen(*((moment, 0.0, problem) for moment, problem in steps))
    assert found == [(2.0, Trouble.GONE), (5.0, Trouble.GONE)]


def test_what_stood_in_the_way_from_the_beginning_is_no_alarm_nor_is_its_end() -> None:
    lookout = Lookout(FIVE)
    told = [
        alarm
        for moment, problem in enumerate(["not there yet"] * 5 + [""] * 5)
        for alarm in lookout.look(picture(), problem, float(moment))
    ]
    assert told == []


def test_the_time_of_an_alarm_is_that_of_its_event(log: Path) -> None:
    at = line("TDP00W", "windows.desktop.session.start", time="2026-11-22T12:00:09Z")
    with Reading(log) as running:
        running.settle()
        write(log, at, denied("eve"))
        running.wait(2)
        times = [told.last for told in running.monitor.alarms().raised.values()]
    assert times == [NOW + 9 * SECOND, NOW]
