"""What all panes have in common: moments and sizes are told in them."""

from textual.widget import Widget

from tui.telling import USUAL, Telling


class TellingPane(Widget):
    """A pane that is told how to tell them; its screen does so, before it shows a picture."""

    telling: Telling = USUAL

    def tell(self, telling: Telling) -> None:
        """Tell them in this way, from the next picture on."""
        self.telling = telling
