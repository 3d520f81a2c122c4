"""All of it: `python -m tests.benchmarks --size 1GB` makes the files and prints every table."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import files, keys, live, now, peers, starts, table


def benchmark(folder: Path, chosen: argparse.Namespace) -> None:
    """Make the logs in the folder, and print one table after another."""
    logs = [folder / f"{kind}.log" for kind in files.KINDS]
    for log in logs:
        files.write(log, log.stem, chosen.size, chosen.seed)
    table.show(table.machine())
    table.show(peers.report(logs, chosen.peers_python, chosen.rounds))
    table.show(now.report(logs, chosen.rounds))
    table.show(keys.report(logs))
    table.show(live.report(folder, chosen.rates, chosen.seconds, chosen.rest))
    table.show(starts.report(folder, chosen.rounds))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--size", type=files.size, default="1GB", help="of each of the two logs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where there is room for them")
    peers.options(parser)
    live.options(parser)
    chosen = parser.parse_args()
    with TemporaryDirectory(dir=chosen.folder) as folder:
        benchmark(Path(folder), chosen)


if __name__ == "__main__":
    main()
