"""How the shippers of a fleet are: by their beats, by what is read of them, and by silence."""

from dataclasses import replace
from itertools import permutations
from threading import Thread

import pytest

from tests.fleet.beats import NOON, Told, beat, ns
from tui.fleet.shippers import MOST, Shippers
from tui.picture.fleet import Consumer, ShipperState

# -- alive, silent, left -------------------------------------------------------------------


def test_who_beats_is_alive() -> None:
    told = Told()
    told.beats(60, "auth1", "auth2")
    assert told.states() == {"auth1": "alive", "auth2": "alive"}
    assert (told.picture.alive, told.picture.expected) == (2, 2)


@pytest.mark.parametrize(("passed", "state"), [(29.9, "alive"), (30, "silent")])
def test_after_30_s_without_a_beat_it_is_silent(passed: float, state: str) -> None:
    told = Told()
    told.beats(10, "auth1")
    told.at += passed
    assert told.states() == {"auth1": state}


@pytest.mark.parametrize(("passed", "state"), [(59.9, "alive"), (60, "silent")])
def test_who_beats_more_seldom_must_miss_three(passed: float, state: str) -> None:
    told = Told()
    told.beat(every=20.0)
    told.at += passed
    assert told.states() == {"auth1": state}


def test_who_beats_again_is_alive_again() -> None:
    told = Told()
    told.beats(10, "auth1")
    told.at += 300
    assert told.view().state is ShipperState.SILENT
    told.beat()
    assert told.view().state is ShipperState.ALIVE


def test_who_fell_silent_before_one_looked_is_silent_at_the_first_glance() -> None:
    told = Told()
    told.beat(late=3600)
    assert told.view().state is ShipperState.SILENT
    assert told.picture.now - told.view().heard == ns(3600)


def test_a_problem_is_trouble_and_counts_as_alive() -> None:
    told = Told()
    told.beat(problem="events.log: permission denied")
    assert told.view().state is ShipperState.TROUBLED
    assert told.view().problem == "events.log: permission denied"
    assert told.picture.alive == 1


def test_who_says_that_it_leaves_has_left_and_is_not_expected() -> None:
    told = Told()
    told.beats(10, "auth1", "auth2")
    told.beat(leaving=True)
    told.beats(3600, "auth2")
    assert told.states() == {"auth1": "left", "auth2": "alive"}
    assert (told.picture.alive, told.picture.expected, told.picture.gone) == (1, 1, 1)


def test_who_was_silent_for_a_day_is_not_expected_any_more() -> None:
    told = Told()
    told.beat("old", late=86_400)
    told.beat("auth1")
    assert (told.picture.alive, told.picture.expected, told.picture.gone) == (1, 1, 1)


def test_they_stand_in_the_order_of_their_hosts() -> None:
    told = Told()
    for host in ("c", "a", "b"):
        told.beat(host)
    assert [view.host for view in told.picture.shippers] == ["a", "b", "c"]


# -- while nothing can come ----------------------------------------------------------------


def test_while_the_stream_is_away_nobody_falls_silent() -> None:
    told = Told()
    told.beats(10, "auth1")
    told.shippers.consume(Consumer(problem="nats://127.0.0.1:4222: connection refused"))
    told.at += 600
    assert told.view().state is ShipperState.ALIVE
    assert told.picture.consumer.problem == "nats://127.0.0.1:4222: connection refused"


def test_when_it_is_back_30_s_pass_until_who_does_not_beat_is_silent() -> None:
    told = Told()
    told.beats(10, "auth1")
    told.shippers.consume(Consumer(problem="away"))
    told.at += 600
    told.shippers.consume(Consumer())
    told.at += 29
    assert told.view().state is ShipperState.ALIVE
    told.at += 1
    assert told.view().state is ShipperState.SILENT


def test_who_was_silent_stays_so_while_the_stream_is_away() -> None:
    told = Told()
    told.beats(10, "auth1")
    told.at += 30
    told.shippers.consume(Consumer(problem="away"))
    told.at += 10
    assert told.view().state is ShipperState.SILENT


# -- old beats -----------------------------------------------------------------------------


def test_an_older_beat_never_replaces_a_newer_one_in_whatever_order_they_come() -> None:
    beats = [
        (beat(time=NOON + ns(5 * at), lines=100 * at, lost=at, instance=name), 10 * at + n)
        for at in range(3)
        for n, name in enumerate("ab")
    ]
    pictures = set()
    for order in permutations(beats):
        told = Told(at=20)
        for one, sequence in order:
            told.shippers.hear(one, sequence, NOON + ns(sequence / 2))
        pictures.add(told.picture)
    [picture] = pictures
    assert picture.shippers[0].lost == 2


def test_a_beat_that_comes_twice_counts_once() -> None:
    told = Told()
    told.beats(10, "auth1", lines=100)
    before = told.view()
    told.shippers.hear(beat(time=NOON, lines=999), told.stored, NOON)
    assert told.view() == before


# -- clocks --------------------------------------------------------------------------------


def test_a_clock_that_differs_by_two_seconds_is_told() -> None:
    told = Told()
    told.beats(25, "auth1", skew=37.0)
    told.beats(25, "auth2", skew=-1.9)
    assert told.view("auth1").skew == ns(37)
    assert [view.differs for view in told.picture.shippers] == [True, False]


def test_a_beat_that_was_long_on_its_way_makes_no_clock_differ() -> None:
    told = Told()
    told.beats(20, "auth1")
    told.beat(skew=-60.0)
    assert not told.view().differs


def test_a_clock_that_was_set_right_is_right_after_five_beats() -> None:
    told = Told()
    told.beats(60, "auth1", skew=37.0)
    told.beats(20, "auth1")
    assert told.view().differs
    told.beats(5, "auth1")
    assert not told.view().differs


@pytest.mark.parametrize("ahead", [-3600.0, 3600.0])
def test_the_clock_of_this_host_makes_nobody_silent_and_is_told(ahead: float) -> None:
    told = Told(ahead)
    told.beats(15, "auth1")
    assert told.view().state is ShipperState.ALIVE
    assert told.picture.skew == ns(ahead)
    assert told.picture.now == NOON + ns(told.at)


def test_that_this_host_is_set_to_another_time_makes_nobody_silent() -> None:
    told = Told()
    told.beats(30, "auth1")
    told.ahead = 7200
    told.beats(5, "auth1")
    assert told.view().state is ShipperState.ALIVE


@pytest.mark.parametrize("step", [-600.0, 600.0])
def test_that_the_stream_is_set_to_another_time_makes_nobody_silent(step: float) -> None:
    told = Told()
    told.beats(60, "auth1")
    for at in range(20):
        told.at += 5
        told.beat(late=-step)
        assert told.view().state is ShipperState.ALIVE, at


def test_beats_that_lay_in_the_stream_do_not_teach_its_clock() -> None:
    told = Told()
    for age in (600, 595, 590):
        told.beat(late=age)
    assert told.picture.now == NOON
    assert told.view().state is ShipperState.SILENT


# -- two of one name -----------------------------------------------------------------------


def test_two_shippers_that_take_turns_under_one_name_are_seen() -> None:
    told = Told()
    for _ in range(3):
        told.beats(5, "auth1", instance="a", files=1)
        told.beat(instance="b", files=2)
    assert told.view().shippers == 2
    assert told.view().files == 2


def test_a_shipper_that_was_started_again_is_one() -> None:
    told = Told()
    told.beats(20, "auth1", instance="a")
    told.beats(20, "auth1", instance="b")
    assert (told.view().shippers, told.view().instance) == (1, "b")


def test_two_are_one_again_when_one_of_them_is_silent() -> None:
    told = Told()
    for _ in range(3):
        told.beats(5, "auth1", instance="a")
        told.beat(instance="b")
    told.beats(30, "auth1", instance="a")
    assert (told.view().shippers, told.view().instance) == (1, "a")


def test_one_that_leaves_while_its_successor_beats_does_not_make_the_host_leave() -> None:
    told = Told()
    told.beats(10, "auth1", instance="a")
    told.beats(5, "auth1", instance="b")
    told.beat(instance="a", leaving=True)
    assert told.view().state is ShipperState.ALIVE
    assert told.view().shippers == 1


# -- what is read of them ------------------------------------------------------------------


def test_what_was_read_of_a_host_is_added_up_and_the_last_line_is_the_latest() -> None:
    told = Told()
    told.beat()
    told.shippers.read("auth1", 7, NOON + ns(7), 700, 5)
    told.shippers.read("auth1", 3, NOON + ns(3), 300, 2)
    view = told.view()
    assert (view.bytes, view.events, view.sequence, view.last_line) == (1000, 7, 7, NOON + ns(7))


def test_lines_per_second_are_those_between_its_last_beats() -> None:
    told = Told()
    told.beat(lines=1000)
    assert told.view().pace is None
    told.at += 5
    told.beat(lines=1050)
    assert told.view().pace == 10.0


@pytest.mark.parametrize(("missing", "lost"), [(10, 300), (400, 400)])
def test_lost_is_what_it_could_not_read_or_what_is_missing_here(missing: int, lost: int) -> None:
    told = Told()
    told.beat(lost=300)
    told.shippers.lose("auth1", missing)
    assert told.view().lost == lost
    assert told.picture.lost == lost


def test_a_host_whose_lines_come_without_any_beat_is_silent_after_30_s() -> None:
    told = Told()
    told.shippers.read("auth1", 1, NOON, 100, 1)
    assert told.states() == {}
    told.at += 30
    assert told.states() == {"auth1": "silent"}


def test_what_could_not_be_read_and_what_is_pending_is_told() -> None:
    told = Told()
    told.shippers.damage()
    told.shippers.damage(2)
    told.shippers.consume(Consumer(1204, 3.5))
    assert (told.picture.damaged, told.picture.consumer) == (3, Consumer(1204, 3.5))


# -- bounds --------------------------------------------------------------------------------


def test_of_ten_thousand_made_up_hosts_so_many_are_kept_and_the_rest_is_counted() -> None:
    told = Told()
    for number in range(10_000):
        told.beat(f"host-{number}")
    told.shippers.read("one more", 1, NOON, 1, 1)
    told.shippers.lose("one more", 1)
    assert len(told.picture.shippers) == MOST
    assert told.picture.unlisted == 10_000 - MOST


def test_a_host_that_is_always_started_anew_takes_no_more_room() -> None:
    told = Told()
    for number in range(1000):
        told.beats(5, "auth1", instance=f"run-{number}")
    assert len(told.shippers._hosts["auth1"].instances) <= 4  # noqa: SLF001


def test_a_lag_without_end_is_told_as_a_time() -> None:
    told = Told()
    told.beat(lag=1e308)
    assert told.view().lag == 1e9


def test_what_did_not_change_is_not_looked_at_again() -> None:
    told = Told()
    told.beats(10, "auth1", "auth2")
    before = told.picture.shippers
    told.at += 1
    told.beat("auth2")
    after = told.picture.shippers
    assert after[0] is before[0]
    assert after[1] is not before[1]


def test_that_lines_came_is_shown_once_a_second() -> None:
    told = Told()
    told.beats(10, "auth1")
    assert told.view().events == 0
    seen = []
    for sequence in range(1, 5):
        told.shippers.read("auth1", sequence, NOON, 100, 1)
        told.at += 0.5
        seen.append(told.view().events)
    assert seen == [0, 2, 2, 4]


def test_one_thread_writes_while_another_looks() -> None:
    shippers = Shippers("nats://127.0.0.1/DESKTAIL")

    def write() -> None:
        for sequence in range(1, 3001):
            shippers.hear(beat(f"auth{sequence % 50}"), sequence, NOON + sequence)

    writer = Thread(target=write)
    writer.start()
    while writer.is_alive():
        hosts = [view.host for view in shippers.picture().shippers]
        assert hosts == sorted(hosts)
    writer.join()
    assert len(shippers.picture().shippers) == 50


def test_a_picture_is_a_value() -> None:
    told = Told()
    told.beat()
    picture = told.picture
    told.beats(5, "auth1", lost=1)
    assert picture == replace(picture)
    assert picture.shippers[0].lost == 0
