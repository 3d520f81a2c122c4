"""The command line as completions and the manual need it: commands, options, what they take."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from tui.command_line.parser import command_line

MOMENTS = ("15m", "24h", "2d", "today", "yesterday", "all")
"""What is offered for a TIME, of which there are more."""


class Takes(Enum):
    """What stands behind an option."""

    NOTHING = "nothing"
    WORD = "word"
    FILE = "file"
    FOLDER = "folder"


TAKES = {"FILE": Takes.FILE, "PATH": Takes.FILE, "DIR": Takes.FOLDER}
"""Which placeholders stand for what is on the disk."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its names, what stands behind it, what may be offered for that, its help."""

    names: Sequence[str]
    takes: Takes
    placeholder: str
    offered: Sequence[str]
    told: str


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it does, its usage, its options, and whether it takes paths."""

    name: str
    told: str
    usage: str
    options: Sequence[Option]
    paths: bool


@dataclass(frozen=True, slots=True)
class CommandLine:
    """All of it. `live` is the command that is meant where none is named."""

    description: str
    epilog: str
    options: Sequence[Option]
    commands: Sequence[Command]


def whole() -> CommandLine:
    """The command line as the program has it."""
    parser = command_line()
    subparsers = next(
        action for action in parser._actions if isinstance(action, argparse._SubParsersAction)
    )
    told = {action.dest: action.help or "" for action in subparsers._choices_actions}
    return CommandLine(
        parser.description or "",
        parser.epilog or "",
        _options(parser),
        [_command(name, told[name], each) for name, each in subparsers.choices.items()],
    )


def _command(name: str, told: str, parser: argparse.ArgumentParser) -> Command:
    usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
    paths = any(not action.option_strings for action in parser._actions)
    return Command(name, told, usage, _options(parser), paths)


def _options(parser: argparse.ArgumentParser) -> list[Option]:
    return [_option(parser, action) for action in parser._actions if action.option_strings]


def _option(parser: argparse.ArgumentParser, action: argparse.Action) -> Option:
    if action.nargs == 0:
        takes, placeholder = Takes.NOTHING, ""
    else:
        placeholder = str(action.metavar or action.dest.upper())
        takes = TAKES.get(placeholder, Takes.WORD)
    offered = tuple(map(str, action.choices or ())) or (MOMENTS if placeholder == "TIME" else ())
    told = parser._get_formatter()._expand_help(action) if action.help else ""
    return Option(tuple(action.option_strings), takes, placeholder, offered, told)
