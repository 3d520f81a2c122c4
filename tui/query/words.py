"""A word without a field, looked for in all that sessions say: of one, or of many at once.

Of many, what recurs is asked once: 100,000 sessions have a few hundred users, desktops and folders.
Sids and paths are looked through together. It takes a fifth of asking each session by itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, compress, repeat
from operator import not_, or_

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
        names = map(self._names.__getitem__, texts_of_names(session))
        return any(names) or self._test(session.sid, 0)

    def in_session(self, session: Session) -> bool:
        """Whether it is found in anything that a session says."""
        return self.in_facts(session) or self._in_events(session)

    def _in_events(self, session: Session) -> bool:
        return any(self._test(text, 0) for text in texts_of_events(session))

    def in_each(self, sessions: Sequence[Session]) -> list[bool]:
        """Whether it is found in each of many sessions."""
        needle = self._needle
        if needle is None or self._test("", 0):  # which is in nearly all
            return [*map(self.in_session, sessions)]
        found = [*Recurring(self._names, needle, sessions).each(sessions)]
        by_sid = needle.each(session.sid for session in _rest(sessions, found))
        found = _with(found, by_sid)
        return _with(found, self._by_transfers(needle, _rest(sessions, found)))

    def _by_transfers(self, needle: Needle, sessions: Iterable[Session]) -> Iterator[bool]:
        """Of each whether one of its transfers holds it."""
        for batch in batches(sessions, TOGETHER):
            if _may_have_moved(needle, batch):
                for session in batch:
                    yield _may_have_moved(needle, [session]) and self._in_events(session)
            else:
                yield from repeat(False, len(batch))


def _rest(sessions: Iterable[Session], found: Iterable[bool]) -> Iterator[Session]:
    """Those in which nothing was found yet."""
    return compress(sessions, map(not_, found))


def _with(found: Iterable[bool], more: Iterable[bool]) -> list[bool]:
    """What was found, with what is said of each of the rest."""
    of_rest = iter(more)
    return [said or next(of_rest) for said in found]


def _may_have_moved(needle: Needle, sessions: Iterable[Session]) -> bool:
    """Whether one of some sessions may have a transfer whose path, or folder, holds it.

    Its kind is looked at as well, which no word asks for: that is to be looked at closer.
    """
    keys = chain.from_iterable(session.transfers for session in sessions)
    texts = [*chain.from_iterable(keys)]
    return bool(texts) and needle.may_be_in(texts)


class Recurring:
    """What is said of a word by the texts that sessions share: who, where, folders, errors."""

    def __init__(self, answers: Answers, needle: Needle, sessions: Sequence[Session]) -> None:
        self._answers = answers
        openings = [opening for each in sessions if (opening := each.opening) is not None]
        told = {*chain.from_iterable([opening.names for opening in openings])}
        told.update([opening.login for opening in openings])
        # What a start does not tell, another event may; a mark at the desktop's name is no text.
        unsure = {text for text in told if not text or text.endswith(RECOVERED)}
        self._in_names = _those(needle, told) - unsure
        self._near_names = self._in_names | unsure
        self._in_events = _those(needle, _said(sessions))
        self._all_start = len(openings) == len(sessions)

    def each(self, sessions: Sequence[Session]) -> Iterable[bool]:
        """What is said of each."""
        if self._near_names or self._in_events or not self._all_start:
            return self._each(sessions)
        return repeat(False, len(sessions))

    def _each(self, sessions: Iterable[Session]) -> Iterator[bool]:
        near, none_near = self._near_names, self._near_names.isdisjoint
        none_in = self._in_events.isdisjoint
        for session in sessions:
            opening = session.opening
            if opening is None or opening.login in near or not none_near(opening.names):
                if self._in_who_and_where(session):
                    yield True
                    continue
            yield not (none_in(session.shared) and none_in(session.errors))

    def _in_who_and_where(self, session: Session) -> bool:
        opening, known = session.opening, self._in_names
        if opening is not None and (
            opening.login in known or not known.isdisjoint(opening.names)
        ):
            return True
        return any(map(self._answers.__getitem__, texts_of_names(session)))


def _said(sessions: Iterable[Session]) -> AbstractSet[str]:
    """Folders that were shared, and errors: many sessions have the same few sets of them."""
    sets = [(each.shared, each.errors) for each in sessions if each.shared or each.errors]
    different = {id(texts): texts for texts in chain.from_iterable(sets)}
    return set[str]().union(*different.values())


def _those(needle: Needle, texts: AbstractSet[str]) -> AbstractSet[str]:
    """Those in which it is."""
    return {*compress(texts, needle.each(texts))}
