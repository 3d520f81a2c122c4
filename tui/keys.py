"""How a key is bound: always with a name by which it can be told and changed, and with its help."""

from textual.binding import Binding


def hint(keys: str, action: str, label: str, name: str, told: str) -> Binding:
    """Bind keys that the footer shows, under a label; `told` is what the help says of them."""
    return Binding(keys, action, label, id=name, tooltip=told)


def quiet(keys: str, action: str, label: str, name: str, told: str) -> Binding:
    """Bind keys that only the help and the palette show."""
    return Binding(keys, action, label, id=name, tooltip=told, show=False)
