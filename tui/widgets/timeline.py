"""When a session moved how much, from its start to its end or to now."""

from collections.abc import Iterator
from datetime import tzinfo

from textual.content import Content

from tui.audit.timeline import Part
from tui.live.monitor import Monitor
from tui.picture.picture import Picture, SessionView
from tui.view.reread import TimelineReading
from tui.widgets.lines import Line, LinePane, Span, line
from tui.widgets.rereading import RereadingPane
from tui.words.telling import Telling
from tui.words.text import bars, duration, moment, pad_left, zone_name

LABEL = 4
AIR = 1
"""Cells before the sum at the end of a row."""
EMPTY = 3
"""Rows that it takes at least: out, in, times."""


class TimelinePane(LinePane, RereadingPane):
    """Two rows of bars, a row of marks where something failed, the times at both ends."""

    def __init__(self, monitor: Monitor, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._monitor = monitor
        self._view: SessionView | None = None
        self._timeline: TimelineReading | None = None
        self._now = self._turn = 0

    def show_view(self, view: SessionView, picture: Picture, *, ready: bool) -> None:
        """Show a session as it stands; until it is `ready` to be read, what was read before."""
        self._view, self._now = view, picture.now
        known = self._timeline
        if known is None or (known.sid, self._turn) != (view.sid, picture.turn):
            self._reading = self._timeline = TimelineReading(self._monitor, view.sid)
            self._turn = picture.turn
            self.read_at_once()
        if ready:
            self.read_on()
        self.draw()

    def show_nothing(self) -> None:
        """Show that there is nothing yet."""
        self._reading = self._timeline = self._view = None
        self.border_title = Content("Timeline")
        self.show([])

    @property
    def life(self) -> tuple[int, int] | None:
        """From when to when it lasted (ns); None if no time is known."""
        view = self._view
        if view is None or (begin := view.start if view.start is not None else view.stop) is None:
            return None
        latest = view.last_seen if view.last_seen is not None else begin
        end = max(self._now, latest) if view.state == "active" else latest
        return begin, max(begin, view.stop if view.stop is not None else end)

    def draw(self) -> None:
        """Draw what was read so far."""
        life = self.life
        if life is None or self._timeline is None or self._view is None:
            return
        begin, end = life
        note = f" ─ {self.progress}" if self.progress else ""
        self.border_title = Content(f"Timeline ─ {duration(end - begin)}{note}")
        cells = self.size.width - LABEL - AIR - self.telling.sizes.cells
        if cells > 0:
            parts = self._timeline.over(begin, end, cells)
            going = self._view.state == "active"
            self.show(_rows(parts, (begin, end), self.telling, going=going))


def _rows(
    parts: list[Part], life: tuple[int, int], telling: Telling, *, going: bool
) -> Iterator[Line]:
    sizes, cells = telling.sizes, AIR + telling.sizes.cells
    for label, amounts in (
        ("out", [part.bytes_out for part in parts]),
        ("in", [part.bytes_in for part in parts]),
    ):
        total = sum(amounts)
        yield line(
            Span(f"{label:{LABEL}}", "quiet"),
            Span(bars(amounts), label),
            Span(pad_left(sizes.told(total), cells), label if total else "quiet"),
        )
    problems = sum(part.problems for part in parts)
    if problems:
        marks = "".join("✕" if part.problems else " " for part in parts)
        yield line(" " * LABEL, Span(f"{marks}{pad_left(f'{problems:,}', cells)}", "problem"))
    yield _times(len(parts), *life, going=going, zone=telling.zone)


def _times(cells: int, begin: int, end: int, *, going: bool, zone: tzinfo) -> Line:
    """When it began and ended: without the day where both are of one."""
    form = "%H:%M:%S" if moment(begin, zone)[:10] == moment(end, zone)[:10] else "%m-%d %H:%M"
    first = moment(begin, zone, form)
    last = f"{'now ' if going else ''}{moment(end, zone, form)} {zone_name(end, zone)}"
    return line(" " * LABEL, Span(f"{first}{pad_left(last, max(0, cells - len(first)))}", "quiet"))
