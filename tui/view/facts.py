"""The facts of one session, as its start and its end state them, for people's eyes."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any, NamedTuple

from tui.audit.event import object_in
from tui.picture.picture import SessionView
from tui.words.text import duration, moment, visible, zone_name


class Fact(NamedTuple):
    """What a fact is called, and the visible texts that it is made of: several of a list."""

    label: str
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole of it."""
        return "  ".join(self.parts)


def facts_of(
    view: SessionView, opening: bytes | None, closing: bytes | None, *, now: int, zone: tzinfo
) -> list[Fact]:
    """What is known of a session; `opening` and `closing` are the log's own lines.

    What neither line says is left out, but for what one would look for: it is then `-`.
    """
    start, end = _fields(opening), _fields(closing)
    both = {**end, **{key: value for key, value in start.items() if value not in (None, "")}}
    facts = [
        _fact("User", visible(view.user) or "-"),
        _fact("Account", visible(view.login) or "-"),
        _fact("Desktop", visible(view.desktop) or "-"),
        _fact("Address", _text(both.get("desktop_addr"))),
        _fact("Client", visible(view.client) or "-"),
        _fact("Domain", _text(both.get("windows_domain"), "")),
        _fact("Started", _moment(view.start, zone)),
        _fact("Ended", _moment(view.stop, zone) if view.stop is not None else ""),
        _fact("State", _state(view, now, zone)),
        _fact("Recorded", _yes_or_no(end.get("recorded"))),
        _fact("System", visible(view.os)),
        _fact("MFA", _text(both.get("with_mfa"), "not said")),
        _fact("Service", _text(both.get("windows_desktop_service"))),
        _fact("Session", visible(view.sid)),
        *_more(both),
        Fact("Labels", tuple(_labels(both)) or ("-",)),
        Fact("Certificate", tuple(_pairs(both.get("certificate")))),
    ]
    return [fact for fact in facts if any(fact.parts)]


MORE = (
    ("Key policy", "private_key_policy"),
    ("Device", "trusted_device"),
    ("Requests", "access_requests"),
    ("Roles", "user_roles"),
    ("Traits", "user_traits"),
    ("Acting as", "impersonator"),
    ("People", "participants"),
    ("NLA", "nla"),
    ("New account", "allow_user_creation"),
    ("Cluster", "cluster_name"),
    ("Its cluster", "user_cluster_name"),
    ("Message", "message"),
)
"""Fields that are told as they are, where a line has them."""


def _more(fields: dict[str, Any]) -> Iterator[Fact]:
    for label, key in MORE:
        value = fields.get(key)
        if key == "message" and value == fields.get("error"):
            continue
        yield Fact(label, tuple(_pairs(value)))


def _pairs(value: object) -> Iterator[str]:
    """A value in parts: a list's members, an object's keys with theirs."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield visible(f"{key}={_flat(part)}")
    elif isinstance(value, list):
        yield from (visible(_flat(part)) for part in value)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    else:
        yield _text(value, "")


def _flat(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _fact(label: str, text: str) -> Fact:
    return Fact(label, (text,))


def _fields(line: bytes | None) -> dict[str, Any]:
    return object_in(line) if line else {}


def _text(value: object, absent: str = "-") -> str:
    return absent if value is None or value == "" else visible(str(value))


def _yes_or_no(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else "not said yet"


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
