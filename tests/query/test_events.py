"""What a filter asks of an event: some things of itself, everything else of its session."""

import pytest

from tests.audit.tables import only_event, only_session
from tests.contract.examples import event
from tests.query.asked import (
    CLIP_IN,
    CLIP_OUT,
    DAY,
    DENIED,
    END,
    FAILED,
    LOST,
    NOW,
    READ,
    SHARE,
    START,
    WRITE,
    of_event,
    of_session,
)
from tui.query import Query

OTHERS = (START, CLIP_IN, CLIP_OUT, SHARE, READ, WRITE, FAILED, LOST, END)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (WRITE, "kind=write outcome=done path~bak dir=out bytes>=1M since=09:50 until=09:50"),
        (FAILED, "failed outcome=failed error~operation path=out/locked.doc not bytes>0"),
        (LOST, "incomplete path=unknown bytes>4"),
        (SHARE, "kind=share dir=D:\\out not path=*"),
        (CLIP_IN, "kind=send bytes>100 not bytes>1K not path=* not dir=*"),
        (DENIED, 'denied kind=start error="access denied"'),
    ],
)
def test_kind_outcome_path_directory_error_bytes_and_time_are_its_own(
    line: bytes, text: str
) -> None:
    assert of_event(text, line, *OTHERS)
    assert [of_event(text, other, *OTHERS) for other in OTHERS if other != line] == (
        [False] * (len(OTHERS) - (line in OTHERS))
    )


@pytest.mark.parametrize("line", OTHERS)
@pytest.mark.parametrize("text", ["user=alice out>1M", "ended recorded", "failed=1", "age>2h"])
def test_everything_else_is_its_sessions(line: bytes, text: str) -> None:
    assert of_event(text, line, *OTHERS)
    assert not of_event(f"not ({text})", line, *OTHERS)


def test_a_word_is_looked_for_in_the_sessions_facts_and_the_events_own_texts() -> None:
    assert of_event("alice dump", WRITE, *OTHERS)
    assert of_event("alice", READ, *OTHERS)
    assert not of_event("dump", READ, *OTHERS)


def test_an_event_of_nobody_is_a_session_of_its_own() -> None:
    line = DENIED.replace(b'"sid": "s"', b'"sid": ""')
    assert only_event(line).sid == ""
    assert of_event("user=mallory denied state=denied events=1", line)


def test_relative_times_slide_for_events_too() -> None:
    event = only_event(CLIP_IN)
    query = Query.parse("since=-3h", now=NOW)
    assert query.matches_event(event, None, NOW)
    assert not query.matches_event(event, None, NOW + 3600 * 10**9)


def test_an_event_without_a_time_is_at_no_time() -> None:
    line = CLIP_IN.replace(b"2026-11-22T", b"")
    assert not of_event("since=2000-01-01", line)
    assert not of_event("until=today", line)


@pytest.mark.parametrize(("clock", "so"), [("11:30:10", False), ("11:30:10.000000001", True)])
def test_an_event_is_after_the_end_if_it_is_more_than_ten_seconds_later(
    clock: str, so: bool
) -> None:
    late = event("TDP06I", time=f"{DAY}{clock}Z", directory_name="out", file_path="a", length=1)
    assert of_event("after_end", late, START, END) is so
    assert of_session("after_end", START, END, late) is so
    assert not of_event("after_end", late, START)
    assert not of_event("after_end", WRITE, START, END, late)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("user=alice out>1M", False),
        ("not (ended or recorded) age>2h failed=1", False),
        ("", False),
        ("failed", True),
        ("user=alice (ended or not path=*.bak)", True),
        ("since=-15m", True),
        ("alice", True),
    ],
)
def test_whether_events_of_one_session_can_be_answered_differently(text: str, asks: bool) -> None:
    query = Query.parse(text, now=NOW)
    assert query.asks_events is asks
    if not asks:
        session = query.matches_session(only_session(*OTHERS), NOW)
        assert {of_event(text, line, *OTHERS) for line in OTHERS} == {session}
