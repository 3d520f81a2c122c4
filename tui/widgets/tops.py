"""Who or what most was taken out by, as bars."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content

from tui.view.tops import Taken
from tui.widgets.lines import Line, LinePane, Span, line
from tui.words.telling import Sizes, Telling
from tui.words.text import fit, fit_path, pad, pad_left, visible

BAR = 8
"""Cells of a bar, which tells the share of the largest."""
ROOMY = 40
"""Cells from which on a file's desktop is told, too."""
_PARTS = " ▏▎▍▌▋▊▉█"


class TopPane(LinePane):
    """The largest of one sort, as many as there is room for."""

    def __init__(self, title: str, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._taken: Sequence[Taken] = ()
        self.border_title = Content(title)

    def show_taken(self, taken: Sequence[Taken]) -> None:
        """Show these, the largest of which comes first."""
        self._taken = taken
        width, height = self.size
        self.show(list(_lines(taken, width, self.telling.sizes))[:height])

    def tell(self, telling: Telling) -> None:
        """Tell sizes in this way."""
        super().tell(telling)
        self.show_taken(self._taken)

    def on_resize(self) -> None:
        """Show what there is room for now."""
        self.show_taken(self._taken)


def _lines(taken: Sequence[Taken], width: int, sizes: Sizes) -> Iterator[Line]:
    if not taken:
        yield line(Span("nothing came out yet", "quiet"))
    for moved, name, user, desktop in taken:
        before = line(
            Span(pad_left(sizes.told(moved), sizes.cells), "out"),
            " ",
            Span(_bar(moved, taken[0].bytes), "out"),
            " ",
        )
        rest = max(1, width - sizes.cells - BAR - 2)
        told = visible(name) or "-"
        if not user:
            yield (*before, Span(fit(told, rest)))
            continue
        whose = visible(user) if rest < ROOMY else f"{visible(user)} on {visible(desktop) or '-'}"
        whose = fit(whose, rest * 2 // 5)
        room = max(1, rest - cell_len(whose) - 2)
        yield (*before, Span(pad(fit_path(told, room), room)), Span(f"  {whose}", "quiet"))


def _bar(part: int, whole: int) -> str:
    eighths = max(1, 8 * BAR * part // max(1, whole))
    full, rest = divmod(eighths, 8)
    return pad("█" * full + (_PARTS[rest] if rest else ""), BAR)
