"""The engine against the plain reference, on any log, however it comes."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.handing import handed_over
from tests.rules.logs import hosts_logs, lines, rules, rules_of_spans
from tests.rules.reference import Fired, fired
from tui.audit.place import offset_of
from tui.rules import Alert, Evaluation, Rule, spans
from tui.rules.alert import alert_id

thoroughly = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
LOGS = st.lists(lines(), max_size=25)


def evaluated(rules: Sequence[Rule], log: Sequence[bytes]) -> list[Alert]:
    """The alerts of a log that comes all at once."""
    return Evaluation(rules).see(0, 0, log)


def beginnings(log: Sequence[bytes]) -> dict[int, int]:
    """The number of each line by the byte at which it begins."""
    found, offset = {}, 0
    for number, line in enumerate(log):
        found[offset] = number
        offset += len(line) + 1
    return found


def assert_as_the_reference(
    alerts: Sequence[Alert], rules: Sequence[Rule], log: Sequence[bytes]
) -> None:
    """Alerts are those of the plain reference, in its order."""
    numbers, expected = beginnings(log), fired(rules, log)
    told = [
        Fired(
            alert.rule,
            numbers[offset_of(alert.place)],
            alert.time,
            one.group,
            alert.first,
            alert.count,
            alert.bytes,
            alert.files,
        )
        for alert, one in zip(alerts, expected, strict=False)
    ]
    assert told == expected
    assert len(alerts) == len(expected)
    assert [alert.id for alert in alerts] == [
        alert_id(one.rule, one.group, log[one.line]) for one in expected
    ]


@given(rules(), LOGS)
@thoroughly
def test_the_engine_says_what_the_plain_reference_says(rules: list[Rule], log: list[bytes]) -> None:
    assert_as_the_reference(evaluated(rules, log), rules, log)


@given(rules_of_spans(), hosts_logs(), st.integers(0, 200), st.sampled_from([2, 5, spans.LONGEST]))
@settings(thoroughly, max_examples=100)
def test_the_same_is_said_of_several_hosts_of_which_each_is_far_behind_the_other(
    rule: Rule, log: list[bytes], carried: int, longest: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spans, "LONGEST", longest)
        evaluation = Evaluation([rule])
        alerts = evaluation.see(0, 0, log[:carried])
        evaluation = handed_over(evaluation, [rule])
        alerts += evaluation.see(0, sum(len(line) + 1 for line in log[:carried]), log[carried:])
    assert_as_the_reference(alerts, [rule], log)


@given(rules(), LOGS, st.lists(st.integers(0, 25)), st.integers(0, 25))
@thoroughly
def test_alerts_are_the_same_however_the_log_is_cut_up_and_carried_on_elsewhere(
    rules: list[Rule], log: list[bytes], cuts: list[int], carried: int
) -> None:
    evaluation, alerts, offset = Evaluation(rules), [], 0
    bounds = sorted({0, len(log), min(carried, len(log)), *(min(cut, len(log)) for cut in cuts)})
    for begin, end in pairwise(bounds):
        if begin == carried:
            evaluation = handed_over(evaluation, rules)
        batch = log[begin:end]
        # A block of many lines and lines one by one are two ways of the same.
        if begin % 2:
            alerts += evaluation.see_block(0, offset, b"\n".join(batch))
        else:
            alerts += evaluation.see(0, offset, batch)
        offset += sum(len(line) + 1 for line in batch)
    assert alerts == evaluated(rules, log)


@given(rules(), LOGS)
@thoroughly
def test_lines_that_are_no_desktop_events_say_nothing(rules: list[Rule], log: list[bytes]) -> None:
    padded = [each for line in log for each in (line, b"{}", b"no json")]
    plain = [alert.id for alert in evaluated(rules, log)]
    assert [alert.id for alert in evaluated(rules, padded)] == plain
