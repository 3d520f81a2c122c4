"""One remote-desktop session as the log tells it: its facts, counters, transfers and feed.

Everything here is independent of the order in which events come in: "first" is decided by the
place of a line, so that a log read forwards, backwards, in pieces or over several processes
and merged gives the same session.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import Self

from msgspec import Struct, field

from tui.audit.boundary import Closing, Denial, Opening, Sighting
from tui.audit.counters import Counters, Span, Transfer, TransferKey
from tui.audit.event import Names, Outcome
from tui.audit.feed import Feed, Seams
from tui.audit.transfers import (
    Kept,
    all_of,
    bytes_of,
    count_of,
    growing,
    keys_of,
    merged,
    settled,
)

BIT_OF = {outcome: 1 << index for index, outcome in enumerate(Outcome)}
"""The bit of each outcome in `Session.outcomes`."""
DESKTOP_NAME, DESKTOP_ADDR = map(Names._fields.index, ("desktop_name", "desktop_addr"))
RECOVERED = " (recovered)"
"""What Teleport adds to the desktop's name in an end that it wrote a day late, after a crash."""


class Session(Struct, gc=False):
    """Everything with one `sid`.

    `errors` and `shared` are what its events said that did not go well, and the folders that it
    shared, each once; they are kept where transfers are. `parts` tell of long stretches of its
    feed, each of one by itself. `sighted` are the events that told who and where: one, as it is of
    most sessions, stands by itself, for a tuple takes 48 bytes.
    """

    sid: str
    events: int = 0
    seen: Span = field(default_factory=Span)
    opening: Opening | None = None
    closing: Closing | None = None
    denial: Denial | None = None
    sighted: Sighting | tuple[Sighting, ...] = ()
    counters: Counters = field(default_factory=Counters)
    feed: Feed = field(default_factory=Feed)
    outcomes: int = 0
    errors: AbstractSet[str] = frozenset()
    shared: AbstractSet[str] = frozenset()
    parts: "tuple[Session, ...]" = ()
    _transfers: Kept = None

    # -- facts -------------------------------------------------------------------------

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """The events that were the first to tell one of the names, in the order of the log."""
        told = self.sighted
        return told if isinstance(told, tuple) else (told,)

    @property
    def state(self) -> str:
        """`ended`, `denied` or `active`."""
        if self.closing is not None:
            return "ended"
        return "denied" if self.opening is not None and self.opening.denied else "active"

    def name(self, index: int) -> str:
        """One of `Names`: by the opening event, the closing event, any event; else empty."""
        opening = self.opening
        if opening is not None and (told := opening.names[index]):
            return told
        if self.closing is not None and (told := self.closing.names[index]):
            return told
        return next((s.names[index] for s in self.sightings if s.names[index]), "")

    @property
    def desktop(self) -> str:
        """The desktop as it is shown: its name, or its address if it has none."""
        return self.name(DESKTOP_NAME).removesuffix(RECOVERED) or self.name(DESKTOP_ADDR)

    @property
    def names(self) -> Names:
        """Who and where, the mark of a recovered end taken off the desktop's name."""
        names = self.opening.names if self.opening is not None else None
        if names is None or not all(names):
            names = Names(*(self.name(index) for index in range(len(Names._fields))))
        if names.desktop_name.endswith(RECOVERED):
            names = names._replace(desktop_name=names.desktop_name.removesuffix(RECOVERED))
        return names

    @property
    def recovered(self) -> bool:
        """Whether its end was written a day late, after a crash of the desktop service."""
        return self.closing is not None and self.closing.names.desktop_name.endswith(RECOVERED)

    @property
    def login(self) -> str:
        """The account on the desktop; empty if not known."""
        opening, closing = self.opening, self.closing
        if opening is not None and opening.login:
            return opening.login
        return closing.login if closing is not None else ""

    @property
    def os(self) -> str:
        """`windows`, `linux`, or empty while neither start nor end was seen."""
        told = self.opening if self.opening is not None else self.closing
        return told.os if told is not None else ""

    @property
    def start(self) -> int | None:
        """When it was opened, in nanoseconds."""
        if self.opening is not None and self.opening.time is not None:
            return self.opening.time
        return self.closing.session_start if self.closing is not None else None

    @property
    def stop(self) -> int | None:
        """When it ended, in nanoseconds."""
        if self.closing is None:
            return None
        if self.closing.session_stop is not None:
            return self.closing.session_stop
        return self.closing.time

    @property
    def recorded(self) -> bool | None:
        """Whether a recording was made; None if that was not said."""
        return self.closing.recorded if self.closing is not None else None

    @property
    def error(self) -> str:
        """Why it was denied; empty if it was not, or no reason was given."""
        return self.denial.error if self.denial is not None else ""

    @property
    def transfers(self) -> Mapping[TransferKey, Transfer]:
        """Each file's way in each direction, in the order in which they were met; to be read."""
        return all_of(self._transfers)

    @property
    def transfer_count(self) -> int:
        """How many transfers it has."""
        return count_of(self._transfers)

    @property
    def files(self) -> Iterable[tuple[str, str, str]]:
        """The key of each transfer, as texts: in which direction, which folder, which path."""
        return keys_of(self._transfers)

    @property
    def moved_by_files(self) -> Iterable[int]:
        """The bytes that each transfer moved."""
        return bytes_of(self._transfers)

    def has(self, outcome: Outcome) -> bool:
        """Whether one of its events went so."""
        return bool(self.outcomes & BIT_OF[outcome])

    # -- folding -----------------------------------------------------------------------

    def open_at(self, opening: Opening) -> None:
        """Take a start: the first that was not denied opens, else the first."""
        known = self.opening
        if known is None or (opening.denied, opening.place) < (known.denied, known.place):
            self.opening = opening

    def close_at(self, closing: Closing) -> None:
        """Take an end: the first one closes."""
        if self.closing is None or closing.place < self.closing.place:
            self.closing = closing

    def deny(self, denial: Denial) -> None:
        """Take the reason of a denied start: the first one counts."""
        if self.denial is None or denial.place < self.denial.place:
            self.denial = denial

    def tells_more(self, place: int, names: Names) -> bool:
        """Whether an event is the first, in log order, to tell one of the names."""
        told = 0
        first = self.sighted
        if (
            not isinstance(first, tuple)  # mostly a start, which tells all
            and first.place <= place
            and (first.names == names or all(first.names))
        ):
            return False
        for sighting in self.sightings:
            if sighting.place > place:
                break
            told |= sighting.names.told
        return bool(names.told & ~told)

    def sight(self, *sightings: Sighting) -> None:
        """Take events that may tell more; those that no name needs are let go."""
        if self.sighted == () and len(sightings) == 1:  # as it is with most sessions
            (self.sighted,) = sightings
            return
        kept, told = [], 0
        for sighting in sorted((*self.sightings, *sightings), key=attrgetter("place")):
            if sighting.names.told & ~told:
                kept.append(sighting)
                told |= sighting.names.told
        self.sighted = kept[0] if len(kept) == 1 else tuple(kept)

    def transfer(self, key: TransferKey) -> Transfer:
        """One of its transfers, to be added to; a new one if it was not met yet."""
        return self.growing_transfers().setdefault(key, Transfer())

    def growing_transfers(self) -> dict[TransferKey, Transfer]:
        """Its transfers, to be added to."""
        known = self._transfers = growing(self._transfers)
        return known

    def tell_error(self, error: str) -> None:
        """Take what an event that did not go well says of it; nothing if it is empty."""
        if error and error not in self.errors:
            self.errors = _joined(self.errors, {error})

    def share(self, directory: str) -> None:
        """Take a folder that was shared; nothing if it has no name."""
        if directory and directory not in self.shared:
            self.shared = _joined(self.shared, {directory})

    def merge(self, other: Self, *, past: bool = False) -> Seams:
        """Take in what another part of the log tells of the same session.

        It arrived later, or is of the past: that makes the order of the feed, and nothing else.
        Returns what becomes of the feed's rows.
        """
        self.events += other.events
        self.seen.merge(other.seen)
        if other.opening is not None:
            self.open_at(other.opening)
        if other.closing is not None:
            self.close_at(other.closing)
        if other.denial is not None:
            self.deny(other.denial)
        self.sight(*other.sightings)
        self.counters.merge(other.counters)
        self.outcomes |= other.outcomes
        self.errors = _joined(self.errors, other.errors)
        self.shared = _joined(self.shared, other.shared)
        self._transfers = merged(self._transfers, other._transfers)
        return self.feed.insert(other.feed) if past else self.feed.extend(other.feed)

    def copied(self) -> "Session":
        """The session as it stands, with the same stretches, which does not grow with this one."""
        copy = Session(self.sid)
        copy.merge(self, past=True)
        return copy

    def settle(self) -> None:
        """Take no more memory than is needed, where it was read elsewhere and changes seldom.

        What comes through a pipe has a number of 48 bytes for each mention of one moment, and
        arrays with room to spare: together a fifth of what a session takes.
        """
        moments: dict[int | None, int | None] = {}
        seen, opening, closing = self.seen, self.opening, self.closing
        seen.first = moments.setdefault(seen.first, seen.first)
        seen.last = moments.setdefault(seen.last, seen.last)
        if opening is not None:
            opening.time = moments.setdefault(opening.time, opening.time)
        if closing is not None:
            closing.time = moments.setdefault(closing.time, closing.time)
            closing.session_start = moments.setdefault(closing.session_start, closing.session_start)
            closing.session_stop = moments.setdefault(closing.session_stop, closing.session_stop)
        self.pack()

    def pack(self) -> None:
        """Take less room, on the way to another process: half of what goes there are places."""
        self._transfers = settled(self._transfers)
        self.feed.settle()


def _joined(texts: AbstractSet[str], others: AbstractSet[str]) -> AbstractSet[str]:
    """A set with others added: the same one where it has them, or theirs that nobody can change."""
    if texts >= others:
        return texts
    if isinstance(others, frozenset) and others >= texts:
        return others
    if isinstance(texts, set):
        texts.update(others)
        return texts
    return {*texts, *others}
