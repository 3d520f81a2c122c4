"""What else the log says around a session: its recording stored and watched, its user cut off."""

from collections.abc import Iterator
from datetime import tzinfo

from textual.content import Content

from tui.audit.neighbours import Neighbour, Sort, in_order
from tui.picture import Picture
from tui.text import feed_time, fit, plural, visible
from tui.view.reread import NeighbourSearch
from tui.widgets.lines import Line, Span, line
from tui.widgets.rereading import RereadingPane

MOST = 8
"""Rows of neighbours that are shown, the latest ones."""


class NeighbourPane(RereadingPane):
    """A row for each, in order of time."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._search: NeighbourSearch | None = None
        self._life: tuple[int | None, int | None] = None, None
        self._until: int | None = None
        self._now = 0

    def show_search(
        self, search: NeighbourSearch, life: tuple[int | None, int | None], picture: Picture
    ) -> None:
        """Show what a search finds, of what was by then; a session's `life` is from its start to
        its stop, if any.
        """
        self._life, self._now, self._until = life, picture.now, picture.as_of
        self._reading = self._search = search
        self.read_on()
        self.draw()

    def show_nothing(self) -> None:
        """Show that there is nothing to be looked for."""
        self._reading = self._search = None
        self.border_title = "Around"
        self.show([])

    def _is_there(self, neighbour: Neighbour) -> bool:
        late = self._until is not None and (neighbour.time or 0) > self._until
        return not late and neighbour.within(*self._life)

    def draw(self) -> None:
        """Draw what was found so far."""
        if self._search is None:
            return
        found = [each for each in list(self._search.found) if self._is_there(each)]
        told = in_order(found)
        self.border_title = Content(
            " ─ ".join(filter(None, ("Around", f"{len(told):,}" if told else "", self.progress)))
        )
        self.show(
            _rows(told, self.size.width, self._now, self.telling.zone, done=not self.progress)
        )


def _rows(
    told: list[Neighbour], width: int, now: int, zone: tzinfo, *, done: bool
) -> Iterator[Line]:
    if not told and done:
        yield line(Span(fit("no upload, no viewing, no disconnect found", width), "quiet"))
    if len(told) > MOST:
        yield line(Span(f"{plural(len(told) - MOST, 'earlier one')}", "quiet"))
    for neighbour in told[-MOST:]:
        text, tone = words_of(neighbour)
        time = feed_time(neighbour.time, now, zone).strip().split(".")[0]
        yield line(Span(f"{time}  ", "quiet"), Span(text, tone))
    if any(neighbour.sort is Sort.DISCONNECTED for neighbour in told):
        yield line(Span(fit("disconnects are told by user, service, time", width), "quiet"))


def words_of(neighbour: Neighbour) -> tuple[str, str]:
    """What happened, visible, and its tone."""
    match neighbour.sort:
        case Sort.UPLOADED:
            return "recording uploaded", ""
        case Sort.WATCHED:
            return f"recording watched by {visible(neighbour.who) or '-'}", "warning"
        case Sort.DISCONNECTED:
            return f"disconnected: {visible(neighbour.reason) or 'no reason given'}", "problem"
