"""What `desktail tail` prints: events as they arrive, and beside them what stands in their way."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from tui.audit.event import Event
from tui.audit.rfc3339 import format_time
from tui.audit.table import Arrival
from tui.live.monitor import Monitor
from tui.system.output import complain
from tui.words.text import pad, pad_left, visible
from tui.words.wording import loss_in_words, words_of

if TYPE_CHECKING:  # few have one, and it takes a while to load
    from tui.query import Query

TIMED_OUT = "the filter's /…/ took too long for some texts, which count as not matching"


@dataclass(slots=True)
class Tail:
    """The lines of a monitor's events, of those that a filter lets through if there is one.

    `say` tells on stderr what stands in the way of reading, and what was lost; each once.
    """

    monitor: Monitor
    query: "Query | None"
    as_json: bool
    _problem: str = ""
    _losses: int = 0
    _timed_out: bool = False

    def lines(self, arrivals: Iterable[Arrival]) -> Iterator[bytes]:
        """The log's own lines, or readable ones, without their ends."""
        for arrival in arrivals:
            if self.query is None or self._matches(self.query, arrival.event):
                yield arrival.line if self.as_json else self._readable(arrival.event).encode()

    def _matches(self, query: "Query", event: Event) -> bool:
        now = time.time_ns()
        told = self.monitor.told([event.sid], lambda s: query.matches_event(event, s, now))
        return told[0] if told else query.matches_event(event, None, now)

    def _readable(self, event: Event) -> str:
        words = words_of(event)
        desktop = event.names.desktop_name or self._desktop_of(event.sid)
        return "  ".join(
            (
                pad(format_time(event.time) if event.time is not None else "-", 27),
                pad(visible(event.names.user) or "-", 12),
                pad(visible(desktop or event.names.desktop_addr) or "-", 20),
                pad(words.verb, 8),
                pad_left(words.amount, 6),
                f"{words.subject}  {words.note}".strip(),
            )
        ).rstrip()

    def _desktop_of(self, sid: str) -> str:
        """The desktop of a session, of which not every event names it."""
        return next(iter(self.monitor.told([sid], lambda session: session.desktop)), "")

    def say(self) -> None:
        """Say what is new to say."""
        problem = self.monitor.problem
        if problem and problem != self._problem:
            complain(problem)
        self._problem = problem
        for loss in self.monitor.losses(self._losses):
            complain(loss_in_words(loss, UTC))
            self._losses += 1
        if self.query is not None and self.query.timed_out and not self._timed_out:
            complain(TIMED_OUT)
            self._timed_out = True
