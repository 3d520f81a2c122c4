"""What all panes have in common: moments and sizes are told in them, lines drawn in tones."""

from collections.abc import Sequence

from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import NULL_SIZE, Size

from tui.terminal.composing import FrugalWidget
from tui.terminal.framed import FramedLines
from tui.words.telling import USUAL, Telling


class TellingPane(FrugalWidget):
    """A pane that is told how to tell them; its screen does so, before it shows a picture."""

    telling: Telling = USUAL
    note = ""
    """What stands in its lower border."""
    _title = ""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._tones: dict[str, Style] = {}
        self._styles_cache = FramedLines()
        self._measured = NULL_SIZE, NULL_SIZE
        self._grounds: tuple[Color, Color] | None = None

    @property
    def background_colors(self) -> tuple[Color, Color]:
        """The colour below it and its own, kept until the theme changes."""
        if self._grounds is None:
            self._grounds = super().background_colors
        return self._grounds

    @property
    def size(self) -> Size:
        """The size of what stands in the frame, kept until it is another one: Textual looks for
        the pane among all those of the screen, and a frame asks for it 130 times.
        """
        outer, size = self._measured
        if outer != self.outer_size:
            outer = self.outer_size
            size = outer.region.shrink(self.styles.gutter).size
            self._measured = outer, size
        return size

    def entitle(self, title: str) -> None:
        """Set the title in the border, a visible text that is no markup; painted if it is new."""
        if title != self._title:
            self._title = title
            self.border_title = Content(title)

    def add_note(self, note: str) -> None:
        """Set what stands in the lower border, as `entitle` does in the upper one."""
        if note != self.note:
            self.note = note
            self.say_below()

    def say_below(self) -> None:
        """Say the note in the lower border."""
        self.border_subtitle = Content(self.note)

    def tell(self, telling: Telling) -> None:
        """Tell them in this way, from the next picture on."""
        self.telling = telling

    def tone(self, name: str) -> Style:
        """What a tone looks like, kept until the theme changes: Textual forgets it sooner."""
        style = self._tones.get(name)
        if style is None:
            # Not its partial style, in which a colour has lost its transparency.
            style = self._tones[name] = self.get_component_rich_style(f"tone--{name}")
        return style

    def notify_style_update(self) -> None:
        """Look at the tones anew."""
        super().notify_style_update()
        self._tones.clear()
        self._measured = NULL_SIZE, NULL_SIZE
        self._grounds = None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line passes that is painted: none looks for colours that no pane has."""
        return [
            each for each in super().get_line_filters() if not isinstance(each, ANSIToTruecolor)
        ]
