"""The log's own line as indented JSON, nothing in it rewritten."""

import re

from tui.audit.event import parse_object
from tui.text import visible
from tui.widgets.lines import Line, Span, line
from tui.widgets.rows import RowList

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\{\s*\}|\[\s*\]|[{}\[\],:]|[^\s{}\[\],:"]+')
INDENT = 2


class JsonView(RowList):
    """One object over as many rows as it takes; what is no JSON as it is."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: list[Line] = []
        self._shown: bytes | None = b""

    def show(self, text: bytes | None) -> None:
        """Show a line of the log; None for one that is gone."""
        if text == self._shown:
            return
        self._shown = text
        self._rows = json_lines(text)
        self.set_count(len(self._rows))
        self.cursor = 0
        self.top = 0
        self.repaint_all()

    def row(self, index: int, width: int) -> Line:  # noqa: ARG002
        """One line of the object."""
        return self._rows[index]


def json_lines(text: bytes | None) -> list[Line]:
    """A line of the log over several lines, its tokens as they stand: a number with all its
    digits, an escape as an escape, a key that comes twice twice.
    """
    if text is None:
        return [line("The log's line is gone: its file was cut or closed.")]
    if parse_object(text.strip()) is None:
        return [line(visible(text.decode(errors="replace")))]
    lines: list[list[Span]] = [[]]
    depth = 0
    tokens = _TOKEN.findall(text.decode())
    for word, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if word in ("}", "]"):
            depth -= 1
            lines.append([Span(" " * INDENT * depth)])
        lines[-1].append(_span(word, is_key=following == ":"))
        depth += word in ("{", "[")
        if word in ("{", "[", ","):
            lines.append([Span(" " * INDENT * depth)])
    return [tuple(spans) for spans in lines]


def _span(word: str, *, is_key: bool) -> Span:
    return Span(": " if word == ":" else visible(word), "head" if is_key else "")
