"""Which keys work where one was."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen

from tui.keys import quiet
from tui.text import pad
from tui.widgets.lines import Line, Span, line
from tui.widgets.rows import RowList

GLYPHS = (
    ("●", "active", "active: has started, has not ended"),
    ("◌", "quiet", "active, but nothing happened for five minutes"),
    ("✕", "problem", "denied"),
    ("○", "quiet", "ended"),
    ("▲", "out", "bytes came out of the desktop within the last half minute"),
)


class HelpList(RowList):
    """Keys and what they do, then the glyphs."""

    def __init__(self, bindings: Mapping[str, ActiveBinding]) -> None:
        super().__init__(id="help")
        self._rows = help_lines(bindings, self.app.get_key_display)

    def on_mount(self) -> None:
        """All rows are known from the beginning."""
        self.set_count(len(self._rows))
        self.entitle("Keys that work here")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As high as all rows are, if there is room."""
        return len(self._rows)

    def row(self, index: int, width: int) -> Line:  # noqa: ARG002
        """One key, or one glyph."""
        return self._rows[index]


class HelpScreen(ModalScreen[None]):
    """The help, over the screen that it is about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("escape", "app.leave", "Back", "back", "close the help"),
        quiet("question_mark,f1", "app.leave", "Help", "help", "close the help"),
        quiet("q", "app.leave", "Quit", "leave", "close the help"),
        quiet("ctrl+c", "app.interrupt", "End", "end", "twice: end at once"),
    ]

    def __init__(self, bindings: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self._active = bindings

    def compose(self) -> ComposeResult:
        """One list."""
        yield HelpList(self._active)


def help_lines(
    bindings: Mapping[str, ActiveBinding], shown: Callable[[Binding], str]
) -> list[Line]:
    """A line for each thing that can be done, with all its keys as they are shown; then the
    glyphs.
    """
    keys: dict[str, list[str]] = {}
    told: dict[str, Binding] = {}
    for active in bindings.values():
        binding = active.binding
        if binding.id:
            keys.setdefault(binding.id, []).append(shown(binding))
            told[binding.id] = binding
    width = 2 + max((cell_len(" ".join(names)) for names in keys.values()), default=0)
    labels = 2 + max((cell_len(binding.description) for binding in told.values()), default=0)
    lines = [
        line(
            Span(pad(" ".join(keys[name]), width), "head"),
            Span(pad(binding.description, labels)),
            Span(binding.tooltip, "quiet"),
        )
        for name, binding in told.items()
    ]
    glyphs = [line(Span(pad(glyph, width), tone), meaning) for glyph, tone, meaning in GLYPHS]
    return [*lines, line(), *glyphs]
