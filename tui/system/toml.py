"""A TOML text as dotted names, and the line on which each stands: so that a fault has a place."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tui.system.usage import UsageError


class TomlError(UsageError):
    """A file that cannot be read, or is no TOML: one line with its place."""


class Toml(NamedTuple):
    """What a text says, and the line of each value by its dotted name."""

    table: dict[str, Any]
    lines: dict[str, int]


def read_toml(path: Path) -> Toml:
    """What a file says. Raises TomlError."""
    try:
        text = path.read_bytes().decode()
        return toml_of(text)
    except OSError as error:
        raise TomlError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise TomlError(f"{path}: no UTF-8 at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise TomlError(_misspelt(path, text, str(error))) from error
    except (ValueError, RecursionError) as error:  # of numbers of 5,000 digits, of brackets in many
        raise TomlError(f"{path}: cannot be read: {error}") from error


def toml_of(text: str) -> Toml:
    """What a text says. Raises tomllib.TOMLDecodeError."""
    return Toml(tomllib.loads(text), lines_of(text))


def _misspelt(path: Path, text: str, told: str) -> str:
    """Where a text is no TOML: the parser says it in words, behind what it says."""
    what, _, place = told.rpartition(" (at ")
    found = re.match(r"line (\d+)", place)
    line = found[1] if found else text.count("\n") + 1  # at its end
    return f"{path}:{line}: {what}"


def flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a table and of those in it, by its dotted name, in the text's order."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def lines_of(text: str) -> dict[str, int]:
    """The line, from 1 on, on which each value of a valid text begins, by its dotted name.

    Of a list of tables `[[rule]]` each one's header has a line (`rule.0`), and each of its values
    (`rule.0.name`).

    The parser keeps no places. It is given one statement after the other, each below the header
    of its table: a statement ends where what has come of it can be parsed.
    """
    lines: dict[str, int] = {}
    header, begun = "", 1
    statement, listed = "", ""
    tables: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        statement += line
        try:
            table = tomllib.loads(f"{header}\n{statement}")
        except tomllib.TOMLDecodeError:
            continue
        if statement.lstrip().startswith("["):
            header, listed = statement, ""
            for name, value in flat(table):
                if isinstance(value, list) and statement.lstrip().startswith("[["):
                    listed, tables[name] = name, tables.get(name, -1) + 1
                    lines[f"{name}.{tables[name]}"] = begun
        for name, value in flat(table):
            lines.setdefault(name, begun)
            if name == listed and isinstance(value, list):
                for inner, _ in flat(value[0]):
                    lines.setdefault(f"{name}.{tables[name]}.{inner}", begun)
        begun, statement = number + 1, ""
    return lines
