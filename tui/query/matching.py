"""The parts of a filter made into functions, once, so that a match is a few calls."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tui.audit.event import Event
from tui.audit.session import Session
from tui.query.error import QueryError
from tui.query.fields import (
    EVENT_FLAGS,
    FIELDS,
    OUTCOME_FLAGS,
    SESSION_FLAGS,
)
from tui.query.held import texts_of_event, texts_of_events, texts_of_names
from tui.query.syntax import AllOf, AnyOf, Flag, Form, Node, Not, Term, Value, Word
from tui.query.texts import Settled, Test, text_test

REMEMBERED = 1 << 15
"""How many texts' answers are kept: they are the table's own."""

MatchesSession = Callable[[Session, int], bool]
MatchesEvent = Callable[[Event, Session, int], bool]


class Matching(NamedTuple):
    """Whether a session, or an event of a session, is as wanted, at a time (nanoseconds)."""

    session: MatchesSession
    event: MatchesEvent
    needs_transfers: bool


def matching(node: Node, settled: Settled) -> Matching:
    """The functions of a part. Raises QueryError where a value cannot be understood."""
    match node:
        case Not(part):
            return _opposite(matching(part, settled))
        case AllOf(parts):
            return _all([matching(part, settled) for part in parts])
        case AnyOf(parts):
            return _any([matching(part, settled) for part in parts])
        case Flag(name):
            return _flag(name)
        case Word(value):
            return _word(_test(value, lambda: text_test("~", value, settled)))
        case Term():
            return _term(node, settled)


def _opposite(part: Matching) -> Matching:
    session, event, needs_transfers = part
    return Matching(
        lambda s, now: not session(s, now), lambda e, s, now: not event(e, s, now), needs_transfers
    )


def _all(parts: Sequence[Matching]) -> Matching:
    sessions, events = [part.session for part in parts], [part.event for part in parts]

    def session(session: Session, now: int) -> bool:
        for matches in sessions:  # noqa: SIM110 - a generator takes twice as long
            if not matches(session, now):
                return False
        return True

    def event(event: Event, session: Session, now: int) -> bool:
        for matches in events:  # noqa: SIM110 - see above
            if not matches(event, session, now):
                return False
        return True

    return Matching(
        session,
        event,
        any(part.needs_transfers for part in parts),
    )


def _any(parts: Sequence[Matching]) -> Matching:
    sessions, events = [part.session for part in parts], [part.event for part in parts]

    def session(session: Session, now: int) -> bool:
        for matches in sessions:  # noqa: SIM110 - a generator takes twice as long
            if matches(session, now):
                return True
        return False

    return Matching(
        session,
        lambda e, s, now: any(matches(e, s, now) for matches in events),
        any(part.needs_transfers for part in parts),
    )


def _flag(name: str) -> Matching:
    outcome = OUTCOME_FLAGS.get(name)
    if outcome is not None:
        return Matching(
            lambda s, _now: s.has(outcome),
            lambda e, _s, _now: e.outcome is outcome,
            needs_transfers=False,
        )
    flag, of_event = SESSION_FLAGS[name], EVENT_FLAGS.get(name)
    if of_event is not None:
        return Matching(
            lambda s, _now: flag(s), lambda e, s, _now: of_event(e, s), needs_transfers=False
        )
    return Matching(lambda s, _now: flag(s), lambda _e, s, _now: flag(s), needs_transfers=False)


def _word(test: Test) -> Matching:
    names = _Answers(test)

    def facts(session: Session, now: int) -> bool:
        return any(map(names.__getitem__, texts_of_names(session))) or test(session.sid, now)

    return Matching(
        lambda s, now: facts(s, now) or any(test(text, now) for text in texts_of_events(s)),
        lambda e, s, now: any(test(text, now) for text in texts_of_event(e)) or facts(s, now),
        needs_transfers=True,
    )


class _Answers(dict[str, bool]):
    """What a test says of texts that recur: to ask anew takes ten times as long.

    The time is no matter to the test of a word.
    """

    def __init__(self, test: Test) -> None:
        super().__init__()
        self._test = test

    def __missing__(self, text: str) -> bool:
        if len(self) >= REMEMBERED:
            self.clear()
        answer = self[text] = self._test(text, 0)
        return answer


def _term(term: Term, settled: Settled) -> Matching:
    field = FIELDS[term.field]
    operator = term.operator.removeprefix("!")
    test = _one_of([_value_test(term, operator, value, settled) for value in term.values])
    of_session, of_event = field.of_session, field.of_event

    def several(session: Session, now: int) -> bool:
        return any(test(held, now) for held in of_session(session))

    def single(session: Session, now: int) -> bool:
        return test(of_session(session), now)

    # Rules ask this of every event: not by one call more than is needed.
    def single_of_session(_event: Event, session: Session, now: int) -> bool:
        return test(of_session(session), now)

    def several_of_session(_event: Event, session: Session, now: int) -> bool:
        return several(session, now)

    session = several if field.several else single
    if of_event is None:
        event = several_of_session if field.several else single_of_session
        found = Matching(session, event, field.needs_transfers)
    elif field.several:
        found = Matching(
            session,
            lambda e, _s, now: any(test(held, now) for held in of_event(e)),
            field.needs_transfers,
        )
    else:
        found = Matching(session, lambda e, _s, now: test(of_event(e), now), field.needs_transfers)
    return _opposite(found) if term.operator.startswith("!") else found


def _one_of(tests: Sequence[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    return lambda held, now: any(test(held, now) for test in tests)


def _value_test(term: Term, operator: str, value: Value, settled: Settled) -> Test:
    kind = FIELDS[term.field].type
    if value.form is Form.PATTERN and "~" not in kind.operators:
        raise QueryError(
            f"{term.field} is no text: a regular expression says nothing of it",
            value.begin,
            value.end,
        )
    return _test(value, lambda: kind.test(operator, value, settled))


def _test(value: Value, make: Callable[[], Test]) -> Test:
    """A value's test, with what is wrong with the value said at its place."""
    try:
        return make()
    except ValueError as error:
        raise QueryError(str(error), value.begin, value.end) from error
