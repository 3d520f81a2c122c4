"""When an alarm is told: at once, once, counting while it stands, again after a minute."""

from tests.alarms import denial, raised
from tui.live.notices import AGAIN, STANDS, Notices
from tui.picture.alarms import Alarm, Alarms, Trouble

BACK = Alarm(Trouble.BACK)
KILLED = Alarm(Trouble.KILLED, "bob", "FIN-DC-02")


def told(notices: Notices, moment: float, *alarms: Alarm) -> list[tuple[str, int]]:
    """Whose notices are shown at a moment, with their counts, when alarms are raised."""
    return [
        (notice.alarm.user or notice.alarm.trouble.value, notice.raised.count)
        for notice in notices.tell(raised(*alarms), moment)
    ]


def test_an_alarm_is_told_at_once_and_once() -> None:
    notices = Notices()
    assert told(notices, 0, denial()) == [("mallory", 1)]
    assert told(notices, 1) == []


def test_the_same_alarm_counts_in_the_notice_that_stands() -> None:
    notices = Notices()
    told(notices, 0, denial())
    assert told(notices, 1, denial()) == [("mallory", 2)]
    [notice] = notices.tell(raised(denial()), 2)
    assert notice.since == 0


def test_what_recurs_after_its_notice_is_told_after_a_minute_with_its_count_so_far() -> None:
    notices = Notices()
    told(notices, 0, denial())
    assert [told(notices, moment, denial()) for moment in (STANDS, 30, AGAIN - 1)] == [[]] * 3
    assert told(notices, AGAIN) == [("mallory", 4)]
    assert told(notices, AGAIN + 1) == []


def test_an_alarm_that_did_not_recur_for_a_minute_begins_anew() -> None:
    notices = Notices()
    told(notices, 0, denial())
    told(notices, AGAIN)
    assert told(notices, AGAIN + 1, denial()) == [("mallory", 1)]


def test_different_alarms_are_told_each() -> None:
    notices = Notices()
    assert told(notices, 0, denial("eve"), denial("joe")) == [("eve", 1), ("joe", 1)]
    assert told(notices, 1, denial("bob")) == [("bob", 1)]


def test_a_burst_of_different_ones_is_summed_up() -> None:
    notices = Notices()
    burst = [denial(f"user-{number}") for number in range(43)]
    expected = [("user-0", 1), ("user-1", 1), ("user-2", 1), ("denied start", 40)]
    assert told(notices, 0, *burst) == expected


def test_a_thousand_denials_a_second_are_a_few_notices_a_minute() -> None:
    notices = Notices()
    opened = 0
    for second in range(121):
        burst = raised(*[denial(f"user-{second}-{number}") for number in range(1000)])
        opened += sum(notice.since == second for notice in notices.tell(burst, second))
    assert opened == 3 + 1 + 2


def test_of_a_burst_none_is_left_out() -> None:
    notices, counted = Notices(), {}
    for second in range(121):
        burst = raised(*[denial(f"user-{second}-{number}") for number in range(1000)])
        for notice in notices.tell(burst, second):
            counted[notice.alarm] = notice.raised.count
    assert sum(counted.values()) == 121_000


def test_a_burst_of_one_trouble_does_not_hold_back_another() -> None:
    notices = Notices()
    told(notices, 0, *[denial(f"user-{number}") for number in range(1000)])
    assert told(notices, 1, denial("last"), KILLED) == [("denied start", 998), ("bob", 1)]


def test_good_news_is_told_once_and_not_again() -> None:
    notices = Notices()
    assert told(notices, 0, BACK) == [("sources read again", 1)]
    assert [told(notices, moment, BACK) for moment in (20, AGAIN)] == [[], []]


# -- the bell ------------------------------------------------------------------------------


def rung(*steps: tuple[float, Alarm]) -> list[float]:
    """When the bell rings, if alarms are raised at some moments."""
    notices = Notices()
    return [
        moment
        for moment, alarm in steps
        if notices.rings(notices.tell(raised(alarm), moment), moment)
    ]


def test_the_bell_rings_with_a_new_notice_and_not_as_it_counts() -> None:
    assert rung((0, denial()), (2, denial()), (4, KILLED)) == [0, 4]


def test_the_bell_rings_once_a_second_at_most() -> None:
    assert rung((0, denial("a")), (0.5, denial("b")), (1.0, denial("c"))) == [0, 1.0]


def test_the_bell_does_not_ring_for_good_news() -> None:
    assert rung((0, BACK)) == []


# -- seen ----------------------------------------------------------------------------------


def test_what_nobody_saw_is_unseen_also_when_its_notice_is_long_gone() -> None:
    notices = Notices()
    told(notices, 0, denial("eve"), denial("eve"), KILLED)
    for moment in (10, AGAIN, 2 * AGAIN):
        told(notices, moment)
        notices.see(moment)
        assert notices.unseen == 3
    last = notices.last_unseen
    assert last is not None
    assert last.alarm == KILLED


def test_a_person_who_is_there_while_the_notice_stands_has_seen_it() -> None:
    notices = Notices()
    told(notices, 0, denial())
    notices.see(STANDS - 1)
    assert (notices.unseen, notices.last_unseen) == (0, None)


def test_what_was_seen_stays_seen_as_it_goes_on() -> None:
    notices = Notices()
    told(notices, 0, denial())
    notices.see(1)
    told(notices, 30, denial())
    assert notices.unseen == 0


def test_what_was_told_on_leaving_is_seen() -> None:
    notices = Notices()
    told(notices, 0, denial())
    told(notices, AGAIN)
    told(notices, AGAIN + 1, KILLED)
    notices.see_all()
    assert (notices.unseen, notices.last_unseen) == (0, None)


def test_a_killed_session_is_one_alarm_however_many_of_its_requests_failed() -> None:
    notices = Notices()
    told(notices, 0, KILLED, KILLED, KILLED)
    assert notices.unseen == 1


def test_good_news_waits_for_nobody() -> None:
    notices = Notices()
    told(notices, 0, BACK)
    assert notices.unseen == 0


def test_where_nothing_is_raised_nothing_is_told() -> None:
    assert Notices().tell(Alarms(), 0) == []
