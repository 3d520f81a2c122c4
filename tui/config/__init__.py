"""What can be set, and from where it is taken: built in < file < environment < option."""

from tui.config.settings import BUILT_IN, Keys, Settings, Thresholds

__all__ = ["BUILT_IN", "Keys", "Settings", "Thresholds"]
