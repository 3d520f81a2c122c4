"""The manual page desktail(1), in the macros of man(7)."""

import re
import textwrap
from collections.abc import Iterator

from share.model import Command, CommandLine, Option
from tui import __version__
from tui.source.locate import DEFAULT_PATH

DATE = "2026-11-25"
"""When what is written here by hand changed last."""
EXAMPLES = (
    ("desktail", "The log of this Auth server, live."),
    ("ssh auth1 tail -n +1 -F /var/lib/teleport/log/events.log | desktail -", "Another one's."),
    (
        "desktail summary --json FILE | jq '.sessions[] | select(.counters.bytes_out > 100e6)'",
        "Sessions out of which more than 100 MB came.",
    ),
    (
        "desktail export --what transfers --output moved.csv /var/lib/teleport/log",
        "Every file that was moved, for a spreadsheet.",
    ),
)
ENVIRONMENT = (
    ("DESKTAIL_CONFIG", "The file of settings, in the place of the usual one."),
    (
        "DESKTAIL_ZONE, DESKTAIL_THRESHOLDS_QUIET, ...",
        "A setting each: before the file, behind an option. desktail config lists them.",
    ),
    ("NO_COLOR", "If it is set, nothing is coloured."),
    ("TEXTUAL_THEME", "The theme of the live view, by its name in the palette."),
    ("TMPDIR", "Where standard input and decoded archives are kept while they are read."),
)
FILES = (
    (str(DEFAULT_PATH), "What is read if no PATH is given."),
    ("~/.config/desktail/config.toml", "The settings; desktail config --path says which it is."),
    (
        "~/.local/state/desktail",
        "Marks and notes, alerts that were told, reports of faults: for the user alone.",
    ),
)


def manual(line: CommandLine) -> str:
    """The page."""
    about, *_ = line.description.split("\n\n")
    paths, statuses = line.epilog.split("\n\n")
    return "\n".join(
        (
            '.\\" Made from the command line by `python -m share.make`; not to be edited.',
            f'.TH DESKTAIL 1 {DATE} "desktail {__version__}" "User Commands"',
            ".SH NAME",
            r"desktail \- every remote\-desktop session of a Teleport audit log, live",
            ".SH SYNOPSIS",
            *_synopsis(line),
            ".SH DESCRIPTION",
            *_paragraph(about),
            ".PP",
            *_paragraph(paths),
            ".PP",
            *_paragraph("In the live view ? shows the keys, q goes back and out."),
            ".SH OPTIONS",
            *(row for option in line.options for row in _option(option)),
            ".SH COMMANDS",
            *(row for command in line.commands for row in _command(command)),
            ".SH EXIT STATUS",
            *_statuses(statuses),
            ".SH ENVIRONMENT",
            *(row for name, told in ENVIRONMENT for row in _item(f".B {_plain(name)}", told)),
            ".SH FILES",
            *(row for name, told in FILES for row in _item(f".I {_plain(name)}", told)),
            ".SH EXAMPLES",
            *(row for typed, told in EXAMPLES for row in _item(f".B {_plain(typed)}", told)),
            "",
        )
    )


def _synopsis(line: CommandLine) -> Iterator[str]:
    for number, command in enumerate(line.commands):
        if number:
            yield ".br"
        yield from _usage(command)


def _usage(command: Command) -> Iterator[str]:
    name, rest = command.usage.split(" [-h] ", 1)
    yield f".B {_plain(name)}"
    yield from _paragraph(rest)


def _command(command: Command) -> Iterator[str]:
    yield f".SS {_plain(command.name)}"
    yield from _paragraph(f"{command.told[0].upper()}{command.told[1:]}.")
    for option in command.options:
        if "--help" not in option.names:
            yield from _option(option)


def _option(option: Option) -> Iterator[str]:
    names = ", ".join(rf"\fB{_plain(name)}\fR" for name in option.names)
    behind = rf" \fI{_plain(option.placeholder)}\fR" if option.placeholder else ""
    offered = ", ".join(option.offered) if option.placeholder != "TIME" else ""
    told = f"{option.told} [{offered}]" if offered else option.told
    yield from _item(names + behind, told)


def _statuses(text: str) -> Iterator[str]:
    for status, told in re.findall(r"(\d+) ([^;]+)", text.partition(":")[2]):
        yield from _item(f".B {status}", " ".join(told.split()))


def _item(tag: str, told: str) -> Iterator[str]:
    yield ".TP"
    yield tag
    yield from _paragraph(told)


def _paragraph(text: str) -> list[str]:
    """Running text in short lines, none of which begins as a macro would."""
    lines = textwrap.wrap(_plain(" ".join(text.split())), 76, break_on_hyphens=False)
    return [rf"\&{line}" if line[0] in ".'" else line for line in lines]


def _plain(text: str) -> str:
    """Text that stands for itself in roff, in ASCII."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    text = text.replace("`", r"\(ga").replace("^", r"\(ha").replace("~", r"\(ti")
    return "".join(
        character if character.isascii() else rf"\[u{ord(character):04X}]" for character in text
    )
