"""What can be set, and from where it is taken: built in < file < environment < option.

`read` reads it all; a `Configuration` is what holds in the end and where each value was given,
`told` and `template` write them as a file that explains itself.
"""

from tui.config.layers import ConfigError
from tui.config.reading import Configuration, default_path, read
from tui.config.settings import BUILT_IN, Keys, Nats, Settings, Thresholds
from tui.config.told import KeysTold, template, told

__all__ = [
    "BUILT_IN",
    "ConfigError",
    "Configuration",
    "Keys",
    "KeysTold",
    "Nats",
    "Settings",
    "Thresholds",
    "default_path",
    "read",
    "template",
    "told",
]
