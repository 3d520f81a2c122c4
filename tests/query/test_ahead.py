"""What a filter can be said to do before it is asked, and that it then does so."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.contract.strategies import logs
from tests.query.asked import NOW
from tests.query.filters import filters
from tests.query.test_laws import of_log, query
from tui.audit.event import Kind, Outcome
from tui.query.ahead import asks_transfers, day_bound, lets_through, undecided
from tui.query.query import alone


@given(filters(), logs())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_said_before_is_so(text: str, log: bytes) -> None:
    asked = query(text)
    for event, session in of_log(log):
        said = lets_through(asked.tree, event.kind, event.outcome)
        assert said in {None, asked.matches_event(event, session, NOW)}


@given(filters(), logs())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_left_to_be_asked_decides_as_the_whole_does(text: str, log: bytes) -> None:
    asked = query(text)
    for event, session in of_log(log):
        asks = asked.of_sort(event.kind, event.outcome)
        answer = asks if isinstance(asks, bool) else asks(event, session or alone(event), NOW)
        assert answer is asked.matches_event(event, session, NOW)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("after_end not kind=end", "after_end"),
        ("bob (kind=write or failed or path=x) not denied", "bob and path=x"),
        ("not (bob kind=read)", "not bob"),
        ("not (bob kind=read path=x)", "not (bob and path=x)"),
    ],
)
def test_what_the_sort_of_an_event_decides_is_not_asked(text: str, left: str) -> None:
    assert str(undecided(query(text).tree, Kind.READ, Outcome.DONE)) == left


def test_an_expression_that_takes_too_long_has_taken_it_for_every_sort_of_event() -> None:
    asked = query("path~/a/ not failed")
    for kind in (Kind.READ, Kind.WRITE):
        asked.of_sort(kind, Outcome.DONE)
    (pattern,) = asked._settled.patterns  # noqa: SLF001 - which there must be one of
    pattern.timed_out = True
    assert asked.timed_out


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
