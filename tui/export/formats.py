"""The formats: a record as a line of JSON, as a row of CSV or of a Markdown table.

JSON is what other programs read, and holds strings as they are, escaped. CSV and Markdown are
opened by people, in programs that obey what they find: there strings pass `visible`, and are made
harmless for a spreadsheet or a page.
"""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from tui.audit.summary import to_json
from tui.export.records import Record, What, columns, flat
from tui.words.text import visible


class Format(StrEnum):
    """How it is written; its value is the usual ending of such a file."""

    JSON_LINES = "jsonl"
    CSV = "csv"
    MARKDOWN = "md"


ENDINGS = {
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".csv": Format.CSV,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
}

SHOWN = {
    What.SESSIONS: (
        *("state", "user", "login", "desktop_name", "client_addr", "start", "stop", "events"),
        *("bytes_in", "bytes_out", "error", "sid"),
    ),
    What.TRANSFERS: (
        *("direction", "bytes", "user", "desktop_name", "directory", "path", "operations"),
        *("failed", "incomplete", "first_seen", "last_seen", "sid"),
    ),
    What.EVENTS: (
        *("time", "kind", "outcome", "user", "desktop_name", "client_addr", "directory", "path"),
        *("bytes", "error", "sid"),
    ),
    What.MARKS: (
        *("time", "marked", "user", "desktop_name", "verb", "subject", "note", "made", "sid"),
    ),
}
"""The columns of a Markdown table, which is read by people; CSV has them all."""

NUMBERS = re.compile(r"bytes|bytes_.*|events|operations|failed|incomplete")

FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
"""What a formula can begin with: also the full-width signs, which some take for the others."""

_RUN = re.compile(rf"(^|;)(\s*)(?=[{re.escape(FORMULA)}])")
_SPECIAL = re.compile(r"[\\`*_\[\]|~$]|(?<=www)\.|:(?=//)", re.IGNORECASE)
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands at the beginning of a file, and how a record is written behind it."""

    head: bytes
    line: Callable[[Record], bytes]


def format_of(path: Path) -> Format | None:
    """The format that a file's name ends in; None if it says nothing."""
    return ENDINGS.get(path.suffix.lower())


def sheet(what: What, form: Format) -> Sheet:
    """How records of a kind are written in a format."""
    match form:
        case Format.JSON_LINES:
            return Sheet(b"", lambda record: f"{to_json(dict(record))}\n".encode())
        case Format.CSV:
            names = columns(what)
            return Sheet(csv_row(names), lambda record: csv_row(flat(record).values()))
        case Format.MARKDOWN:
            return _markdown(SHOWN[what])


def write(out: BinaryIO, head: bytes, lines: Iterable[bytes]) -> int:
    """Write a head and lines as they come; returns how many lines there were."""
    out.write(head)
    count = 0
    for line in lines:
        out.write(line)
        count += 1
    return count


class _Echo:
    """Gives the row that is written to it back."""

    def write(self, row: str) -> str:
        return row


_ROWS = csv.writer(_Echo())  # commas, quotes doubled, CRLF: RFC 4180


def csv_row(cells: Iterable[Any]) -> bytes:
    """A row of CSV as it is written, its strings made harmless."""
    row: str = _ROWS.writerow(map(_csv_cell, cells))
    return row.encode()


def _csv_cell(cell: object) -> object:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return harmless(visible(cell)) if isinstance(cell, str) else cell


def harmless(text: str) -> str:
    """A string that no spreadsheet takes for a formula: a `'` stands before what would begin one.

    Also behind a semicolon, at which spreadsheets of many countries cut the cells of a CSV file.
    """
    if text[:1].isalnum() and ";" not in text:  # most are, and a search takes ten times as long
        return text
    return _RUN.sub(r"\1\2'", text)


def _markdown(names: tuple[str, ...]) -> Sheet:
    rule = ("---:" if NUMBERS.fullmatch(name) else "---" for name in names)
    head = f"{_row(names)}\n{_row(rule)}\n".encode()

    def line(record: Record) -> bytes:
        cells = flat(record)
        return f"{_row(_markdown_cell(cells[name]) for name in names)}\n".encode()

    return Sheet(head, line)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _markdown_cell(cell: object) -> str:
    return "" if cell is None else plain(visible(str(cell)))


def plain(text: str) -> str:
    """A visible string that Markdown shows as it stands: no markup, no HTML, no link."""
    return _SPECIAL.sub(r"\\\g<0>", text).translate(_ENTITIES)
