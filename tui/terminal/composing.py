"""A screen that, for an update, asks its widgets only for the lines that are to be painted.

Textual asks every widget in sight for all of its lines, those of the screen behind all panes too,
cuts the ones that stand where something changed, and throws away what another widget covers. All
that is not Textual's public interface stands here.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Self, cast

from textual._compositor import ChopsUpdate, Compositor
from textual.events import ScreenResume
from textual.geometry import Region
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip
from textual.widget import Widget

Chop = dict[int, Strip | None]
"""The strips of a line of the screen, by the cell at which each begins; None: not asked for."""


class FrugalWidget(Widget):
    """A widget whose screen asks it whether it changed."""

    @property
    def may_grow(self) -> bool:
        """Whether it may need another size than it has."""
        return self._layout_required

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Have it painted, and measured anew if `layout`. Textual keeps the size it measured for
        the first of several changes that come before it has its turn, where another widget was
        laid out between them: a count would be cut, and stay so, to one that is ten times smaller.
        """
        if layout:
            self._layout_updates += 1
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def take_change(self) -> bool:
        """Whether it is to be painted, which is done with that."""
        changed, self._repaint_required = self._repaint_required, False
        return changed


class FrugalScreen(Screen[ScreenResultType]):
    """A screen of which little changes at a time."""

    _was_there = False

    def __init__(self) -> None:
        super().__init__()
        self._compositor = FrugalCompositor()
        breakpoints = self.app.HORIZONTAL_BREAKPOINTS or []
        fitting = self._get_breakpoint_classes(self.app.size.width, breakpoints)
        # Textual has it laid out first, and then styled and laid out anew for its size.
        self.add_class(*fitting, update=False)

    def _on_screen_resume(self, event: ScreenResume) -> None:
        # What has just been mounted was styled then; what comes back may have missed something.
        event.refresh_styles = self._was_there
        self._was_there = True

    def paint(self) -> None:
        """Paint what changed at once. Textual has each widget tell of it in two messages, and does
        so when a timer has rung; it is left to that where a widget may change its size.
        """
        visible = self._compositor.visible_widgets
        widgets = [widget for widget in visible if isinstance(widget, FrugalWidget)]
        if self.is_current and not any(widget.may_grow for widget in widgets):
            self._dirty_widgets.update(widget for widget in widgets if widget.take_change())
            self._on_timer_update()


class FrugalCompositor(Compositor):
    """Composes what is to be painted, and nothing else."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What has changed since the last update; None if that is nothing."""
        spans = list(self._regions_to_spans(self._dirty_regions))
        self._dirty_regions.clear()
        if not spans:
            return None
        chops: list[Chop] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        self._fill(chops, _missing(self.cuts, spans))
        strips = cast("Sequence[Mapping[int, Strip | None]]", chops)
        return ChopsUpdate(strips, spans, [cuts[1:] for cuts in self.cuts])

    def _fill(self, chops: Sequence[Chop], missing: dict[int, set[int]]) -> None:
        """Ask for the strips that are missing; of widgets above each other, the uppermost."""
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            begin, stop = seen.column_span
            lines = [
                y
                for y in seen.line_range
                if y in missing and any(begin <= x < stop for x in missing[y])
            ]
            if not lines:
                continue
            first, count = lines[0], lines[-1] + 1 - lines[0]
            crop = Region(begin - region.x, first - region.y, seen.width, count)
            strips = widget.render_lines(crop)
            for y in lines:
                for x, part in _cut(strips[y - first], begin, stop, self.cuts[y]):
                    if x in missing[y]:
                        missing[y].remove(x)
                        chops[y][x] = part
                if not missing[y]:
                    del missing[y]


def _cut(strip: Strip, begin: int, stop: int, line: Sequence[int]) -> Iterable[tuple[int, Strip]]:
    """The parts of a strip between the cuts of a line of the screen, and where each begins."""
    cuts = [cut for cut in line if begin < cut < stop]
    if not cuts and strip.cell_length == stop - begin:  # as of most panes
        return ((begin, strip),)
    parts = strip.divide([*(cut - begin for cut in cuts), stop - begin])
    return zip((begin, *cuts), parts, strict=False)


def _missing(
    cuts: Sequence[Sequence[int]], spans: Iterable[tuple[int, int, int]]
) -> dict[int, set[int]]:
    """Which strips of which lines of the screen stand where spans are."""
    missing: dict[int, set[int]] = {}
    for y, first, last in spans:
        for x, end in pairwise(cuts[y]):
            if x < last and end > first:
                missing.setdefault(y, set()).add(x)
    return missing
