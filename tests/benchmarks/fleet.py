"""A fleet on one machine: `python -m tests.benchmarks.fleet --lines 1000000 --rates 1 100 1000`.

Three shippers, one watcher, and one server or three: how many lines a second come from the files to
the watcher's table, how long an event takes from `write` to there, how soon a watcher that comes
late has caught up, and what all that costs. Beside it stands what the same client and server do by
themselves.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import files, fleet_raw, processes, table
from tests.benchmarks.fleet_running import (
    HOSTS,
    Live,
    Took,
    begin_sessions,
    catching_up,
    fleet,
    live,
    through,
    wait_for,
    watched,
)
from tests.fleet import programs
from tests.fleet.contents import Contents, of_stream
from tests.program import program

RATES = (1.0, 100.0, 1_000.0)
LINES = 1_000_000
LINE = 424
"""Bytes of a line of *desk*, about."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is measured."""

    bytes: int
    events: int
    through: Took
    late: Took
    files: processes.Cost
    once: processes.Cost
    live: Sequence[Live]
    contents: Contents
    stored: int
    raw: Sequence[fleet_raw.Pace]


def figures(
    folder: Path, kind: str, lines: int, rates: Sequence[float], seconds: float, replicas: int
) -> Figures:
    """Measure it all."""
    with fleet(folder, replicas) as one:
        for seed, log in enumerate(one.logs, 1):
            files.write(log, kind, lines // len(HOSTS) * LINE, seed)
        count = sum(log.read_bytes().count(b"\n") for log in one.logs)
        size = sum(log.stat().st_size for log in one.logs)
        events = programs.summary(*one.logs)["desktop_events"]
        table.tell(f"{count:,} lines, {events:,} desktop events, {size:,} bytes")
        first = through(one, count, events)
        table.tell(f"to the table: {first}")
        stored = one.stored
        contents = of_stream(one.servers.addresses, one.logs)
        late = catching_up(one, count, events)
        table.tell(f"caught up: {late}")
        command = [program(), "summary", "--json"]
        of_files = processes.run([*command, *one.logs])
        of_stream_once = processes.run([*command, one.address])
        begun = begin_sessions(one)
        with watched(one, "live") as watcher:
            wait_for(watcher, events + begun)
            found = [live(one, watcher, rate, seconds) for rate in rates]
    mean = max(1, contents.bytes // max(1, contents.messages))
    raw = fleet_raw.paces(folder, replicas, mean, min(contents.messages * 4, 1_000))
    return Figures(
        size, events, first, late, of_files, of_stream_once, found, contents, stored, raw
    )


def rows(found: Figures, replicas: int) -> list[list[str]]:
    """The one table's."""
    own, late, events = found.through, found.late, max(1, found.events)
    ratio = f"{late.seconds / found.files.seconds:.2f} × the files"
    sent = found.contents
    lines = [
        [
            f"from three files to a table, {own.lines:,} lines, {own.lines / own.seconds:,.0f} a s",
            *_costs(own),
        ],
        [f"catching up on them: {ratio}", *_costs(late)],
        ["`desktail summary` of the stream", *_cost(found.once)],
        ["`desktail summary` of the files", *_cost(found.files)],
    ]
    for one in found.live:
        told = " / ".join(table.milliseconds(latency) for latency in one.latencies)
        missing = f", {one.missing:,} missing" if one.missing else ""
        events_a_second = f"{one.rate:,.0f} event{'s' * (one.rate != 1)}/s"
        lines.append(
            [
                f"{events_a_second}, `write` to table: {told} ms{missing}",
                "",
                *(f"{share:.1%}" for share in one.cores),
                *[""] * 3,
            ]
        )
    lines += [
        [what, *[""] * 7]
        for what in (
            (
                f"an event: {found.bytes / events:,.0f} bytes in its file, "
                f"{sent.stored / events:,.0f} sent, {found.stored / events:,.0f} on a server's disk"
            ),
            f"{sent.messages:,} messages of {sent.bytes / max(1, sent.messages):,.0f} bytes",
            *(_raw(pace, replicas) for pace in found.raw[:2]),
        )
    ]
    return lines


def _costs(took: Took) -> list[str]:
    return [
        table.seconds(took.seconds),
        *(table.seconds(each) for each in took.spent),
        *(table.megabytes(each) for each in took.memory),
    ]


def _cost(cost: processes.Cost) -> list[str]:
    return [
        table.seconds(cost.seconds),
        *["", "", table.seconds(cost.cpu)],
        *["", "", table.megabytes(cost.memory)],
    ]


def _raw(pace: fleet_raw.Pace, replicas: int) -> str:
    return (
        f"by themselves, {replicas} server{'s' * (replicas > 1)}, {pace.size:,} bytes, "
        f"{pace.what}: {pace.bytes / 1e6:,.0f} MB/s, {pace.count / pace.seconds:,.0f} a s"
    )


def report(found: Figures, kind: str, replicas: int) -> str:
    """One table."""
    heads = (
        f"three shippers, one watcher, {replicas} server{'s' * (replicas > 1)}, *{kind}*",
        "s",
        *("CPU: shippers", "servers", "watcher"),
        *("MB: shipper", "server", "watcher"),
    )
    return table.markdown(heads, rows(found, replicas))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fleet")
    parser.add_argument("--kind", choices=files.KINDS, default="desk")
    parser.add_argument("--lines", type=int, default=LINES, help="in all three files")
    parser.add_argument("--rates", type=float, nargs="+", default=RATES, help="events a second")
    parser.add_argument("--seconds", type=float, default=20, help="at each rate")
    parser.add_argument("--replicas", type=int, choices=(1, 3), default=1)
    parser.add_argument("--folder", type=Path, help="where there is room for all of it")
    chosen = parser.parse_args()
    table.show(table.machine())
    with TemporaryDirectory(prefix="fleet-", dir=chosen.folder) as folder:
        found = figures(
            Path(folder),
            chosen.kind,
            chosen.lines,
            chosen.rates,
            chosen.seconds,
            chosen.replicas,
        )
    table.show(report(found, chosen.kind, chosen.replicas))


if __name__ == "__main__":
    main()
