"""A filter's text read into its parts; QueryError says what is wrong, and where."""

from tui.query.error import QueryError, nearest
from tui.query.fields import BY_NAME, Field
from tui.query.scan import Sort, Token, scan
from tui.query.syntax import (
    EVERYTHING,
    FLAGS,
    AllOf,
    AnyOf,
    Flag,
    Node,
    Not,
    Term,
    Value,
    Word,
)
from tui.query.values import Moment
from tui.words.when import is_clock, names_day

DEEPEST = 50
"""Parentheses and negations within each other that are read: nobody writes more."""
_OTHERS_WRITE = {"&&": "and", "&": "and", "||": "or", "|": "or", "!": "not"}


def parsed(text: str) -> Node:
    """The parts of a filter, EVERYTHING if there is nothing in it. Raises QueryError."""
    return _Parser(text).whole()


class _Parser:
    """One pass over the tokens: `or` of `and` of `not` of what stands alone."""

    def __init__(self, text: str) -> None:
        self._tokens = list(scan(text))
        self._end = len(text)
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        if not self._tokens:
            return EVERYTHING
        node = self._any()
        token = self._next()
        if token is not None:  # all else begins another part
            raise QueryError("there is nothing that this closes", token.begin, token.end)
        return node

    def _any(self) -> Node:
        parts = [self._all()]
        while self._take(Sort.KEYWORD, "or"):
            parts.append(self._all())
        return AnyOf(_flat(parts, AnyOf)) if len(parts) > 1 else parts[0]

    def _all(self) -> Node:
        parts = [self._one()]
        while (token := self._next()) is not None:
            if token.sort is Sort.CLOSE or (token.sort, token.text) == (Sort.KEYWORD, "or"):
                break
            self._take(Sort.KEYWORD, "and")
            parts.append(self._one())
        return AllOf(_flat(parts, AllOf)) if len(parts) > 1 else parts[0]

    def _one(self) -> Node:
        token = self._next()
        if token is None:
            raise QueryError("something is missing here", self._end, self._end)
        self._at += 1
        match token.sort:
            case Sort.OPEN:
                return self._within(token)
            case Sort.KEYWORD if token.text == "not":
                return self._not(token)
            case Sort.KEYWORD:
                raise QueryError(f"something is missing before {token.text}", *_span(token))
            case Sort.CLOSE:
                raise QueryError("something is missing before this", *_span(token))
            case Sort.NAME:
                return self._term(token)
            case Sort.VALUE:
                return _word(token)
            case _:
                raise QueryError(f"a field is missing before {token.text}", *_span(token))

    def _within(self, opening: Token) -> Node:
        self._deeper(opening)
        node = self._any()
        if not self._take(Sort.CLOSE):
            raise QueryError("this is not closed", *_span(opening))
        self._depth -= 1
        return node

    def _not(self, token: Token) -> Node:
        self._deeper(token)
        node = Not(self._one())
        self._depth -= 1
        return node

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(f"more than {DEEPEST} within each other", *_span(token))

    def _term(self, name: Token) -> Node:
        field = BY_NAME.get(name.text.lower())
        operator = self._tokens[self._at]
        self._at += 1
        if field is None:
            hint = nearest(name.text, [*BY_NAME, *FLAGS])
            raise QueryError(f"there is no field {name.text}{hint}", *_span(name))
        if operator.text not in field.type.operators:
            accepted = " ".join(field.type.operators)
            raise QueryError(f"{field.name} is compared by {accepted} only", *_span(operator))
        values = [self._value(field, operator)]
        while comma := self._take(Sort.COMMA):
            values.append(self._value(field, comma))
        if len(values) > 1 and operator.text[0] in "<>":
            raise QueryError(
                f"{operator.text} takes one value, no list", values[1].begin, values[-1].end
            )
        return Term(field.name, operator.text, tuple(values))

    def _value(self, field: Field, before: Token) -> Value:
        token = self._next()
        if token is None or token.sort is not Sort.VALUE or self._parted(before, token):
            raise QueryError(f"a value is missing after {before.text}", before.end, before.end)
        self._at += 1
        _check(token)
        if isinstance(field.type, Moment) and names_day(token.text):
            clock = self._next()
            if clock is not None and clock.sort is Sort.VALUE and is_clock(clock.text):
                self._at += 1
                return Value(f"{token.text} {clock.text}", begin=token.begin, end=clock.end)
        return Value(token.text, token.form, token.begin, token.end)

    def _parted(self, before: Token, token: Token) -> bool:
        """Whether a value stands away from its comma, and so is another part."""
        return before.sort is Sort.COMMA and token.begin > before.end

    def _next(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, sort: Sort, text: str = "") -> Token | None:
        token = self._next()
        if token is None or token.sort is not sort or (text and token.text != text):
            return None
        self._at += 1
        return token


def _word(token: Token) -> Node:
    _check(token)
    if token.text.lower() in FLAGS and not token.quoted:
        return Flag(token.text.lower())
    if not token.quoted:
        written = _OTHERS_WRITE.get(token.text) or _OTHERS_WRITE.get(token.text[:1])
        if written is not None:
            raise QueryError(f"write {written}, or put it in quotes", *_span(token))
    if not token.text:
        raise QueryError("there is nothing in the quotes", *_span(token))
    return Word(Value(token.text, token.form, token.begin, token.end))


def _check(token: Token) -> None:
    if not token.closed:
        raise QueryError(f"this quote ({token.quoted}) is not closed", *_span(token))


def _flat(parts: list[Node], kind: type[AllOf | AnyOf]) -> tuple[Node, ...]:
    """Parts, those of the same kind taken apart: what is within them needs no parentheses."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    return tuple(flat)


def _span(token: Token) -> tuple[int, int]:
    return token.begin, token.end
