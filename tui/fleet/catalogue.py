"""What shippers say of themselves: which files they ship, and how they are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tui.fleet.inbox import Inbox, Received
from tui.fleet.reader import Reader, Span, begin_reading
from tui.fleet.state import extension_of
from tui.fleet.wire import (
    Beat,
    DamagedError,
    Origin,
    beat_in,
    beat_subject,
    origin_in,
    origin_subject,
    shippers_stream,
)
from tui.fleet.words import FleetError

if TYPE_CHECKING:
    from tui.fleet.engine import Engine

PATIENCE = 0.1
"""Seconds between two looks whether something stands in the way."""


class StoredBeat(NamedTuple):
    """A beat, its number in the stream, and when (ns, of the engine's clock) it was stored."""

    beat: Beat
    sequence: int
    stored: int


@dataclass(slots=True)
class Catalogue:
    """The last beat of each host and all origins, as they are at first and as they come.

    `ring` is called when there is something new. `damaged` messages are none of a shipper's.
    """

    engine: "Engine"
    ring: Callable[[], None] = lambda: None
    damaged: int = 0
    _inbox: Inbox = field(init=False)
    _reader: Reader | None = None

    def __post_init__(self) -> None:
        """Nothing is read before it is opened."""
        self._inbox = Inbox(self.ring)

    @property
    def problem(self) -> str:
        """What keeps it from being read on, in words; empty if nothing does."""
        return "" if self._reader is None else self._reader.problem

    def open(self) -> tuple[list[Origin], list[StoredBeat]]:
        """What was said so far; what is said later is taken with `take`. Raises FleetError."""
        stream = self.engine.address.stream
        beside = shippers_stream(stream)
        last = extension_of(self.engine, beside).last
        subjects = origin_subject(stream), beat_subject(stream)
        said = Inbox()
        reader = begin_reading(
            self.engine, Span(beside, subjects, end=last, last_of_each=True), said
        )
        origins: list[Origin] = []
        beats: list[StoredBeat] = []
        while not said.ended:
            message = said.take(PATIENCE)
            if message is not None:
                self._sort(message, origins, beats)
            elif reader.problem:
                raise FleetError(reader.problem)
        self._reader = begin_reading(self.engine, Span(beside, subjects, last + 1), self._inbox)
        return origins, beats

    def take(self) -> tuple[list[Origin], list[StoredBeat]]:
        """What was said since the last call."""
        origins: list[Origin] = []
        beats: list[StoredBeat] = []
        while (message := self._inbox.take()) is not None:
            self._sort(message, origins, beats)
        return origins, beats

    def _sort(self, message: Received, origins: list[Origin], beats: list[StoredBeat]) -> None:
        try:
            if message.subject.endswith(".beat"):
                beat = beat_in(message.body, message.subject)
                beats.append(StoredBeat(beat, message.sequence, message.stored))
            else:
                origins.append(origin_in(message.body, message.subject))
        except DamagedError:
            self.damaged += 1
