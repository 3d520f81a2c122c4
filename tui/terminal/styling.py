"""A stylesheet that finds the rules of widgets of a kind once, and reads each text of rules once.

Textual looks for every widget, and for each of the 17 tones of every pane, through some 460 rules
whenever it is mounted, gets the focus or another class; and reads all rules twice at the start. All
that is not Textual's public interface stands here.
"""

# ruff: noqa: SLF001

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TypeVar
from weakref import WeakKeyDictionary

from textual.app import App
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.styles import RenderStyles, RulesMap
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.dom import DOMNode
from textual.widget import Widget

Kind = tuple[Hashable, ...]
"""All that rules ask of a node and of those around it, from the app inwards."""


@dataclass(frozen=True, slots=True)
class Found:
    """What rules say of kinds of nodes: of themselves, with whether they change under the mouse;
    and of the tones of each.
    """

    nodes: LRUCache[Kind, tuple[RulesMap, bool]] = field(default_factory=lambda: LRUCache(2048))
    tones: LRUCache[Kind, dict[str, RulesMap]] = field(default_factory=lambda: LRUCache(512))


READ: LRUCache[tuple[Hashable, ...], list[RuleSet]] = LRUCache(256)
"""Rules by their text and the theme's variables: four themes of all there are, for one who tries
which to take."""
FOUND: LRUCache[tuple[RuleSet, ...], Found] = LRUCache(24)
"""What was found among rules; there are others whenever the first widget of a class comes."""


class RememberingStylesheet(Stylesheet):
    """Rules, and what was found among them."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._variables_key = tuple(self._variables.items())
        self._found = Found()
        self._found_in: object = None
        self._toned: WeakKeyDictionary[DOMNode, Kind] = WeakKeyDictionary()

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the variables of another theme."""
        super().set_variables(variables)
        self._variables_key = tuple(variables.items())

    def reparse(self) -> None:
        """Read all rules as the variables are now."""
        self.parse()

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,  # noqa: FBT001, FBT002 # as it is in Textual
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        more = is_default_rules, tie_breaker, scope
        key = self._variables_key, css, read_from, more
        rules = READ.get(key)
        if rules is None:
            rules = READ[key] = super()._parse_rules(css, read_from, *more)
        return rules

    def apply(
        self,
        node: DOMNode,
        *,
        animate: bool = False,
        cache: dict[tuple[object, ...], RulesMap] | None = None,  # noqa: ARG002 # for one update
    ) -> None:
        """Have rules hold for a node, and for its tones."""
        if type(node) is DOMNode:  # a tone: its pane is what is remembered
            super().apply(node, animate=animate)
            return
        kind = self._kind(node)
        known = self._found.nodes.get(kind)
        if known is not None:
            rules, node._has_hover_style = known
            # Textual itself keeps nothing that asks where a node stands among others.
            node._has_focus_within = node._has_order_style = node._has_odd_or_even = False
            self.replace_rules(node, rules, animate=animate)
            self._apply_to_tones(node, kind)
            return
        kept: dict[tuple[object, ...], RulesMap] = {}
        super().apply(node, animate=animate, cache=kept)
        for rules in kept.values():
            self._found.nodes[kind] = rules, node._has_hover_style

    def _process_component_classes(self, node: DOMNode) -> None:
        self._apply_to_tones(node, self._kind(node))

    def _apply_to_tones(self, node: DOMNode, kind: Kind) -> None:
        before = node._component_styles
        if before and self._toned.get(node) == kind:
            return
        known = self._found.tones.get(kind)
        if known is None:
            super()._process_component_classes(node)
            if not any(map(_asks_for_place, node._component_styles.values())):
                self._found.tones[kind] = {
                    tone: styles.base.get_rules() for tone, styles in node._component_styles.items()
                }
        else:
            node._component_styles = {tone: _toned(node, tone, known[tone]) for tone in known}
            if node._component_styles != before:
                node.refresh()
        self._toned[node] = kind

    def _kind(self, node: DOMNode) -> Kind:
        rules_map = self.rules_map
        if rules_map is not self._found_in:
            key = tuple(self._rules)
            found = FOUND.get(key)
            if found is None:
                found = FOUND[key] = Found()
            self._found, self._found_in = found, rules_map
            self._toned.clear()
        return tuple(map(_asked, node.css_path_nodes))


def _asked(node: DOMNode) -> Hashable:
    """All that rules can ask of a node by itself."""
    name = type(node), node._id, frozenset(node._classes)
    if isinstance(node, Widget):
        return *name, node.mouse_hover, node.has_focus, node.disabled, node.allow_focus()
    if isinstance(node, App):
        return *name, node.app_focus, node.theme, node.native_ansi_color, node.no_color
    return name


def _toned(pane: DOMNode, tone: str, rules: RulesMap) -> RenderStyles:
    """The styles of a pane's tone, by rules that are known to hold for it."""
    node = DOMNode(classes=tone)
    node._attach(pane)
    node.styles.base.merge_rules(rules)
    return node.styles


def _asks_for_place(styles: RenderStyles) -> bool:
    """Whether rules ask where a tone's pane stands among others."""
    node = styles.node
    return node is not None and (
        node._has_focus_within or node._has_order_style or node._has_odd_or_even
    )


Result = TypeVar("Result")


class StyledApp(App[Result]):
    """An app with such a stylesheet."""

    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = RememberingStylesheet(variables=self.get_css_variables())
