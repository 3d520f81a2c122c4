"""What is handed over in parts is what was there, in its order."""

import pickle
from itertools import pairwise

import pytest

from tests.contract.examples import event
from tests.rules.handing import handed_over
from tui.audit.rfc3339 import SECOND, format_time, parse_time
from tui.rules import Evaluation, Measure, Per, Rule, sessions, tracker

NOON = parse_time("2026-11-20T12:00:00Z") or 0
RULES = [
    Rule("each", "failed", quiet=SECOND),
    Rule("files", "kind=write", Measure.FILES, 50, 60 * SECOND, Per.SESSION),
    Rule("paths", "path:f1", Measure.BYTES, 10**6, 60 * SECOND, Per.USER),
]


def seen(count: int) -> Evaluation:
    """What is remembered of so many writes, by seven users in a session for every third."""
    evaluation = Evaluation(RULES)
    for number in range(count):
        line = event(
            "TDP06W" if number % 11 == 0 else "TDP06I",
            time=format_time(NOON + number * SECOND),
            sid=f"s{number % (count // 3)}",
            user=f"user-{number % 7}",
            file_path=f"f{number % 13}",
            length=5,
        )
        evaluation.see(0, 1000 * number, (line,))
    return evaluation


def told(evaluation: Evaluation) -> list[object]:
    """All that is remembered, in its order."""
    kept, rules = evaluation.sessions, evaluation.engine.trackers
    for session in kept.table.sessions.values():
        session.settle()
    return [
        evaluation.engine.latest,
        list(kept.table.sessions.items()),
        (kept._weights, kept._weight),  # noqa: SLF001 - when what goes
        *[(list(rule.groups.items()), rule.held) for rule in rules],
    ]


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_parts_are_what_was_there_in_its_order(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "PART", size)
    monkeypatch.setattr(tracker, "PART", size)
    assert told(handed_over(seen(300), RULES)) == told(seen(300))


def test_no_part_is_much_longer_than_the_others() -> None:
    sizes = [len(pickle.dumps(part)) for part in seen(12_000).parts()]
    assert len(sizes) > 4
    assert max(sizes) < 1 << 20


def test_alerts_of_a_log_handed_over_again_and_again_are_those_of_one_evaluation() -> None:
    lines = [event("TDP06W", time=format_time(NOON + n * SECOND), sid="s") for n in range(60)]
    evaluation, once, carried = Evaluation(RULES), Evaluation(RULES), []
    expected = [alert for n, line in enumerate(lines) for alert in once.see(0, n, (line,))]
    for begin, end in pairwise(range(0, 61, 6)):
        for number in range(begin, end):
            carried += evaluation.see(0, number, (lines[number],))
        evaluation = handed_over(evaluation, RULES)
    assert carried == expected != []


def test_nothing_is_handed_over_as_nothing() -> None:
    assert told(handed_over(Evaluation([]), [])) == told(Evaluation([]))
