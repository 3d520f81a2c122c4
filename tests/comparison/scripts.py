"""What is typed for a task, and where its answer can be read."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from tests.comparison.incident import Incident
from tests.terminal.terminal import Terminal

COLUMNS, ROWS = 160, 45

ENTER, HOME, UP, DOWN = "\r", "\x1b[H", "\x1b[A", "\x1b[B"
_KEY = re.compile(r"\x1b\[.|.", re.DOTALL)

TASKS: Mapping[str, str] = {
    "most": "who moved the most out of desktops, and how much",
    "first": "mallory's first denial: when, and where",
    "copies": "all copies of one file: who, and when",
    "before": "what happened first in the five minutes before bob was cut off",
    "taken": "every file that bob took out, with its size",
    "failed": "what failed, and whose it was",
    "visitors": "who was on FIN-DC-02, or tried to be",
    "now": "who is on a desktop now, and who for the longest time",
    "reason": "why bob's session ended",
    "line": "the log's own line of bob's denial",
}

Row = tuple[str, ...]
"""Words that stand in one row of the screen."""


@dataclass(frozen=True, slots=True)
class Step:
    """Keys that are typed at once, and the rows that are waited for before others are."""

    keys: str
    rows: Sequence[Row]

    @property
    def count(self) -> int:
        """How many keys are pressed."""
        return len(_KEY.findall(self.keys))


@dataclass(frozen=True, slots=True)
class Script:
    """Steps; the answer stands in the rows of the last one, or of all where it is a `walk`."""

    steps: Sequence[Step]
    walk: bool = False

    @property
    def keys(self) -> int:
        """How many keys are pressed."""
        return sum(step.count for step in self.steps)


@dataclass(frozen=True, slots=True)
class Cannot:
    """The program alone has no way to the answer, and why."""

    reason: str


Scripts = Mapping[str, Script | Cannot]


@dataclass(frozen=True, slots=True)
class Tool:
    """A program, how it is started on the log, and what is typed; `ready` is seen when it is read.

    `version` is empty if it is not installed.
    """

    name: str
    program: str
    version: str
    arguments: Callable[[Incident], Sequence[str]]
    ready: Callable[[Incident], Row]
    scripts: Callable[[Incident], Scripts]
    environment: Mapping[str, str] = field(default_factory=dict)


def typed(*steps: tuple[str, Sequence[Row]], walk: bool = False) -> Script:
    """Make a script of keys and rows."""
    return Script([Step(keys, rows) for keys, rows in steps], walk)


def answered(tool: Tool, incident: Incident, script: Script) -> float:
    """Type a script; returns the seconds from its first key until the answer stands on the screen.

    Fails, with the screen, if it never does, or if it stood there before anything was typed.
    """
    with Terminal(
        *tool.arguments(incident),
        columns=COLUMNS,
        rows=ROWS,
        environment=dict(tool.environment),
        of=tool.program,
    ) as terminal:
        terminal.see(*tool.ready(incident))
        if script.keys:
            assert not _stand(terminal, script.steps[-1].rows), f"no answer\n{terminal.text}"
        begun = time.perf_counter()
        for step in script.steps:
            terminal.press(step.keys)
            terminal.wait_for(partial(_stand, terminal, step.rows), str(step.rows))
        return time.perf_counter() - begun


def _stand(terminal: Terminal, rows: Sequence[Row]) -> bool:
    return all(terminal.line_with(*row) for row in rows)
