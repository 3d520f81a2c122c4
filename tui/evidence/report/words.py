"""Amounts and moments as people who read no logs know them."""

from datetime import UTC

from tui.words.text import moment, size


def amount(count: int) -> str:
    """Bytes with their unit: `83 bytes`, `18.0 KiB`, `2.1 GiB`."""
    told = size(count)
    if told.isdigit():
        return f"{told} byte{'' if count == 1 else 's'}"
    return f"{told[:-1]} {told[-1]}iB"


def when(time: int | None) -> str:
    """A moment in UTC (nanoseconds); a dash if it is not known."""
    return "–" if time is None else moment(time, UTC)
