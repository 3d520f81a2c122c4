"""Figures for people: Markdown tables, and on which machine they were taken."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path


def show(text: str) -> None:
    """Print at once: a benchmark takes minutes."""
    print(text, flush=True)  # noqa: T201


def tell(text: str) -> None:
    """Say how far it is, beside the tables: lnav alone takes a minute for 1 GB."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; all columns but the first are numbers."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def machine() -> str:
    """The day, and what the figures were taken on."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores "
        f"({model[1] if model else platform.machine()}), {memory:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}\n"
    )


def seconds(value: float) -> str:
    """Two places below ten seconds, one above."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def milliseconds(value: float) -> str:
    """A latency of so many seconds."""
    return f"{value * 1000:,.0f}"


def megabytes(value: float) -> str:
    """So many bytes; a dash for those that ended before they were looked at."""
    return f"{value / 1e6:,.0f}" if value else "–"
