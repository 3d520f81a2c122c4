"""A report as Markdown: the same words and tables, in which nothing of the log is markup."""

from collections.abc import Iterator, Sequence

from tui.evidence.report.document import Curve, Document, Section, Table
from tui.evidence.report.findings import Findings
from tui.evidence.report.telling import told
from tui.evidence.report.words import amount
from tui.export.formats import plain
from tui.words.text import bars

WIDEST = 72
"""Bars of a graph in a row."""


def markdown(findings: Findings) -> str:
    """The report."""
    return "\n".join(_lines(told(findings))) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"# {plain(document.title)}"
    yield ""
    yield f"**{plain(document.subtitle)}**"
    yield ""
    yield plain(document.origin)
    yield ""
    if document.notice:
        yield f"> {plain(document.notice)}"
        yield ""
    titles = [figure.label for figure in document.figures]
    yield _row(titles)
    yield _row(["---:"] * len(titles))
    yield _row([f"{plain(each.value)}, {plain(each.note)}" for each in document.figures])
    for section in document.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    if not (section.sentences or section.curve or section.table):
        return
    yield ""
    yield f"## {plain(section.title)}"
    yield ""
    yield from (f"- {plain(sentence)}" for sentence in section.sentences)
    if section.curve is not None:
        yield from _curve(section.curve)
    if section.table is not None:
        if section.sentences:
            yield ""
        yield from _table(section.table)
    if section.note:
        yield ""
        yield plain(section.note)


def _curve(curve: Curve) -> Iterator[str]:
    merged = -(-len(curve.bins) // WIDEST)
    parts = [curve.bins[at : at + merged] for at in range(0, len(curve.bins), merged)]
    out = [sum(each.bytes_out for each in part) for part in parts]
    into = [sum(each.bytes_in for each in part) for part in parts]
    yield "```"
    yield f"out {bars(out)} up to {amount(max(out))}"
    yield f"in  {bars(into)} up to {amount(max(into))}"
    yield f"    {curve.ticks[0]} to {curve.ticks[-1]} UTC"
    yield "```"


def _table(table: Table) -> Iterator[str]:
    yield _row([plain(title) for title in table.titles])
    yield _row(["---:" if title in table.numbers else "---" for title in table.titles])
    for row in table.rows:
        yield _row([plain(cell) for cell in row.cells])
    if table.more:
        yield ""
        yield plain(table.more)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
