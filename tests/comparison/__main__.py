"""Ten tasks of an incident with desktail, lnav and toolong: `python -m tests.comparison`.

Each tool is started anew for each task, in a terminal of 160×45, on the log that the demo writes;
the keys of the task are typed as fast as the tool can follow, and it is done when the answer stands
on the screen. All have their turn in each round.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks import table
from tests.comparison.incident import Incident
from tests.comparison.lnav import lnav
from tests.comparison.ours import desktail
from tests.comparison.scripts import TASKS, Cannot, Script, Tool, answered
from tests.comparison.toolong import toolong

Taken = dict[tuple[str, str], list[float]]


def measure(tools: Sequence[Tool], incident: Incident, rounds: int, tasks: Sequence[str]) -> Taken:
    """Seconds by task and tool, of so many rounds."""
    taken: Taken = {}
    for _ in range(rounds):
        for task in tasks:
            for tool in tools:
                script = tool.scripts(incident)[task]
                if isinstance(script, Script):
                    seconds = answered(tool, incident, script)
                    taken.setdefault((task, tool.name), []).append(seconds)
    return taken


def _cells(tool: Tool, incident: Incident, task: str, taken: Taken) -> list[str]:
    """How many keys, and how many seconds."""
    if not tool.version:
        return ["not installed", ""]
    script = tool.scripts(incident)[task]
    if isinstance(script, Cannot):
        return ["cannot", ""]
    return [str(script.keys), table.seconds(median(taken[task, tool.name]))]


def report(tools: Sequence[Tool], incident: Incident, rounds: int, tasks: Sequence[str]) -> str:
    """One table of tasks and tools; below it their versions, and why one cannot."""
    there = [tool for tool in tools if tool.version]
    taken = measure(there, incident, rounds, tasks)
    heads = ["", *(head for tool in tools for head in (f"{tool.name}, keys", "s"))]
    rows = [
        [TASKS[task], *(cell for tool in tools for cell in _cells(tool, incident, task, taken))]
        for task in tasks
    ]
    cannot = [
        f"{tool.name} cannot say {TASKS[task]}: {script.reason}"
        for tool in there
        for task in tasks
        if isinstance(script := tool.scripts(incident)[task], Cannot)
    ]
    return "\n".join([table.markdown(heads, rows), *(tool.version for tool in there), *cannot, ""])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.comparison", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tasks", nargs="*", choices=list(TASKS), default=list(TASKS))
    parser.add_argument(
        "--peers-python",
        default=os.environ.get("PEERS_PYTHON", sys.executable),
        metavar="PYTHON",
        help="that has toolong (or the variable PEERS_PYTHON); lnav is looked for on the path",
    )
    chosen = parser.parse_args()
    table.show(table.machine())
    with TemporaryDirectory() as folder:
        incident = Incident.write(Path(folder))
        tools = [desktail(), lnav(Path(folder) / "lnav"), toolong(chosen.peers_python)]
        table.show(report(tools, incident, chosen.rounds, chosen.tasks))


if __name__ == "__main__":
    main()
