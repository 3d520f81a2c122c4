"""The footer: which keys work, laid out again only when they are others."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer


class KeysFooter(Footer):
    """Textual's footer, which makes all its keys anew at every move of the focus and each screen
    that comes: at the start three times, of which one is to be seen.
    """

    _shown: object = None

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)

    def compose(self) -> ComposeResult:
        """A key beside each other."""
        if self._bindings_ready:
            self._shown = self._to_show()
        yield from super().compose()

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Look, when all is done that came with it, whether other keys work."""
        self._bindings_ready = True
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._compose_other)

    async def _compose_other(self) -> None:
        if self.is_attached and self._shown != self._to_show():
            await self.recompose()

    def _to_show(self) -> object:
        active = self.screen.active_bindings.values()
        return [(each.binding, each.enabled, each.tooltip) for each in active if each.binding.show]
