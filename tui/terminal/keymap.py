"""Which keys there are, as the classes of what is seen bind them, and other keys in their place.

Nothing is registered: a binding is known as soon as a class has it. Keys that a user has chosen
are checked before the app starts; Textual itself would let one of two bindings vanish.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from inspect import isclass
from typing import TypeGuard

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import KEY_NAME_REPLACEMENTS, KEY_TO_UNICODE_NAME, Keys, key_to_character
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from tui.config import Configuration, Settings
from tui.config.presets import PRESETS
from tui.query.error import nearest

MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "meta", "hyper"})
NAMED = frozenset(
    {key.value for key in Keys if "<" not in key.value}
    | KEY_TO_UNICODE_NAME.keys() - KEY_NAME_REPLACEMENTS.keys()
    | {*KEY_NAME_REPLACEMENTS.values(), "comma", "colon", "semicolon"}
)
"""Keys that have a name; characters have that of Unicode too."""

Node = type[DOMNode]
Clash = tuple[str, str, str]
"""A key and two names of bindings, in alphabetical order."""


@dataclass(slots=True)
class Bound:
    """What can be done under one name: its keys, what it is called and told, and who offers it."""

    name: str
    keys: tuple[str, ...]
    label: str
    told: str
    owners: list[Node] = field(default_factory=list)


def bound() -> dict[str, Bound]:
    """All bindings of this program by name, in the order in which their classes were made."""
    found: dict[str, Bound] = {}
    for owner in _ours():
        for binding in _own(owner):
            if binding.id is None:
                continue
            known = found.setdefault(
                binding.id, Bound(binding.id, (), binding.description, binding.tooltip)
            )
            known.keys = tuple(dict.fromkeys([*known.keys, binding.key]))
            if binding.tooltip not in known.told:
                known.told += f"; {binding.tooltip}"
            known.owners += [owner] if owner not in known.owners else []
    return found


def keymap(settings: Settings) -> dict[str, str]:
    """The keys of each binding that has others than its own: the preset's, over them the user's."""
    return {**PRESETS[settings.keys.preset], **settings.keys.bindings}


def problems(configuration: Configuration) -> list[str]:
    """What is wrong with the keys that a user has chosen, a line each with its place."""
    settings, known = configuration.settings, bound()
    found = []
    for name, keys in settings.keys.bindings.items():
        where = configuration.origin(f"keys.{name}")
        if name not in known:
            found.append(f"{where}: keys: there is no binding {name!r}{nearest(name, known)}")
        found += [
            f"{where}: keys.{name}: there is no key {key!r}{_meant(key)}"
            for key in keys.split(",")
            if not is_key(key)
        ]
    return [*found, *_clashes_told(configuration, known)]


def _clashes_told(configuration: Configuration, known: Mapping[str, Bound]) -> list[str]:
    """A line for each key that is given to a binding and is another's already."""
    settings = configuration.settings
    taken: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, *names in sorted(clashes(keymap(settings))):
        given = [name for name in names if name in settings.keys.bindings]
        culprit = given[-1] if given else "preset"
        taken[culprit, key] += [_called(name, known) for name in names if name != culprit]
    return [
        f"{configuration.origin(f'keys.{culprit}')}: keys.{culprit}: "
        f"{key} is taken, by {' and '.join(sorted(set(others)))}"
        for (culprit, key), others in taken.items()
    ]


def clashes(changed: Mapping[str, str]) -> set[Clash]:
    """Keys that mean two things in one place once some bindings have other keys."""
    return _doubled(changed) - _doubled({}) if changed else set()


def is_key(key: str) -> bool:
    """Whether a key of this name can be pressed; of one that makes a character also that."""
    *modifiers, base = [key] if len(key) == 1 else key.split("+")
    if not MODIFIERS.issuperset(modifiers):
        return False
    if len(base) == 1:  # a capital is a character of its own, and without one ctrl and shift
        return base.isprintable() and not ((modifiers and base.isupper()) or "shift" in modifiers)
    character = key_to_character(base) if base.islower() else None
    return base in NAMED or (character is not None and character.isprintable())


def _meant(key: str) -> str:
    modifier, _, base = key.rpartition("+")
    if modifier == "shift" and len(base) == 1:
        return f"; did you mean {base.upper()}?"
    return nearest(key, NAMED)


def _called(name: str, known: Mapping[str, Bound]) -> str:
    return f"{name} ({known[name].told})" if name in known else name


def _doubled(changed: Mapping[str, str]) -> set[Clash]:
    """All keys that mean two things in one place."""
    return {
        (key, *pair)
        for place in _places()
        for key, names in _meanings(place, changed).items()
        for pair in _pairs(sorted(names))
    }


def _pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    for at, first in enumerate(names):
        for second in names[at + 1 :]:
            yield first, second


def _meanings(place: tuple[Node, ...], changed: Mapping[str, str]) -> dict[str, set[str]]:
    """What each key means where some nodes hear it. What is Textual's own goes by its action; of
    its widgets it does not count: one types into them, and leaves them again.
    """
    meanings: dict[str, set[str]] = defaultdict(set)
    for node in place:
        for owner in _bequeathing(node):
            for binding in _own(owner):
                name = binding.id or f"Textual's {binding.action}"
                keys = changed.get(binding.id or "", binding.key)
                for one in Binding.make_bindings([Binding(keys, binding.action)]):
                    meanings[one.key].add(name)
    return meanings


def _bequeathing(node: Node) -> Iterator[type]:
    """The classes whose bindings a node has: its own, and what is ours or a base of screens."""
    for owner in node.__mro__:
        if _is_ours(owner) or owner in (Screen, App):
            yield owner
        if not getattr(owner, "_inherit_bindings", True):
            return


def _places() -> Iterator[tuple[Node, ...]]:
    """Who hears a key together: a widget that has the focus, its screen, and unless that stands
    above all the app. A screen's widgets are those of which its module or a base's knows.
    """
    apps = [node for node in _ours() if issubclass(node, App)]
    for screen in (node for node in _ours() if issubclass(node, Screen)):
        around = (screen,) if issubclass(screen, ModalScreen) else (screen, *apps)
        modules = {owner.__module__ for owner in screen.__mro__ if _is_ours(owner)}
        names = [thing for module in modules for thing in vars(sys.modules[module]).values()]
        yield around
        for node in names:
            if isclass(node) and _is_ours(node) and _is_pane(node):
                yield (node, *around)
    # What is typed into hears its keys alone.
    yield from ((node,) for node in _ours() if _is_pane(node))


def _is_pane(node: type) -> TypeGuard[Node]:
    return issubclass(node, Widget) and not issubclass(node, Screen)


def _own(owner: type) -> list[Binding]:
    """The bindings that a class itself has, one for each key."""
    own = list(Binding.make_bindings(vars(owner).get("BINDINGS", ())))
    if owner is App:  # made when an app is
        own.append(Binding(App.COMMAND_PALETTE_BINDING, "command_palette"))
    return own


def _ours() -> list[Node]:
    """The classes of this program that keys can be bound by, as far as they are loaded."""
    found: dict[Node, None] = {}
    waiting: list[Node] = [DOMNode]
    while waiting:
        node = waiting.pop(0)
        waiting += node.__subclasses__()
        if _is_ours(node):
            found[node] = None
    return list(found)


def _is_ours(owner: type) -> bool:
    return owner.__module__.partition(".")[0] == __name__.partition(".")[0]
