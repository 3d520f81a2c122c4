"""A damaged line counts as what the plain implementations say, and never as an exception."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.test_unwrap import KEEPING, MOMENT
from tests.contract.strategies import GLUED_LINES, HOSTILE_LINES, ORDINARY_LINES, lines
from tests.fuzz.mutations import mutated, wounded_lines
from tests.fuzz.wrappings import Told, expected
from tui.audit.event import Event, Outcome, Rest, decode, object_in
from tui.audit.rfc3339 import ZERO_TIME

BARE = st.one_of(ORDINARY_LINES, HOSTILE_LINES, GLUED_LINES, lines())
TIMELESS = ORDINARY_LINES.map(lambda line: line.replace(b'"time"', b'"no time"'))
WRAPPED = st.builds(
    lambda line, wrap: wrap(line.decode(), MOMENT).encode(),
    ORDINARY_LINES | HOSTILE_LINES | TIMELESS,
    st.sampled_from(list(KEEPING.values())),
)


def told(part: Event | Rest) -> Told | str:
    """What a part of a line counts as, in the words of the plain implementation."""
    if isinstance(part, Rest):
        return part.value
    time = None if part.time is None else part.time - ZERO_TIME
    outcome = (part.outcome is one for one in (Outcome.DENIED, Outcome.FAILED, Outcome.INCOMPLETE))
    texts = (part.sid, part.names.user, part.directory, part.path, part.error)
    return (part.kind.value, time, part.length, part.offset, *outcome, *texts)


@settings(deadline=None)
@given(wounded_lines(BARE))
def test_a_damaged_line_counts_as_the_contract_says(line: bytes) -> None:
    assert [told(part) for part in decode(line)] == expected(line)


@settings(deadline=None)
@given(wounded_lines(WRAPPED))
def test_a_damaged_wrapping_counts_as_the_contract_says(line: bytes) -> None:
    assert [told(part) for part in decode(line)] == expected(line)


@settings(deadline=None)
@given(mutated(WRAPPED | BARE))
def test_of_any_damaged_line_the_facts_are_those_of_some_object(line: bytes) -> None:
    assert isinstance(object_in(line), dict)


@settings(deadline=None)
@given(wounded_lines(WRAPPED | BARE), st.sampled_from((b" ", b"\t", b"\r", b" \t\r\r ")))
def test_blanks_around_a_damaged_line_are_nothing(line: bytes, blanks: bytes) -> None:
    assert decode(blanks + line + blanks) == decode(line.strip(b" \t\r"))
