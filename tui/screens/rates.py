"""The rates screen: how fast data moves over minutes, an hour, a day; and who takes out most."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Footer
from textual.worker import get_current_worker

from tui.audit.rates import DAY, HOUR, MINUTE, TEN_MINUTES, Moved, Reach, speed
from tui.audit.rfc3339 import SECOND
from tui.live.monitor import Monitor
from tui.marks.store import Marks
from tui.picture.picture import Picture
from tui.screens.asof import AsOfScreen
from tui.terminal.keys import hint, quiet
from tui.view.alerted import Alerted
from tui.view.tops import Taken, Tops
from tui.widgets.graph import Graph, GraphPane
from tui.widgets.status import StatusLine
from tui.widgets.tops import TopPane
from tui.words.text import moment, size, zone_name

PAUSE = 2 * SECOND
"""Nanoseconds between two sums of who took out most: one of 100,000 sessions takes 0.3 s."""
REACHES: dict[str, tuple[Reach, str]] = {
    "minutes": (TEN_MINUTES, "last 10 minutes"),
    "hour": (HOUR, "last hour"),
    "day": (DAY, "last day"),
}


class RatesScreen(AsOfScreen, inherit_bindings=False):
    """In and out as graphs, of all sessions together."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("escape", "app.leave", "Back", "back", "to all sessions"),
        quiet("r", "app.leave", "Rates", "rates", "back to all sessions"),
        quiet("f", "follow", "Now", "follow", "back to now"),
        quiet(
            "left_square_bracket", "minute(-1)", "Minute back", "minute.previous", "a minute back"
        ),
        quiet("right_square_bracket", "minute(1)", "Minute on", "minute.next", "a minute on"),
        hint("1", "reach('minutes')", "10 min", "rates.minutes", "the last ten minutes"),
        hint("2", "reach('hour')", "Hour", "rates.hour", "the last hour"),
        hint("3", "reach('day')", "Day", "rates.day", "the last day"),
        hint("4", "tops", "Top", "rates.top", "who took out most, and back, in a narrow terminal"),
    ]

    @dataclass
    class Tallied(Message):
        """It is known who took out most."""

        users: Sequence[Taken]
        desktops: Sequence[Taken]
        files: Sequence[Taken]

    def __init__(
        self, monitor: Monitor, paths: Sequence[Path], marks: Marks, alerted: Alerted
    ) -> None:
        super().__init__(monitor, paths, marks, alerted)
        self._reach = "minutes"
        self._picture: Picture | None = None
        self._turn = 0
        self._begin_tops()

    def _begin_tops(self) -> None:
        """Have summed up nothing yet."""
        self._tops = Tops()
        self._changed: set[str] | None = None
        self._tallied_at = 0

    def compose(self) -> ComposeResult:
        """Two graphs, and who took out most."""
        yield StatusLine(self.paths)
        with Horizontal():
            with Vertical(id="left"):
                yield GraphPane("out", id="out")
                yield GraphPane("in", id="in")
            with Vertical(id="tops"):
                yield TopPane("Top users by bytes out", id="users")
                yield TopPane("Top desktops", id="desktops")
                yield TopPane("Top files", id="files")
        yield Footer(compact=True, show_command_palette=False)

    def show(self, picture: Picture, now: int, problem: str) -> None:
        """Show a picture in every pane."""
        super().show(picture, now, problem)
        self._picture = picture
        self._show_graphs(picture)
        if picture.turn != self._turn:
            self._turn = picture.turn
            self._begin_tops()
        if self._changed is not None:
            self._changed |= picture.changed
        self._tally(picture.now)

    # -- graphs ------------------------------------------------------------------------

    def _show_graphs(self, picture: Picture) -> None:
        reach, told = REACHES[self._reach]
        graph = self.monitor.graph(reach, picture.now)
        current = speed(picture.series, picture.now)
        since = self._counted_since(reach, picture)
        if since is not None:
            told += f" ─ complete since {moment(since, self.telling.zone, '%H:%M')}"
        if picture.past is not None:
            told += " ─ so far"
        begin = picture.now // reach.slice * reach.slice
        total = sum(graph, Moved())
        for way, amounts, pace, moved in (
            ("out", [part.bytes_out for part in graph], current.bytes_out, total.bytes_out),
            ("in", [part.bytes_in for part in graph], current.bytes_in, total.bytes_in),
        ):
            pane = self.query_one(f"#{way}", GraphPane)
            pane.show_graph(Graph(amounts, reach.slice, begin, since))
            pane.entitle(f"{_TITLES[way]} ─ {told} {zone_name(picture.now, self.telling.zone)}")
            pane.add_note(
                f"{self.telling.sizes.told(moved)} ─ now {size(pace)}/s ─ {size(60 * pace)}/min"
            )

    def _counted_since(self, reach: Reach, picture: Picture) -> int | None:
        """From when on all is counted; None if that is as far back as the graph goes."""
        since = picture.counted_since
        first = picture.now // reach.slice * reach.slice - (reach.slices - 1) * reach.slice
        if since is None or since <= first:
            return None
        return -(-since // MINUTE) * MINUTE

    def action_reach(self, reach: str) -> None:
        """Look back so far."""
        self._reach = reach
        if self._picture is not None:
            self._show_graphs(self._picture)

    # -- who took out most -------------------------------------------------------------

    def _tally(self, now: int) -> None:
        """Sum up anew what has changed, in a thread, not more often than PAUSE."""
        running = any(worker.group == "tops" and worker.is_running for worker in self.workers)
        if running or self._changed == set() or 0 <= now - self._tallied_at < PAUSE:
            return
        sids = None if self._changed is None else list(self._changed)
        self._changed, self._tallied_at = set(), now
        self.run_worker(
            partial(self._read_tops, sids), thread=True, exit_on_error=False, group="tops"
        )

    def _read_tops(self, sids: list[str] | None) -> None:
        worker, tops = get_current_worker(), self._tops
        for _ in tops.read(self.monitor, sids):
            if worker.is_cancelled or tops is not self._tops:
                return
        self.post_message(self.Tallied(tops.users, tops.desktops, tops.files))

    def on_rates_screen_tallied(self, message: Tallied) -> None:
        """Show them."""
        self.query_one("#users", TopPane).show_taken(message.users)
        self.query_one("#desktops", TopPane).show_taken(message.desktops)
        self.query_one("#files", TopPane).show_taken(message.files)

    def action_tops(self) -> None:
        """Show who took out most in place of the graphs, or the graphs again."""
        self.toggle_class("-right")


_TITLES = {"out": "Out of desktops", "in": "Into desktops"}
