"""An alert as a line to read, and as an object for other programs and for the state folder."""

from typing import Any

from tui.audit.rfc3339 import format_time, parse_time
from tui.rules.alert import Alert
from tui.rules.rule import Measure, Per, Rule, Severity
from tui.source.provenance import Spot
from tui.words.text import duration, number, pad, size, visible

MOMENTS, NUMBERS = ("time", "first"), ("count", "bytes", "files")
TEXTS = ("id", "rule", "severity", "user", "desktop", "client", "sid", "message")


def as_line(alert: Alert) -> str:
    """When, how bad, which rule, and what it says; all of it visible."""
    head = f"{pad(format_time(alert.time), 30)}  {pad(alert.severity, 8)}"
    return f"{head}  {pad(alert.rule, 18) if len(alert.rule) < 18 else alert.rule}  {alert.message}"


def rule_in_words(rule: Rule) -> str:
    """What a rule looks for, and how much of it is too much, in a line that is visible."""
    in_bytes = rule.measure in (Measure.BYTES, Measure.BYTES_IN, Measure.BYTES_OUT)
    amount = size(rule.amount) if in_bytes else number(rule.amount)
    within = f" within {duration(rule.within)}" if rule.within else ""
    per = "" if rule.per is Per.ALL else f" per {rule.per}"
    much = f"{rule.measure} ≥ {amount}{within}{per}" if rule.within else ""
    quiet = f"then quiet {duration(rule.quiet)}{per if not much else ''}" if rule.quiet else ""
    return " · ".join(filter(None, (visible(rule.filter), much, quiet)))


def as_object(alert: Alert, where: Spot) -> dict[str, Any]:
    """All that is known of it and of where its line stands, as JSON has it; times as in the
    contract. The message that brought the line is told if it came by a stream.
    """
    told: dict[str, Any] = {
        "id": alert.id,
        "rule": alert.rule,
        "severity": alert.severity.value,
        "time": format_time(alert.time),
        "first": format_time(alert.first),
    }
    told |= {name: getattr(alert, name) for name in (*NUMBERS, "user", "desktop", "client", "sid")}
    told |= {"message": alert.message, "path": where.path, "offset": where.offset}
    return told | {"sequence": where.sequence} if where.sequence else told


def from_object(told: dict[str, Any]) -> tuple[Alert, Spot] | None:
    """The alert that an object tells of, at no place of this run; None if it tells of none."""
    moments = [parse_time(told.get(name)) for name in MOMENTS]
    numbers = [told.get(name) for name in (*NUMBERS, "offset")] + [told.get("sequence", 0)]
    texts = {name: told.get(name) for name in (*TEXTS, "path")}
    if None in moments or not all(type(number) is int for number in numbers):
        return None
    if not all(isinstance(text, str) for text in texts.values()):
        return None
    path, severity = texts.pop("path"), texts.pop("severity")
    if severity not in list(Severity):
        return None
    known = dict(zip((*MOMENTS, *NUMBERS), (*moments, *numbers), strict=False))
    alert = Alert(**texts, **known, severity=Severity(str(severity)), place=0)  # type: ignore[arg-type]
    offset, sequence = numbers[-2:]
    return alert, Spot(str(path), offset, sequence=sequence)  # type: ignore[arg-type]
