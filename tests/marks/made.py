"""Marks as tests need them."""

from dataclasses import replace

from tui.marks.mark import Mark, digest_of

ON_LINE = Mark(
    sid="s-1",
    digest=digest_of(b"a line"),
    path="/var/log/2026-03-04.00:00:00.log",
    inode=7,
    offset=120,
    time=1_000,
    user="bob",
    desktop="FIN-DC-02",
    verb="file out",
    subject="out/a.bak · 1.0M",
    note="",
    made=5_000,
)
ON_SESSION = replace(ON_LINE, digest="", verb="session", subject="as operator", time=500)


def on_line(text: str, offset: int = 120, **fields: object) -> Mark:
    """A mark on a line that says so."""
    return replace(ON_LINE, digest=digest_of(text.encode()), offset=offset, **fields)  # type: ignore[arg-type]
