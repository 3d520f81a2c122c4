"""What a session remembers of single events: its start, its end, who and where they told."""

from typing import NamedTuple, Self

from msgspec import Struct

from tui.audit.event import Event, Names, Outcome


class Sighting(Struct, gc=False):
    """An event that was the first to tell one of the names."""

    place: int
    names: Names


class Boundary(Sighting, gc=False):
    """A start or an end, as far as its session remembers it; mostly a sighting as well."""

    time: int | None
    login: str
    os: str


class Opening(Boundary, gc=False):
    """A start."""

    denied: bool

    @classmethod
    def of(cls, event: Event, place: int, names: Names, login: str) -> Self:
        """What is kept of a start; `names` and `login` as the table keeps them."""
        denied = event.outcome is Outcome.DENIED
        return cls(place, names, event.time, login, event.os, denied)


class Closing(Boundary, gc=False):
    """An end."""

    session_start: int | None
    session_stop: int | None
    recorded: bool | None

    @classmethod
    def of(cls, event: Event, place: int, names: Names, login: str) -> Self:
        """What is kept of an end; `names` and `login` as the table keeps them."""
        moments = event.session_start, event.session_stop
        return cls(place, names, event.time, login, event.os, *moments, event.recorded)


class Denial(NamedTuple):
    """The first reason that was given for a denied start."""

    place: int
    error: str
