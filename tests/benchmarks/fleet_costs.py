"""What a fleet needs that is larger than this machine: `python -m tests.benchmarks.fleet_costs`.

By calculation, from what `tests.benchmarks.fleet` and `fleet_raw` have measured: change the
constants when these say something else. README.md has the table, and each formula in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks import table

DAY = 86_400
GATHER = 0.05
"""Seconds in which a shipper sends one message, if it has no more than fits into one."""
MOST = 1 << 19
"""Bytes of lines in a message at most."""


@dataclass(frozen=True, slots=True)
class Constants:
    """What was measured, in bytes and seconds of a processor.

    Of three servers together: for a message and a byte that comes, and for one that goes to a
    watcher. `line` is of an event in its file, `header` what a message has besides, `disk` what an
    event takes there when it is packed.
    """

    line: float = 425
    header: float = 400
    disk: float = 76
    message_in: float = 44e-6
    byte_in: float = 13e-9
    message_out: float = 3e-6
    byte_out: float = 2.1e-9
    shipped: float = 3.7e-6
    watched: float = 16e-6


@dataclass(frozen=True, slots=True)
class Needs:
    """What so many hosts, events a second and watchers need, of three servers."""

    hosts: int
    messages: float
    bytes: float
    leader_out: float
    servers: float
    disk: float
    shipper: float
    watcher: float


def needs(hosts: int, events: float, watchers: int, known: Constants) -> Needs:
    """By calculation."""
    messages = max(min(events, hosts / GATHER), events * known.line / MOST)
    sent = events * known.line + messages * known.header
    servers = messages * (known.message_in + watchers * known.message_out)
    servers += sent * (known.byte_in + watchers * known.byte_out)
    return Needs(
        hosts,
        messages,
        sent,
        sent * (2 + watchers),
        servers,
        events * known.disk * DAY,
        events / hosts * known.shipped,
        events * known.watched,
    )


def report(hosts: Sequence[int], events: float, watchers: int, known: Constants) -> str:
    """One table."""
    heads = (
        f"Auth servers, {events:,.0f} events/s, {watchers} watchers",
        "messages/s",
        *("into the stream, MB/s", "out of its leader, MB/s", "cores of three servers"),
        *("disk of each, GB/day", "a core of each shipper", "cores of a watcher"),
    )
    rows = [
        [
            f"{one.hosts:,}",
            f"{one.messages:,.0f}",
            f"{one.bytes / 1e6:,.1f}",
            f"{one.leader_out / 1e6:,.0f}",
            f"{one.servers:.1f}",
            f"{one.disk / 1e9:,.0f}",
            f"{one.shipper:.2%}",
            f"{one.watcher:.2f}",
        ]
        for one in (needs(count, events, watchers, known) for count in hosts)
    ]
    return table.markdown(heads, rows)


def main() -> None:
    for events in (1_000.0, 100_000.0):
        table.show(report((10, 100, 1_000), events, 5, Constants()))


if __name__ == "__main__":
    main()
