"""A report as one HTML file: no script, nothing from outside, every string escaped."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from tui.evidence.report.document import Document, Figure, Row, Section, Table, Tone
from tui.evidence.report.findings import Findings
from tui.evidence.report.graphs import bars, curve
from tui.evidence.report.telling import told

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What the page may load, should anything in it ever ask: nothing."""

SHORT = 12
"""Letters of what is not broken into lines."""


def html(findings: Findings) -> str:
    """The report."""
    return "\n".join(_page(told(findings))) + "\n"


def safe(text: str) -> str:
    """A visible string as it stands, which does not turn the direction of what is around it."""
    return f"<bdi>{escape(text)}</bdi>"


def _page(document: Document) -> Iterator[str]:
    style = files("tui.evidence.report").joinpath("report.css").read_text(encoding="utf-8")
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{escape(document.title)}</title>"
    yield f"<style>\n{style}</style>"
    yield "</head>"
    yield "<body>"
    yield "<header>"
    yield f"<h1>{safe(document.title)}</h1>"
    yield f'<p class="subtitle">{safe(document.subtitle)}</p>'
    yield f'<p class="origin">{safe(document.origin)}</p>'
    if document.notice:
        yield f'<p class="notice">{safe(document.notice)}</p>'
    yield "</header>"
    yield "<main>"
    yield '<dl class="figures">'
    yield from map(_figure, document.figures)
    yield "</dl>"
    for section in document.sections:
        yield from _section(section)
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _figure(figure: Figure) -> str:
    return (
        f'<div class="{figure.tone}"><dt>{safe(figure.label)}</dt>'
        f"<dd><b>{safe(figure.value)}</b> <span>{safe(figure.note)}</span></dd></div>"
    )


def _section(section: Section) -> Iterator[str]:
    if not (section.sentences or section.curve or section.bars or section.table):
        return
    yield "<section>"
    yield f"<h2>{safe(section.title)}</h2>"
    if len(section.sentences) == 1:
        yield f"<p>{safe(section.sentences[0])}</p>"
    elif section.sentences:
        yield "<ul>"
        yield from (f"<li>{safe(sentence)}</li>" for sentence in section.sentences)
        yield "</ul>"
    if section.curve is not None:
        yield curve(section.curve)
    if section.bars:
        yield bars(section.bars)
    if section.table is not None:
        yield from _table(section.table)
    if section.note:
        yield f'<p class="note">{safe(section.note)}</p>'
    yield "</section>"


def _table(table: Table) -> Iterator[str]:
    yield "<table>"
    heads = (f"<th{_kind(table, title)}>{safe(title)}</th>" for title in table.titles)
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    yield from (_row(table, row) for row in table.rows)
    yield "</tbody>"
    yield "</table>"
    if table.more:
        yield f'<p class="note">{safe(table.more)}</p>'


def _row(table: Table, row: Row) -> str:
    cells = []
    for index, (title, cell) in enumerate(zip(table.titles, row.cells, strict=True)):
        tone = row.tone if index == 0 else Tone.PLAIN
        inner = safe(cell) if tone is Tone.PLAIN else f'<span class="{tone}">{safe(cell)}</span>'
        kind = _kind(table, title) or (' class="short"' if len(cell) <= SHORT else "")
        cells.append(f"<td{kind}>{inner}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _kind(table: Table, title: str) -> str:
    return ' class="number"' if title in table.numbers else ""
