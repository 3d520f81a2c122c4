"""The command line: what can be asked for, and the exit status of each answer.

Only what a command needs is imported, and that when it runs: `--help` answers before Textual
could have been loaded.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.command_line.arguments import (
    USAGE,
    access_of,
    address,
    check_evidence,
    moment,
    path,
    stream_of,
)
from tui.command_line.parser import command_line
from tui.source.locate import SourceError
from tui.system.ending import EndedError
from tui.system.output import OutputError, complain, give_up, open_streams, printing
from tui.system.usage import UsageError

if TYPE_CHECKING:
    from tui.commands.logs import Given
    from tui.config import Configuration

OK, FAILED, ALERTED, CRASHED, INTERRUPTED = 0, 1, 3, 70, 130

COMMANDS = (
    *("live", "summary", "tail", "export", "verify", "check"),
    *("replay", "demo", "ship", "nats", "config"),
)


def main(arguments: Sequence[str] | None = None) -> int:  # noqa: PLR0911 - an answer, a status
    """Run one command; returns the exit status."""
    open_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] not in (*COMMANDS, "-h", "--help", "--version"):
        given.insert(0, "live")
    try:
        with printing():
            options = _options(given)
        return _run(options)
    except SourceError as error:
        complain(f"{error}{_meant(given)}")
        return FAILED
    except UsageError as error:
        for fault in error.faults:
            complain(fault)
        return USAGE
    except OutputError as error:
        give_up(1)
        complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except EndedError as error:
        give_up(1, 2)  # the terminal may be gone
        return error.status
    except BrokenPipeError:
        give_up(1)  # whoever read this has gone
    except Exception as error:  # noqa: BLE001 - whatever nobody foresaw
        from tui.system.crash import told

        complain(told(error))
        return CRASHED
    return OK


def _meant(given: Sequence[str]) -> str:
    """The command that a path may be, which is none: `; did you mean summary?`."""
    words = [word for word in given[1:2] if given[0] == "live" and word.isalpha()]
    if not words or os.path.lexists(words[0]):
        return ""
    from tui.query.error import nearest

    return nearest(words[0], COMMANDS)


def _options(given: Sequence[str]) -> argparse.Namespace:
    try:
        return command_line().parse_args(given)
    except SystemExit:
        sys.stdout.flush()  # what it printed must be out before it ends
        raise


def _run(options: argparse.Namespace) -> int:  # noqa: C901, PLR0912 - a command, a case
    """Run a command; the exit status of what it found."""
    check_evidence(options)
    match options.command:
        case "live" if (stream := stream_of(options)) is not None:
            from tui.commands.fleet import live_fleet

            live_fleet(stream, access_of(options), _configuration(options))
        case "live":
            from tui.commands.screen import live

            live(options.paths, _configuration(options), wait=options.wait)
        case "summary":
            from tui.commands.reports import summary

            summary(
                _given(options),
                as_json=options.json,
                transfers=options.transfers,
                since=options.since,
                query=options.filter,
            )
        case "tail":
            from tui.commands.reports import tail

            tail(
                _given(options),
                as_json=options.json,
                from_end=not options.from_start,
                since=options.since,
                wait=options.wait,
                query=options.filter,
            )
        case "export" if options.evidence is not None:
            from tui.commands.evidence import evidence

            evidence(
                _given(options),
                options.evidence,
                since=options.since,
                query=options.filter,
                redact=options.redact,
                rules=options.rules,
            )
        case "verify":
            from tui.commands.evidence import verify

            return verify(options.folder, _given(options), logs=options.logs)
        case "export":
            from tui.commands.reports import export
            from tui.export.selection import asked

            export(
                _given(options),
                asked(options.what, options.format, options.output, options.filter, time.time_ns()),
                since=options.since,
                output=options.output,
                force=options.force,
            )
        case "check":
            return ALERTED if _check(options) else OK
        case "replay" if (stream := stream_of(options)) is not None:
            raise UsageError(f"replay: {stream} cannot be played; play the files that are shipped")
        case "replay":
            from tui.commands.replay import replay

            replay(
                options.paths,
                _configuration(options),
                speed=options.speed,
                begin=options.begin,
                end=options.end,
            )
        case "demo" if options.write is not None:
            from tui.commands.demo import write_demo

            write_demo(options.write, seed=options.seed)
        case "demo" if options.fleet:
            from tui.commands.fleet_demo import demo_fleet

            demo_fleet(_configuration(options), seed=options.seed, speed=options.speed)
        case "demo":
            from tui.commands.screen import demo

            demo(_configuration(options), seed=options.seed, speed=options.speed)
        case "ship":
            from tui.commands.ship import ship

            ship(
                options.paths,
                options.address,
                access_of(options),
                host=options.host,
                all_lines=options.all_lines,
                since=options.since,
                once=options.once,
                wait=options.wait,
            )
        case "nats":
            _nats(options)
        case "config":
            from tui.commands.config import config

            config(_configuration(options), init=options.init, path=options.path)
    return OK


def _check(options: argparse.Namespace) -> bool:
    """Whether there was any alert."""
    from tui.commands.check import check, check_on
    from tui.rules import read_rules

    if options.wait and not options.follow:
        raise UsageError("check: --wait goes with --follow")
    rules = read_rules(options.rules)
    since = moment(options.since or ("24h" if options.follow else "all"))
    given = _given(options)
    if not options.follow:
        return check(given, rules, as_json=options.json, since=since)
    return check_on(given, rules, as_json=options.json, since=since, wait=options.wait)


def _given(options: argparse.Namespace) -> "Given":
    """What a command is to read: files, or a stream."""
    from tui.commands.logs import Stream

    stream = stream_of(options)
    return options.paths if stream is None else Stream(stream, access_of(options))


def _nats(options: argparse.Namespace) -> None:
    from tui.commands.nats import nats_init, nats_key
    from tui.fleet.plan import Wanted

    if options.what == "key":
        nats_key(path(options.target))
        return
    wanted = Wanted(
        options.replicas,
        options.max_age,
        options.max_size,
        options.storage,
        options.duplicate_window,
    )
    where = address(options.target)
    nats_init(where, access_of(options), wanted, only_check=options.check)


def _configuration(options: argparse.Namespace) -> "Configuration":
    from tui.config import read

    return read(options.config, os.environ, options.settings)
