"""Where settings are given: in a file, in variables of the environment, as options."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.config.settings import SETTINGS
from tui.config.toml import flat, lines_of
from tui.query.error import nearest
from tui.usage import UsageError

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
        text = path.read_bytes().decode()
        table = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: no UTF-8 at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_misspelt(path, text, str(error))) from error
    lines = lines_of(text)
    for name, value in flat(table):
        yield Given(name, value, f"{path}:{lines[name]}")


def _misspelt(path: Path, text: str, told: str) -> str:
    """Where a text is no TOML: the parser says it in words, behind what it says."""
    what, _, place = told.rpartition(" (at ")
    found = re.match(r"line (\d+)", place)
    line = found[1] if found else text.count("\n") + 1  # at its end
    return f"{path}:{line}: {what}"


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
