"""Keys that come faster than they are understood, from a paste or a slow line, wait their turn.

Textual hands a key to what has the focus at that moment, and a key that moves the focus takes a
while to do so: what was typed behind it would go to the wrong place, as commands.
"""

from collections import deque
from contextlib import suppress
from typing import TypeVar

from textual.app import App
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.events import Event, Key

ROUNDS = 3
"""How often what follows from a key may itself have something that follows: an input is submitted,
a prompt answered, a focus moved."""
PATIENCE = 0.25
"""Seconds after which the next key is taken in any case: a widget that is gone answers nobody."""

Result = TypeVar("Result")


class PatientPalette(CommandPalette):
    """Textual's palette, in which a page is nothing yet until its list has been laid out."""

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):  # of the line at which no option stands: the program would end
            super()._action_command_list(action)


class PatientApp(App[Result]):
    """Takes the next key when all that the last one did is done."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[Key] = deque()
        self._turn = 0
        self._taken = False

    def action_command_palette(self) -> None:
        """Offer all commands by name."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(PatientPalette(id="--command-palette"))

    async def on_event(self, event: Event) -> None:
        """Take a key, or have it wait."""
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._taken:
            self._typed.append(event)
        else:
            await self._take(event)

    async def _take(self, key: Key) -> None:
        self._taken = True
        self._turn += 1
        self.set_timer(PATIENCE, lambda turn=self._turn: self._done(turn))
        await super().on_event(key)
        self._follow(self._turn, ROUNDS)

    def _follow(self, turn: int, rounds: int) -> None:
        """Go the way of a key and of what follows from it, so many times."""
        if rounds:
            self._climb(self.focused or self.screen, turn, rounds)
        else:
            self._done(turn)

    def _climb(self, node: DOMNode | None, turn: int, rounds: int) -> None:
        """Stand in line behind all that waits in each widget, from within outwards."""
        if (
            node is None
            or node is self
            or not node.call_later(self._climb, node.parent, turn, rounds)
        ):
            self.call_later(self._follow, turn, rounds - 1)

    def _done(self, turn: int) -> None:
        """Take the next key; until it is, those that come meanwhile wait behind it."""
        if turn != self._turn or not self._taken:
            return
        self._turn += 1
        self._taken = bool(self._typed)
        if self._taken:
            self.call_next(self._take, self._typed.popleft())
