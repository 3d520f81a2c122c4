"""How a filter is read: what binds closer, what quotes do, its normal form."""

import pytest

from tests.query.asked import CLIP_IN, NOW, START, of_session
from tui.query import Query


def normal(text: str) -> str:
    """The normal form of a filter."""
    return str(Query.parse(text, now=NOW))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a b", "a and b"),
        ("a and b", "a and b"),
        ("a or b c", "a or (b and c)"),
        ("a b or c", "(a and b) or c"),
        ("not a b", "not a and b"),
        ("not (a b)", "not (a and b)"),
        ("(a or b) c", "(a or b) and c"),
        ("((a) (b c))", "a and b and c"),
        ("a or (b or c)", "a or b or c"),
        ("not not a", "not not a"),
        ("NOT a AND b OR c", "(not a and b) or c"),
        ("a(b)", "a(b)"),
        ("not(a)or(b)", "not a or b"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_not_binds_closest_then_and_which_may_be_left_out_then_or(text: str, form: str) -> None:
    assert normal(text).replace('"', "") == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("user=alice", "user=alice"),
        ("user = alice", "user=alice"),
        ("USER=alice", "user=alice"),
        ("as=root", "login=root"),
        ("dir~out", "directory~out"),
        ("bytes_out>5M", "out>5M"),
        ("desktop_name=x", "desktop=x"),
        ('user="alice"', "user=alice"),
        ('user="a b"', 'user="a b"'),
        ("user='a b'", 'user="a b"'),
        ("user='a*'", "user='a*'"),
        ('user="a*"', "user=a*"),
        ('user="say ""hi"""', 'user="say ""hi"""'),
        ("user='it''s'", '''user="it's"'''),
        ("user=it's", '''user="it's"'''),
        ("user=alice,bob", "user=alice,bob"),
        ("user='a,b',c", 'user="a,b",c'),
        ("user=and", 'user="and"'),
        ('"denied"', '"denied"'),
        ("denied", "denied"),
        ("Denied", "denied"),
        ('"user=alice"', '"user=alice"'),
        ("path~/a b/", "path~/a b/"),
        ("path~/etc/passwd", 'path~"/etc/passwd"'),
        (r"path~/a\/b/", r"path~/a\/b/"),
        ('path~"/x/"', 'path~"/x/"'),
        ("path~report(1).pdf", 'path~"report(1).pdf"'),
        ("(path~a)", "path~a"),
        ("since=yesterday 18:00", 'since="yesterday 18:00"'),
        ("since=2026-11-20 18:00 denied", 'since="2026-11-20 18:00" and denied'),
        ('since=today "18:00"', 'since="today 18:00"'),
        ('since=-15m "18:00"', 'since=-15m and "18:00"'),
        (r"path~C:\out\*", r"path~C:\out\*"),
        ("user=élise", "user=élise"),
    ],
)
def test_a_filter_has_one_normal_form(text: str, form: str) -> None:
    assert normal(text) == form
    assert normal(form) == form


def test_an_empty_filter_lets_everything_through() -> None:
    assert Query.parse(" ", now=NOW).is_empty
    assert of_session(" ")


def test_a_query_keeps_its_text_as_typed() -> None:
    assert Query.parse(" user = alice", now=NOW).text == " user = alice"


def test_words_of_the_language_are_searched_for_in_quotes() -> None:
    named = START.replace(b"alice", b"not denied")
    assert of_session('"denied"', named)
    assert of_session('"not"', named)
    assert not of_session("denied", named)


@pytest.mark.parametrize("text", ["user=alice failed=0", "(user=bob or user=alice) in>0"])
def test_parts_side_by_side_must_all_be_so(text: str) -> None:
    assert of_session(text, START, CLIP_IN)
    assert not of_session(f"{text} user=bob", START, CLIP_IN)
