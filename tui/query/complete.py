"""What can be typed next in a filter: fields, operators, words of the language, values seen."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tui.query.fields import BY_NAME, FIELDS, Field
from tui.query.scan import Sort, Token, scan
from tui.query.syntax import FLAGS, Form, Value
from tui.query.values import IN_WORDS
from tui.words.text import visible

MOST = 50
"""Choices that are offered: nobody reads more, and there may be 100,000 users."""
_JOINTS = {"and": "both", "or": "one of both"}
_NOT = {"not": "the opposite of what follows"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A text to put in, and a word about it."""

    text: str
    help: str


@dataclass(frozen=True, slots=True)
class Completions:
    """What can stand in the place of the text from `begin` to `end`, the likeliest first."""

    begin: int
    end: int
    choices: tuple[Choice, ...]


def complete(
    text: str, cursor: int, values: Callable[[str], Iterable[str]] = lambda _field: ()
) -> Completions:
    """What can be typed at the cursor; `values` gives those seen of a field (hostile texts)."""
    before = list(scan(text[:cursor]))
    touched = before[-1] if before and before[-1].end == cursor else None
    typed = touched if touched and touched.sort in (Sort.VALUE, Sort.KEYWORD) else None
    begin = cursor if typed is None else typed.begin
    end = max([cursor, *(token.end for token in scan(text) if token.begin == begin)])
    if typed is not None:
        before.pop()
    word = "" if typed is None else typed.text
    compared = _compared(before)
    if compared is not None:
        field = BY_NAME.get(compared.lower())
        choices = iter(()) if field is None else _values(field, word, values)
    elif typed is not None and typed.quoted:
        choices = iter(())  # a quoted word is looked for as it stands
    else:
        choices = _words(word, goes_on=_is_whole(before))
    return Completions(begin, end, tuple(islice(choices, MOST)))


def _compared(before: Sequence[Token]) -> str | None:
    """The name of what a value is wanted for behind some tokens; None if none is."""
    wanted = [*before]
    while len(wanted) > 2 and [t.sort for t in wanted[-2:]] == [Sort.VALUE, Sort.COMMA]:
        del wanted[-2:]
    if [token.sort for token in wanted[-2:]] != [Sort.NAME, Sort.OPERATOR]:
        return None
    return wanted[-2].text


def _is_whole(before: Sequence[Token]) -> bool:
    return bool(before) and before[-1].sort in (Sort.VALUE, Sort.CLOSE)


def _values(field: Field, typed: str, values: Callable[[str], Iterable[str]]) -> Iterator[Choice]:
    seen = dict.fromkeys(map(visible, values(field.name)))
    for example in _alike(typed, field.type.examples):
        yield Choice(example, "")
    for value in _alike(typed, seen):
        if value and value not in field.type.examples:
            yield Choice(str(Value(value, Form.LITERAL)), "")


def _words(typed: str, *, goes_on: bool) -> Iterator[Choice]:
    field = BY_NAME.get(typed.lower())
    if field is not None:
        for operator in field.type.operators:
            yield Choice(f"{field.name}{operator}", f"{field.name} {IN_WORDS[operator]}")
    others = {**FLAGS, **_NOT, **(_JOINTS if goes_on else {})}
    for name in _alike(typed, {**FIELDS, **others}, anywhere=False):
        if name in FIELDS and name != typed:
            yield Choice(f"{name}{FIELDS[name].type.operators[0]}", FIELDS[name].help)
        if name in others:
            yield Choice(name, others[name])


def _alike(typed: str, names: Iterable[str], *, anywhere: bool = True) -> Iterator[str]:
    """Those that begin with what was typed, then those that hold it."""
    wanted, holding = typed.casefold(), []
    for name in names:
        folded = name.casefold()
        if folded.startswith(wanted):
            yield name
        elif anywhere and wanted in folded:
            holding.append(name)
    yield from holding
