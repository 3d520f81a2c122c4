"""The shippers of a fleet, one row each."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len

from tui.picture.fleet import FleetPicture, ShipperState, ShipperView
from tui.view.shippers import (
    GLYPHS,
    LATE,
    TONES,
    about_stream,
    counted,
    in_order,
    pace,
    signed,
    state_in_words,
)
from tui.widgets.lines import Line, Span
from tui.widgets.searched import SearchedList
from tui.words.text import duration, fit, pad, pad_left, since_when, visible

GAP = "  "
STATE, LAG, CLOCK, LAST, PACE, FILES, VERSION = 12, 5, 6, 5, 7, 5, 10
"""Cells of the columns; of sizes they are told by how these are told."""
LEAST, MOST = 10, 28
"""Cells of a host's name: as many as the longest needs, within these."""
PROBLEM = 12
"""Cells from which on a problem is told, which has all that remain."""


class ShipperList(SearchedList):
    """All shippers, those in trouble first; the cursor stays on its host."""

    HEADER_HEIGHT: ClassVar[int] = 1

    def __init__(self, host: str = "", *, id: str) -> None:  # noqa: A002
        """`host` is the one to begin at, if it is there."""
        super().__init__(id=id)
        self._wanted = host
        self._fleet: FleetPicture | None = None
        self._views: Sequence[ShipperView] = ()
        self._hosts = LEAST

    @property
    def selected(self) -> ShipperView | None:
        """The one under the cursor; None if there is none."""
        return self._views[self.cursor] if self.count else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """There is nothing that could be opened: all is told below."""
        return action != "open"

    def show(self, fleet: FleetPicture) -> None:
        """Show these."""
        here = self._wanted or (self.selected.host if self.selected is not None else "")
        self._fleet, self._views = fleet, in_order(fleet)
        longest = max((cell_len(visible(view.host)) for view in self._views), default=0)
        self._hosts = max(LEAST, min(longest, MOST))
        self.set_count(len(self._views))
        at = next((at for at, view in enumerate(self._views) if view.host == here), None)
        if at is not None:
            self._wanted = ""
            if at != self.cursor:
                self.cursor = at
                self.show_cursor()
        self.entitle(f"Fleet ─ {counted(fleet)}")
        self.add_note(fit(about_stream(fleet), max(10, self.size.width - 4)))
        self.repaint_changed()

    def text_of(self, index: int) -> str:
        """Who it is, how, and what is wrong: a whole row of each of 1,000 would take too long."""
        view = self._views[index]
        told = (view.host, view.state, view.version, view.problem)
        return "  ".join(map(visible, told))

    @property
    def fixed(self) -> int:
        """By its glyph and its host one knows a row."""
        return 2 + self._hosts

    def header(self, width: int) -> Line:
        """The columns' titles."""
        numbers = [pad_left(title, cells) for title, cells in self._numbers]
        titles = [pad("STATE", STATE), *numbers, pad("VERSION", VERSION), pad("PROBLEM", PROBLEM)]
        columns = self._fitting(width, [Span(title, "head") for title in titles])
        return Span(f"  {pad('HOST', self._hosts)}", "head"), *columns

    def row(self, index: int, width: int) -> Line:
        """One shipper; columns without room are left out, and the problem has what remains."""
        view, fleet = self._views[index], self._fleet
        now = fleet.now if fleet is not None else view.heard
        tone = TONES[view.state]
        gone = view.state is ShipperState.LEFT or view.is_forgotten(now)
        told = [
            Span(pad(state_in_words(view, now), STATE), self._state_tone(view)),
            *self._values(view, now),
            Span(pad(visible(view.version) or "-", VERSION), "quiet"),
        ]
        spans = [
            Span(f"{GLYPHS[view.state]} ", tone),
            Span(pad(visible(view.host), self._hosts), "quiet" if gone else "strong"),
            *self._fitting(width, told),
        ]
        room = width - sum(cell_len(span.text) for span in spans) - len(GAP)
        if room >= PROBLEM and view.problem:
            spans += [Span(GAP), Span(fit(visible(view.problem), room), "warning")]
        return tuple(spans)

    @property
    def _numbers(self) -> list[tuple[str, int]]:
        """The columns between the state and the version, with their cells."""
        sizes = self.telling.sizes.cells
        return [
            ("LAG", LAG),
            ("BEHIND", sizes),
            ("LOST", sizes),
            ("CLOCK", CLOCK),
            ("LAST", LAST),
            ("LINES/S", PACE),
            ("FILES", FILES),
        ]

    def _values(self, view: ShipperView, now: int) -> list[Span]:
        """What stands in them. What is as it should be stands back."""
        sizes = self.telling.sizes
        is_late = view.lag >= LATE
        is_heard = view.state not in (ShipperState.SILENT, ShipperState.LEFT)
        lag = duration(round(view.lag * 1e9)) if is_heard else "-"
        last = "-" if view.last_line is None else since_when(view.last_line, now)
        values = (
            (lag, "warning" if is_late and is_heard else "quiet"),
            (sizes.told(view.behind), "warning" if view.behind and is_late else "quiet"),
            (sizes.told(view.lost), "problem" if view.lost else "quiet"),
            (signed(view.skew) if view.differs else "ok", "warning" if view.differs else "quiet"),
            (last, ""),
            ("-" if view.pace is None or not is_heard else pace(view.pace), ""),
            (str(view.files), "quiet"),
        )
        return [
            Span(pad_left(text, cells), tone)
            for (text, tone), (_, cells) in zip(values, self._numbers, strict=True)
        ]

    @staticmethod
    def _state_tone(view: ShipperView) -> str:
        if view.state is ShipperState.ALIVE:
            return "warning" if view.shippers > 1 else ""
        return TONES[view.state]

    def _fitting(self, width: int, columns: Sequence[Span]) -> list[Span]:
        """As many columns as there is room for behind the host, each with a gap before it."""
        used, spans = self.fixed, []
        for column in columns:
            used += len(GAP) + cell_len(column.text)
            if used > width:
                break
            spans += [Span(GAP), column]
        return spans
