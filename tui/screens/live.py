"""What the screens have in common that show the running picture."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Footer

from tui.live.monitor import Monitor
from tui.marks.store import Marks
from tui.picture.picture import Picture
from tui.screens.alerting import AlertingScreen
from tui.terminal.keys import hint, quiet
from tui.view.alerted import Alerted
from tui.view.marked import Marked
from tui.widgets.moved import MovedPane
from tui.widgets.prompt import Prompt
from tui.widgets.selecting import SelectableRows
from tui.widgets.status import StatusLine
from tui.widgets.telling import TellingPane
from tui.widgets.transfers import TransferList
from tui.words.telling import Telling

RIGHT = ("moved", "transfers", "around")
"""Panes that a right column can have."""


class LiveScreen(AlertingScreen):
    """A screen that is given each new picture: a left column of its own, with a feed in it, and
    a right one of what moved, which in a narrow terminal goes under keys.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("f", "follow", "Follow", "follow", "to the feed's end, and stay; in the past: to now"),
        quiet("tab", "app.focus_next", "Next pane", "pane.next", "to the next pane"),
        quiet("3", "pane('moved')", "Moved", "pane.moved", "to what moved"),
        quiet("4", "pane('transfers')", "Transfers", "pane.transfers", "to the transfers"),
    ]

    pace: tuple[str, str] | None = None
    """How what is shown goes by, and its tone, where that is not as it happens."""
    ready = False
    """Whether its panes are there to be shown something."""

    class Came(Message):
        """A screen came to the front, and has nothing to show yet, or something old."""

    def __init__(
        self, monitor: Monitor, paths: Sequence[Path], marks: Marks, alerted: Alerted
    ) -> None:
        super().__init__(monitor)
        self.paths = paths
        self.marked = Marked(monitor, marks)
        self.alerted = alerted

    def compose(self) -> ComposeResult:
        """The status line, two columns, the footer."""
        yield StatusLine(self.paths)
        with Horizontal():
            with Vertical(id="left"):
                yield from self.left_column()
            with Vertical(id="right"):
                yield MovedPane(id="moved")
                yield TransferList(id="transfers")
        yield Prompt()
        yield Footer(compact=True, show_command_palette=False)

    def left_column(self) -> Iterable[Widget]:
        """The panes that are this screen's own, from top to bottom."""
        raise NotImplementedError

    def commands(self) -> Iterable[SystemCommand]:
        """What the palette offers here beside that which has a key."""
        return ()

    @cached_property
    def moved(self) -> MovedPane:
        """What moved."""
        return self.query_one(MovedPane)

    @cached_property
    def transfers(self) -> TransferList:
        """The files that moved."""
        return self.query_one(TransferList)

    def on_screen_resume(self) -> None:
        """Ask for a picture at once: the next one may be a second away."""
        self.ready = True
        self.show_at_once()

    def show_at_once(self) -> None:
        """Ask for a picture."""
        self.post_message(self.Came())

    @cached_property
    def status(self) -> StatusLine:
        """The status line."""
        return self.query_one(StatusLine)

    def show(self, picture: Picture, now: int, problem: str) -> None:
        """Show a picture; `now` is the time of day in nanoseconds, `problem` the app's own."""
        status = self.status
        status.show_alerts(self.alerted.new.total(), self.alerted.worst)
        status.show(picture, now, problem, self.pace)
        self.tell_alerts()

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What is under the mouse, for the selection of text; rows tell it themselves."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        if isinstance(widget, SelectableRows):
            inside = Offset(x, y) - widget.content_region.offset
            offset = widget.place_at(max(0, inside.x), max(0, inside.y))
        return widget, offset

    def tell(self, telling: Telling) -> None:
        """Have every pane tell moments and sizes in this way."""
        if telling != self.telling:
            self.telling = telling
            for pane in self.query(TellingPane):
                pane.tell(telling)

    def action_follow(self) -> None:
        """Follow the feed's end."""
        self.feed.follow()

    def action_pane(self, pane: str) -> None:
        """Go to a pane, which in a narrow terminal means to see it."""
        self.update_classes(self.classes_with(pane))
        self.query_one(f"#{pane}").focus()

    def classes_with(self, pane: str) -> dict[str, bool]:
        """Which classes the screen has, or has not, when a pane is gone to; all of them are set at
        once, since with each that is set all widgets are styled anew.
        """
        return {f"-{name}": pane == name for name in RIGHT} | {"-right": pane in RIGHT}
