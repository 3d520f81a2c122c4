"""An end that comes from outside."""

from signal import Signals


class EndedError(Exception):
    """A signal ended the program, or its terminal went away, which counts as SIGHUP."""

    def __init__(self, by: Signals) -> None:
        super().__init__(by.name)
        self.status = 128 + by
        """The exit status, by the custom of shells."""
