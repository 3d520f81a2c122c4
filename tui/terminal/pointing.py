"""An app that gives the mouse to the terminal, for its own selection, and takes it back."""

from typing import TypeVar

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

Result = TypeVar("Result")


class PointingApp(App[Result]):
    """Textual asks for the mouse at its start only; here is what it does not offer in public."""

    takes_mouse = True
    """Whether clicks and the wheel are the app's; if not, they are the terminal's."""

    def take_mouse(self, *, takes: bool) -> None:
        """Have the mouse, or leave it to the terminal."""
        self.takes_mouse = takes
        driver = self._driver
        if not isinstance(driver, LinuxDriver):
            return
        # A driver without a mouse neither asks for it nor gives it back, also after a ctrl+z.
        driver._mouse = True  # noqa: SLF001
        if takes:
            driver._enable_mouse_support()  # noqa: SLF001
            if driver._mouse_pixels:  # noqa: SLF001 - the last way of telling places holds
                driver._enable_mouse_pixels()  # noqa: SLF001
        else:
            driver._disable_mouse_support()  # noqa: SLF001
            driver._mouse = False  # noqa: SLF001
