"""What is said of a filter that cannot be understood, and the place that is pointed at."""

import pytest

from tests.query.asked import NOW, fault
from tui.query import Query, QueryError, rendered


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("usr=alice", "there is no field usr; did you mean user?", "usr"),
        ("denied dektop~fin", "there is no field dektop; did you mean desktop?", "dektop"),
        ("xyzzy=1", "there is no field xyzzy", "xyzzy"),
        ("user=", "a value is missing after =", ""),
        ("user= and x", "a value is missing after =", ""),
        ("user=a,", "a value is missing after ,", ""),
        ("user=a, b", "a value is missing after ,", ""),
        ("user=,b", "a value is missing after =", ""),
        ("out>1M,2M", "> takes one value, no list", "2M"),
        ("user<3", "user is compared by = != ~ !~ only", "<"),
        ("kind~wri", "kind is compared by = != only", "~"),
        ("since>today", "since is compared by = only", ">"),
        ("bytes<5", "bytes is compared by > >= only", "<"),
        ("a or", "something is missing here", ""),
        ("not", "something is missing here", ""),
        ("a and or b", "something is missing before or", "or"),
        ("and a", "something is missing before and", "and"),
        ("()", "something is missing before this", ")"),
        ("(a or b", "this is not closed", "("),
        ("a) b", "there is nothing that this closes", ")"),
        ("=5", "a field is missing before =", "="),
        ("user=a ~ b", "a field is missing before ~", "~"),
        ('user="alice', 'this quote (") is not closed', '"alice'),
        ("'alice", "this quote (') is not closed", "'alice"),
        ('""', "there is nothing in the quotes", '""'),
        ("!denied", "write not, or put it in quotes", "!denied"),
        ("a && b", "write and, or put it in quotes", "&&"),
        ("a || b", "write or, or put it in quotes", "||"),
        (
            "kind=writes",
            "this is none of start, end, send, receive, share, read, write; did you mean write?",
            "writes",
        ),
        ("state=dead", "this is none of active, ended, denied; did you mean ended?", "dead"),
        ("recorded=maybe", "this is neither yes nor no", "maybe"),
        ("failed>many", "this is no count; accepted are whole numbers like 0 or 25", "many"),
        ("out>10X", "this is no size; accepted are 734, 10K, 1.5G, 10MB, 2GiB", "10X"),
        (
            "duration>2",
            "this is no length of time; accepted are 45s, 15m, 1.5h, 2h30m or 3d",
            "2",
        ),
        (
            "client=203.0.113.0/33",
            "this is no network; accepted are 203.0.113.0/24, 2001:db8::/32",
            "203.0.113.0/33",
        ),
        ("out>/5/", "out is no text: a regular expression says nothing of it", "/5/"),
        (
            "path~/(/",
            "this is no regular expression: missing ) at position 1",
            "/(/",
        ),
    ],
)
def test_a_fault_is_told_in_a_line_with_its_place(text: str, message: str, place: str) -> None:
    assert fault(text) == (message, place)


@pytest.mark.parametrize("time", ["soon", "25:00", "2026-02-30", "12:40:61"])
def test_a_time_that_is_none_is_told_what_is_accepted(time: str) -> None:
    message, place = fault(f"since={time}")
    assert message.startswith("this is no time; accepted are -15m, 12:40, today, yesterday 18:00")
    assert place == time


@pytest.mark.parametrize("text", ["(" * 10_000, "not " * 10_000, "a or (" * 10_000])
def test_what_nests_too_deeply_is_refused(text: str) -> None:
    assert fault(text)[0] == "more than 50 within each other"


def test_a_long_filter_is_none_that_nests() -> None:
    assert Query.parse(" or ".join(["user=alice"] * 10_000), now=NOW)


@pytest.mark.parametrize("pattern", ["((a{9999}){9999}){9999}", "a" * 1001, "(?:a{400}){400}"])
def test_an_expression_that_takes_a_machine_to_compile_is_refused(pattern: str) -> None:
    message, place = fault(f"user=x /{pattern}/")
    assert "more than 100,000 times" in message or "at most 1000 characters" in message
    assert place == f"/{pattern}/"


def shown(text: str) -> str:
    """How the fault of a filter is shown."""
    with pytest.raises(QueryError) as raised:
        Query.parse(text, now=NOW)
    return rendered(raised.value, text)


def test_carets_stand_under_the_fault() -> None:
    assert shown("denied usr=x") == (
        "there is no field usr; did you mean user?\n  denied usr=x\n         ^^^"
    )


def test_a_caret_stands_where_something_is_missing() -> None:
    assert shown("user=") == "a value is missing after =\n  user=\n       ^"


def test_carets_stand_right_behind_wide_and_hostile_characters() -> None:
    assert shown("漢字 \x1b[2J usr=x").splitlines()[1:] == [
        "  漢字 ␛[2J usr=x",
        "            ^^^",
    ]
