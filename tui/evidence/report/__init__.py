"""What a bundle says, for people who never saw a log: told once, as HTML and as Markdown."""

from tui.evidence.report.findings import Findings, Problems
from tui.evidence.report.html import html
from tui.evidence.report.markdown import markdown

__all__ = ["Findings", "Problems", "html", "markdown"]
