"""The ten tasks with toolong, which finds a text, and shows the line that is chosen as JSON."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.comparison.incident import COPIED, Event, Incident
from tests.comparison.scripts import (
    DOWN,
    ENTER,
    HOME,
    UP,
    Cannot,
    Row,
    Script,
    Scripts,
    Tool,
    typed,
)

ADDS_NOTHING_UP = Cannot("adds nothing up")
LISTS_NOTHING = Cannot("finds one line at a time, of more than 90")
FINDS_TEXTS = Cannot("finds lines with a text, not sessions without an end")
FIND: tuple[Row, ...] = (("Case sensitive", "Regex"),)


def _told(event: Event) -> Row:
    """Where the panel tells one event from the others."""
    return ('"uid"', event["uid"])


def _walked(text: str, step: str, events: Iterable[Event]) -> Script:
    """From hit to hit, each shown in the panel; from the first hit of the log, or from the last."""
    first, *others = events
    begin = [(HOME, [("┃",)])] if step == DOWN else []
    return typed(
        *begin,
        ("/", FIND),
        (text, [(text, "Case sensitive")]),
        (step, [("👉",)]),
        (ENTER, [_told(first)]),
        *((step, [_told(event)]) for event in others),
        walk=True,
    )


def _at(incident: Incident) -> Script:
    """The first line of a minute; rows are cut before they say whose an event is."""
    then = incident.first_from_then
    text = f"T{incident.five_minutes_before:%H:%M}"
    return typed(
        (HOME, [("┃",)]),
        ("/", FIND),
        (text, [(text, "Regex")]),
        (DOWN, [(then["event"], then["time"])]),
    )


def scripts(incident: Incident) -> Scripts:
    """What is typed."""
    denials = [event for event in incident.events if event["code"] == "TDP00W"]
    until = denials.index(incident.first_denial) + 1
    locked = [event for event in incident.events if "in force" in event.get("reason", "")]
    return {
        "most": ADDS_NOTHING_UP,
        "first": _walked("TDP00W", DOWN, denials[:until]),
        "copies": _walked(COPIED, DOWN, incident.copies),
        "before": _at(incident),
        "taken": ADDS_NOTHING_UP,
        "failed": _walked("operation failed", DOWN, incident.failures),
        "visitors": LISTS_NOTHING,
        "now": FINDS_TEXTS,
        "reason": _walked("in force", UP, [incident.denial, locked[-1]]),
        "line": _walked("TDP00W", UP, [incident.denial]),
    }


def toolong(python: str) -> Tool:
    """The toolong of a Python."""
    asked = "import importlib.metadata as m; print(m.version('toolong'))"
    said = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
    return Tool(
        "toolong",
        str(Path(python).with_name("tl")),
        f"toolong {said.stdout.strip()}" if said.stdout.strip() else "",
        lambda log: [*map(str, log.files), *(["--merge"] if len(log.files) > 1 else [])],
        lambda _: ("Find", "Go to", "•"),
        scripts,
        {"LC_ALL": "C.UTF-8"},
    )
