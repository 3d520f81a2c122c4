"""What a setting's value can be, as TOML holds it, as a variable or an option spells it, and back.

Each kind says what is wrong with a value by ValueError: what it is, and what it could be.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from tui.query import Query, QueryError
from tui.query.error import nearest
from tui.words.when import UNITS, since, span

T = TypeVar("T")

YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


class Kind(Protocol[T]):
    """One kind of value."""

    def read(self, value: object) -> T:
        """The setting's value from a value of TOML."""

    def spelt(self, text: str) -> object:
        """The value of TOML that a variable or an option spells."""

    def written(self, value: T) -> str:
        """A setting's value in TOML."""


class _Spelt(Generic[T]):
    """A kind that is text in TOML too."""

    def spelt(self, text: str) -> object:
        """The text itself."""
        return text


@dataclass(frozen=True, slots=True)
class Text(_Spelt[str]):
    """Any text."""

    def read(self, value: object) -> str:
        """The text, which is no number and no list."""
        return _text(value)

    def written(self, value: str) -> str:
        """In quotes."""
        return quoted(value)


@dataclass(frozen=True, slots=True)
class Choice(_Spelt[str]):
    """One of some names."""

    names: tuple[str, ...]

    def read(self, value: object) -> str:
        """The name."""
        return _one_of(self.names, _text(value))

    def written(self, value: str) -> str:
        """In quotes."""
        return quoted(value)


class Switch:
    """Yes or no."""

    def read(self, value: object) -> bool:
        """What TOML calls a boolean."""
        if not isinstance(value, bool):
            raise ValueError(f"{value!r} is neither true nor false")  # noqa: TRY004 - see above
        return value

    def spelt(self, text: str) -> object:
        """As people say yes and no to a variable; what is neither stays what it is."""
        word = text.lower()
        return True if word in YES else False if word in NO else text

    def written(self, value: bool) -> str:  # noqa: FBT001 - the value itself
        """As TOML writes it."""
        return "true" if value else "false"


@dataclass(frozen=True, slots=True)
class Names:
    """Some of these names, in an order; at least one, each once."""

    known: Collection[str]

    def read(self, value: object) -> tuple[str, ...]:
        """The names."""
        if not isinstance(value, list) or not value:
            raise ValueError(f"{value!r} is no list of names")
        names = [_one_of(self.known, _text(name)) for name in value]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"{twice!r} stands there twice")
        return tuple(names)

    def spelt(self, text: str) -> object:
        """With commas between them."""
        return [name.strip() for name in text.split(",")]

    def written(self, value: Iterable[str]) -> str:
        """A list."""
        return f"[{', '.join(map(quoted, value))}]"


@dataclass(frozen=True, slots=True)
class Order(_Spelt[str]):
    """A name to sort by, with `-` before it for the other way round."""

    known: Collection[str]

    def read(self, value: object) -> str:
        """The name with its sign."""
        text = _text(value)
        sign = "-" if text.startswith("-") else ""
        return sign + _one_of(self.known, text.removeprefix("-"))

    def written(self, value: str) -> str:
        """In quotes."""
        return quoted(value)


@dataclass(frozen=True, slots=True)
class Span(_Spelt[int]):
    """How long: nanoseconds, `most` of them; written as `5m`."""

    most: int | None = None

    def read(self, value: object) -> int:
        """Nanoseconds."""
        text = _text(value)
        try:
            length = span(text)
        except ValueError as error:
            raise ValueError(f"{text!r}: {error}") from error
        if self.most is not None and length > self.most:
            raise ValueError(f"{text!r} is longer than {self.written(self.most)}")
        return length

    def written(self, value: int) -> str:
        """In its largest whole unit."""
        whole = [unit for unit in ("d", "h", "m", "s") if value % UNITS[unit] == 0]
        if not whole:
            return quoted(f"{value // UNITS['s']}.{value % UNITS['s']:09}s")
        return quoted(f"{value // UNITS[whole[0]]}{whole[0]}")


class Moment(_Spelt[str]):
    """A moment as `--since` takes it; kept as it is written, for it counts from the start."""

    def read(self, value: object) -> str:
        """The text, if it names a moment."""
        text = _text(value)
        since(text, 0)
        return text

    def written(self, value: str) -> str:
        """In quotes."""
        return quoted(value)


class Filter(_Spelt[str]):
    """A filter as `--filter` takes it."""

    def read(self, value: object) -> str:
        """The filter's text, if it can be understood."""
        text = _text(value)
        try:
            Query.parse(text, now=0)
        except QueryError as error:
            at = f" at character {error.begin + 1}"
            raise ValueError(f"{text!r}{at}: {error.message}") from error
        return text

    def written(self, value: str) -> str:
        """In quotes."""
        return quoted(value)


class Keys(_Spelt[str]):
    """Keys as they are bound: a text with commas between them, or a list."""

    def read(self, value: object) -> str:
        """The keys with commas between them."""
        keys = value if isinstance(value, list) else _text(value).split(",")
        named = [_text(key).strip() for key in keys]
        if not all(named):
            raise ValueError(f"{value!r} names no key; a comma is called comma")
        return ",".join(named)

    def written(self, value: str) -> str:
        """In quotes."""
        return quoted(value)


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text in quotes")  # noqa: TRY004 - a kind says it so
    return value


def _one_of(known: Collection[str], name: str) -> str:
    if name not in known:
        hint = nearest(name, known) or f"; there are {', '.join(known)}"
        raise ValueError(f"there is no {name!r}{hint}")
    return name
