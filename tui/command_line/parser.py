"""The parser of the command line; completions and the manual page are made from it."""

import argparse
from pathlib import Path
from typing import Any

from tui import __version__
from tui.command_line.arguments import (
    assignment,
    checked_moment,
    kinds,
    log,
    moment,
    output,
    path,
    query,
    speed,
)
from tui.command_line.fleet import add_access, fill_nats, fill_ship
from tui.command_line.page import DESCRIPTION, EPILOG
from tui.source.locate import DEFAULT_PATH
from tui.words.when import ACCEPTED, PERIODS

SINCE = f"of a folder or link, the files since then; of a stream, what was sent: {ACCEPTED}"


def command_line() -> argparse.ArgumentParser:
    """All that can be asked for."""
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
        type=lambda text: ("--since", "since", checked_moment(text)),
        metavar="TIME",
        help=f"{SINCE} (default: 24h, or as set)",
    )
    live.add_argument(
        "--filter",
        dest="settings",
        action="append",
        type=lambda text: ("--filter", "filter", query(text).text),
        metavar="FILTER",
        help="only the sessions and events that match, until it is changed: 'user=alice out>10MB'",
    )
    _add_wait(live)
    _add_settings(live)
    add_access(live)
    live.add_argument("paths", nargs="*", type=log, metavar="PATH")

    _fill_summary(commands.add_parser("summary", help="all numbers of a log, once"))

    tail = commands.add_parser("tail", help="each desktop event as it arrives")
    tail.add_argument("--json", action="store_true", help="the log's own lines, byte for byte")
    tail.add_argument("--from-start", action="store_true", help="with those already there")
    _add_filter(tail, "the events that match, their sessions as they stand at that moment")
    _add_since(tail, "24h")
    _add_wait(tail)
    add_access(tail)
    tail.add_argument("paths", nargs="+", type=log, metavar="PATH")

    export = commands.add_parser("export", help="sessions, transfers, events or marks, to a file")
    export.add_argument(
        "--what",
        choices=("sessions", "transfers", "events", "marks"),
        help="default: sessions",
    )
    export.add_argument(
        "--format",
        choices=("jsonl", "csv", "md"),
        help="JSON lines (of events the log's own), CSV or Markdown (default: as FILE ends, jsonl)",
    )
    export.add_argument(
        "--output",
        type=output,
        metavar="FILE",
        help="where to (default: -, standard output)",
    )
    export.add_argument("--force", action="store_true", help="replace a FILE that is there already")
    _add_evidence(export)
    _add_filter(export, "what matches: events, or sessions and the transfers and marks of these")
    _add_since(export, "all")
    add_access(export)
    # Without one, all marks there are; for all else the command asks for it.
    export.add_argument("paths", nargs="*", type=log, metavar="PATH")

    _fill_verify(commands.add_parser("verify", help="check evidence, and the log that it is of"))
    check = commands.add_parser("check", help="what the rules say of a log")
    _add_check(check)

    _fill_replay(commands.add_parser("replay", help="a log as if it were happening now"))

    _fill_demo(commands.add_parser("demo", help="the live view of a made-up incident"))

    fill_ship(commands.add_parser("ship", help="a log to a fleet's engine"))
    fill_nats(commands.add_parser("nats", help="the streams of a fleet, made or checked"))

    config = commands.add_parser("config", help="every setting, and where it comes from")
    instead = config.add_mutually_exclusive_group()
    instead.add_argument("--init", action="store_true", help="write a file that explains them all")
    instead.add_argument("--path", action="store_true", help="only say which file is read")
    _add_settings(config)
    return parser


def _fill_summary(summary: argparse.ArgumentParser) -> None:
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
    add_access(summary)
    summary.add_argument("paths", nargs="+", type=log, metavar="PATH")


def _add_evidence(export: argparse.ArgumentParser) -> None:
    export.add_argument(
        "--evidence",
        type=path,
        metavar="DIR",
        help="instead, a new folder with the sessions' lines, numbers, report and manifest",
    )
    export.add_argument(
        "--redact",
        type=kinds,
        default=(),
        metavar="KINDS",
        help="in evidence, put marks in the place of names: users,paths,addresses, or some of them",
    )
    _add_rules(export, type=path)


def _fill_verify(verify: argparse.ArgumentParser) -> None:
    verify.add_argument(
        "--logs", action="store_true", help="count an original log that is not there as missing"
    )
    add_access(verify)
    verify.add_argument("folder", type=path, metavar="DIR")
    verify.add_argument("paths", nargs="*", type=log, metavar="PATH")


def _fill_demo(demo: argparse.ArgumentParser) -> None:
    """What a demo is asked for."""
    demo.add_argument("--seed", type=int, default=7, help="which story (default: %(default)s)")
    demo.add_argument(
        "--speed", type=speed, default=1.0, help="times as fast (default: %(default)s)"
    )
    instead = demo.add_mutually_exclusive_group()
    instead.add_argument("--write", type=path, metavar="DIR", help="write the whole log and end")
    instead.add_argument(
        "--fleet",
        action="store_true",
        help="from three hosts, through a server of its own (needs nats-server)",
    )
    _add_settings(demo)


def _fill_replay(replay: argparse.ArgumentParser) -> None:
    """What a replay is asked for."""
    replay.add_argument(
        "--speed",
        type=speed,
        default=60.0,
        help="times as fast (default: 60, an hour in a minute)",
    )
    replay.add_argument(
        "--from",
        dest="begin",
        metavar="TIME",
        help=f"from then on, seen from the log's end: {PERIODS} (default: its first event)",
    )
    replay.add_argument("--to", dest="end", metavar="TIME", help="until then (default: its end)")
    _add_settings(replay)
    replay.add_argument("paths", nargs="+", type=log, metavar="PATH")


def _add_since(command: argparse.ArgumentParser, default: str) -> None:
    command.add_argument(
        "--since",
        type=moment,
        default=default,
        metavar="TIME",
        help=f"{SINCE} (default: {default})",
    )


def _add_settings(command: argparse.ArgumentParser) -> None:
    """What holds before the environment and the file: each as its option, its setting, its text."""
    command.set_defaults(settings=[])
    _add_rules(
        command, dest="settings", action="append", type=lambda text: ("--rules", "rules", text)
    )
    command.add_argument(
        "--config", type=Path, metavar="FILE", help="read the settings there (desktail config)"
    )
    command.add_argument(
        "--set",
        dest="settings",
        action="append",
        type=assignment,
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


def _add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="each alert as a JSON object")
    _add_rules(command, type=path)
    command.add_argument(
        "--follow",
        action="store_true",
        help="go on with what comes, and tell only what no earlier run has told",
    )
    command.add_argument(
        "--since",
        type=checked_moment,
        metavar="TIME",
        help=f"{SINCE} (default: all, with --follow 24h)",
    )
    command.add_argument(
        "--wait", action="store_true", help="with --follow, wait for a PATH that is not there yet"
    )
    add_access(command)
    command.add_argument("paths", nargs="+", type=log, metavar="PATH")


def _add_rules(command: argparse.ArgumentParser, **how: Any) -> None:
    command.add_argument(
        "--rules",
        metavar="FILE",
        help="rules in TOML that change the built-in ones, or add to them",
        **how,
    )


def _add_filter(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument(
        "--filter",
        type=query,
        metavar="FILTER",
        help=f"only {what}: 'user=alice out>10MB', 'denied or failed', 'path=*.bak since=-15m'",
    )


def _add_wait(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--wait", action="store_true", help="wait for a PATH that is not there yet"
    )
