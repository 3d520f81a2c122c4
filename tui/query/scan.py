"""A filter's text cut into tokens. Nothing is an error here: half a text can be cut, too."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from tui.query.syntax import Form

_SPACE = re.compile(r"\s*")
_KEYWORD = re.compile(r"(and|or|not)(?=[\s()]|$)", re.IGNORECASE)
_COMPARED = re.compile(r"([A-Za-z_]\w*)(\s*)(!=|!~|<=|>=|=|~|<|>)", re.ASCII)
_OPERATOR = re.compile(r"!=|!~|<=|>=|[=~<>]")
_QUOTED = re.compile(r"""(?s:"((?:[^"]|"")*)("?)|'((?:[^']|'')*)('?))""")
_PATTERN = re.compile(r"/((?:[^/\\]|\\.)+)/(?=[\s(),]|$)", re.DOTALL)
# Parentheses belong to a word if they close in it: `report(1).pdf`.
_WORD = re.compile(r"(?:[^\s()]|\([^\s()]*\))+")
_LISTED = re.compile(r"(?:[^\s(),]|\([^\s(),]*\))+")


class Sort(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    KEYWORD = auto()
    NAME = auto()
    OPERATOR = auto()
    COMMA = auto()
    VALUE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text from `begin` to `end`. `text` is what it says, without its quotes.

    `quoted` by which quote it is; `closed` is False where that one's other end is missing.
    """

    sort: Sort
    text: str
    begin: int
    end: int
    form: Form = Form.PLAIN
    quoted: str = ""
    closed: bool = True


def scan(text: str) -> Iterator[Token]:
    """The tokens of a text, in order."""
    at = _skip(text, 0)
    while at < len(text):
        compared = _COMPARED.match(text, at)
        if keyword := _KEYWORD.match(text, at):
            token = Token(Sort.KEYWORD, keyword[1].lower(), at, keyword.end())
        elif text[at] in "()":
            token = Token(Sort.OPEN if text[at] == "(" else Sort.CLOSE, text[at], at, at + 1)
        elif compared:
            yield Token(Sort.NAME, compared[1], *compared.span(1))
            yield Token(Sort.OPERATOR, compared[3], *compared.span(3))
            at = yield from _values(text, compared.end())
            at = _skip(text, at)
            continue
        elif operator := _OPERATOR.match(text, at):
            token = Token(Sort.OPERATOR, operator[0], at, operator.end())
        else:
            token = _value(text, at, _WORD)
        yield token
        at = _skip(text, token.end)


def _values(text: str, at: int) -> Generator[Token, None, int]:
    """What stands behind an operator: values with commas between them."""
    begin = _skip(text, at)
    if begin > at and _KEYWORD.match(text, begin):
        return at
    at = begin
    while at < len(text) and not text[at].isspace() and text[at] not in "()":
        comma = Token(Sort.COMMA, ",", at, at + 1)
        token = comma if text[at] == "," else _value(text, at, _LISTED)
        yield token
        at = token.end
    return at


def _value(text: str, at: int, word: re.Pattern[str]) -> Token:
    if quoted := _QUOTED.match(text, at):
        plain, plain_end, literal, literal_end = quoted.groups()
        if literal is None:
            said, closed, form = plain.replace('""', '"'), plain_end != "", Form.PLAIN
        else:
            said, closed, form = literal.replace("''", "'"), literal_end != "", Form.LITERAL
        return Token(Sort.VALUE, said, at, quoted.end(), form, text[at], closed)
    if pattern := _PATTERN.match(text, at):
        return Token(Sort.VALUE, pattern[1], at, pattern.end(), Form.PATTERN)
    found = word.match(text, at)
    end = at + 1 if found is None else found.end()
    return Token(Sort.VALUE, text[at:end], at, end)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()
