"""The facts of one session, as its start and its end state them, for people's eyes."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from tui.audit.event import object_in
from tui.picture import SessionView
from tui.text import duration, moment, visible, zone_name

Fact = tuple[str, str]


def facts_of(
    view: SessionView, opening: bytes | None, closing: bytes | None, *, now: int, zone: tzinfo
) -> list[Fact]:
    """Labels and visible texts; `opening` and `closing` are the log's own lines.

    What neither line says is left out, but for what one would look for: it is then `-`.
    """
    start, end = _fields(opening), _fields(closing)
    both = {**end, **{key: value for key, value in start.items() if value not in (None, "")}}
    certificate = both.get("certificate")
    return [
        ("User", visible(view.user) or "-"),
        ("Desktop", _desktop(view, both)),
        ("Account", visible(view.login) or "-"),
        ("Client", visible(view.client) or "-"),
        ("State", _state(view, now, zone)),
        ("Started", _moment(view.start, zone)),
        *([("Ended", _moment(view.stop, zone))] if view.stop is not None else []),
        ("Recorded", _yes_or_no(end.get("recorded"))),
        ("MFA", _text(both.get("with_mfa"), "not said")),
        *([("Certificate", _text(certificate))] if certificate else []),
        ("Service", _text(both.get("windows_desktop_service"))),
        ("Labels", " ".join(_labels(both)) or "-"),
        ("Session", visible(view.sid)),
    ]


def _fields(line: bytes | None) -> dict[str, Any]:
    return object_in(line) if line else {}


def _text(value: object, absent: str = "-") -> str:
    if value is None or value == "":
        return absent
    if isinstance(value, dict):
        return visible(" ".join(f"{key}={part}" for key, part in value.items()))
    return visible(str(value))


def _yes_or_no(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else "not said yet"


def _desktop(view: SessionView, fields: dict[str, Any]) -> str:
    more = [_text(fields.get(key), "") for key in ("desktop_addr", "windows_domain")]
    return "  ".join([visible(view.desktop) or "-", *filter(None, more)])


def _state(view: SessionView, now: int, zone: tzinfo) -> str:
    if view.state == "denied":
        return f"denied: {visible(view.error)}" if view.error else "denied"
    if view.state == "ended":
        if view.start is None or view.stop is None:
            return "ended"
        recovered = ", end written later after a crash" if view.recovered else ""
        return f"ended after {duration(view.stop - view.start)}{recovered}"
    last = "" if view.last_seen is None else f", last event {_moment(view.last_seen, zone)}"
    age = "" if view.start is None else f" for {duration(now - view.start)}"
    return f"active{age}{last}"


def _moment(nanoseconds: int | None, zone: tzinfo) -> str:
    if nanoseconds is None:
        return "-"
    return f"{moment(nanoseconds, zone)} {zone_name(nanoseconds, zone)}"


def _labels(fields: dict[str, Any]) -> Iterator[str]:
    labels = fields.get("desktop_labels")
    if isinstance(labels, dict):
        for key, value in sorted(labels.items()):
            yield visible(f"{key.removeprefix('teleport.dev/')}={value}")
