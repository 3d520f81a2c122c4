"""What else the log says around a session: its recording stored and watched, its user cut off."""

from datetime import tzinfo

from textual.geometry import Size

from tui.audit.neighbours import Neighbour, Sort, in_order
from tui.picture.picture import Picture
from tui.view.reread import NeighbourSearch
from tui.widgets.lines import Line, Span, line
from tui.widgets.rereading import RereadingPane
from tui.widgets.searched import SearchedList
from tui.words.text import feed_time, pad, visible

GAP = 2
"""Cells behind when it was."""
BY_LIKENESS = "disconnects: same user, service, time"
NOTHING = line(Span("no upload, no viewing, no disconnect found", "quiet"))


class NeighbourList(SearchedList, RereadingPane):
    """A row for each, in order of time; it stays at the end until one goes through them."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._search: NeighbourSearch | None = None
        self._life: tuple[int | None, int | None] = None, None
        self._until: int | None = None
        self._now = 0
        self._rows: list[Line] = []
        self._times = 0

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
        self.entitle("Around")
        self.add_note("")
        self._lay_out([])

    def _is_there(self, neighbour: Neighbour) -> bool:
        late = self._until is not None and (neighbour.time or 0) > self._until
        return not late and neighbour.within(*self._life)

    def draw(self) -> None:
        """Draw what was found so far."""
        if self._search is None:
            return
        told = in_order([each for each in list(self._search.found) if self._is_there(each)])
        disconnected = any(neighbour.sort is Sort.DISCONNECTED for neighbour in told)
        count = f"{len(told):,}" if told else ""
        self.entitle(" ─ ".join(filter(None, ("Around", count, self.progress))))
        self.add_note(BY_LIKENESS if disconnected else "")
        times = [_time(neighbour, self._now, self.telling.zone) for neighbour in told]
        self._times = max(map(len, times), default=0) + GAP
        rows = [
            line(Span(pad(time, self._times), "quiet"), Span(*words_of(neighbour)))
            for time, neighbour in zip(times, told, strict=True)
        ]
        self._lay_out(rows or ([] if self.progress else [NOTHING]))

    def _lay_out(self, rows: list[Line]) -> None:
        at_end = self.cursor >= self.count - 1
        before, self._rows = self.count, rows
        self.set_count(len(rows))
        if at_end:
            self.cursor = max(0, self.count - 1)
            self.show_cursor()
        if before != self.count:
            self.refresh(layout=True)
        self.repaint_changed()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As high as all rows are, if there is room."""
        return max(1, len(self._rows))

    @property
    def fixed(self) -> int:
        """When it was."""
        return self._times

    def row(self, index: int, width: int) -> Line:  # noqa: ARG002
        """When, and what."""
        return self._rows[index]


def _time(neighbour: Neighbour, now: int, zone: tzinfo) -> str:
    return feed_time(neighbour.time, now, zone).strip().split(".")[0]


def words_of(neighbour: Neighbour) -> tuple[str, str]:
    """What happened, visible, and its tone."""
    match neighbour.sort:
        case Sort.UPLOADED:
            return "recording uploaded", ""
        case Sort.WATCHED:
            return f"recording watched by {visible(neighbour.who) or '-'}", "warning"
        case Sort.DISCONNECTED:
            return f"disconnected: {visible(neighbour.reason) or 'no reason given'}", "problem"
