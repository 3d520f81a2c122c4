"""Our program and others, reading one log: `python -m tests.benchmarks.peers FILE...`.

Each is a process of its own. All read the file in turn, several times over, so that what disturbs
the machine disturbs all; the medians are printed, and those that are not installed are named.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks import table
from tests.benchmarks.processes import Cost, run
from tests.program import program

OURS = "desktail summary"
BLOCK = 1 << 20

PLAIN = """
import collections, sys, orjson
events, moved = collections.Counter(), collections.Counter()
with open(sys.argv[1], "rb") as file:
    for line in file:
        event = orjson.loads(line)
        if event.get("code", "").startswith("TDP0"):
            events[event["sid"], event["code"]] += 1
            moved[event["sid"], event["code"]] += event.get("length", 0)
"""
DUCKDB = """
import sys, duckdb
duckdb.execute("SET threads = 2")
duckdb.execute('''
    SELECT sid, code, count(*), sum(length) FROM read_json(
        ?, format = 'newline_delimited',
        columns = {code: 'VARCHAR', sid: 'VARCHAR', length: 'BIGINT'}
    ) WHERE code LIKE 'TDP0%' GROUP BY sid, code
''', [sys.argv[1]]).fetchall()
"""
POLARS = """
import sys, polars
types = {"code": polars.String, "sid": polars.String, "length": polars.Int64}
events = polars.scan_ndjson(sys.argv[1], schema=types)
ours = events.filter(polars.col("code").str.starts_with("TDP0"))
ours.group_by("sid", "code").agg(polars.len(), polars.col("length").sum()).collect()
"""
TOOLONG = """
import sys, threading
from toolong.log_file import LogFile
log = LogFile(sys.argv[1])
log.open(threading.Event())
for position, breaks in log.scan_line_breaks():
    pass
"""
LNAV_FORMAT = {
    "$schema": "https://lnav.org/schemas/format-v1.schema.json",
    "teleport_audit": {
        "title": "Teleport's audit log",
        "json": True,
        "hide-extra": True,
        "file-pattern": ".*",
        "timestamp-field": "time",
        "body-field": "event",
        "line-format": [{"field": "__timestamp__"}, " ", {"field": "code"}],
        "value": {
            "code": {"kind": "string", "identifier": True},
            "sid": {"kind": "string", "identifier": True},
            "event": {"kind": "string"},
            "length": {"kind": "integer"},
        },
    },
}
LNAV_QUERY = (
    ";SELECT sid, code, count(*), sum(length) FROM teleport_audit "
    "WHERE code LIKE 'TDP0%' GROUP BY sid, code"
)


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that reads a log: its command, to which the path is added, and that of its version.

    A `mapped` one maps the file, which then counts as its memory.
    """

    name: str
    command: Sequence[str]
    probe: Sequence[str]
    mapped: bool = False

    def version(self) -> str:
        """The first line that it says of its version; empty if it is not installed."""
        if not shutil.which(self.probe[0]):
            return ""
        said = subprocess.run(self.probe, capture_output=True, text=True, check=False)
        return "" if said.returncode else said.stdout.strip().partition("\n")[0]

    def read(self, path: Path) -> Cost:
        """One run over the whole file."""
        return run([*self.command, str(path)])


def _package(python: str, name: str) -> Sequence[str]:
    return python, "-c", f"import {name}, importlib.metadata as m; print(m.version({name!r}))"


def everyone(python: str, folder: Path) -> list[Peer]:
    """Ours comes first. DuckDB, Polars and toolong are packages of this Python.

    lnav finds its format for the log below the folder.
    """
    formats = folder / "formats" / "teleport"
    formats.mkdir(parents=True, exist_ok=True)
    (formats / "teleport_audit.json").write_text(json.dumps(LNAV_FORMAT))
    lnav = "lnav", "-n", "-I", str(folder)
    ours, lnav_version = program(), ("lnav", "-V")
    return [
        Peer(OURS, (ours, "summary", "--json"), (ours, "--version")),
        Peer("`wc -l`", ("wc", "-l"), ("wc", "--version")),
        Peer("`rg -c TDP0`", ("rg", "-c", "TDP0"), ("rg", "--version"), mapped=True),
        Peer("DuckDB, 2 threads", (python, "-c", DUCKDB), _package(python, "duckdb")),
        Peer("Polars", (python, "-c", POLARS), _package(python, "polars")),
        Peer("lnav, its index", (*lnav, "-q", "-c", ":goto 0"), lnav_version),
        Peer("lnav, one query", (*lnav, "-c", LNAV_QUERY), lnav_version),
        Peer("toolong, breaks", (python, "-c", TOOLONG), _package(python, "toolong"), mapped=True),
        Peer(
            "plain loop, orjson", (sys.executable, "-c", PLAIN), _package(sys.executable, "orjson")
        ),
    ]


def warm(path: Path) -> None:
    """Read the file, so that all find it in the page cache."""
    with path.open("rb") as file:
        while file.read(BLOCK):
            continue


def measure(path: Path, peers: Sequence[Peer], rounds: int) -> dict[str, list[Cost]]:
    """What each takes for the file, in so many rounds in which all have their turn."""
    warm(path)
    taken: dict[str, list[Cost]] = {peer.name: [] for peer in peers}
    for number in range(1, rounds + 1):
        for peer in peers:
            cost = peer.read(path)
            taken[peer.name].append(cost)
            table.tell(f"{path.name}, round {number} of {rounds}: {peer.name} {cost.seconds:.1f} s")
    return taken


def _cells(peer: Peer, taken: dict[str, list[Cost]]) -> list[str]:
    """Time, the time of ours as a multiple of it (the median of the rounds), memory."""
    costs = taken[peer.name]
    ratio = median(our.seconds / cost.seconds for our, cost in zip(taken[OURS], costs, strict=True))
    memory = table.megabytes(median(cost.memory for cost in costs))
    return [
        table.seconds(median(cost.seconds for cost in costs)),
        f"{ratio:.2f}",
        f"{memory} (mapped)" if peer.mapped else memory,
    ]


def report(files: Sequence[Path], python: str, rounds: int) -> str:
    """One table of all peers and files, and under it their versions."""
    with TemporaryDirectory() as folder:
        peers = everyone(python, Path(folder))
        versions = {peer.name: peer.version() for peer in peers}
        there = [peer for peer in peers if versions[peer.name]]
        taken = [measure(file, there, rounds) for file in files]
    rows = [
        [peer.name, *(cell for of_file in taken for cell in _cells(peer, of_file))]
        if peer in there
        else [peer.name, "not installed", *[""] * (3 * len(files) - 1)]
        for peer in peers
    ]
    heads = ["reading it all"]
    for file in files:
        heads += [f"{file.stem}, s", "ours ÷ this", "MB"]
    known = "; ".join(f"{name} is {version}" for name, version in versions.items() if version)
    return f"{table.markdown(heads, rows)}\n{known}\n"


def options(parser: argparse.ArgumentParser) -> None:
    """The options that this benchmark shares with the whole."""
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--peers-python",
        default=os.environ.get("PEERS_PYTHON", sys.executable),
        metavar="PYTHON",
        help="that has DuckDB, Polars and toolong (or the variable PEERS_PYTHON)",
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers", description=__doc__)
    options(parser)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    chosen = parser.parse_args()
    table.show(table.machine())
    table.show(report(chosen.files, chosen.peers_python, chosen.rounds))


if __name__ == "__main__":
    main()
