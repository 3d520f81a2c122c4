"""README's key table names every key that works on a screen, and none that does not."""

import re
import unicodedata
from contextlib import suppress
from pathlib import Path

from textual.keys import KEY_NAME_REPLACEMENTS

import tui.player  # noqa: F401 - it binds keys, too
from tui import screens
from tui.terminal.keymap import bound

screens.load_all()

README = Path(__file__).parents[2] / "README.md"
DIALOGUES = ("alerts.", "columns.", "export.", "marks.", "prompt.", "replay.")
"""How the names of bindings begin that work in a dialogue or a replay only."""
SPELT = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "f1": "F1",
    "f2": "F2",
}
"""Keys as the table writes them."""
TEXTUALS = {"ctrl+p"}
"""Keys of Textual's own that are named in it."""


def told() -> set[str]:
    """All keys in the table's first column."""
    table = README.read_text().split("| key | |\n|---|---|\n")[1].split("\n\n")[0]
    return {
        key for row in table.splitlines() for key in re.findall(r"`([^`]+)`", row.split(" | ")[0])
    }


def spelt(key: str) -> str:
    """A key as it is written: a character for its name."""
    names = {replaced: name for name, replaced in KEY_NAME_REPLACEMENTS.items()}
    name = names.get(key, key)
    # `LESS-THAN SIGN` has one of each.
    for way in (name.replace("_", " "), name.replace("_", "-"), name.replace("_", "-", 1)):
        with suppress(KeyError):
            character = unicodedata.lookup(way.replace("_", " "))
            if character.isprintable() and key not in ("space", "minus"):
                return character
    return {"minus": "-"}.get(key, SPELT.get(key, key))


def pressed() -> set[str]:
    """All keys that are bound on a screen; of arrows with shift, which are a second way, none."""
    keys = {
        spelt(key)
        for one in bound().values()
        if not (one.name.startswith(DIALOGUES) and one.name != "columns")
        for key in ",".join(one.keys).split(",")
    }
    return {key for key in keys if not key.startswith("shift+")}


def test_every_key_is_in_the_table() -> None:
    assert pressed() - told() == set()


def test_no_key_in_the_table_is_bound_to_nothing() -> None:
    assert told() - pressed() - TEXTUALS == set()
