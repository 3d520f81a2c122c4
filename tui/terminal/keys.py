"""How a key is bound: always with a name by which it can be told and changed, and with its help."""

from typing import Any

from textual.binding import Binding
from textual.keys import format_key
from textual.screen import Screen

_CAPS = {"pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End", "escape": "esc"}


def hint(keys: str, action: str, label: str, name: str, told: str) -> Binding:
    """Bind keys that the footer shows, under a label; `told` is what the help says of them."""
    return Binding(keys, action, label, id=name, tooltip=told)


def quiet(keys: str, action: str, label: str, name: str, told: str) -> Binding:
    """Bind keys that only the help and the palette show."""
    return Binding(keys, action, label, id=name, tooltip=told, show=False)


def keys_of(screen: Screen[Any], name: str) -> str:
    """The keys that a binding has on a screen, as one reads them; empty if it has none there."""
    named = (active.binding for active in screen.active_bindings.values())
    return " ".join(screen.app.get_key_display(one) for one in named if one.id == name)


def shown_key(key: str, *, ascii_only: bool = False) -> str:
    """A key as one reads it on a keyboard: `?`, `↑`, `PgDn`; in ASCII `up`."""
    shown = _CAPS.get(key) or format_key(key)
    return shown if shown.isascii() or not ascii_only else key
