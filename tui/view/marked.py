"""Marks as they stand on what is shown: of a row, of a session, and where a marked line lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter

from tui.audit.place import place_of, source_of
from tui.audit.rates import ALL
from tui.audit.session import Session
from tui.live.feeds import Feeds
from tui.live.monitor import Monitor
from tui.marks.mark import NOWHERE, Mark, digest_of, mark_on_line, mark_on_session
from tui.marks.store import Marks
from tui.picture.picture import FeedLine
from tui.source.file import Source
from tui.view.facts import Fact
from tui.words.text import plural, visible

FLAG = "⚑"
"""Stands on what is marked."""
FLAG_WITHIN = "⚐"
"""Stands on a session of which only lines are marked."""
REMEMBERED = 4_096
"""Lines of which the digest is kept: of those only that begin where a marked one does."""
FEW = 16
"""Files that a run may lie in, and each of them is looked into for a mark; of more, only those that
bear the name of the one that it was made in: a fleet has thousands.
"""


@dataclass(slots=True)
class Marked:
    """The marks there are, looked for in what a monitor reads.

    A row is asked for by the byte at which its line begins; only where a mark knows that byte the
    line itself is read.
    """

    monitor: Monitor
    marks: Marks
    _digests: dict[int, str] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    # -- of what is shown ------------------------------------------------------------------

    def of_row(self, told: FeedLine) -> Mark | None:
        """The mark on a row of a feed: of a run, the first one on any of its lines."""
        return next(self._on_row(told), None)

    def _on_row(self, told: FeedLine) -> Iterator[Mark]:
        row = told.row
        if row.events == 1:
            at = self.monitor.where(row.first).offset if len(self.marks) else -1
            for mark in self.marks.at(at):
                if self._digest(row.first) == mark.digest:
                    yield mark
            return
        low, high = sorted((row.first, row.last))
        for mark in self.marks.on_lines_of(told.sid):
            for source in self._between(low, high, mark):
                place = _place_in(source, mark)
                if place is None or not low <= place <= high:
                    continue
                if self._digest(place) != mark.digest:
                    continue
                # What several servers write of one session may lie between and not be of it.
                with self.monitor.feeds() as feeds:
                    rows = [feeds.row_of(told.sid, told.sid, at) for at in (row.first, place)]
                if rows[0] is not None and rows[1] is not None and rows[0][0] == rows[1][0]:
                    yield mark

    def _between(self, low: int, high: int, mark: Mark) -> Sequence[Source]:
        """The sources from one place to another in which a mark may be."""
        first, last = source_of(low), source_of(high)
        sources = self.monitor.sources[first : last + 1]
        if len(sources) <= FEW:
            return sources
        return [each for each in sources if each.number in (first, last) or _is_of(each, mark)]

    def _digest(self, place: int) -> str:
        known = self._digests.get(place)
        if known is None:
            if len(self._digests) >= REMEMBERED:
                self._digests.clear()
            line = self.monitor.line_at(place)
            if line is None:
                return ""
            known = self._digests[place] = digest_of(line)
        return known

    def of_session(self, sid: str) -> Mark | None:
        """The mark on a session itself."""
        return self.marks.of_session(sid)

    def sign(self, sid: str) -> str:
        """What stands on a session: a flag for itself or for lines of it, else a blank."""
        if self.marks.of_session(sid) is not None:
            return FLAG
        return FLAG_WITHIN if sid and self.marks.on_lines_of(sid) else " "

    def facts(self, sid: str) -> Iterator[Fact]:
        """What is marked of a session: itself, with its note, and how many of its lines."""
        mark, lines = self.of_session(sid), self.marks.on_lines_of(sid)
        parts = [] if mark is None else [visible(mark.note) or "yes"]
        parts += [plural(len(lines), "line")] if lines else []
        if parts:
            yield Fact("Marked", tuple(parts))

    # -- made anew -------------------------------------------------------------------------

    def new_on_row(self, told: FeedLine) -> Mark | None:
        """A mark on the line that begins a row; None if it is gone."""
        line = self.monitor.line_at(told.row.first)
        if line is None:
            return None
        return mark_on_line(told, line, self.monitor.where(told.row.first), self.marks.clock())

    def new_on_session(self, sid: str) -> Mark | None:
        """A mark on a session; None if there is none with this sid."""
        view = self.monitor.session(sid)
        if view is None:
            return None
        [place] = self.monitor.told([sid], _beginning)
        spot = NOWHERE if place is None else self.monitor.where(place)
        return mark_on_session(view, spot, self.marks.clock())

    # -- where they are --------------------------------------------------------------------

    def place(self, mark: Mark) -> int | None:
        """Where a marked line lies in what is read; None if nowhere."""
        known = self._places.get(mark.id)
        if known is not None and self._is_at(known, mark):
            return known
        sources = self.monitor.sources
        likely = [source for source in reversed(sources) if _is_of(source, mark)]
        # Its file may have another name and another inode by now; but thousands that were shipped
        # are not looked into for it: a shipper tells them.
        others = (source for source in reversed(sources) if source.foreign is None)
        for source in chain(likely, others):
            place = _place_in(source, mark)
            if place is not None and self._is_at(place, mark):
                self._places[mark.id] = place
                return place
        return None

    def _is_at(self, place: int, mark: Mark) -> bool:
        line = self.monitor.line_at(place)
        return line is not None and digest_of(line) == mark.digest

    def line(self, mark: Mark) -> bytes | None:
        """The log's own line that is marked; None if it is not there, or a session is marked."""
        place = None if mark.of_session else self.place(mark)
        return None if place is None else self.monitor.line_at(place)

    def knows_session(self, mark: Mark) -> bool:
        """Whether the session is known that a mark is on, or on a line of."""
        return bool(self._sids([mark]))

    def missing(self, mark: Mark) -> str:
        """Why one cannot go to it, in a word or two; empty if it is there."""
        if mark.of_session:
            return "" if self.knows_session(mark) else "not read"
        if self.place(mark) is not None:
            return ""
        is_read = any(_is_of(source, mark) for source in self.monitor.sources)
        return "gone" if is_read else "not read"

    def rows(self, feed: str) -> list[tuple[int, int]]:
        """The rows of a feed in which marked lines are, each with the event's number in it."""
        marks: Sequence[Mark] = self.marks.on_lines_of(feed)
        if feed == ALL:
            lines = [mark for mark in self.marks if not mark.of_session]
            known = self._sids(lines)
            marks = [mark for mark in lines if not mark.sid or mark.sid in known]
        places = [(mark.sid, self.place(mark)) for mark in marks]
        with self.monitor.feeds() as feeds:
            found = [_row(feeds, feed, sid, place) for sid, place in places]
        return sorted(row for row in found if row is not None)

    def _sids(self, marks: Sequence[Mark]) -> set[str]:
        """The sids of those of the marks' sessions that are known."""
        return set(self.monitor.told({mark.sid for mark in marks}, attrgetter("sid")))


def _row(feeds: Feeds, feed: str, sid: str, place: int | None) -> tuple[int, int] | None:
    return None if place is None else feeds.row_of(feed, sid, place)


def _place_in(source: Source, mark: Mark) -> int | None:
    """Where a source has the byte of its file at which a marked line begins; None if nowhere."""
    offset = source.provenance.offset(mark.offset)
    if offset is None or offset >= source.cutter.offset:
        return None
    return place_of(source.number, offset)


def _is_of(source: Source, mark: Mark) -> bool:
    """Whether a source is of the file in which a mark was made, as far as its names tell."""
    shipped = source.foreign
    if shipped is not None:
        return shipped.inode == mark.inode or _bare(shipped.name) == _bare(mark.path)
    return source.inode == mark.inode or mark.path in (str(source.real), str(source.path))


def _bare(name: str) -> str:
    """A file's name as it was before it was compressed."""
    return name.removesuffix(".gz").removesuffix(".zst")


def _beginning(session: Session) -> int | None:
    """Where a session's first line lies, if its start or its end is known."""
    boundary = session.opening or session.closing
    return None if boundary is None else boundary.place
