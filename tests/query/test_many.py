"""Many sessions asked at once: each has the answer that it has by itself."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audit.tables import folded
from tests.contract.strategies import logs
from tests.query.asked import NOW
from tests.query.filters import filters
from tui.audit.boundary import Closing, Opening, Sighting
from tui.audit.counters import TransferKey
from tui.audit.event import Kind, Names
from tui.audit.session import RECOVERED, Session
from tui.query import Query
from tui.query.syntax import Form, Value

quickly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = [
    *("a", "A", "b", "ab", "Ab", "-", " ", "/", "*", "?", '"', "'", "\\", ".", "0", "%s", "read"),
    *("\xdf", "\u1e9e", "ss", "\u0130", "\u0131", "i", "\u017f", "s", "\u212a", "k", "\xe9"),
    *("e\u0301", "\u0301", "\u0345", "\u03b9", "\u200d", "\U0001f469", "\u202e", "\ud800"),
    *("\n", "\r", "\t", "\x1b", "␛", "␊", "\x7f", "␡", "‹", "›", "‹301›", "345", RECOVERED),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
OFTEN_TOLD = st.one_of(TEXTS, st.sampled_from(["ab", "a/b", "é", "ab" + RECOVERED, ""]))
NAMES = st.builds(Names, *[OFTEN_TOLD] * 6)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Draw a session with odd texts at every place; little of it need fit together."""
    session = Session(draw(TEXTS))
    if draw(st.booleans()):
        session.opening = Opening(1, draw(NAMES), 1, draw(TEXTS), "windows", draw(st.booleans()))
    if draw(st.booleans()):
        session.closing = Closing(9, draw(NAMES), 9, draw(TEXTS), "windows", 1, 9, None)
    if draw(st.booleans()):
        session.sighted = tuple(Sighting(place, draw(NAMES)) for place in range(2))
    for _ in range(draw(st.integers(0, 3))):
        session.transfer(TransferKey(draw(st.sampled_from(Kind)), draw(TEXTS), draw(TEXTS)))
    session.share(draw(TEXTS))
    session.tell_error(draw(TEXTS))
    return session


@st.composite
def words(draw: st.DrawFn) -> str:
    """Draw a word, as it stands or with globs, of the pieces that sessions are made of."""
    return str(Value(draw(TEXTS.filter(len)), draw(st.sampled_from((Form.PLAIN, Form.LITERAL)))))


WORDS = st.recursive(
    words(),
    lambda parts: st.one_of(
        st.builds("({}) and ({})".format, parts, parts),
        st.builds("({}) or ({})".format, parts, parts),
        parts.map("not ({})".format),
        parts.map("user~ab or ({})".format),
    ),
    max_leaves=3,
)


def one_by_one(query: Query, asked: list[Session]) -> list[bool]:
    return [query.matches_session(session, NOW) for session in asked]


@given(WORDS, st.lists(sessions(), max_size=8))
@quickly
def test_words_are_found_in_many_sessions_as_in_each(text: str, many: list[Session]) -> None:
    at_once, each = (Query.parse(text, now=NOW) for _ in range(2))
    assert at_once.matches_each(many, NOW) == one_by_one(each, many)


@given(filters(), logs())
@quickly
def test_any_filter_says_of_many_sessions_what_it_says_of_each(text: str, log: bytes) -> None:
    query, many = Query.parse(text, now=NOW), [*folded(log).sessions.values()]
    assert query.matches_each(many, NOW) == one_by_one(query, many)


def told(number: int) -> Session:
    """One session of a desk of many, whose texts are much alike."""
    session = Session(f"{number:08x}-odd\n" if number % 97 == 0 else f"{number:08x}-AbC")
    names = Names(
        f"user{number % 40}", f"WIN-{number % 90}", "10.0.0.1", "", "root", "é" * (number % 2)
    )
    session.opening = Opening(1, names, 1, "Admin", "windows", denied=False)
    if number % 3 == 0:
        path = f"Größe/{number}" if number % 5 == 0 else f"report-{number}.xlsx"
        session.transfer(TransferKey(Kind.READ, "Documents", path))
        session.share(f"share{number % 7}")
    if number % 2:  # as what was read before is kept
        session.pack()
    return session


@pytest.mark.parametrize(
    "text",
    [
        *("user1", "USER1", "win-1*", "0000-abc", "AbC", "ABC", "report-123", "share3", "read"),
        *("documents/report-12", "Documents/*.xlsx", "größe", "Größe", "ö", "odd", '"d\n"', "/"),
        *("*", "/^admin$/", "/^$/", "not share3 user1", "(user2 or 00ff) and not é", "nowhere"),
    ],
)
def test_of_thousands_as_many_are_found_as_one_by_one(text: str) -> None:
    many = [told(number) for number in range(3000)]
    query = Query.parse(text, now=NOW)
    assert query.matches_each(many, NOW) == one_by_one(query, many)


@pytest.mark.parametrize("mark", ["\u0301", "\u0345"])
def test_a_mark_that_stands_on_the_stroke_before_a_path_is_found_there(mark: str) -> None:
    session = Session("s")
    session.transfer(TransferKey(Kind.READ, "out", f"{mark}x"))
    query = Query.parse(f'"/{mark}x"', now=NOW)
    assert query.matches_each([session], NOW) == one_by_one(query, [session]) == [True]
