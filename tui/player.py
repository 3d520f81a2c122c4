"""The app that shows a replay: its clock is the log's, and it is paused, stepped, sped up, set."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from tui.app import DesktailApp
from tui.config import Settings
from tui.live.monitor import Monitor
from tui.replay.clock import ReplayClock
from tui.replay.follow import Replay
from tui.screens.live import LiveScreen
from tui.terminal.keys import hint, keys_of, quiet
from tui.widgets.prompt import Prompt
from tui.words.when import ago, period

SEEK = "seek"
FRAME = 0.2
"""Seconds between two frames while it plays: its clock goes on also where nothing happens."""

ReadingFrom = Callable[[int], tuple[Monitor, Replay]]
"""Makes a reading that begins at a moment (ns)."""


class ReplayApp(DesktailApp):
    """Plays what was; to go back it begins anew, at an earlier moment."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hint("p", "pause", "Pause/play", "replay.pause", "stop the clock of a replay, or go on"),
        quiet("full_stop", "step", "Step", "replay.step", "to when the next event happens"),
        quiet("right_curly_bracket", "faster", "Faster", "replay.faster", "play faster"),
        quiet("left_curly_bracket", "slower", "Slower", "replay.slower", "play slower"),
        quiet("number_sign", "seek", "Play from", "replay.seek", "play from 12:40, -5m, a date"),
    ]

    def __init__(
        self,
        paths: Sequence[Path],
        clock: ReplayClock,
        reading_from: ReadingFrom,
        settings: Settings,
    ) -> None:
        self._played = clock
        self._reading_from = reading_from
        monitor, self._replay = reading_from(clock.now())
        super().__init__(monitor, paths, settings=settings, clock=clock.now)

    def on_mount(self) -> None:
        """Begin to play."""
        self.set_interval(FRAME, self._play)

    def _play(self) -> None:
        if self._played.runs and not self._played.at_end:
            self.flush()

    def flush(self) -> None:
        """Show how it is played as well."""
        for screen in self.screen_stack:
            if isinstance(screen, LiveScreen):
                screen.pace = self.pace
        super().flush()

    @property
    def pace(self) -> tuple[str, str]:
        """How it is played, in words, and the tone of them."""
        if self._played.at_end:
            return "■ AT END", "-quiet"
        if not self._played.runs:
            return f"‖ PAUSED ×{self._played.speed:g}", "-frozen"
        return f"▶ REPLAY ×{self._played.speed:g}", "-live"

    def _tell(self) -> None:
        """Show how it is played by now; at the end, that a key of these changes nothing there."""
        self.flush()
        if self._played.at_end:
            told = f"at the end; {keys_of(self.screen, 'replay.seek')} plays from a time"
            self.notify(told, timeout=2, markup=False)

    # -- keys --------------------------------------------------------------------------

    def action_pause(self) -> None:
        """Stop the clock, or go on."""
        if self._played.runs:
            self._played.pause()
        else:
            self._played.go_on()
        self._tell()

    def action_step(self) -> None:
        """Stand at the moment at which the next event happens."""
        following = self._replay.next_time
        self._played.pause()
        if following is not None:
            self._played.go_to(max(following, self._played.now()))
        self._tell()

    def action_faster(self) -> None:
        """Play faster."""
        self._played.faster()
        self._tell()

    def action_slower(self) -> None:
        """Play slower."""
        self._played.slower()
        self._tell()

    def action_seek(self) -> None:
        """Ask from when on to play."""
        if isinstance(self.screen, LiveScreen):
            question = self.screen.question(SEEK, "#", "play from 12:40, -5m, 2026-11-20 18:00")
            self.screen.prompt.ask(question)

    def on_prompt_answered(self, message: Prompt.Answered) -> None:
        """Play from the moment that was asked for."""
        if message.question.name != SEEK or not isinstance(self.screen, LiveScreen):
            return
        if not message.text.strip():
            self.screen.leave_prompt(None)
            return
        try:
            moment = self._moment(message.text.strip())
        except ValueError as error:
            self.screen.prompt.say(str(error), "-problem")
            return
        self.screen.leave_prompt(None)
        self.play_from(moment)

    def _moment(self, text: str) -> int:
        """What is so long ago is seen from what is played, a clock from the log's end, so that it
        may be still to come. Raises ValueError.
        """
        now, passed = self._played.now(), ago(text)
        if passed is not None:
            return now - passed
        return period(text, self._played.end or self._replay.last_time or now).begin

    def on_prompt_dropped(self, message: Prompt.Dropped) -> None:
        """Play on."""
        if message.question.name == SEEK and isinstance(self.screen, LiveScreen):
            self.screen.leave_prompt(None)

    def play_from(self, moment: int) -> None:
        """Play from a moment (ns) on; to go back all begins anew."""
        back = moment < self._played.now()
        self._played.go_to(moment)
        if back:
            monitor, self._replay = self._reading_from(moment)
            self.watch_other(monitor)
        self.flush()
