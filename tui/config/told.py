"""The settings as a file that explains itself: what `desktail config` prints and writes."""

import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tui.config.kinds import Filter, Keys, quoted
from tui.config.reading import Configuration
from tui.config.settings import SETTINGS, Setting

WIDTH = 98
ASSIGNED = 34
"""Characters of a value that stands beside what is noted of it."""
TEMPLATE = """\
# What desktail's live view is set to. Everything stands here as it is built in: to set something
# else, take the # before it away. A variable of the environment (DESKTAIL_ZONE for zone,
# DESKTAIL_THRESHOLDS_QUIET for thresholds.quiet) holds before this file, an option before both.
"""
FILTERS = 'filters by name, offered in the palette: name = "user=alice out>10MB"'
KEYS = (
    "the keys of each binding, with commas between them, over those of the preset; characters as "
    "they are or by their name (comma), others as escape, f1, ctrl+d"
)


class KeysTold(NamedTuple):
    """The keys of a binding: its name, the keys with commas, what it does, where they are from."""

    name: str
    keys: str
    told: str
    origin: str


class _Entry(NamedTuple):
    """One value; what is told of it stands on lines of its own, what is noted behind it."""

    table: str
    told: str
    assignment: str = ""
    note: str = ""
    origin: str = ""


def told(configuration: Configuration, bindings: Iterable[KeysTold]) -> str:
    """Every value, what it means, and where it is from; as a file it would set the same."""

    def line(entry: _Entry) -> str:
        note = f"{entry.note}; " if entry.note else ""
        return f"{entry.assignment:<{ASSIGNED}}  # {note}{entry.origin}"

    there = "" if configuration.path.exists() else " (not there)"
    return f"# {configuration.path}{there}\n{_rendered(_entries(configuration, bindings), line)}"


def template(bindings: Iterable[KeysTold]) -> str:
    """A file in which everything is explained and nothing is set."""

    def line(entry: _Entry) -> str:
        note = f"  # {entry.note}" if entry.note else ""
        return f"#{entry.assignment:<{ASSIGNED if note else 0}}{note}"

    return TEMPLATE + _rendered(_entries(Configuration.built_in(Path()), bindings), line)


def _rendered(entries: Iterable[_Entry], line: Callable[[_Entry], str]) -> str:
    text, table = "", ""
    for entry in entries:
        if entry.told:
            text += "\n"
        if entry.table != table:
            table = entry.table
            text += f"[{table}]\n"
        if entry.told:
            told = textwrap.fill(entry.told, WIDTH, initial_indent="# ", subsequent_indent="# ")
            text += f"{told}\n"
        if entry.assignment:
            text += f"{line(entry)}\n"
    return text


def _entries(configuration: Configuration, bindings: Iterable[KeysTold]) -> Iterator[_Entry]:
    for name, setting in SETTINGS.items():
        if name.startswith("keys."):
            yield from _filters(configuration)
        table, _, key = name.rpartition(".")
        assignment = f"{key} = {setting.kind.written(value_of(configuration, setting))}"
        yield _Entry(table, setting.told, assignment, origin=configuration.origin(name))
    yield _Entry("keys", KEYS)
    for name, keys, what, origin in bindings:
        yield _Entry("keys", "", f"{quoted(name)} = {Keys().written(keys)}", what, origin)


def _filters(configuration: Configuration) -> Iterator[_Entry]:
    yield _Entry("filters", FILTERS)
    for name, text in configuration.settings.filters.items():
        origin = configuration.origin(f"filters.{name}")
        assignment = f"{quoted(name)} = {Filter().written(text)}"
        yield _Entry("filters", "", assignment, origin=origin)


def value_of(configuration: Configuration, setting: Setting) -> object:
    """What a setting holds."""
    value: object = configuration.settings
    for part in setting.name.split("."):
        value = getattr(value, part)
    return value
