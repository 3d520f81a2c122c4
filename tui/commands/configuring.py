"""Settings that are to hold in the live view: checked against what there is, shown, written."""

import tui.player  # noqa: F401 - it binds keys, too
from tui import screens
from tui.config import ConfigError, Configuration, KeysTold, template, told
from tui.config.presets import PRESETS
from tui.system.output import OutputError, printing
from tui.terminal import keymap, looks


def check(configuration: Configuration) -> None:
    """Raise ConfigError if anything that was given cannot hold: all that is wrong, a line each."""
    if keymap.keymap(configuration.settings):
        screens.load_all()
    faults = [
        *configuration.problems,
        *looks.problems(configuration),
        *keymap.problems(configuration),
    ]
    if faults:
        raise ConfigError(*faults)


def show(configuration: Configuration) -> None:
    """Print every value, its meaning and its origin; after that ConfigError for what is wrong."""
    with printing():
        print(told(configuration, _keys(configuration)), end="")
    check(configuration)


def write(configuration: Configuration) -> None:
    """Write a file that explains every setting and sets none; OutputError if one is there."""
    path = configuration.path
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(template(_keys(Configuration.built_in(path))))
    except FileExistsError as error:
        raise OutputError(f"{path}: is there already, and is left as it is") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    with printing():
        print(path)


def _keys(configuration: Configuration) -> list[KeysTold]:
    """The keys of every binding that a user can change, and where they are from."""
    screens.load_all()
    settings = configuration.settings
    changed, preset = keymap.keymap(settings), settings.keys.preset
    return [
        KeysTold(
            one.name,
            changed.get(one.name, ",".join(one.keys)),
            one.told,
            f"preset {preset}"
            if one.name in PRESETS[preset] and one.name not in settings.keys.bindings
            else configuration.origin(f"keys.{one.name}"),
        )
        for one in keymap.bound().values()
    ]
