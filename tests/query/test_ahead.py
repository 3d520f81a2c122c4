"""What a filter can be said to do before it is asked, and that it then does so."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.contract.strategies import logs
from tests.query.asked import NOW
from tests.query.filters import filters
from tests.query.test_laws import of_log, query
from tui.audit.event import Kind, Outcome
from tui.query.ahead import asks_transfers, day_bound, lets_through


@given(filters(), logs())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_said_before_is_so(text: str, log: bytes) -> None:
    asked = query(text)
    for event, session in of_log(log):
        said = lets_through(asked.tree, event.kind, event.outcome)
        assert said in {None, asked.matches_event(event, session, NOW)}


@pytest.mark.parametrize(
    ("text", "kind", "outcome", "said"),
    [
        ("denied", Kind.START, Outcome.DENIED, True),
        ("denied", Kind.START, Outcome.DONE, False),
        ("kind=write,read not failed", Kind.READ, Outcome.DONE, True),
        ("kind!=write", Kind.WRITE, Outcome.DONE, False),
        ("bob kind=write", Kind.WRITE, Outcome.DONE, None),
        ("bob kind=write", Kind.READ, Outcome.DONE, False),
        ("bob or outcome=done", Kind.READ, Outcome.DONE, True),
        ("incomplete or error~cache", Kind.READ, Outcome.DONE, False),
        ("error!~cache", Kind.READ, Outcome.DONE, True),
        ("error~cache", Kind.READ, Outcome.FAILED, None),
        ("", Kind.END, Outcome.DONE, True),
    ],
)
def test_kind_and_outcome_decide_what_they_can(
    text: str, kind: Kind, outcome: Outcome, said: bool | None
) -> None:
    assert lets_through(query(text).tree, kind, outcome) is said


def test_only_what_a_session_has_of_all_its_files_needs_them_to_be_kept() -> None:
    assert asks_transfers(query("bob (files>3 or denied)").tree)
    assert not asks_transfers(query("path=a error~b bytes>1 word not failed").tree)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("since=today", "today"),
        ("bob or not start>yesterday", "yesterday"),
        ('until="12:40"', "12:40"),
        ("since=-15m stop<2h", ""),
        ("since=2026-11-20 until=2026-11-20T12:00:00Z start>2026-11-20 18:00", ""),
        ("today", ""),
    ],
)
def test_a_time_that_depends_on_the_day_of_reading_is_found(text: str, bound: str) -> None:
    assert day_bound(query(text).tree) == bound
