"""An app that writes only the cells of the terminal that differ from what it shows.

Textual writes a changed line from its pane's left edge to its right one, each style spelt out
anew: 120 kB/s for a table in which a few digits change. All that is not Textual's public
interface stands here.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import repeat
from typing import TypeVar

from rich.cells import get_character_cell_size
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.events import Resize
from textual.screen import Screen
from textual.strip import Strip

GAP = 8
"""Cells between two that differ that are written again: to jump over them takes as many bytes."""

Result = TypeVar("Result")


class FrugalApp(App[Result]):
    """Remembers what the terminal shows."""

    def __init__(self) -> None:
        super().__init__()
        self._glass = Glass()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(renderable, CompositorUpdate):
            renderable = Thrifty(self._glass, renderable)
        super()._display(screen, renderable)

    @property
    def crash(self) -> Exception | None:
        """The first error that nobody handled, by which it ended."""
        return self._exception

    def _fatal_error(self) -> None:
        """End without a word: Textual would print all locals, and the log's strings among them."""
        self._close_messages_no_wait()

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002
        """Paint everything: who knows what a terminal makes of its lines, even if it ends up as
        large as it was. It is told of its size also when it comes back from being suspended.
        """
        self._glass.forget()
        self.refresh()


Cell = tuple[str, Style | None] | Strip
"""What a cell of the terminal shows: a character in a style, or its part of a strip."""

UNKNOWN: Cell = ("", None)


class Glass:
    """All cells of the terminal as they were last written, row by row.

    Where not every character of a strip is sure to take one cell, each of its cells stands for
    the strip, which is written whole: terminals do not agree on what stands where in it, nor
    on what it covers to its right.
    """

    def __init__(self) -> None:
        self._rows: list[list[Cell]] = []

    def forget(self) -> None:
        """Take it that the terminal shows something else by now."""
        self._rows = []

    def written(self, update: CompositorUpdate, console: Console) -> str:
        """What to write so that the terminal shows an update."""
        if isinstance(update, ChopsUpdate):
            if [len(row) for row in self._rows] == [ends[-1] for ends in update.chop_ends]:
                return self._difference(_strips(update), console)
        elif isinstance(update, LayoutUpdate):
            # A dialogue paints the whole screen behind it anew at every change.
            if [len(row) for row in self._rows] != [update.region.width] * update.region.height:
                self._rows = [[UNKNOWN] * update.region.width for _ in range(update.region.height)]
            return self._difference(_strips_of_screen(update), console)
        self.forget()
        return update.render_segments(console)

    def _difference(self, strips: Iterable[tuple[int, int, Strip]], console: Console) -> str:
        whole: list[str] = []
        # Gathered by style: to switch it takes five times the bytes of a jump.
        parts: dict[Style | None, list[str]] = {}
        for x, y, strip in strips:
            row, cells = self._rows[y], _cells(strip)
            shown = row[x : x + len(cells)]
            if shown == cells:  # also where there are none
                continue
            row[x : x + len(cells)] = cells
            if isinstance(cells[0], Strip):
                whole.append(_jump(x, y) + strip.render(console))
                row[x + len(cells) :] = [UNKNOWN] * (len(row) - x - len(cells))
                continue
            at = 0
            for text, style, _ in strip:
                before, after = shown[at : at + len(text)], cells[at : at + len(text)]
                # As it is with most spans of a line that changed, and 20 times as fast.
                if before != after:
                    for begin, end in _runs(before, after):
                        part = _jump(x + at + begin, y) + text[begin:end]
                        parts.setdefault(style, []).append(part)
                at += len(text)
        segments = [Segment("".join(texts), style) for style, texts in parts.items()]
        return "".join(whole) + Strip(segments).render(console)


class Thrifty(CompositorUpdate):
    """An update, of which is written what differs from what the glass shows."""

    def __init__(self, glass: Glass, update: CompositorUpdate) -> None:
        self._glass = glass
        self._update = update

    def render_segments(self, console: Console) -> str:
        """What to write; called only when it is written."""
        return self._glass.written(self._update, console)


def _strips(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The strips of an update and where they begin, chosen as Textual does it.

    They are not cut to what is to be updated: the rest of them is what is shown already.
    """
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < x2 and end > x1:
                yield x, y, strip


def _strips_of_screen(update: LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, line in enumerate(update.strips):
        x = 0
        for strip in line:
            yield x, y, strip
            x += strip.cell_length


def _cells(strip: Strip) -> list[Cell]:
    if all(_is_plain(text) for text, _, _ in strip):
        return [cell for text, style, _ in strip for cell in zip(text, repeat(style))]
    return [strip] * strip.cell_length


@lru_cache(1 << 12)
def _is_plain(text: str) -> bool:
    """Whether every terminal shows one cell for each character, from left to right: true of
    Latin, Greek and Cyrillic letters, and of the signs that frames and graphs are made of.
    """
    return text.isascii() or all(
        get_character_cell_size(character) == 1
        and (character < "\u0590" or "\u2010" <= character < "\u2900")
        for character in text
    )


def _runs(shown: list[Cell], cells: list[Cell]) -> list[tuple[int, int]]:
    """Where the cells that differ begin and end, small gaps between them included."""
    runs: list[tuple[int, int]] = []
    for at, (before, after) in enumerate(zip(shown, cells, strict=True)):
        if before != after:
            joins = runs and at - runs[-1][1] < GAP
            begin = runs.pop()[0] if joins else at
            runs.append((begin, at + 1))
    return runs


def _jump(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"
