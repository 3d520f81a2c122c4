"""Regular expressions that cannot hang, whatever they are and whatever they are matched against."""

from dataclasses import dataclass, field
from math import prod
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

from tui.words.text import visible

if TYPE_CHECKING:
    from regex import Pattern as Compiled

LIMIT = 0.02
"""Seconds that one match may take: a path of 60,000 characters is searched in a tenth of it."""
SLOW = 0.0005
"""Seconds from which on a match is at the expense of the allowance; a usual one takes 2 µs."""
ALLOWANCE = 1.0
"""Seconds that all slow matches of an expression may take; past them it is given up."""
REMEMBERED, LONGEST = 1 << 15, 200
"""How many answers are kept, and for how long a text: users and desktops recur, and to set the
limit of a match takes ten times as long as the match."""
MAX_PATTERN = 1000
"""Characters of an expression: what takes long to compile is longer, …"""
MAX_REPEATS = 100_000
"""… or repeats what repeats: so often takes 40 ms and 40 MB, but all memory at 9999³."""


@dataclass(slots=True)
class Pattern:
    """A regular expression for texts, the whole of them or anywhere in them.

    A match that runs out of time counts as none, and `timed_out` says that there was one.
    """

    text: str
    compiled: "Compiled[str]"
    whole: bool
    timed_out: bool = False
    _allowance: float = field(default=ALLOWANCE, repr=False)
    _known: dict[str, bool] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, text: str, *, whole: bool) -> "Pattern":
        """The expression of a text; ValueError says what is wrong with it.

        Case counts if there is an upper-case letter in it that is not of an escape.
        """
        import regex

        if len(text) > MAX_PATTERN:
            raise ValueError(f"a regular expression takes at most {MAX_PATTERN} characters")
        repeats = prod(max(1, int(count)) for count in regex.findall(r"(?<=[{,])\d+", text))
        if repeats > MAX_REPEATS:
            raise ValueError(f"this regular expression repeats more than {MAX_REPEATS:,} times")
        letters = regex.sub(r"\\(?:[pPN]\{[^}]*\}|.)", "", text)
        flags = 0 if any(map(str.isupper, letters)) else regex.IGNORECASE
        try:
            return cls(text, regex.compile(text, flags | regex.VERSION0), whole)
        except regex.error as error:
            raise ValueError(f"this is no regular expression: {visible(str(error))}") from error
        except (OverflowError, RecursionError) as error:
            raise ValueError("this regular expression is too large") from error

    def matches(self, text: str) -> bool:
        """Whether it matches a text as it is shown; False if that takes too long to find out."""
        if len(text) > LONGEST:
            return self._find_out(text)
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[text] = self._find_out(text)
        return found

    def _find_out(self, text: str) -> bool:
        if self._allowance < 0:
            self.timed_out = True
            return False
        shown = visible(text)
        begin = perf_counter()
        found = self._matches(shown)
        if perf_counter() - begin > SLOW:
            # Once more, by the thread's own clock: it may just have had to wait for its turn.
            begin = thread_time()
            found = self._matches(shown)
            taken = thread_time() - begin
            if taken > SLOW:
                self._allowance -= taken
        return found

    def _matches(self, shown: str) -> bool:
        match = self.compiled.fullmatch if self.whole else self.compiled.search
        try:
            return match(shown, timeout=LIMIT) is not None
        except TimeoutError:
            self.timed_out = True
            return False
