"""The ten tasks with lnav, which is taught the log by a format file: that is not counted."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.comparison.incident import COPIED, Incident, clock
from tests.comparison.scripts import ENTER, Row, Script, Scripts, Tool, typed

FORMAT = {
    "$schema": "https://lnav.org/schemas/format-v1.schema.json",
    "audit": {
        "title": "Teleport's audit log",
        "json": True,
        "hide-extra": True,
        "ordered-by-time": False,  # else lines out of order are shown with a wrong time
        "file-pattern": ".*",
        "timestamp-field": "time",
        "body-field": "event",
        "line-format": [
            {"field": "__timestamp__"},
            *(
                part
                for name in ("user", "event", "desktop_name", "file_path", "length", "error")
                for part in (" ", {"field": name, "default-value": ""})
            ),
            {"field": "reason", "default-value": ""},
        ],
        "value": {
            "code": {"kind": "string", "hidden": True},
            "sid": {"kind": "string", "hidden": True},
            "event": {"kind": "string", "identifier": True},
            "user": {"kind": "string", "identifier": True},
            "desktop_name": {"kind": "string", "identifier": True},
            "file_path": {"kind": "string"},
            "length": {"kind": "integer"},
            "error": {"kind": "string"},
            "reason": {"kind": "string"},
        },
    },
}
"""Each event as one line, with a table of its fields: the best that lnav makes of this log."""


def _asked(query: str, *rows: Row) -> Script:
    return typed((f";{query}{ENTER}", rows))


def _kept(text: str, *rows: Row) -> Script:
    """Only lines with a text, from the first of them on."""
    return typed((f":filter-in {text}{ENTER}", [("Lines not shown",)]), ("g", rows))


def _found(text: str, *rows: Row) -> Script:
    """The first line with a text."""
    return typed(("g", [(" L0 ",)]), (f"/{text}", [(f"/{text}",)]), (ENTER, rows))


def scripts(incident: Incident) -> Scripts:
    """What is typed: lnav takes it as fast as it comes."""
    user, moved = incident.taker
    then = incident.first_from_then
    first, longest = incident.first_denial, incident.longest
    return {
        "most": _asked(
            "SELECT user,sum(length) FROM audit WHERE code IN('TDP03I','TDP06I','TDP06W') "
            "GROUP BY 1 ORDER BY 2 DESC",
            (user, str(moved)),
        ),
        "first": _found("mallory.*denied", (clock(first), "mallory", first["desktop_name"])),
        "copies": _kept(COPIED, *((clock(copy), copy["user"], COPIED) for copy in incident.copies)),
        "before": typed(
            (
                f":goto {incident.five_minutes_before:%H:%M:%S}{ENTER}",
                [(clock(then), then["user"], "clipboard")],
            )
        ),
        "taken": _asked(
            "SELECT file_path,sum(length) FROM audit WHERE user='bob' AND code='TDP06I' GROUP BY 1",
            *((path[-8:], str(taken)) for path, taken in incident.files_taken.items()),
        ),
        "failed": _kept(
            "operation failed",
            *((clock(event), event["user"], "operation failed") for event in incident.failures),
        ),
        "visitors": _asked(
            "SELECT DISTINCT user FROM audit WHERE desktop_name='FIN-DC-02'",
            *((visitor,) for visitor in incident.visitors),
        ),
        "now": _asked(
            "SELECT user,desktop_name,min(log_time) FROM audit WHERE code LIKE 'TDP0%' GROUP BY "
            "sid HAVING NOT max(code IN('TDP01I','TDP08I','TDP00W','TDP07W')) ORDER BY 3",
            (longest["user"], longest["desktop_name"], clock(longest)),
        ),
        "reason": _found('User:"bob', ("bob client.disconnect", 'User:"bob" is in force')),
        "line": _asked(
            "SELECT log_raw_text FROM audit WHERE user='bob' AND code='TDP00W'",
            ("uid", incident.denial["uid"]),
        ),
    }


def _version(program: str) -> str:
    said = subprocess.run([program, "-V"], capture_output=True, text=True, check=False)
    return said.stdout.strip()


def lnav(folder: Path) -> Tool:
    """The installed lnav; what it writes of its own goes below the folder."""
    formats = folder / "formats" / "teleport"
    formats.mkdir(parents=True)
    (formats / "audit.json").write_text(json.dumps(FORMAT))
    program = shutil.which("lnav") or ""
    return Tool(
        "lnav",
        program,
        _version(program) if program else "",
        lambda log: ["-I", str(folder), *map(str, log.files)],
        lambda log: (clock(log.last), log.last.get("user", ""), log.last["event"]),
        scripts,
        # The emulator of the tests does not know the sequence by which others scroll.
        {"HOME": str(folder), "LC_ALL": "C.UTF-8", "TERM": "linux"},
    )
