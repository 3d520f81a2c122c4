"""A line of the log as the rows of an indented object that can be folded, nothing in it rewritten.

A number keeps all its digits, an escape stays an escape, a key that comes twice comes twice. What
stands before the object (a forwarder's prefix, a fragment that it is glued to) is a row of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from tui.audit.event import parse_object
from tui.audit.unwrap import prefix_of
from tui.words.text import visible

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\{\s*\}|\[\s*\]|[{}\[\],:]|[^\s{}\[\],:"]+')
_PLAIN_KEY = re.compile(r'"([A-Za-z_][A-Za-z0-9_]*)"')
_OBJECT_BEGINS = b'{"ei":'
GONE = "The log's line is gone: its file was cut or closed."


class Sort(StrEnum):
    """What a token is."""

    KEY = "key"
    STRING = "string"
    NUMBER = "number"
    WORD = "word"
    """`true`, `false` or `null`."""
    MARK = ""
    """A bracket, a colon, a comma; and all that is no JSON."""


class Token(NamedTuple):
    """A token as visible text."""

    text: str
    sort: Sort = Sort.MARK


@dataclass(slots=True)
class Entry:
    """One row: a value with its key, an opening bracket, or a closing one.

    `begin` and `end` are where its value lies in the text. An opening bracket's `last` is the
    entry that closes it, `members` how many values are in it; elsewhere `last` is the entry itself.
    """

    depth: int
    parent: int
    key: str
    last: int
    begin: int = 0
    end: int = 0
    members: int = 0
    tokens: list[Token] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole row as visible text, without what it is indented by."""
        return "".join(token.text for token in self.tokens)


@dataclass(slots=True)
class Outline:
    """The rows of a line, and the line itself, whose strings are hostile."""

    text: str
    entries: list[Entry] = field(default_factory=list)

    @classmethod
    def of(cls, line: bytes | None) -> "Outline":
        """The outline of a line; of None, which is a line that is gone, a row that says so."""
        if line is None:
            return cls("", [_plain(0, GONE, 0)])
        line = line.strip(b" \t\r\n")
        begin = _object_in(line)
        if begin is None:
            text = line.decode(errors="replace")
            return cls(text, [_plain(0, text, 0)])
        before, text = line[:begin].decode(errors="replace"), line[begin:].decode()
        outline = cls(before + text)
        if before:
            outline.entries.append(_plain(0, before, 0))
        _Builder(outline, len(before)).build()
        return outline

    def path(self, number: int) -> str:
        """The way from the object to an entry's value, as jq writes it: `.a["b c"][0]`.

        Of the object itself it is `.`, of what is no JSON it is empty.
        """
        if self.entries[number].parent < 0:
            return self.entries[number].key
        keys = []
        while number >= 0 and (entry := self.entries[number]).parent >= 0:
            keys.append(entry.key)
            number = entry.parent
        path = "".join(reversed(keys))
        return path if path.startswith(".") else f".{path}"

    def value(self, number: int) -> str:
        """An entry's value as the log has it; of a bracket, up to the other one."""
        entry = self.entries[number]
        return self.text[entry.begin : entry.end]

    def can_fold(self, number: int) -> bool:
        """Whether an entry opens something; the whole object does not count."""
        entry = self.entries[number]
        return entry.last > number and entry.depth > 0

    def foldable(self) -> Iterator[int]:
        """All entries that open something."""
        return filter(self.can_fold, range(len(self.entries)))


def _plain(number: int, text: str, begin: int) -> Entry:
    end = begin + len(text)
    return Entry(0, -1, "", number, begin, end, tokens=[Token(visible(text))])


def _object_in(line: bytes) -> int | None:
    """The byte at which the object begins that a line is, or ends with."""
    prefix = prefix_of(line)
    for begin in (0, prefix.length if prefix else 0, line.rfind(_OBJECT_BEGINS)):
        if begin >= 0 and parse_object(line[begin:]) is not None:
            return begin
    return None


class _Open(NamedTuple):
    entry: int
    is_array: bool


class _Builder:
    """Makes entries of the tokens of an object, which begins at a place of the text."""

    def __init__(self, outline: Outline, begin: int) -> None:
        self._text, self._entries, self._begin = outline.text, outline.entries, begin
        self._open: list[_Open] = []

    def build(self) -> None:
        """Go through all of them."""
        tokens = list(_TOKEN.finditer(self._text, self._begin))
        fresh = True
        for number, found in enumerate(tokens):
            word = found[0]
            following = tokens[number + 1][0] if number + 1 < len(tokens) else ""
            if word in ("}", "]"):
                self._close(word, found.end())
            elif word in (",", ":"):
                self._entries[-1].tokens.append(Token(": " if word == ":" else word))
            elif following == ":":
                self._add(_step(word))
                self._entries[-1].tokens.append(Token(visible(word), Sort.KEY))
            else:
                self._value(found, is_new=fresh or self._in_array)
            fresh = False

    @property
    def _in_array(self) -> bool:
        return bool(self._open) and self._open[-1].is_array

    def _add(self, key: str) -> Entry:
        parent = self._open[-1].entry if self._open else -1
        if parent >= 0:
            self._entries[parent].members += 1
        entry = Entry(len(self._open), parent, key, len(self._entries))
        self._entries.append(entry)
        return entry

    def _value(self, found: re.Match[str], *, is_new: bool) -> None:
        if is_new:
            self._add(f"[{self._entries[self._open[-1].entry].members}]" if self._open else ".")
        entry = self._entries[-1]
        entry.begin, entry.end = found.span()
        entry.tokens.append(Token(visible(found[0]), _sort(found[0])))
        if found[0] in ("{", "["):
            self._open.append(_Open(len(self._entries) - 1, found[0] == "["))

    def _close(self, word: str, end: int) -> None:
        opened = self._entries[self._open.pop().entry]
        opened.last, opened.end = len(self._entries), end
        self._entries.append(
            Entry(
                opened.depth,
                opened.parent,
                opened.key,
                opened.last,
                opened.begin,
                end,
                tokens=[Token(word)],
            )
        )


def _step(key: str) -> str:
    """What a key adds to a path."""
    plain = _PLAIN_KEY.fullmatch(key)
    return f".{plain[1]}" if plain else f"[{visible(key)}]"


def _sort(word: str) -> Sort:
    if word.startswith('"'):
        return Sort.STRING
    if word in ("true", "false", "null"):
        return Sort.WORD
    return Sort.MARK if word[0] in "{[" else Sort.NUMBER
