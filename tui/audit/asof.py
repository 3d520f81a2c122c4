"""A table as it would be if each source ended at some byte: what was known at an earlier moment.

Made of the table itself: a session whose events all lie before the ends is the same one, and one
whose events all lie behind them is left out. Only those that lie on both sides are folded anew,
from the places in their feeds; of a long one, what its parts tell by themselves is not read again.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from tui.audit.bulk import BulkFold, UnreadableTimeError
from tui.audit.chronicle import Chronicle
from tui.audit.counters import Counters
from tui.audit.feed import Feed
from tui.audit.packed import Packed
from tui.audit.place import offset_of, place_of, source_of
from tui.audit.places import Places
from tui.audit.session import Session
from tui.audit.stretch import Stretch
from tui.audit.table import SessionTable

Ends = Mapping[int, int]
"""The place at which each source ends, by its number; one that is not in it does not."""
Read = Callable[[Sequence[int]], Iterable[tuple[Sequence[int], Sequence[bytes]]]]
"""Gives the lines at places of one source, in order, with their places; but for those gone."""

BEYOND = 1 << 63
"""A place behind all others."""


class Kept(NamedTuple):
    """A stretch of which something lies before the ends: these places of it, None for all."""

    stretch: Stretch
    places: "array[int] | None"
    is_past: bool


@dataclass(slots=True)
class Before:
    """What lies before the ends, and how many events of it cannot be read back any more."""

    table: SessionTable
    gone: int = 0


def table_as_of(table: SessionTable, ends: Ends, read: Read) -> Before:
    """What a table of these lines says, as far as they lie before the ends.

    The table must not change as long as that is used, which shares sessions with it. Other events
    are not counted: where they lie is not known, and no pane shows them.
    """
    before = Before(SessionTable(table.keeps_feeds, table.keeps_transfers))
    derived, cut = before.table, list[tuple[Session, list[Kept]]]()
    for session in chain(table.sessions.values(), (table.nobody,)):
        kept = _kept(session.feed, ends)
        if kept is None:
            _put(derived, session)
        elif kept:
            cut.append((session, kept))
    folds = _Folds.of(cut, table, read)
    before.gone = folds.gone
    spread = []
    for session, kept in cut:
        anew = folds.session(session, kept)
        _put(derived, anew)
        if len({source_of(place) for place in _bounds(session.feed)}) > 1:
            spread.append((session, anew))
    derived.chronicle = _chronicle(table.chronicle, ends, spread, folds.problems())
    known, left = len(table.chronicle.malformed), len(derived.chronicle.malformed)
    derived.malformed_lines = table.malformed_lines if left == known else left
    _sum_up(derived)
    return before


def _put(table: SessionTable, session: Session) -> None:
    if session.sid:
        table.sessions[session.sid] = session
    else:
        table.nobody = session


def _sum_up(table: SessionTable) -> None:
    """Set what is the sum over all sessions."""
    every = [*table.sessions.values(), table.nobody]
    table.desktop_events = sum(session.events for session in every)
    counters = [session.counters for session in every]
    names = Counters.__struct_fields__
    table.totals = Counters(*(sum(map(attrgetter(name), counters)) for name in names))
    for session in every:
        table.seen.merge(session.seen)


# -- which events are before the ends ------------------------------------------------------


def _kept(feed: Feed, ends: Ends) -> list[Kept] | None:
    """The stretches that lie before the ends, whole or in part; None if that is the whole feed."""
    kept, whole = [], True
    for number, stretch in enumerate(feed.stretches):
        places = _before(stretch, ends, in_order=number < feed.past)
        whole &= places is None
        if places is None or len(places):
            kept.append(Kept(stretch, places, number < feed.past))
    return None if whole else kept


def _before(stretch: Stretch, ends: Ends, *, in_order: bool) -> "array[int] | None":
    """The places of a stretch that lie before the ends; None if all do."""
    places = stretch.places
    first, last = _bounds_of(places, in_order=in_order)
    source = source_of(first)
    if source == source_of(last):
        end = ends.get(source, BEYOND)
        if last < end:
            return None
        if first >= end:
            return _places()
    kept = array("Q", _until(places, ends))
    return None if len(kept) == len(places) else kept


def _bounds_of(places: "array[int] | Packed", *, in_order: bool) -> tuple[int, int]:
    """The smallest and the largest place; what arrived is in no order of places."""
    return (places[0], places[-1]) if in_order else (min(places), max(places))


def _bounds(feed: Feed) -> Iterator[int]:
    for number, stretch in enumerate(feed.stretches):
        yield from _bounds_of(stretch.places, in_order=number < feed.past)


def _until(places: Iterable[int], ends: Ends) -> Iterator[int]:
    return (place for place in places if place < ends.get(source_of(place), BEYOND))


# -- sessions that lie on both sides -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Folds:
    """What was folded anew, by source: stretches that are cut, and whole ones, without feeds."""

    cut: dict[int, SessionTable]
    whole: dict[int, SessionTable]
    gone: int

    @classmethod
    def of(
        cls, sessions: Iterable[tuple[Session, Sequence[Kept]]], like: SessionTable, read: Read
    ) -> "_Folds":
        """Fold what must be of these sessions."""
        cut: dict[int, array[int]] = defaultdict(_places)
        whole: dict[int, array[int]] = defaultdict(_places)
        for session, kept in sessions:
            told = _stretches_told(session)
            for stretch, places, _ in kept:
                if places is not None:
                    _sort_in(cut, places)
                elif id(stretch) not in told:
                    _sort_in(whole, stretch.places)
        asked = sum(map(len, chain(cut.values(), whole.values())))
        cuts = {source: _fold(places, like, read, feeds=True) for source, places in cut.items()}
        wholes = {
            source: _fold(places, like, read, feeds=False) for source, places in whole.items()
        }
        found = sum(table.desktop_events for table in chain(cuts.values(), wholes.values()))
        return cls(cuts, wholes, asked - found)

    def session(self, session: Session, kept: Sequence[Kept]) -> Session:
        """A session as far as it is kept."""
        anew, sid = Session(session.sid), session.sid
        whole = {id(stretch) for stretch, places, _ in kept if places is None}
        parts = (part for part in session.parts if id(part.feed.stretches[0]) in whole)
        folded = (table.of(sid) for table in chain(self.cut.values(), self.whole.values()))
        for told in chain(parts, filter(None, folded)):
            anew.merge(told, past=True)
        stretches = [(self._stretch(sid, each), each.is_past) for each in kept]
        there = [(stretch, is_past) for stretch, is_past in stretches if stretch.rows]
        anew.feed = Feed.of(
            tuple(stretch for stretch, _ in there), sum(is_past for _, is_past in there)
        )
        return anew

    def _stretch(self, sid: str, kept: Kept) -> Stretch:
        """What is kept of a stretch, in the order of places where it is cut."""
        if kept.places is None:
            return kept.stretch
        anew = Stretch()
        for source in sorted(set(map(source_of, kept.places))):
            session = self.cut[source].of(sid)
            for stretch in () if session is None else session.feed.stretches:
                anew.extend(stretch)
        return anew

    def problems(self) -> Iterator[int]:
        """The places of rows of something that went wrong."""
        for table in self.cut.values():
            yield from (table.chronicle.arrived[number] for number in table.chronicle.problems)


def _places() -> "array[int]":
    return array("Q")


def _stretches_told(session: Session) -> set[int]:
    """The stretches of which is known what they tell by themselves."""
    return {id(part.feed.stretches[0]) for part in session.parts}


def _sort_in(known: dict[int, "array[int]"], places: "array[int] | Packed") -> None:
    """Put places to those of their sources."""
    source = source_of(places[0])
    if source == source_of(min(places)) == source_of(max(places)):
        known[source].extend(places)
        return
    for place in places:
        known[source_of(place)].append(place)


def _fold(places: "array[int]", like: SessionTable, read: Read, *, feeds: bool) -> SessionTable:
    """The table of the lines at some places of one source."""
    ordered = sorted(places)

    def begin() -> BulkFold:
        return BulkFold(SessionTable(feeds, like.keeps_transfers), source_of(ordered[0]))

    bulk = begin()
    try:
        for at, lines in read(ordered):
            bulk.fold_each(at, lines)
        bulk.finish()
    except UnreadableTimeError:
        bulk = begin()
        for at, lines in read(ordered):
            for place, line in zip(at, lines, strict=True):
                bulk.fold_plainly(offset_of(place), (line,))
    return bulk.table


# -- rows of all ---------------------------------------------------------------------------


def _chronicle(
    known: Chronicle,
    ends: Ends,
    spread: Sequence[tuple[Session, Session]],
    problems: Iterable[int],
) -> Chronicle:
    """The rows before the ends, all in the order of places.

    The rows of a session within one source end earlier, and are the same. Those of one that is
    `spread` over several (it as it is known, and as it is now) can begin elsewhere: an event may
    follow another one.
    """
    malformed = array("Q", _until(known.malformed, ends))
    arrived = (known.arrived[number] for number in known.problems)
    wrong = chain(_until(chain(arrived, known.past_problems), ends), problems)
    rows = _cut(known.past, ends)
    rows.lay(sorted(_until(known.arrived, ends)))
    if spread:
        theirs = {place for session, _ in spread for place in session.feed.places()}
        others = [place for place in rows if place not in theirs]
        others += [place for place in malformed if place in theirs]
        for _, session in spread:
            feed = session.feed
            others += [row.first for row in feed.rows(0, feed.end.rows, feed.end)]
        rows = Places.of(others)
    return Chronicle(rows, past_problems=Places.of(set(wrong)), malformed=malformed)


def _cut(places: Places, ends: Ends) -> Places:
    """Places, as far as they lie before the ends."""
    kept, at = Places(), 0
    while at < len(places):
        source = source_of(places[at])
        behind = places.before(place_of(source + 1, 0))
        kept.lay_part(places, at, min(behind, places.before(ends.get(source, BEYOND))))
        at = behind
    return kept
