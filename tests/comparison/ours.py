"""The ten tasks with desktail."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.comparison.incident import COPIED, Event, Incident, clock, moment
from tests.comparison.scripts import ENTER, Row, Script, Scripts, Tool, typed
from tests.program import program, run
from tui.words.text import size

FILTER: tuple[Row, ...] = (("\\ user=alice  out>10MB",),)
"""The empty prompt of the filter."""
FOOTER: Row = ("⏎ Open",)
"""Stands there again when a prompt is gone."""
EVERYONE: Row = ("Feed ─ all sessions",)
JUMP = "\x07"
"""ctrl+g, to a time in the feed."""

KEPT: tuple[tuple[str, tuple[Row, ...]], ...] = (
    ("\\", FILTER),
    ("bob", (("\\ bob", "2 of"),)),
    (ENTER, (FOOTER,)),
)
"""bob's two sessions, and the cursor on the first."""


def _told(event: Event) -> str:
    """An event's time as the feed tells it: of another year only to the minute."""
    time = moment(event)
    return clock(event) if time.year == datetime.now(UTC).year else f"{time:%y-%m-%d %H:%M}"


def _filtered(text: str, *rows: Row) -> Script:
    """What stands there while a filter is typed; it need not be kept."""
    return typed(("\\", FILTER), (text, rows))


def _feed(text: str, *rows: Row) -> Script:
    """The same in the feed of all sessions."""
    return typed(("A", [EVERYONE]), ("\\", FILTER), (text, rows))


def _opened(incident: Incident) -> Script:
    """The session of which a client's disconnection tells why it ended."""
    largest, moved = incident.files_taken.most_common(1)[0]
    return typed(
        *KEPT,
        ("j", [(size(moved), largest)]),
        (ENTER, [("disconnected: lock targeting",)]),
    )


def scripts(incident: Incident) -> Scripts:
    """What is typed."""
    user, moved = incident.taker
    denial, longest = incident.first_denial, incident.longest
    then = incident.first_from_then
    before = f"{incident.five_minutes_before:%H:%M}"
    if incident.five_minutes_before.date() != datetime.now(UTC).date():
        before = f"yesterday {before}"
    return {
        "most": typed(("r", [("Top users",), (size(moved), user)])),
        "first": _feed(
            "mallory denied", (_told(denial), "mallory", denial["desktop_name"], "denied")
        ),
        "copies": _feed(COPIED, *((_told(copy), copy["user"], COPIED) for copy in incident.copies)),
        "before": typed(
            ("A", [EVERYONE]),
            (JUMP, [("> 12:40",)]),
            (before + ENTER, [(_told(then), then["user"], "clip")]),
        ),
        "taken": typed(
            *KEPT,
            (
                "j",
                [(size(taken), path[-8:]) for path, taken in incident.files_taken.items()],
            ),
        ),
        "failed": _feed(
            "failed",
            *((_told(event), event["user"], "operation failed") for event in incident.failures),
        ),
        "visitors": _filtered("FIN-DC-02", *((user, "FIN-DC-02") for user in incident.visitors)),
        "now": typed(("", [("active",), ("● ",), ("◌ " + longest["user"], "WIN-7")])),
        "reason": _opened(incident),
        "line": typed(
            ("/", [("/ a text",)]),
            ("bob", [("/ bob",)]),
            (ENTER, [FOOTER]),
            (ENTER, [('"uid"', incident.denial["uid"])]),
        ),
    }


def desktail() -> Tool:
    """The installed program."""
    version = run("--version").stdout.strip()
    return Tool(
        "desktail",
        program(),
        version,
        lambda log: [str(log.folder)],
        lambda log: ("● LIVE", f"{log.desktop_events:,} events"),
        scripts,
    )
