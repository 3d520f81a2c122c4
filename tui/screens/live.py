"""What the screens have in common that show the running picture."""

from datetime import tzinfo
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from tui.picture import Picture
from tui.widgets.status import StatusLine


class LiveScreen(Screen[None]):
    """A screen that is given each new picture."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab",
            "app.focus_next",
            "Next pane",
            show=False,
            id="pane.next",
            tooltip="to the next pane",
        ),
    ]

    ready = False
    """Whether its panes are there to be shown something."""

    class Came(Message):
        """A screen came to the front, and has nothing to show yet, or something old."""

    def on_screen_resume(self) -> None:
        """Ask for a picture at once: the next one may be a second away."""
        self.ready = True
        self.post_message(self.Came())

    def show(self, picture: Picture, now: int, problem: str) -> None:
        """Show a picture; `now` is the time of day in nanoseconds, `problem` the app's own."""
        self.query_one(StatusLine).show(picture, now, problem)

    def set_zone(self, zone: tzinfo) -> None:
        """Tell times by another clock."""
        self.query_one(StatusLine).zone = zone

    def show_right(self, pane: str) -> None:
        """Where there is no room for two columns: show the right one's pane, or the left one."""
        for name in ("moved", "transfers"):
            self.set_class(pane == name, f"-{name}")
        self.set_class(pane in ("moved", "transfers"), "-right")
