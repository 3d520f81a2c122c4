"""Which keys work where one was."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen, Screen

from tui.config import Thresholds
from tui.terminal.keys import quiet
from tui.view.marked import FLAG, FLAG_WITHIN
from tui.widgets.lines import Line, Span, line
from tui.widgets.rows import RowList
from tui.words.text import duration, pad

WHERE = ("in this pane", "on this screen", "everywhere")
"""Who hears a key, the nearest first."""


def glyphs(thresholds: Thresholds) -> list[tuple[str, str, str]]:
    """The glyphs of the session table, each with its tone and its meaning."""
    quiet_, stale = duration(thresholds.quiet), duration(thresholds.stale)
    return [
        ("●", "active", "active: has started, has not ended"),
        ("◌", "quiet", f"active, but nothing happened for {quiet_}"),
        ("◇", "quiet", f"stale: the same for {stale}, and an end may never come"),
        ("✕", "problem", "denied"),
        ("○", "quiet", "ended"),
        ("▲", "out", f"bytes came out of the desktop within {duration(thresholds.moved_recently)}"),
        (FLAG, "mark", "marked"),
        (FLAG_WITHIN, "mark", "a session of which lines are marked"),
    ]


class HelpList(RowList):
    """Keys and what they do, then the glyphs."""

    def __init__(self, bindings: Mapping[str, ActiveBinding], thresholds: Thresholds) -> None:
        super().__init__(id="help")
        self._rows = help_lines(bindings, self.app.get_key_display, thresholds)

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

    def __init__(self, bindings: Mapping[str, ActiveBinding], thresholds: Thresholds) -> None:
        super().__init__()
        self._active = bindings
        self._thresholds = thresholds

    def compose(self) -> ComposeResult:
        """One list."""
        yield HelpList(self._active, self._thresholds)


def help_lines(
    bindings: Mapping[str, ActiveBinding],
    shown: Callable[[Binding], str],
    thresholds: Thresholds,
) -> list[Line]:
    """A line for each thing that can be done, with all its keys as they are shown, by where they
    are heard; then the glyphs.
    """
    keys: dict[str, list[str]] = {}
    told: dict[str, ActiveBinding] = {}
    for active in bindings.values():
        if name := active.binding.id:
            keys.setdefault(name, []).append(shown(active.binding))
            told[name] = active
    width = 2 + max((cell_len(" ".join(names)) for names in keys.values()), default=0)
    labels = 2 + max((cell_len(one.binding.description) for one in told.values()), default=0)
    lines = []
    for number, where in enumerate(WHERE):
        here = {name: one.binding for name, one in told.items() if _distance(one) == number}
        lines += [line(Span(where, "strong"))] if here else []
        for name, binding in here.items():
            lines.append(
                line(
                    Span(pad(" ".join(keys[name]), width), "head"),
                    Span(pad(binding.description, labels)),
                    Span(binding.tooltip, "quiet"),
                )
            )
        lines += [line()] if here else []
    meanings = glyphs(thresholds)
    return [*lines, *(line(Span(pad(sign, width), tone), told) for sign, tone, told in meanings)]


def _distance(active: ActiveBinding) -> int:
    """How far from the cursor a key is heard: the place in WHERE."""
    return 2 if isinstance(active.node, App) else 1 if isinstance(active.node, Screen) else 0
