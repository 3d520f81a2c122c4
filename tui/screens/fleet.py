"""The fleet screen: how all shippers are, and everything that is known of one of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer

from tui.live.monitor import Monitor
from tui.marks.store import Marks
from tui.picture.picture import Picture
from tui.screens.live import LiveScreen
from tui.terminal.keys import hint, quiet
from tui.view.alerted import Alerted
from tui.view.facts import Fact
from tui.view.shippers import facts_of
from tui.widgets.facts import FactList
from tui.widgets.prompt import Prompt
from tui.widgets.rows import RowList
from tui.widgets.shippers import ShipperList
from tui.widgets.status import StatusLine
from tui.words.text import fit, visible


class FleetScreen(LiveScreen, inherit_bindings=False):
    """As they are at this moment, also while frozen, or as of an earlier one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("escape", "app.leave", "Back", "back", "to all sessions"),
        quiet("F", "app.leave", "Fleet", "fleet", "back to all sessions"),
        quiet("tab", "app.focus_next", "Next pane", "pane.next", "to the next pane"),
        hint("slash", "search", "Search", "search", "look for a text in this list"),
        quiet("n", "hit(1)", "Next hit", "search.next", "to the next hit"),
        quiet("N", "hit(-1)", "Previous hit", "search.previous", "to the hit before"),
        quiet("exclamation_mark", "alerts", "Alerts", "alerts", "what the rules said of the log"),
        hint("y", "copy_row", "Copy row", "copy.row", "copy the row; in the JSON its value"),
    ]

    def __init__(
        self,
        monitor: Monitor,
        paths: Sequence[Path],
        marks: Marks,
        alerted: Alerted,
        host: str = "",
    ) -> None:
        """`host` is the one to begin at."""
        super().__init__(monitor, paths, marks, alerted)
        self._host = host
        self._picture: Picture | None = None

    def compose(self) -> ComposeResult:
        """The status line, the list, and the one under the cursor."""
        yield StatusLine(self.paths)
        yield ShipperList(self._host, id="shippers")
        yield FactList(id="shipper")
        yield Prompt()
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one(ShipperList).focus()

    @property
    def now(self) -> int:
        """The moment that is shown, in nanoseconds."""
        return 0 if self._picture is None else self._picture.now

    def show(self, picture: Picture, now: int, problem: str) -> None:
        """Show the fleet."""
        super().show(picture, now, problem)
        self._picture = picture
        if picture.fleet is not None:
            self.query_one(ShipperList).show(picture.fleet)
            self._show_selected()

    def _show_selected(self) -> None:
        """Tell all that is known of the one under the cursor."""
        view, pane = self.query_one(ShipperList).selected, self.query_one(FactList)
        fleet = None if self._picture is None else self._picture.fleet
        if fleet is None or view is None:
            pane.entitle("Shipper")
            pane.show_facts([Fact("Beats", ("none came yet",))])
            return
        zone, sizes = self.telling.zone, self.telling.sizes
        pane.entitle(f"Shipper ─ {fit(visible(view.host), max(8, pane.size.width - 16))}")
        pane.show_facts(list(facts_of(view, fleet.now, zone, sizes)))

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Tell of another one."""
        message.stop()
        if isinstance(message.rows, ShipperList):
            self._show_selected()

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Go on in the list."""
        message.stop()
        self.leave_prompt(self.query_one(ShipperList))

    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Go on in the list, without what was searched for."""
