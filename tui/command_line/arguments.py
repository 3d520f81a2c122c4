"""What the arguments of the command line are: each text read, or said to be wrong.

Each raises ArgumentTypeError for a text that is none of its kind.
"""

import argparse
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tui.source.locate import STANDARD_INPUT
from tui.system.output import complain
from tui.system.usage import UsageError
from tui.words.when import since, span

if TYPE_CHECKING:
    from tui.fleet.access import Access
    from tui.fleet.address import Address
    from tui.query import Query

USAGE = 2
"""The exit status of wrong usage."""


def assignment(text: str) -> tuple[str, str, str]:
    """A setting and its value: where it was given, its name, its text."""
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is no NAME=VALUE")
    return "--set", name.strip(), value.strip()


def checked_moment(text: str) -> str:
    """A moment, as it was written."""
    moment(text)
    return text


def moment(text: str) -> int | None:
    """A moment in nanoseconds; None for all of time."""
    try:
        return since(text, time.time_ns())
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def query(text: str) -> "Query":
    """A filter. Raises SystemExit, when its fault has been shown at its place."""
    from tui.query import Query, QueryError, rendered

    try:
        return Query.parse(text, now=time.time_ns())
    except QueryError as error:
        complain(f"--filter: {rendered(error, text)}")  # argparse would lose the place of it
        raise SystemExit(USAGE) from error


def path(text: str) -> Path:
    """A path; `-` is standard input."""
    if not text:
        raise argparse.ArgumentTypeError("a path must not be empty")
    return STANDARD_INPUT if text == "-" else Path(text)


def log(text: str) -> "Path | Address":
    """A path, or the address of a stream. Raises UsageError, which repeats no secret of it."""
    return (
        address(text) if re.match("(nats|tls)://", text, re.ASCII | re.IGNORECASE) else path(text)
    )


def stream_of(options: argparse.Namespace) -> "Address | None":
    """The one stream that is meant instead of files; None for files.

    Raises UsageError for several of them, or both.
    """
    paths = options.paths
    streams: list[Address] = [given for given in paths if not isinstance(given, Path)]
    if not streams:
        return None
    if len(paths) > 1:
        raise UsageError(f"{streams[0]}: one stream, or files; give it alone")
    return streams[0]


def address(text: str) -> "Address":
    """An address of an engine. Raises UsageError, which repeats no secret of it."""
    from tui.fleet.address import Address

    return Address.parse(text)


def host(text: str) -> str:
    """What a host is called."""
    if not 0 < len(text) < 256 or not text.isprintable():
        raise argparse.ArgumentTypeError(f"{text!r} is no name of at most 255 letters")
    return text


def access_of(options: argparse.Namespace) -> "Access":
    """By what an engine lets one in: an option, a variable of the environment, the settings' file.

    Raises UsageError where these cannot be.
    """
    from tui.config import read
    from tui.fleet.access import Access

    given = getattr(options, "settings", ())
    configuration = read(getattr(options, "config", None), os.environ, given)
    if configuration.problems:
        raise UsageError(*configuration.problems)
    nats = configuration.settings.nats
    files = (nats.creds, nats.nkey, nats.tls_ca, nats.tls_cert, nats.tls_key)
    return Access(*(Path(file).expanduser() if file else None for file in files))


def age(text: str) -> int:
    """For how long, in nanoseconds; `all` is for ever, and 0."""
    if text == "all":
        return 0
    try:
        length = span(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}, or all") from error
    if not length:
        raise argparse.ArgumentTypeError(f"{text!r} is no time at all")
    return length


def amount(text: str) -> int:
    """How many bytes; `all` is any, and -1."""
    if text == "all":
        return -1
    from tui.query.values import size

    try:
        count = int(size(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}, or all") from error
    if not 0 < count < 1 << 62:
        raise argparse.ArgumentTypeError(f"{text!r} is no size of a stream")
    return count


def replicas(text: str) -> int:
    """How many servers keep each line."""
    if not re.fullmatch(r"[1-5]", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 5; an odd one is best")
    return int(text)


REDACTED = ("users", "paths", "addresses")


def kinds(text: str) -> tuple[str, ...]:
    """Kinds of names that are to be replaced, parted by commas."""
    named = tuple(part.strip() for part in text.split(","))
    for name in named:
        if name not in REDACTED:
            raise argparse.ArgumentTypeError(
                f"{name!r} is no kind of name; there are {', '.join(REDACTED)}"
            )
    return named


def check_evidence(options: argparse.Namespace) -> None:
    """Raise UsageError for what another export can be told and evidence cannot, or the reverse."""
    if options.command != "export":
        return
    if options.evidence is None:
        if options.redact:
            raise UsageError("--redact: is for evidence; give --evidence DIR, too")
        if options.rules is not None:
            raise UsageError("--rules: is for evidence; give --evidence DIR, too")
        options.what = options.what or "sessions"
        return
    given = {
        "--what": options.what is not None,
        "--format": options.format is not None,
        "--output": options.output is not None,
        "--force": options.force,
    }
    for name, is_given in given.items():
        if is_given:
            raise UsageError(f"{name}: says nothing of evidence, which is a folder of its own form")
    if not options.paths:
        raise UsageError("export: evidence needs a PATH of what it is of")


def output(text: str) -> Path | None:
    """Where to; None is standard output."""
    named = path(text)
    return None if named == STANDARD_INPUT else named


def speed(text: str) -> float:
    """How many times as fast."""
    try:
        times = float(text)
    except ValueError:
        times = 0.0
    if not 0.01 <= times <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0.01 to 1000")
    return times
