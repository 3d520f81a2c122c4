"""What is summed up of ordinary events, on the fast way, before it is added to the table."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from tui.audit.counters import TransferKey
from tui.audit.ordinary import KEYS, UNTOLD
from tui.audit.session import Session
from tui.audit.stretch import Stretch


@dataclass(slots=True)
class Run:
    """Ordinary events of one session and kind, and of one file if transfers are kept.

    `first` and `last` are the times as written, without their `Z`: so they compare. `row` is what
    the events have in common that are one row of a feed.
    """

    code: str
    key: TransferKey | None
    row: Hashable
    first: str
    last: str
    events: int = 0
    bytes: int = 0
    extent: int = 0


@dataclass(slots=True)
class Desk:
    """A session, the keys of its names that nothing has told yet, and its runs.

    Each run is under what it is of. `stretch` is where its feed grows, if one is kept.
    """

    session: Session
    stretch: Stretch | None
    untold: tuple[bytes, ...] = KEYS
    runs: dict[Hashable, Run] = field(default_factory=dict)


def untold(session: Session) -> tuple[bytes, ...]:
    """The keys of the names that no event of a session has told yet."""
    bits = 0
    for sighting in session.sightings:
        bits |= sighting.names.told
    return UNTOLD[bits]
