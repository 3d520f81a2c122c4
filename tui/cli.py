"""The command line: what can be asked for, and the exit status of each answer.

Only what a command needs is imported, and that when it runs: `--help` answers before Textual
could have been loaded.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui import __version__
from tui.output import OutputError, complain, give_up, open_streams, printing
from tui.source.locate import DEFAULT_PATH, STANDARD_INPUT, SourceError
from tui.usage import UsageError
from tui.when import ACCEPTED, since

if TYPE_CHECKING:
    from tui.config import Configuration
    from tui.query import Query

OK, FAILED, USAGE, CRASHED, INTERRUPTED = 0, 1, 2, 70, 130

COMMANDS = ("live", "summary", "tail", "export", "demo", "config")

DESCRIPTION = """\
Every remote-desktop session of a Teleport audit log, live: who is on which desktop, what moved
in and out by clipboard and shared folder, what failed.

  desktail PATH...           the live view (q quits, ? helps)
  desktail summary PATH...   all numbers of a log, once
  desktail tail PATH...      each desktop event as it arrives, for pipes
  desktail export PATH...    sessions, transfers or events, for other programs and for reports
  desktail demo              the live view of a made-up incident
  desktail config            every setting, what it means, and where it comes from
"""
EPILOG = """\
PATH is an audit log, Teleport's link events.log, or a folder of dated logs; for the live view it
may be left out where {default} can be read. - is standard input.

exit status: 0 done; 1 a log cannot be read, or the output cannot be written; 2 wrong usage;
70 a fault of desktail, of which a report is left; 130 ended by ctrl+c
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    open_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] not in (*COMMANDS, "-h", "--help", "--version"):
        given.insert(0, "live")
    try:
        with printing():
            options = _options(given)
        _run(options)
    except SourceError as error:
        complain(str(error))
        return FAILED
    except UsageError as error:
        for fault in error.faults:
            complain(fault)
        return USAGE
    except OutputError as error:
        give_up()
        complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        give_up()  # whoever read this has gone
    except Exception as error:  # noqa: BLE001 - whatever nobody foresaw
        from tui.crash import told

        complain(told(error))
        return CRASHED
    return OK


def _options(given: Sequence[str]) -> argparse.Namespace:
    try:
        return command_line().parse_args(given)
    except SystemExit:
        sys.stdout.flush()  # what it printed must be out before it ends
        raise


def _run(options: argparse.Namespace) -> None:
    from tui import commands

    match options.command:
        case "live":
            commands.live(options.paths, _configuration(options), wait=options.wait)
        case "summary":
            commands.summary(
                options.paths,
                as_json=options.json,
                transfers=options.transfers,
                since=options.since,
                query=options.filter,
            )
        case "tail":
            commands.tail(
                options.paths,
                as_json=options.json,
                from_end=not options.from_start,
                since=options.since,
                wait=options.wait,
                query=options.filter,
            )
        case "export":
            from tui.export.selection import asked

            commands.export(
                options.paths,
                asked(options.what, options.format, options.output),
                since=options.since,
                output=options.output,
                force=options.force,
            )
        case "demo" if options.write is not None:
            commands.write_demo(options.write, seed=options.seed)
        case "demo":
            commands.demo(_configuration(options), seed=options.seed, speed=options.speed)
        case "config":
            commands.config(_configuration(options), init=options.init, path=options.path)


def _configuration(options: argparse.Namespace) -> "Configuration":
    from tui.config import read

    return read(options.config, os.environ, options.settings)


def command_line() -> argparse.ArgumentParser:
    """The parser of all that can be asked for; completions and the manual are made from it."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="desktail",
        usage="desktail [COMMAND] [OPTION...] [PATH...]",
        description=DESCRIPTION,
        epilog=EPILOG.format(default=DEFAULT_PATH),
        formatter_class=form,
    )
    parser.add_argument("--version", action="version", version=f"desktail {__version__}")
    commands = parser.add_subparsers(
        prog="desktail", dest="command", metavar="COMMAND", help=argparse.SUPPRESS
    )

    live = commands.add_parser("live", prog="desktail [live]", help="the live view")
    live.add_argument(
        "--since",
        dest="settings",
        action="append",
        type=lambda text: ("--since", "since", _checked_moment(text)),
        metavar="TIME",
        help=f"of a folder or link, the files since then: {ACCEPTED} (default: 24h, or as set)",
    )
    _add_wait(live)
    _add_settings(live)
    live.add_argument("paths", nargs="*", type=_path, metavar="PATH")

    summary = commands.add_parser("summary", help="all numbers of a log, once")
    summary.add_argument("--json", action="store_true", help="as one JSON object")
    summary.add_argument(
        "--transfers", action="store_true", help="with each file that was moved, by session"
    )
    _add_filter(
        summary,
        "the sessions that match, and totals of their events alone; other and malformed lines "
        "are counted as read",
    )
    _add_since(summary, "all")
    summary.add_argument("paths", nargs="+", type=_path, metavar="PATH")

    tail = commands.add_parser("tail", help="each desktop event as it arrives")
    tail.add_argument("--json", action="store_true", help="the log's own lines, byte for byte")
    tail.add_argument("--from-start", action="store_true", help="with those already there")
    _add_filter(tail, "the events that match, their sessions as they stand at that moment")
    _add_since(tail, "24h")
    _add_wait(tail)
    tail.add_argument("paths", nargs="+", type=_path, metavar="PATH")

    export = commands.add_parser("export", help="sessions, transfers or events, to a file")
    export.add_argument(
        "--what",
        choices=("sessions", "transfers", "events"),
        default="sessions",
        help="default: %(default)s",
    )
    export.add_argument(
        "--format",
        choices=("jsonl", "csv", "md"),
        help="JSON lines (of events the log's own), CSV or Markdown (default: as FILE ends, jsonl)",
    )
    export.add_argument(
        "--output",
        type=_output,
        metavar="FILE",
        help="where to (default: -, standard output)",
    )
    export.add_argument("--force", action="store_true", help="replace a FILE that is there already")
    _add_since(export, "all")
    export.add_argument("paths", nargs="+", type=_path, metavar="PATH")

    demo = commands.add_parser("demo", help="the live view of a made-up incident")
    demo.add_argument("--seed", type=int, default=7, help="which story (default: %(default)s)")
    demo.add_argument(
        "--speed", type=_speed, default=1.0, help="times as fast (default: %(default)s)"
    )
    demo.add_argument("--write", type=_path, metavar="DIR", help="write the whole log and end")
    _add_settings(demo)

    config = commands.add_parser("config", help="every setting, and where it comes from")
    instead = config.add_mutually_exclusive_group()
    instead.add_argument("--init", action="store_true", help="write a file that explains them all")
    instead.add_argument("--path", action="store_true", help="only say which file is read")
    _add_settings(config)
    return parser


def _add_since(command: argparse.ArgumentParser, default: str) -> None:
    command.add_argument(
        "--since",
        type=_moment,
        default=default,
        metavar="TIME",
        help=f"of a folder or link, the files since then: {ACCEPTED} (default: {default})",
    )


def _add_settings(command: argparse.ArgumentParser) -> None:
    """What holds before the environment and the file: each as its option, its setting, its text."""
    command.set_defaults(settings=[])
    command.add_argument(
        "--config", type=Path, metavar="FILE", help="read the settings there (desktail config)"
    )
    command.add_argument(
        "--set",
        dest="settings",
        action="append",
        type=_assignment,
        metavar="NAME=VALUE",
        help="set anything that can be set: zone=local, thresholds.quiet=10m",
    )
    command.add_argument(
        "--theme",
        dest="settings",
        action="append",
        type=lambda text: ("--theme", "theme", text),
        metavar="NAME",
        help="the colours; ansi-dark and ansi-light are the terminal's own",
    )
    command.add_argument(
        "--ascii",
        dest="settings",
        action="append_const",
        const=("--ascii", "ascii", "true"),
        help="frames, glyphs and bars of plain ASCII",
    )


def _assignment(text: str) -> tuple[str, str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is no NAME=VALUE")
    return "--set", name.strip(), value.strip()


def _checked_moment(text: str) -> str:
    _moment(text)
    return text


def _add_filter(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument(
        "--filter",
        type=_query,
        metavar="FILTER",
        help=f"only {what}: 'user=alice out>10MB', 'denied or failed', 'path=*.bak since=-15m'",
    )


def _add_wait(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--wait", action="store_true", help="wait for a PATH that is not there yet"
    )


def _moment(text: str) -> int | None:
    try:
        return since(text, time.time_ns())
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _query(text: str) -> "Query":
    from tui.query import Query, QueryError, rendered

    try:
        return Query.parse(text, now=time.time_ns())
    except QueryError as error:
        complain(f"--filter: {rendered(error, text)}")  # argparse would lose the place of it
        raise SystemExit(USAGE) from error


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("a path must not be empty")
    return STANDARD_INPUT if text == "-" else Path(text)


def _output(text: str) -> Path | None:
    """Where to; None is standard output."""
    path = _path(text)
    return None if path == STANDARD_INPUT else path


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.01 <= speed <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0.01 to 1000")
    return speed
