"""An event as the rules see it, and what they ask of it."""

from collections.abc import Callable
from dataclasses import dataclass

from tui.audit.event import FAILED, Event, Kind
from tui.audit.session import Session
from tui.query.addresses import host_of
from tui.query.held import CLIENT, USER
from tui.rules.rule import Measure, Per

INTO, OUT_OF = (Kind.SEND, Kind.READ), (Kind.RECEIVE, Kind.WRITE)
"""Kinds that move bytes into a desktop, and out of one."""
MOVED_BY = {Measure.BYTES_IN: INTO, Measure.BYTES_OUT: OUT_OF}
"""The kinds whose bytes a measure adds up, where those are not all."""
OF_FILES = (Kind.READ, Kind.WRITE)
GROUP_OF: dict[Per, Callable[[Session], str]] = {
    Per.USER: USER,
    Per.SESSION: lambda session: session.sid,
    Per.DESKTOP: lambda session: session.desktop,
    Per.CLIENT: lambda session: host_of(CLIENT(session)),
    Per.ALL: lambda _: "",
}


@dataclass(slots=True)
class Seen:
    """An event with its session as it stands after it, its line and place, and the time (ns) that
    it counts as.
    """

    event: Event
    session: Session
    time: int
    line: bytes
    place: int
    _file: int | None = None

    def group(self, per: Per) -> str:
        """Whose it is, in the log's own words."""
        return GROUP_OF[per](self.session)

    def moved(self, measure: Measure) -> int:
        """The bytes that count for a measure."""
        event = self.event
        kinds = MOVED_BY.get(measure)
        if event.outcome is FAILED or (kinds is not None and event.kind not in kinds):
            return 0
        return event.length if event.kind in INTO or event.kind in OUT_OF else 0

    @property
    def file(self) -> int | None:
        """A number of the file that was read or written, within its session and direction.

        Nobody who writes a log can foresee it; it is the same in processes that were forked.
        """
        event = self.event
        if event.kind not in OF_FILES:
            return None
        if self._file is None:
            self._file = hash((event.sid, event.kind, event.directory, event.path))
        return self._file
