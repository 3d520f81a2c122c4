"""A small app that copies what a file holds when `y` is pressed, for tests in real terminals."""

import sys
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from tui.terminal.copying import CopyingApp
from tui.terminal.keys import quiet


class Copies(CopyingApp[None]):
    """Says `ready`, and what it copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("y", "copy_file", "Copy", "copy", "copy the file"),
        quiet("q", "quit", "Quit", "quit", "end"),
    ]

    def compose(self) -> ComposeResult:
        """A word to wait for."""
        yield Static("ready")

    def action_copy_file(self) -> None:
        """Copy what the file holds."""
        self.copy("the file", Path(sys.argv[1]).read_bytes())


if __name__ == "__main__":
    Copies().run()
