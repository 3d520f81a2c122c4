"""A terminal that is too small: that is said, and nothing else is shown."""

from typing import ClassVar, TypeVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.terminal.keys import quiet

LEAST = Size(60, 16)
"""Cells and lines that all screens can be used in."""

Result = TypeVar("Result")


class SmallScreen(ModalScreen[None]):
    """Stands above all others, so that no key does what nobody can see."""

    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("q", "app.quit", "Quit", "leave", "end"),
        quiet("ctrl+c", "app.interrupt", "End", "end", "twice: end at once"),
    ]

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static(Content(f"too small: {LEAST.width}x{LEAST.height} needed"))


class FittingApp(App[Result]):
    """Says when the terminal is too small, and goes on where it was when it no longer is."""

    def on_resize(self, event: Resize) -> None:
        """Compare with what is needed."""
        self.fit_into(event.size)

    def fit_into(self, size: Size) -> None:
        """Say that a terminal of this size is too small, or take that away."""
        if len(self.screen_stack) < 2:  # there is nothing yet that it could stand above
            return
        small = size.width < LEAST.width or size.height < LEAST.height
        said = isinstance(self.screen, SmallScreen)
        if small and not said:
            self.push_screen(SmallScreen())
        elif said and not small:
            self.pop_screen()

    def action_command_palette(self) -> None:
        """Offer no commands where they could not be seen."""
        if not isinstance(self.screen, SmallScreen):
            super().action_command_palette()
