"""The app: one reading thread, a paced flush, and screens that are told what to show."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, InputEvent
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from tui.config import BUILT_IN, Settings
from tui.live.monitor import Monitor
from tui.marks.store import Marks
from tui.rules.kept import Kept
from tui.screens.live import LiveScreen
from tui.screens.main import MainScreen
from tui.screens.small import FittingApp
from tui.terminal.announcing import Announcer
from tui.terminal.copying import CopyingApp
from tui.terminal.ending import EndingApp
from tui.terminal.frugal import FrugalApp
from tui.terminal.keymap import keymap
from tui.terminal.keys import hint, keys_of, quiet, shown_key
from tui.terminal.legible import LegibleApp
from tui.terminal.pointing import PointingApp
from tui.terminal.typeahead import PatientApp
from tui.view.alerted import Alerted
from tui.words.telling import Sizes, Telling, Times

PACE = 0.17
"""Seconds between two flushes under load; after quiet the first change is shown at once."""
PACE_UNSEEN = 1.0
"""The same while the terminal has not the focus."""
TICK = 1.0
"""Seconds between two looks at the clock."""
TWICE = 2.0
"""Seconds within which a key counts as pressed twice."""


class DesktailApp(
    CopyingApp[None],
    PointingApp[None],
    FittingApp[None],
    EndingApp[None],
    PatientApp[None],
    FrugalApp[None],
    LegibleApp[None],
):
    """Shows what a monitor reads, until it is quit."""

    TITLE = "desktail"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (140, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        hint("space", "freeze", "Freeze", "freeze", "let the picture stand; reading goes on"),
        quiet("z", "zone", "UTC/local", "zone", "tell times in UTC or in local time"),
        quiet("t", "times", "Times", "times", "tell times absolute, relative, or since the start"),
        quiet("b", "sizes", "Bytes", "sizes", "tell sizes in binary units, or every byte of them"),
        quiet(
            "f2", "mouse", "Mouse", "mouse", "the mouse for the terminal's own selection, or back"
        ),
        hint("question_mark,f1", "help", "Help", "help", "which keys work here"),
        quiet("colon", "command_palette", "Palette", "palette", "all commands by name"),
        hint("q", "leave", "Quit", "leave", "back, and out at the top"),
        replace(quiet("ctrl+c", "interrupt", "End", "end", "twice: end at once"), priority=True),
    ]

    class Rung(Message, bubble=False):
        """There is something new to show."""

    def __init__(
        self,
        monitor: Monitor,
        paths: Sequence[Path],
        *,
        settings: Settings = BUILT_IN,
        clock: Callable[[], int] = time.time_ns,
        local_zone: tzinfo | None = None,
    ) -> None:
        super().__init__()
        self.monitor = monitor
        self.paths = paths
        self.marks, self.kept = Marks(), Kept()  # until they are others, before it runs
        self.alerted = Alerted(monitor, self.kept)
        self.settings = settings
        self._clock = clock
        self._local_zone = local_zone
        zone = self._local if settings.zone == "local" else UTC
        self.telling = Telling(zone, Times(settings.times), Sizes(settings.sizes))
        self._shown_at = 0.0
        self._pending: Timer | None = None
        self._problem = ""
        self.takes_mouse = settings.mouse
        self._announcer = Announcer(self, monitor, settings)
        self._interrupted_at = self._left_at = float("-inf")
        self.theme = settings.theme
        self.set_keymap(keymap(settings))
        self.ascii = settings.ascii

    # -- reading -----------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin to read, and to show."""
        self._begin()
        self.fit_into(self.size)
        self.set_interval(TICK, self._tick)
        self.call_after_refresh(self.flush)

    def _begin(self) -> None:
        self.alerted = Alerted(self.monitor, self.kept)
        known = self.marks, self.alerted
        self.push_screen(MainScreen(self.monitor, self.paths, *known, self.settings))
        read = partial(self._read, self.monitor)
        self.run_worker(read, thread=True, exclusive=True, exit_on_error=False, group="reading")

    def _read(self, monitor: Monitor) -> None:
        for _ in monitor.arrivals():
            continue
        if monitor is not self.monitor:
            monitor.close()

    def watch_other(self, monitor: Monitor) -> None:
        """Show another reading, which begins with that; the one until now ends."""
        self.monitor.stop()
        self.monitor = monitor
        self._announcer = Announcer(self, monitor, self.settings)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self._begin()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say so when reading came to an end that nobody asked for."""
        if event.worker.group == "reading" and event.state is WorkerState.ERROR:
            self._problem = f"reading stopped: {event.worker.error!r}"
            self.flush()

    def on_unmount(self) -> None:
        """End the reading."""
        self.monitor.stop()

    # -- showing -----------------------------------------------------------------------

    def on_desktail_app_rung(self) -> None:
        """Show what is new, now or when the pace allows it."""
        if self._pending is not None:
            return
        pace = PACE if self.app_focus else PACE_UNSEEN
        wait = self._shown_at + pace - time.monotonic()
        if wait <= 0:
            self._show_new()
        else:
            self._pending = self.set_timer(wait, self._show_new)

    def _show_new(self) -> None:
        self.flush()
        self._shown_at = time.monotonic()

    def _tick(self) -> None:
        """Move the clock on, unless what is new has done so, or is about to."""
        if self._pending is None and time.monotonic() - self._shown_at > TICK / 2:
            self.flush()

    def on_live_screen_came(self) -> None:
        """Show a screen that came to the front what there is."""
        self.flush()

    def flush(self) -> None:
        """Take a picture and have it shown."""
        if self._pending is not None:
            self._pending.stop()
            self._pending = None
        screens = [
            each for each in self.screen_stack if isinstance(each, LiveScreen) and each.ready
        ]
        # A picture taken now would be seen by nobody, and its changes lost; at the end, screens
        # are taken apart piece by piece.
        if not screens or not self.is_running:
            return
        # The bell first: what comes between the two rings it.
        self.monitor.ring_once(self._ring)
        picture = self.monitor.picture(self.settings.thresholds.moved_recently)
        if picture.fleet is not None:
            self.alerted.watch(picture.fleet)
        self.alerted.refresh()
        for screen in screens:
            screen.tell(self.telling)
            screen.show(picture, self._clock(), self._problem)
            screen.paint()
        problem = self._problem or picture.problem
        self._announcer.announce(picture, problem, self._clock(), self.telling.zone)

    def _ring(self) -> None:
        self.post_message(self.Rung())

    # -- keys --------------------------------------------------------------------------

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers: all that has a key here, and what a screen has without one."""
        yield SystemCommand("Theme", "other colours", self.action_change_theme)
        if isinstance(screen, LiveScreen):
            yield from screen.commands()
        offered = {active.binding.id: active for active in screen.active_bindings.values()}
        for name, active in offered.items():
            if name is not None:
                binding = active.binding
                run = partial(self.run_action, binding.action, active.node)
                yield SystemCommand(binding.description, binding.tooltip, run)

    def get_key_display(self, binding: Binding) -> str:
        """How the footer and the help call a key."""
        return shown_key(binding.key, ascii_only=self.settings.ascii)

    def action_freeze(self) -> None:
        """Let the picture stand, or catch up."""
        if not self.monitor.thaw():
            self.flush()
            self.monitor.freeze()
        self.flush()

    def action_zone(self) -> None:
        """Tell times in UTC or in local time."""
        zone = UTC if self.telling.zone is not UTC else self._local
        self.telling = replace(self.telling, zone=zone)
        self.flush()

    def action_times(self) -> None:
        """Tell times the next way: absolute, relative, elapsed."""
        self.telling = replace(self.telling, times=self.telling.times.following)
        self.flush()

    def action_sizes(self) -> None:
        """Tell sizes in binary units, or every byte."""
        self.telling = replace(self.telling, sizes=self.telling.sizes.following)
        self.flush()

    def action_mouse(self) -> None:
        """Leave the mouse to the terminal, or take it back."""
        self.take_mouse(takes=not self.takes_mouse)
        whose = "desktail's" if self.takes_mouse else "the terminal's: select and copy as ever"
        told = f"The mouse is {whose}; {keys_of(self.screen, 'mouse')} turns it"
        self.notify(told, markup=False, timeout=4)

    @property
    def _local(self) -> tzinfo:
        return self._local_zone or datetime.now().astimezone().tzinfo or UTC

    def action_help(self) -> None:
        """Which keys work here."""
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen.active_bindings, self.settings.thresholds))

    async def on_event(self, event: Event) -> None:
        """Whoever presses a key or moves the mouse sees what is told at that moment."""
        if isinstance(event, InputEvent):
            self._announcer.see()
        await super().on_event(event)

    def action_leave(self) -> None:
        """One level back; out at the top, where it is said first if something waits unseen."""
        if len(self.screen_stack) > 2:
            self.pop_screen()
            return
        self.flush()
        now = time.monotonic()
        unseen = self._announcer.take_unseen(self._clock(), self.telling.zone)
        if not unseen or now - self._left_at < TWICE:
            self.exit()
            return
        self._left_at = now
        told = f"Press {keys_of(self.screen, 'leave')} again to quit: {unseen}"
        self.notify(told, severity="warning", markup=False)

    def action_interrupt(self) -> None:
        """End, if asked twice."""
        now = time.monotonic()
        if now - self._interrupted_at < TWICE:
            self.exit()
            return
        self._interrupted_at = now
        keys = keys_of(self.screen, "end"), keys_of(self.screen, "leave")
        self.notify("Press {} again to quit, or {}".format(*keys), markup=False, timeout=TWICE)
