"""Blocks of lines folded into a table at once: the fast way through what was written before.

The result is that of `SessionTable.fold`, to the byte: lines that cannot be desktop events are
counted without being cut apart, ordinary ones are summed up per session and file, and every
other one is given to the table as it is.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import cast

from tui.audit.blocks import are_objects, candidates, is_utf8, lines_of
from tui.audit.counters import Span, Transfer, TransferKey
from tui.audit.event import Event, Outcome, event_of
from tui.audit.minutes import Minutes
from tui.audit.ordinary import (
    FLAT,
    KIND_OF,
    OF_FILES,
    OF_FOLDERS,
    NotPlain,
    Ordinary,
    fields_in,
    is_other,
    may_tell,
    numbers_in,
    ordinary_in,
)
from tui.audit.place import offset_of, place_of
from tui.audit.rfc3339 import parse_time
from tui.audit.runs import Desk, Run, untold
from tui.audit.session import BIT_OF, Session
from tui.audit.table import SessionTable

DENSE = 1500
"""Bytes for each desktop event below which a block is cut into lines, and none is looked for."""
Decode = Callable[[bytes], Ordinary]


class UnreadableTimeError(Exception):
    """A time that cannot be read is the smallest or largest: the plain way must be gone."""


def _forget(event: Event) -> None:
    """Nothing is done with an event."""


@dataclass(slots=True)
class BulkFold:
    """Folds blocks of one source, from its beginning on, into a table that nobody else fills.

    What is summed up is in the table only after `finish`. With a `day` (a time as text) it is told
    besides what moved since then: events from `recent` on are not summed up, and given to
    `on_event`; some earlier ones are, too; what all others moved is in `minutes`.
    """

    table: SessionTable
    source: int
    day: str = ""
    recent: str = ""
    on_event: Callable[[Event], None] = _forget
    minutes: Minutes = field(default_factory=Minutes)
    _desks: dict[str, Desk] = field(default_factory=dict)
    _dense: bool = False

    @property
    def _keeps_files(self) -> bool:
        return self.table.keeps_feeds or self.table.keeps_transfers

    def fold(self, offset: int, block: bytes) -> None:
        """Fold whole lines (the last one's end left out), the first of them at byte `offset`."""
        lines = lines_of(block)
        # Places of one source differ as its offsets do.
        place = place_of(self.source, offset)
        if self._dense or not are_objects(lines):
            places: Iterable[int] = accumulate(map(len, lines), initial=place)
            text = block
        else:
            found = candidates(block)
            self.table.other_events += len(lines) - len(found)
            lines = [block[begin:end] for begin, end in found]
            places = [place + begin for begin, _ in found]
            text = b"".join(lines)
        self._dense = self._fold_text(places, lines, text) * DENSE > len(block)

    def fold_each(self, places: Iterable[int], lines: Sequence[bytes]) -> None:
        """Fold lines that lie at some places, in order, and need not be neighbours."""
        self._fold_text(places, lines, b"".join(lines))

    def _fold_text(self, places: Iterable[int], lines: Sequence[bytes], text: bytes) -> int:
        """Fold lines, of which all stands in a text; returns how many of them were ordinary."""
        if is_utf8(text):
            return self._fold_lines(places, lines, escapes=b"\\" in text)
        for place, line in zip(places, lines, strict=False):
            self.fold_plainly(offset_of(place), (line,))
        return 0

    def finish(self) -> None:
        """Add what was summed up to the table.

        Raises UnreadableTimeError; the table is of no use then.
        """
        for desk in self._desks.values():
            if desk.runs:
                self._add(desk)
        self._desks.clear()

    def _add(self, desk: Desk) -> None:
        table, session, runs = self.table, desk.session, desk.runs.values()
        for run in runs:
            kind = KIND_OF[run.code]
            table.desktop_events += run.events
            session.events += run.events
            table.totals.add_many(kind, run.events, run.bytes)
            session.counters.add_many(kind, run.events, run.bytes)
            if run.key is not None and table.keeps_transfers:
                seen = _span(run.first, run.last)
                moved = Transfer(run.events, run.bytes, extent=run.extent, seen=seen)
                table.transfer(session, run.key).merge(moved)
        seen = _span(min(run.first for run in runs), max(run.last for run in runs))
        table.seen.merge(seen)
        session.seen.merge(seen)

    def _fold_lines(  # noqa: C901 - in one piece: a call for each line would cost a tenth
        self, places: Iterable[int], lines: Sequence[bytes], *, escapes: bool
    ) -> int:
        """Fold lines of valid UTF-8; returns how many of them were ordinary."""
        desks, keeps_files = self._desks, self._keeps_files
        day, recent, counts = self.day, self.recent, self.minutes.count
        decode = ordinary_in if keeps_files else cast("Decode", numbers_in)
        odd = 0
        for place, line in zip(places, lines, strict=False):
            try:
                event = decode(line)
            except NotPlain:
                odd += 1
                self.fold_plainly(offset_of(place), (line,))
                continue
            desk = desks.get(event.sid)
            time = event.time
            moment = time[:-1]
            if (
                desk is None
                or event.success is False
                # So that what is a time at all is one in UTC, and sorts as its text does.
                or time[-1] != "Z"
                or time[10] != "T"
                or len(line) > FLAT
                # Of which the plain way may not see what it is, nor we which names it tells.
                or (escapes and b"\\u" in line)
                or (desk.untold and may_tell(line, desk.untold))
                # The last one, as it counts the event.
                or (day and moment >= day and (moment >= recent or not counts(event)))
            ):
                odd += 1
                if desk is None and is_other(event.code, line):
                    self.table.other_events += 1
                else:
                    self._fold_event(place, line)
                continue
            code = event.code
            key: Hashable = code
            if keeps_files and code in OF_FOLDERS:
                key = (code, event.directory_name, event.file_path)
            run = desk.runs.get(key)
            if run is None:
                if code not in KIND_OF:
                    odd += 1
                    self._fold_event(place, line)
                    continue
                run = desk.runs[key] = self._begin_run(desk.session, event, moment)
            run.events += 1
            run.bytes += event.length
            if moment > run.last:
                run.last = moment
            elif moment < run.first:
                run.first = moment
            if keeps_files:
                self._keep_place(desk, run, event, place)
        return len(lines) - odd

    def _begin_run(self, session: Session, event: Ordinary, moment: str) -> Run:
        code = event.code
        session.outcomes |= BIT_OF[Outcome.DONE]
        if code == "TDP04I" and self.table.keeps_transfers:
            session.share(event.directory_name)
        if code not in OF_FILES or not self._keeps_files:
            return Run(code, None, None, moment, moment)
        key = TransferKey(KIND_OF[code], event.directory_name, event.file_path)
        return Run(code, key, (key, Outcome.DONE), moment, moment)

    def _keep_place(self, desk: Desk, run: Run, event: Ordinary, place: int) -> None:
        reached = event.offset + event.length
        if reached > run.extent:
            run.extent = reached
        if desk.stretch is not None:
            moved = 0 if run.code == "TDP04I" else event.length
            if desk.stretch.append(place, moved, run.row):
                self.table.chronicle.append(place, problem=False)

    def _fold_event(self, place: int, line: bytes) -> None:
        """Fold a line of valid UTF-8, by the fields that matter if they are beyond doubt."""
        try:
            fields = fields_in(line) if len(line) <= FLAT and b"\\u" not in line else None
        except NotPlain:
            fields = None
        if fields is None:
            self.fold_plainly(offset_of(place), (line,))
            return
        event = event_of(fields)
        if event is None:
            self.table.other_events += 1
        else:
            self.table.add(event, place)
            self._added(event)

    def fold_plainly(self, offset: int, lines: Sequence[bytes]) -> None:
        """Fold neighbouring lines the plain way, the first of them at byte `offset`."""
        for arrival in self.table.fold(self.source, offset, lines):
            self._added(arrival.event)

    def _added(self, event: Event) -> None:
        self.on_event(event)
        session = self.table.sessions.get(event.sid)
        if session is None:
            return
        desk = self._desks.get(event.sid)
        if desk is None:
            stretches = session.feed.stretches
            desk = self._desks[event.sid] = Desk(session, stretches[-1] if stretches else None)
        if desk.untold:
            desk.untold = untold(session)


def _span(first: str, last: str) -> Span:
    begin, end = parse_time(f"{first}Z"), parse_time(f"{last}Z")
    if begin is None or end is None:
        raise UnreadableTimeError
    return Span(begin, end)


def fold_all(
    blocks: Callable[[], Iterable[tuple[int, bytes]]], begin: Callable[[], BulkFold]
) -> BulkFold:
    """Fold blocks, each with its offset, the fast way if it can be gone, else the plain one.

    `blocks` gives them once more then, and `begin` a fold into another table.
    """
    bulk = begin()
    try:
        for offset, block in blocks():
            bulk.fold(offset, block)
        bulk.finish()
    except UnreadableTimeError:
        bulk = begin()
        for offset, block in blocks():
            bulk.fold_plainly(offset, block.split(b"\n"))
    return bulk
