"""The parts of a filter made into functions, once, so that a match is a few calls."""

from collections.abc import Callable, Sequence
from itertools import compress
from operator import not_
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
from tui.query.held import texts_of_event
from tui.query.needle import Needle
from tui.query.sought import Sought
from tui.query.syntax import AllOf, AnyOf, Flag, Form, Node, Not, Term, Value, Word
from tui.query.texts import Settled, Test, text_test

MatchesSession = Callable[[Session, int], bool]
MatchesEvent = Callable[[Event, Session, int], bool]
Answers = Callable[[Sequence[Session], int], list[bool]]


class Matching(NamedTuple):
    """Whether a session, or an event of a session, is as wanted, at a time (nanoseconds).

    `each` is what `session` says of each of many, where that takes less than to ask them one by
    one (None: it does not).
    """

    session: MatchesSession
    event: MatchesEvent
    needs_transfers: bool
    each: Answers | None = None

    def of_each(self, sessions: Sequence[Session], now: int) -> list[bool]:
        """Whether each of some sessions is as wanted."""
        if self.each is not None:
            return self.each(sessions, now)
        matches = self.session
        return [matches(session, now) for session in sessions]


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
            return _word(value, _test(value, lambda: text_test("~", value, settled)))
        case Term():
            return _term(node, settled)


def _opposite(part: Matching) -> Matching:
    session, event, needs_transfers, _ = part

    return Matching(
        lambda s, now: not session(s, now),
        lambda e, s, now: not event(e, s, now),
        needs_transfers,
        lambda sessions, now: [not matched for matched in part.of_each(sessions, now)],
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

    def each(sessions: Sequence[Session], now: int) -> list[bool]:
        found = [True] * len(sessions)
        for part in parts:
            more = iter(part.of_each([*compress(sessions, found)], now))
            found = [matched and next(more) for matched in found]
        return found

    return Matching(session, event, any(part.needs_transfers for part in parts), each)


def _any(parts: Sequence[Matching]) -> Matching:
    sessions, events = [part.session for part in parts], [part.event for part in parts]

    def session(session: Session, now: int) -> bool:
        for matches in sessions:  # noqa: SIM110 - a generator takes twice as long
            if matches(session, now):
                return True
        return False

    def each(sessions: Sequence[Session], now: int) -> list[bool]:
        found = [False] * len(sessions)
        for part in parts:
            more = iter(part.of_each([*compress(sessions, map(not_, found))], now))
            found = [matched or next(more) for matched in found]
        return found

    return Matching(
        session,
        lambda e, s, now: any(matches(e, s, now) for matches in events),
        any(part.needs_transfers for part in parts),
        each,
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


def _word(value: Value, test: Test) -> Matching:
    sought = Sought(test, Needle.of(value, test))
    facts = sought.in_facts
    return Matching(
        lambda s, _now: sought.in_session(s),
        lambda e, s, now: any(test(text, now) for text in texts_of_event(e)) or facts(s),
        needs_transfers=True,
        each=lambda sessions, _now: sought.in_each(sessions),
    )


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
