"""Where settings are given: in a file, in variables of the environment, as options."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.config.settings import SETTINGS
from tui.query.error import nearest
from tui.system.toml import TomlError, flat, read_toml
from tui.system.usage import UsageError

PREFIX = "DESKTAIL_"
FILE = PREFIX + "CONFIG"
"""The variable that names the file; every other one with the prefix is a setting's."""

VARIABLES = {PREFIX + name.upper().replace(".", "_"): name for name in SETTINGS}


class ConfigError(UsageError):
    """What is wrong with the settings."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value, the dotted name under which it was given, and where; spelt, or as TOML holds it."""

    name: str
    value: object
    where: str
    spelt: bool = False


def of_file(path: Path) -> Iterator[Given]:
    """What a file gives; ConfigError if it cannot be read or is no TOML."""
    try:
        table, lines = read_toml(path)
    except TomlError as error:
        raise ConfigError(*error.faults) from error
    for name, value in flat(table):
        yield Given(name, value, f"{path}:{lines[name]}")


def of_environment(environment: Mapping[str, str]) -> Iterator[Given]:
    """What variables give; at the end ConfigError for those that are nobody's."""
    unknown = []
    for variable, text in environment.items():
        if variable in VARIABLES:
            yield Given(VARIABLES[variable], text, f"variable {variable}", spelt=True)
        elif variable.startswith(PREFIX) and variable != FILE:
            hint = nearest(variable, [*VARIABLES, FILE])
            unknown.append(f"variable {variable}: no setting has it{hint}")
    if unknown:
        raise ConfigError(*unknown)


def of_options(options: Iterable[tuple[str, str, str]]) -> Iterator[Given]:
    """What options give: each as it is called, the setting's name, and the text."""
    for option, name, text in options:
        yield Given(name, text, f"option {option}", spelt=True)
