"""The settings, and where they come from."""

from typing import TYPE_CHECKING

from tui.system.output import printing

if TYPE_CHECKING:
    from tui.config import Configuration


def config(configuration: "Configuration", *, init: bool, path: bool) -> None:
    """Print every setting and where it is from, or only the file, or write one to begin with."""
    if path:
        with printing():
            print(configuration.path)
        return
    from tui.commands import configuring

    if init:
        configuring.write(configuration)
    else:
        configuring.show(configuration)
