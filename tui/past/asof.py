"""What was known at an earlier moment, of all that some sources are read for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tui.audit.asof import table_as_of
from tui.audit.place import place_of, source_of
from tui.audit.rates import MINUTE, MINUTES, SLICE, SLICES, Rates
from tui.audit.session import Session
from tui.audit.table import SessionTable
from tui.past.pieces import Extent, Piece, Wanted, fold, last_lines
from tui.source.back import offset_at, read_back, time_from
from tui.source.file import Source

COUNTED = 1 << 22
"""Bytes of all sources that are read back at most for what moved when, 4 MiB: 60 ms."""


@dataclass(frozen=True, slots=True)
class Known:
    """A table and rates as of a moment (ns). From when on (ns) all that moved is in the rates, None
    for as far back as they go; and how many events cannot be read back any more.
    """

    table: SessionTable
    rates: Rates
    counted_since: int | None
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment that is looked at, and the one at which somebody looks (ns)."""

    moment: int
    now: int


def known_at(
    clock: Clock,
    table: SessionTable,
    rates: Rates,
    sources: Sequence[Source],
    counted_since: int | None,
) -> Known:
    """What was known at a moment, of what is known now, as each source's lines had reached it.

    So it is what would be read of the files cut there. `counted_since` is that of the rates.
    """
    moment = clock.moment
    ends = {source.number: _end(source, moment, table) for source in sources}
    places = {number: place_of(number, end) for number, end in ends.items()}

    def read(wanted: Sequence[int]) -> Iterable[tuple[Sequence[int], Sequence[bytes]]]:
        return read_back(sources[source_of(wanted[0])], wanted)

    before = table_as_of(table, places, read)
    then, since = _rates(moment, sources, ends)
    then.take_minutes(rates, since)
    first = max(counted_since or 0, clock.now - (MINUTES - 1) * MINUTE)
    return Known(before.table, then, min(first, since), before.gone)


def _rates(moment: int, sources: Sequence[Source], ends: Mapping[int, int]) -> tuple[Rates, int]:
    """What moved in the ten minutes before a moment, read back; and since when (ns) it is all,
    if that is too much to be read.
    """
    rates, since = Rates(), moment - SLICES * SLICE
    begins = {source.number: _begin(source, since, ends[source.number]) for source in sources}
    total = sum(ends[number] - begin for number, begin in begins.items())
    wanted = Wanted(feeds=False, transfers=False, now=moment)
    for source in sources:
        begin, end = begins[source.number], ends[source.number]
        if begin >= end:
            continue
        try:
            extent = Extent.of(source, end, whole=False)
        except OSError:
            continue
        try:
            if total > COUNTED:
                begin = last_lines(extent, COUNTED * (end - begin) // total)
                since = max(since, time_from(source, begin, end) or since)
            rates.merge(fold(Piece(extent, begin, end), extent.descriptor, wanted).rates)
        except OSError:
            continue
        finally:
            extent.close()
    return rates, since


def _begin(source: Source, since: int, end: int) -> int:
    """The byte at which a source's lines reach a moment; its end if it cannot be read."""
    try:
        return offset_at(source, since - 1, end) if source.descriptor >= 0 else end
    except OSError:
        return end


def _end(source: Source, moment: int, table: SessionTable) -> int:
    """The byte at which a source ends as of a moment."""
    end = source.cutter.offset
    try:
        if source.descriptor >= 0 and source.begins_with(source.head):
            return offset_at(source, moment, end)
    except OSError:
        pass
    # It is closed or gone: what was kept of starts and ends tells it about.
    later = [place for session in table.sessions.values() for place in _later(session, moment)]
    first = place_of(source.number, 0)
    return min((place - first for place in later if source_of(place) == source.number), default=end)


def _later(session: Session, moment: int) -> Iterable[int]:
    """The places of a session's start and end, if they are later than a moment."""
    for boundary in (session.opening, session.closing):
        if boundary is not None and boundary.time is not None and boundary.time > moment:
            yield boundary.place
