"""What can be set, and from where it is taken: built in < file < environment < option.

`read` reads it all; a `Configuration` is what holds in the end and where each value was given,
`told` writes it as a file that explains itself.
"""

from tui.config.layers import ConfigError
from tui.config.reading import Configuration, default_path, read
from tui.config.settings import BUILT_IN, Keys, Settings, Thresholds

__all__ = [
    "BUILT_IN",
    "ConfigError",
    "Configuration",
    "Keys",
    "Settings",
    "Thresholds",
    "default_path",
    "read",
]
