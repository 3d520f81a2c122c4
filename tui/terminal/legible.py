"""An app whose text can be read: in every theme, without colour, with ASCII alone, in a picture."""

import re
from collections.abc import Sequence

from textual.app import App, ReturnType
from textual.filter import LineFilter, NoColor

from tui.terminal.colours import legible
from tui.terminal.looks import AsciiFilter


class LegibleApp(App[ReturnType]):
    """Moves the theme's colours until they have contrast; with `ascii` it draws with ASCII."""

    ascii = False

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours, such that all text can be read."""
        return legible(super().get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line that is painted passes."""
        # Textual's own would make shades of grey of the terminal's colours.
        bare = self.no_color and self.native_ansi_color
        drawn = [AsciiFilter()] if self.ascii else []
        return [*([NoColor()] if bare else super().get_line_filters()), *drawn]

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """A picture of the screen as SVG, which asks nobody for anything when it is opened."""
        svg = super().export_screenshot(title=title, simplify=simplify)
        return re.sub(r"@font-face \{[^}]*\}\s*", "", svg)
