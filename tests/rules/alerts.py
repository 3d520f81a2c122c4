"""Alerts as plain values."""

from tui.audit.rfc3339 import SECOND
from tui.rules import Alert, Severity

NOON = 1_795_348_800 * SECOND


def alert(name: str, at: int = 0, severity: Severity = Severity.WARNING, **told: str) -> Alert:
    """Make an alert with an id, so many seconds after noon; its session is `s`, `told` is else."""
    texts = {"sid": "s", "user": "bob", "message": f"said {name}", "rule": "rule", **told}
    return Alert(
        id=name,
        severity=severity,
        time=NOON + at * SECOND,
        first=NOON + at * SECOND,
        count=1,
        bytes=0,
        files=0,
        desktop="D",
        client="",
        place=0,
        **texts,
    )
