"""An app that copies to the terminal's clipboard, through tmux and screen, and says so."""

import os
from typing import TypeVar

from textual.app import App

from tui.terminal.clipboard import TooLargeError, multiplexer_of, said, sequence

Result = TypeVar("Result")


class CopyingApp(App[Result]):
    """Textual's own sequence is neither wrapped for a multiplexer nor limited in its size."""

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what was selected; Textual calls this for its selection and its inputs."""
        self.copy("the selection", text.encode(errors="surrogatepass"))

    def on_text_selected(self) -> None:
        """Copy what the mouse has selected, as terminals do."""
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)

    def copy(self, what: str, content: bytes) -> None:
        """Copy bytes as they are, and say so, or why not; `what` is visible text."""
        try:
            written = sequence(content, multiplexer_of(os.environ))
        except TooLargeError as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        self._clipboard = content.decode(errors="replace")
        if self._driver is not None:
            self._driver.write(written)
        self.notify(said(what, content), markup=False, timeout=3)
