"""Terms for what stands under the cursor, and what can be typed next."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.asked import NOW, START, WRITE, of_session
from tui.query import Query, QueryError, complete, joined, opposite, term
from tui.query.fields import FIELDS


@given(st.text(min_size=1).filter(lambda text: text.isprintable() or "\x1b" in text))
def test_a_term_for_a_value_lets_that_value_through_and_its_opposite_does_not(value: str) -> None:
    line = START.replace(b'"alice"', json.dumps(value).encode(errors="replace"))
    written = term("user", "=", value)
    assert of_session(written, line)
    assert not of_session(opposite(written), line)
    assert written.isprintable()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("alice", "user=alice"),
        ("a b", 'user="a b"'),
        ("a*", "user='a*'"),
        ("/a/", "user='/a/'"),
        ('"', 'user=""""'),
        ("", 'user=""'),
        ("x\x1b[2J", 'user="x␛[2J"'),
    ],
)
def test_a_term_is_quoted_where_it_must_be(value: str, written: str) -> None:
    assert term("user", "=", value) == written


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("user=alice", "user!=alice"),
        ("user!~ali", "user~ali"),
        ("denied", "not denied"),
        ("not denied", "denied"),
        ("out>5M", "not out>5M"),
        ("a b", "not (a and b)"),
    ],
)
def test_the_opposite_is_written_as_one_would(text: str, other: str) -> None:
    assert opposite(text) == other


@pytest.mark.parametrize(
    ("text", "addition", "both"),
    [
        ("", "user=alice", "user=alice"),
        ("  ", "user=alice", "user=alice"),
        ("denied", "user=alice", "denied user=alice"),
        ("denied or failed", "user=alice", "(denied or failed) user=alice"),
        ("denied", "a or b", "denied (a or b)"),
        ("user = alice denied", "user=alice", "user = alice denied"),
        ("user=alice", "user=alice", "user=alice"),
    ],
)
def test_a_term_is_joined_to_what_was_typed_once(text: str, addition: str, both: str) -> None:
    assert joined(text, addition) == both


def test_nothing_is_joined_to_what_cannot_be_understood() -> None:
    with pytest.raises(QueryError):
        joined("user=", "denied")


SEEN = {"user": ["bob smith", "alice", "Alina", "a*b", "\x1b[2J"], "path": ["dump/a.bak"]}


def offered(text: str, cursor: int | None = None) -> list[str]:
    """The texts that a filter would be with each of the choices put in."""
    at = len(text) if cursor is None else cursor
    found = complete(text, at, lambda field: SEEN.get(field, ()))
    return [text[: found.begin] + choice.text + text[found.end :] for choice in found.choices]


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("us", ["user="]),
        ("user", ["user=", "user!=", "user~", "user!~"]),
        ("bytes_out", ["out>", "out>=", "out<", "out<=", "out=", "out!="]),
        (
            "denied a",
            ["denied addr=", "denied age>", "denied active", "denied after_end", "denied and"],
        ),
        ("denied not ac", ["denied not active"]),
        ("(re", ["(recorded=", "(recorded", "(recovered=", "(recovered"]),
        ("fail", ["failed>", "failed"]),
        ("user=al", ["user=alice", "user=Alina"]),
        ("user=bob,al", ["user=bob,alice", "user=bob,Alina"]),
        ('user="b', ['user="bob smith"', "user='a*b'"]),
        ("user!~a*", ["user!~'a*b'"]),
        ("user=[2", ['user="␛[2J"']),
        ("as=x user = ali", ["as=x user = alice", "as=x user = Alina"]),
        ("kind=wr", ["kind=write"]),
        ("since=", ["since=-15m", "since=-1h", "since=-24h", "since=today", "since=yesterday"]),
        ("recorded=", ["recorded=yes", "recorded=no"]),
        ("out>", []),
        ('"user', []),
        ("usr=", []),
    ],
)
def test_what_can_be_typed_is_offered(text: str, choices: list[str]) -> None:
    assert offered(text) == choices


def test_all_fields_and_flags_are_offered_where_nothing_is_typed_yet() -> None:
    choices = offered("")
    assert {*(f"{name}" for name in FIELDS)} <= {choice.rstrip("=>") for choice in choices}
    assert "not" in choices
    assert "and" not in choices


def test_a_word_in_the_middle_is_replaced_whole() -> None:
    assert offered("user=alxyz denied", 7) == ["user=alice denied", "user=Alina denied"]


def test_no_more_is_offered_than_one_can_read() -> None:
    found = complete("user=", 5, lambda _field: (str(number) for number in range(100_000)))
    assert len(found.choices) == 50


def test_whatever_is_offered_for_a_value_can_be_understood() -> None:
    for text in offered("user=") + offered("path~") + offered("since="):
        Query.parse(text, now=NOW)
    assert of_session(offered("path=")[0], WRITE)
