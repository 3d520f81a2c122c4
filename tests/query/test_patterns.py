"""Regular expressions, and globs, that would take for ever."""

import subprocess
import sys
import time

import pytest

from tests.audit.tables import only_session
from tests.query.asked import NOW, START, WRITE, of_session
from tests.test_house import loaded_by
from tui.query import Query
from tui.query.pattern import ALLOWANCE, LIMIT

CATASTROPHE = "/^(a|aa|b?a)+$/"
LONG = WRITE.replace(b"dump/a.bak", b"a" * 60_000 + b"!")


def test_a_match_that_runs_out_of_time_counts_as_none_and_the_query_says_so() -> None:
    query = Query.parse(f"path={CATASTROPHE}", now=NOW)
    begin = time.process_time()
    assert not query.timed_out
    assert not query.matches_session(only_session(LONG), NOW)
    assert query.timed_out
    assert time.process_time() - begin < 20 * LIMIT


def test_an_expression_that_goes_on_running_out_of_time_is_given_up() -> None:
    query, session = Query.parse(f"path={CATASTROPHE}", now=NOW), only_session(LONG)
    begin = time.process_time()
    for _ in range(20_000):
        query.matches_session(session, NOW)
    assert time.process_time() - begin < 5 * ALLOWANCE


@pytest.mark.parametrize("text", ["path~dump/a", "path~/d(u|m)+p/", "dump"])
def test_what_takes_no_time_never_runs_out_of_it(text: str) -> None:
    query, session = Query.parse(text, now=NOW), only_session(WRITE)
    assert all(query.matches_session(session, NOW) for _ in range(20_000))
    assert not query.timed_out


@pytest.mark.parametrize(
    "glob", ["*a*a*a*a*a*a*a*a*b", "a*a*a*a*a*a*a*a*b", "?*?*?*?*?*?*?*b", "a*ab*ab*b"]
)
@pytest.mark.parametrize("operator", ["=", "~"])
def test_globs_are_linear_in_the_text(glob: str, operator: str) -> None:
    begin = time.process_time()
    assert not of_session(f"path{operator}{glob}", LONG)
    assert time.process_time() - begin < 1


@pytest.mark.parametrize(
    ("glob", "text", "matches"),
    [
        ("a*c", "abc", True),
        ("a*c", "ac", True),
        ("a*c", "abcd", False),
        ("*b*", "abc", True),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("a*b*b", "ab", False),
        ("a*b*b", "abb", True),
        ("*ab*ab", "abxab", True),
        ("*ab*ab", "ab", False),
        ("??", "ab", True),
        ("a**b", "ab", True),
        ("a.c", "abc", False),
    ],
)
def test_a_star_is_any_characters_a_question_mark_is_one(
    glob: str, text: str, *, matches: bool
) -> None:
    assert of_session(f"user={glob}", START.replace(b"alice", text.encode())) is matches


def test_the_library_is_loaded_for_a_filter_with_an_expression_only() -> None:
    code = (
        "import sys; from tui.query import Query; Query.parse('user=a* or x', now=0);"
        "print('regex' in sys.modules); Query.parse('/x/', now=0); print('regex' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["False", "True"]


def test_a_command_without_a_filter_loads_nothing_of_the_language() -> None:
    assert not {"tui.query", "regex", "difflib"} & loaded_by("tui.cli", "tui.commands.reports")
