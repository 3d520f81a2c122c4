"""One rule, as plain data: what it looks for, how much of it is too much, and what it says then."""

from dataclasses import dataclass
from enum import StrEnum

from tui.rules.hours import Hours
from tui.words.when import MINUTE


class Severity(StrEnum):
    """How bad it is, the least first."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for the least."""
        return list(Severity).index(self)


class Per(StrEnum):
    """Whose hits are added up."""

    USER = "user"
    SESSION = "session"
    DESKTOP = "desktop"
    CLIENT = "client"
    ALL = "all"


class Measure(StrEnum):
    """What is added up: hits, bytes that they moved (in one direction), different files."""

    COUNT = "count"
    BYTES = "bytes"
    BYTES_IN = "bytes_in"
    BYTES_OUT = "bytes_out"
    FILES = "files"


COUNT, BYTES, BYTES_IN, BYTES_OUT, FILES = Measure
"""The same by names of their own, for who asks at every hit."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Hits are events that the filter lets through, outside of `outside` if that is given.

    It fires where `amount` of the measure comes together in a span of `within` (ns; 0: each hit is
    for itself). After that the same group is quiet for `quiet` (ns) of event time, both ways.
    """

    name: str
    filter: str
    measure: Measure = Measure.COUNT
    amount: int = 1
    within: int = 0
    per: Per = Per.USER
    severity: Severity = Severity.WARNING
    message: str = "{user} on {desktop}"
    quiet: int = 10 * MINUTE
    outside: Hours | None = None
