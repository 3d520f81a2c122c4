"""A word without a field, looked for in all that sessions say: of one, or of many at once.

Of many, what recurs is asked once: 100,000 sessions have a few hundred users, desktops and folders.
Sids and paths are looked through together. It takes a third of asking each session by itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, compress
from operator import not_

from tui.audit.session import RECOVERED, Session
from tui.query.held import texts_of_events, texts_of_names
from tui.query.needle import Needle, batches
from tui.query.texts import Test

REMEMBERED = 1 << 15
"""How many texts' answers are kept: they are the table's own."""
TOGETHER = 64
"""Sessions whose transfers are looked through at once."""


class Answers(dict[str, bool]):
    """What a test says of texts that recur: to ask anew takes ten times as long.

    For tests to which the time is no matter.
    """

    def __init__(self, test: Test) -> None:
        super().__init__()
        self._test = test

    def __missing__(self, text: str) -> bool:
        if len(self) >= REMEMBERED:
            self.clear()
        answer = self[text] = self._test(text, 0)
        return answer


class Sought:
    """A word: what a test says of each text; with a `needle`, many are looked through at once."""

    def __init__(self, test: Test, needle: Needle | None) -> None:
        self._test, self._needle = test, needle
        self._names = Answers(test)

    def in_facts(self, session: Session) -> bool:
        """Whether it is found in who, where, or the sid."""
        return self._in_names(session) or self._test(session.sid, 0)

    def in_session(self, session: Session) -> bool:
        """Whether it is found in anything that a session says."""
        return self.in_facts(session) or self._in_events(session)

    def _in_names(self, session: Session) -> bool:
        return any(map(self._names.__getitem__, texts_of_names(session)))

    def _in_events(self, session: Session) -> bool:
        return any(self._test(text, 0) for text in texts_of_events(session))

    def in_each(self, sessions: Sequence[Session]) -> list[bool]:
        """Whether it is found in each of many sessions."""
        needle = self._needle
        if needle is None or self._test("", 0):  # which is in nearly all
            return [*map(self.in_session, sessions)]
        found = self._by_names(needle, sessions)
        for look in (_by_sids, self._by_events):
            if False not in found:
                break
            rest = [*compress(sessions, map(not_, found))]
            more = look(needle, rest)
            if True in more:
                of_rest = iter(more)
                found = [said or next(of_rest) for said in found]
        return found

    def _by_names(self, needle: Needle, sessions: Sequence[Session]) -> list[bool]:
        """Of each whether who and where hold it, which their starts tell of most."""
        openings = [opening for each in sessions if (opening := each.opening) is not None]
        names = [opening.names for opening in openings]
        logins = [opening.login for opening in openings]
        told = {*chain.from_iterable(names)}
        told.update(logins)
        # What a start does not tell, another event may; a mark at the desktop's name is no text.
        unsure = {text for text in told if not text or text.endswith(RECOVERED)}
        holding = _those(needle, told) - unsure
        if unsure or len(openings) < len(sessions):
            return [*self._told_by_starts(sessions, holding, unsure)]
        if not holding:
            return [False] * len(sessions)
        apart = map(holding.isdisjoint, names)
        return [not none or login in holding for none, login in zip(apart, logins, strict=True)]

    def _told_by_starts(
        self, sessions: Iterable[Session], holding: AbstractSet[str], unsure: AbstractSet[str]
    ) -> Iterator[bool]:
        none_holds, all_sure = holding.isdisjoint, unsure.isdisjoint
        for session in sessions:
            opening = session.opening
            if opening is None:
                yield self._in_names(session)
            elif opening.login in holding or not none_holds(opening.names):
                yield True
            elif opening.login in unsure or not all_sure(opening.names):
                yield self._in_names(session)
            else:
                yield False

    def _by_events(self, needle: Needle, sessions: Sequence[Session]) -> list[bool]:
        """Of each whether what its events say, each for itself, holds it."""
        saying = [each for each in sessions if each.errors or each.shared or each.transfer_count]
        late = {*map(id, self._said_by_events(needle, saying))}
        return [id(session) in late for session in sessions] if late else []

    def _said_by_events(self, needle: Needle, sessions: Sequence[Session]) -> Iterator[Session]:
        shared = {id(session.shared): session.shared for session in sessions}
        errors = {id(session.errors): session.errors for session in sessions}
        holding = _those(needle, set[str]().union(*shared.values(), *errors.values()))
        if holding:
            none_holds = holding.isdisjoint
            none = [none_holds(each.shared) and none_holds(each.errors) for each in sessions]
            yield from compress(sessions, map(not_, none))
            sessions = [*compress(sessions, none)]
        for batch in batches(sessions, TOGETHER):
            if _may_have_moved(needle, batch):
                for session in batch:
                    if _may_have_moved(needle, [session]) and self._in_events(session):
                        yield session


def _by_sids(needle: Needle, sessions: Iterable[Session]) -> list[bool]:
    """Of each whether its sid holds it."""
    return needle.each([session.sid for session in sessions])


def _may_have_moved(needle: Needle, sessions: Iterable[Session]) -> bool:
    """Whether one of some sessions may have a transfer whose path, or folder, holds it.

    Its kind is looked at as well, which no word asks for: that is to be looked at closer.
    """
    keys = chain.from_iterable(session.files for session in sessions)
    texts = [*chain.from_iterable(keys)]
    return bool(texts) and needle.may_be_in(texts)


def _those(needle: Needle, texts: AbstractSet[str]) -> AbstractSet[str]:
    """Those in which it is."""
    return {*compress(texts, needle.each(texts))}
