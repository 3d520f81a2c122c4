"""A TOML text as dotted names, and the line on which each stands."""

import tomllib
from collections.abc import Iterator, Mapping


def flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a table and of those in it, by its dotted name, in the text's order."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def lines_of(text: str) -> dict[str, int]:
    """The line, from 1 on, on which each value of a valid text begins, by its dotted name.

    The parser keeps no places. It is given one statement after the other, each below the header
    of its table: a statement ends where what has come of it can be parsed.
    """
    lines: dict[str, int] = {}
    header, begun = "", 1
    statement = ""
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        statement += line
        try:
            table = tomllib.loads(f"{header}\n{statement}")
        except tomllib.TOMLDecodeError:
            continue
        for name, _ in flat(table):
            lines.setdefault(name, begun)
        if statement.lstrip().startswith("["):
            header = statement
        begun, statement = number + 1, ""
    return lines
