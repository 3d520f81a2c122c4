"""Which alarms a fleet raises: silent, stopped, heard again, by wrong clocks, shipped twice."""

from tests.alarms import picture
from tests.fleet.beats import Told
from tui.audit.rfc3339 import SECOND
from tui.picture.alarms import GRACE, Alarm, Lookout, Trouble
from tui.picture.fleet import Consumer


class Watch:
    """Somebody who looks at a fleet every second."""

    def __init__(self, told: Told) -> None:
        self.told, self.lookout = told, Lookout(5 * SECOND)

    def look(self) -> list[Alarm]:
        """What is newly wrong, or well again, at this moment."""
        return list(self.lookout.look(picture(fleet=self.told.picture), "", self.told.at))

    def wait(self, seconds: float) -> list[Alarm]:
        """All of that in so much time, in which nothing comes."""
        found = []
        for _ in range(round(seconds)):
            self.told.at += 1
            found += self.look()
        return found


def watched(*hosts: str) -> Watch:
    """A watch over some hosts that beat."""
    watch = Watch(Told())
    watch.told.beats(10, *hosts)
    assert watch.look() == []
    return watch


def test_a_shipper_that_falls_silent_is_an_alarm_once() -> None:
    watch = watched("auth1")
    assert watch.wait(29) == []
    assert watch.wait(300) == [Alarm(Trouble.SILENT, about="auth1", reason="30 s")]


def test_that_it_is_heard_again_is_told_once() -> None:
    watch = watched("auth1")
    watch.wait(60)
    watch.told.beat()
    assert watch.look() == [Alarm(Trouble.HEARD, about="auth1")]
    assert watch.wait(5) == []


def test_one_that_was_stopped_is_an_alarm_when_it_was_not_started_again_in_time() -> None:
    watch = watched("auth1", "auth2")
    watch.told.beat("auth1", leaving=True)
    watch.told.beat("auth2", leaving=True)
    assert watch.wait(20) == []
    watch.told.beat("auth2", instance="b")
    assert watch.wait(15) == [Alarm(Trouble.STOPPED, about="auth1")]


def test_one_that_is_silent_when_it_is_met_is_no_alarm_nor_that_it_is_heard() -> None:
    watch = watched("auth1")
    watch.told.beat("auth2", late=3600)
    watch.told.beat("auth3", late=3600, leaving=True)
    assert watch.wait(10) == []
    watch.told.beat("auth2")
    assert watch.look() == []


def test_one_that_falls_silent_after_that_is_an_alarm() -> None:
    watch = watched("auth1")
    watch.told.beat("auth2", late=3600)
    watch.look()
    watch.told.beat("auth2")
    watch.look()
    watch.told.beats(30, "auth1")
    assert watch.wait(3) == [Alarm(Trouble.SILENT, about="auth2", reason="30 s")]


def test_a_program_that_was_stopped_itself_does_not_find_everybody_silent() -> None:
    watch = watched("auth1", "auth2")
    watch.told.at += 3600
    assert watch.look() == []
    watch.told.at += GRACE / 2
    watch.told.beat("auth1")
    watch.told.beat("auth2")
    assert watch.wait(20) == []


def test_nobody_falls_silent_while_the_stream_is_away() -> None:
    watch = watched("auth1")
    watch.told.shippers.consume(Consumer(problem="away"))
    assert watch.wait(600) == []


def test_a_clock_that_differs_is_told_once_and_again_when_it_had_been_right() -> None:
    watch = watched("auth1", "auth3")
    found = []
    for skew in [37.0] * 10 + [0.0] * 5 + [-90.0] * 5:
        watch.told.beats(5, "auth1")
        watch.told.beat("auth3", skew=skew)
        found += watch.look()
    assert found == [
        Alarm(Trouble.CLOCK, about="auth3", reason="+37 s"),
        Alarm(Trouble.CLOCK, about="auth3", reason="-90 s"),
    ]


def test_two_shippers_of_one_name_are_told_once() -> None:
    watch = watched("auth1")
    found = []
    for _ in range(5):
        watch.told.beats(5, "auth1")
        watch.told.beat("auth1", instance="b")
        found += watch.look()
    assert found == [Alarm(Trouble.DOUBLE, about="auth1", reason="2")]
