"""Filters made of what stands under the cursor: a term for a value, its opposite, one more term."""

from tui.query.fields import BY_NAME
from tui.query.parser import parsed
from tui.query.syntax import EVERYTHING, AllOf, AnyOf, Form, Node, Not, Term, Value
from tui.words.text import visible


def term(field: str, operator: str, value: str) -> str:
    """A term that takes a value of the log (hostile) as it stands, quoted if need be.

    It holds nothing that a terminal obeys: texts are compared as they are shown.
    """
    literal = Value(visible(value), Form.LITERAL)
    return str(Term(BY_NAME[field].name, operator, (literal,)))


def opposite(text: str) -> str:
    """The filter that lets through what this one does not. Raises QueryError."""
    return str(_opposite(parsed(text)))


def _opposite(node: Node) -> Node:
    match node:
        case Not(part):
            return part
        case Term(field, operator, values) if f"!{operator}" in BY_NAME[field].type.operators:
            return Term(field, f"!{operator}", values)
        case Term(field, operator, values) if operator.startswith("!"):
            return Term(field, operator[1:], values)
        case _:
            return Not(node)


def joined(text: str, addition: str) -> str:
    """A filter that asks for one more thing, as typed so far; the same if it asks for it already.

    Raises QueryError if either cannot be read.
    """
    tree, more = parsed(text), parsed(addition)
    if tree == EVERYTHING:
        return addition
    if more in (tree.parts if isinstance(tree, AllOf) else (tree,)):
        return text
    first, second = (
        f"({part})" if isinstance(node, AnyOf) else part.strip()
        for part, node in ((text, tree), (addition, more))
    )
    return f"{first} {second}"
