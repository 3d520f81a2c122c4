"""What is wrong with a filter, and where in its text."""

from collections.abc import Iterable
from difflib import get_close_matches

from rich.cells import cell_len

from tui.words.text import visible


class QueryError(Exception):
    """A filter that cannot be understood: one line that says why, and the place of the fault.

    `begin` and `end` are characters of the text; both are its length where something is missing
    at its end.
    """

    def __init__(self, message: str, begin: int, end: int) -> None:
        super().__init__(message)
        self.message, self.begin, self.end = message, begin, end


def rendered(error: QueryError, text: str) -> str:
    """The error as three lines for a terminal: the message, the text, carets under the fault."""
    before, fault = visible(text[: error.begin]), visible(text[error.begin : error.end])
    after = visible(text[error.end :])
    carets = " " * cell_len(before) + "^" * max(1, cell_len(fault))
    return f"{error.message}\n  {before}{fault}{after}\n  {carets}"


def nearest(name: str, names: Iterable[str]) -> str:
    """`; did you mean …?` with the name that is most like it; empty if none is."""
    by_small_letters = {known.lower(): known for known in names}
    found = get_close_matches(name.lower(), by_small_letters, n=1)
    return f"; did you mean {by_small_letters[found[0]]}?" if found else ""
