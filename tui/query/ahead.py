"""What can be said of a filter before any event is asked: which sorts of events it can let through.

So that a rule about denied starts costs nothing for each of a million writes.
"""

from tui.audit.event import Kind, Outcome
from tui.query.fields import FIELDS, OUTCOME_FLAGS
from tui.query.syntax import AllOf, AnyOf, Flag, Node, Not, Term
from tui.query.values import Moment
from tui.words.when import ago, period

_DAYS = 86_400_000_000_000


def lets_through(node: Node, kind: Kind, outcome: Outcome) -> bool | None:
    """Whether a filter lets an event through of which only this is known; None if that decides
    nothing.
    """
    match node:
        case Not(part):
            inner = lets_through(part, kind, outcome)
            return None if inner is None else not inner
        case AllOf(parts) | AnyOf(parts):
            told = [lets_through(part, kind, outcome) for part in parts]
            decides = isinstance(node, AnyOf)  # one such part is enough
            return decides if decides in told else None if None in told else not decides
        case Flag(name) if name in OUTCOME_FLAGS:
            return OUTCOME_FLAGS[name] is outcome
        case Term("kind" | "outcome" as field, operator, values):
            held = kind if field == "kind" else outcome
            return any(held == value.text.lower() for value in values) is (operator == "=")
        case Term("error", operator) if outcome is Outcome.DONE:  # which says of none
            return operator.startswith("!")
        case _:
            return None


def undecided(node: Node, kind: Kind, outcome: Outcome) -> Node:
    """What is left to be asked, where `lets_through` decides nothing: no part that is decided."""
    match node:
        case Not(part):
            return Not(undecided(part, kind, outcome))
        case AllOf(parts) | AnyOf(parts):
            left = tuple(
                undecided(part, kind, outcome)
                for part in parts
                if lets_through(part, kind, outcome) is None
            )
            return left[0] if len(left) == 1 else type(node)(left)
        case _:
            return node


def asks_transfers(tree: Node) -> bool:
    """Whether a session must have kept its transfers for one of its events to be asked."""
    match node := tree:
        case Not(part):
            return asks_transfers(part)
        case AllOf(parts) | AnyOf(parts):
            return any(map(asks_transfers, parts))
        case Term():
            field = FIELDS[node.field]
            return field.needs_transfers and field.of_event is None
        case _:
            return False


def day_bound(tree: Node) -> str:
    """A time in a filter whose meaning depends on when it is read (`today`); empty if none does."""
    match tree:
        case Not(part):
            return day_bound(part)
        case AllOf(parts) | AnyOf(parts):
            return next(filter(None, map(day_bound, parts)), "")
        case Term(field, _, values) if isinstance(FIELDS[field].type, Moment):
            return next((value.text for value in values if _moves(value.text)), "")
        case _:
            return ""


def _moves(text: str) -> bool:
    return ago(text) is None and period(text, 0) != period(text, 400 * _DAYS)
