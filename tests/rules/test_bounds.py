"""What a log can do to the memory of the rules, and to what they say: little, and nothing."""

import time
import tracemalloc
from collections.abc import Iterator

import pytest

from tests.contract.examples import event
from tests.rules.reading import alerts_of
from tui.audit.rfc3339 import SECOND, format_time, parse_time
from tui.rules import Engine, Evaluation, Measure, Per, Rule, read_rules
from tui.rules.sessions import Sessions
from tui.rules.tracker import MOST_GROUPS, MOST_HELD, Tracker
from tui.rules.window import MOST_FILES, MOST_HITS, Window

NOON = parse_time("2026-11-20T12:00:00Z") or 0
HOUR = 3600 * SECOND
BAD = "\x1b]0;x\x07\u202e{user}{sid}\x00'\"<b>[red]\n%s" + "\U000e0001" + "é" * 300


def write(number: int, **fields: object) -> bytes:
    """A write at so many milliseconds past noon."""
    told = {"sid": "s", "user": "bob", "file_path": "f", "length": 1, "success": True, **fields}
    return event("TDP06I", time=format_time(NOON + number * 1_000_000), **told)


def rule(measure: Measure, amount: int, per: Per = Per.USER) -> Rule:
    """A rule over an hour that hardly ever fires."""
    return Rule("r", "kind=write", measure, amount, HOUR, per)


def tracker_of(rule: Rule, lines: Iterator[bytes]) -> Tracker:
    """What a rule remembers of some lines."""
    evaluation = Evaluation([rule])
    for number, line in enumerate(lines):
        evaluation.see(0, number, (line,))
    (tracker,) = evaluation.engine.trackers
    return tracker


def test_a_group_keeps_only_so_many_hits_of_which_the_oldest_go() -> None:
    tracker = tracker_of(rule(Measure.COUNT, MOST_HITS), map(write, range(MOST_HITS + 500)))
    (group,) = tracker.groups.values()
    assert group.window is not None
    assert len(group.window.steps) == MOST_HITS
    assert group.window.steps[0].first == NOON + 500 * 1_000_000


def test_bytes_in_any_number_of_pieces_take_no_more_room_than_a_thousand_and_are_all_added_up() -> (
    None
):
    tracker = tracker_of(rule(Measure.BYTES, 10**9), map(write, range(20_000)))
    (group,) = tracker.groups.values()
    assert group.window is not None
    assert (len(group.window.steps), group.window.newest) == (6, 20_000)


def test_a_group_keeps_only_so_many_files() -> None:
    lines = (write(number, file_path=f"{number}") for number in range(MOST_FILES + 500))
    tracker = tracker_of(rule(Measure.FILES, 4096), lines)
    (group,) = tracker.groups.values()
    assert group.window is not None
    assert group.window.held_files == MOST_FILES


def test_the_groups_that_were_hit_the_longest_ago_go() -> None:
    lines = (write(number, sid=f"{number}") for number in range(MOST_GROUPS + 500))
    tracker = tracker_of(rule(Measure.COUNT, 9, Per.SESSION), lines)
    assert next(iter(tracker.groups)) == "500"
    assert len(tracker.groups) == MOST_GROUPS


def test_all_groups_together_keep_only_so_much() -> None:
    kept = Tracker(rule(Measure.COUNT, 4000, Per.SESSION), most_held=700)
    engine = Engine((kept,))
    sessions = Sessions()
    for number in range(900):
        line = write(number, sid=f"{number // 100}")
        evaluation = Evaluation(())
        evaluation.engine, evaluation.sessions = engine, sessions
        evaluation.see(0, number, (line,))
    assert list(kept.groups) == ["6", "7", "8"]
    assert kept.held == sum(group.held for group in kept.groups.values()) == 600
    assert MOST_HELD > MOST_HITS + MOST_FILES


def test_the_sessions_that_have_been_quiet_for_the_longest_time_go() -> None:
    evaluation = Evaluation(read_rules())
    evaluation.sessions = Sessions(most=10)
    for number in range(11):
        evaluation.see(0, number, (write(number, sid="old" if number == 9 else f"{number}"),))
        evaluation.see(0, number, (write(number, sid="0"),))
    assert [*evaluation.sessions.table.sessions][-2:] == ["10", "0"]
    assert 5 <= len(evaluation.sessions.table.sessions) <= 10


def test_long_names_count_for_what_they_take() -> None:
    sessions = Sessions(most_bytes=1 << 20)
    evaluation = Evaluation(())
    evaluation.sessions = sessions
    for number in range(200):
        name = f"{number}" + "x" * 20_000
        evaluation.see(0, number, (write(number, sid=f"{number}", user=name),))
    assert len(sessions.table.sessions) < 60


@pytest.mark.parametrize("per", Per)
def test_memory_has_bounds_whatever_comes(per: Per) -> None:
    evaluation = Evaluation([rule(Measure.FILES, 4096, per), rule(Measure.COUNT, 4096, per)])
    evaluation.sessions = Sessions(most=200)
    for tracker in evaluation.engine.trackers:
        tracker.most_groups, tracker.most_held = 200, 2000

    def feed(begin: int, end: int) -> None:
        for number in range(begin, end):
            name = f"{number}"
            fields = {"desktop_name": name, "addr.local": f"{name}:1", "file_path": name}
            evaluation.see(0, number, (write(number, sid=name, user=name, **fields),))

    feed(0, 3000)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        feed(3000, 6000)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 4_000_000  # what replaces the old is counted, what it replaces is not
    for tracker in evaluation.engine.trackers:
        assert tracker.held <= (MOST_HITS + MOST_FILES if len(tracker.groups) == 1 else 2000)


def test_nothing_that_a_log_says_is_obeyed() -> None:
    names = ("sid", "user", "desktop_name", "desktop_addr", "file_path", "directory_name", "error")
    line = event("TDP06W", time=BAD, **dict.fromkeys(names, BAD), **{"addr.local": BAD})
    told = "{user} {desktop} {client} {sid} {path} {error} {count} {bytes} {files} {within}"
    (alert,) = alerts_of([Rule("r", "failed", message=told)], line)
    assert alert.message.isprintable()
    assert "␛]0;x␇‹202E›{user}{sid}␀" in alert.message
    assert len(alert.message) < 3000
    assert {len(text) for text in (alert.user, alert.desktop, alert.client, alert.sid)} == {200}


@pytest.mark.parametrize("measure", [Measure.COUNT, Measure.BYTES, Measure.FILES])
def test_hits_that_come_late_are_counted_about_as_fast_as_others(measure: Measure) -> None:
    def hits(window: Window, begin: int) -> float:
        started = time.process_time()
        for number in range(begin, begin + 900):
            window.add(number * SECOND, 1, number // 4)
            window.reached(number * SECOND)
        return time.process_time() - started

    def took() -> tuple[float, float]:
        window = Window.of(Rule("many", "kind=write", measure, 800, 600 * SECOND))
        hits(window, 100_000)
        in_order, late = hits(window, 100_900), hits(window, 100_450)
        assert window.total >= 800
        assert window.ended is not None
        return in_order, late

    in_order, late = map(min, zip(*(took() for _ in range(3)), strict=True))
    assert late < 30 * in_order + 0.05  # not 300 times as long, nor 0.4 s


def test_what_is_kept_for_late_hits_goes_with_the_hits_it_is_of() -> None:
    window = Window.of(Rule("many", "kind=write", Measure.COUNT, 500, 600 * SECOND))
    for number in (*range(2000), *range(1000, 1200)):
        window.add(number * SECOND + (number < 1000), 1, None)
        window.reached(number * SECOND)
        window.trim()
    runs = [] if window.ended is None else window.ended.runs
    kept = [begin for run in runs for begin in run.begins]
    assert kept == [step.number for step in window.steps[: window.begin]] != []
    window.add(9000 * SECOND, 1, None)
    assert window.total == 1
    assert window.ended is None


def test_a_clock_that_once_went_wrong_does_not_blind_a_rule() -> None:
    lines = [write(number) for number in (0, 1)]
    wrong = event("TDP06I", time="9999-01-01T00:00:00Z", sid="s", user="bob", success=True)
    three = Rule("three", "kind=write", Measure.COUNT, 3, SECOND, quiet=0)
    after = [write(number) for number in (2, 3, 4)]
    assert len(alerts_of([three], *lines, wrong, *after)) == 1
