"""A log with every number at its limit, and the whole screen as lines of cells."""

from collections.abc import Iterator

import orjson
from rich.cells import cell_len, split_graphemes
from textual.app import App

from tests.app.desk import denied, end, failed_read, received, said, start, written

DAY = 86_400
MOST = 2**63 - 1
"""Bytes of the largest `length` that counts."""
FAR = 2**64 - 1
"""The largest `offset` that counts."""
LONGEST = 60_000
"""Characters of a name that Teleport could still write into a line."""


def at_limits() -> Iterator[dict[str, object]]:
    """Sessions that are each at one limit: of bytes, of names, of times."""
    yield start("bytes", "most.bytes", "FIN-DC-01", at=-90)
    yield said("desktop.clipboard.send", "TDP02I", "bytes", -80, length=MOST)
    for number in range(4):
        yield received("bytes", MOST, at=number - 70)
        yield written("bytes", "dump/most.bak", MOST, FAR, at=number - 60)
    yield said("desktop.directory.read", "TDP05I", "bytes", -50, length=MOST, file_path="in.iso")
    for number in range(1001):
        yield failed_read("bytes", "dump/never.bak", at=-40 + number / 100)
    yield start("ascii", "a" * LONGEST, "d" * LONGEST, at=-80, login="l" * LONGEST)
    yield written("ascii", "p" * LONGEST, 1, at=-79)
    yield start("wide", "漢" * LONGEST, "字" * LONGEST, at=-70)
    yield written("wide", "漢/字" * (LONGEST // 3), 1, at=-69)
    yield start("month", "thirty.days", "HR-07", at=-30 * DAY)
    yield received("month", 1, at=-1)
    yield start("long", "ten.days", "HR-08", at=-10 * DAY + 1)
    yield start("ahead", "clock.ahead", "HR-09", at=2 * DAY + 3 * 3600)
    yield start("back", "ends.before", "HR-10", at=-60) | {"session_start": ""}
    yield end("back", at=-60 - 2 * DAY)
    yield denied("denied", "eve", "HR-11", "no " * (LONGEST // 3), at=-50)
    yield start("first", "year.one", "HR-12") | {"time": "0001-01-01T00:00:01Z"}
    yield received("first", 1) | {"time": "9999-12-31T23:59:59.999999999Z"}
    yield start("last", "year.last", "HR-13") | {"time": "9999-12-31T23:59:59.999999999Z"}
    yield received("last", 1) | {"time": "0001-01-01T00:00:01Z"}
    for sid in ("oldest", "newest"):
        yield start(sid, f"{sid}.ended", "HR-14") | {
            "time": {"oldest": "0001-01-01T00:00:01Z", "newest": "9999-12-31T23:59:59Z"}[sid]
        }
        yield end(sid, at=0)


def many_sessions(count: int) -> bytes:
    """A log of so many sessions that started one behind the other, each a year ago."""
    return b"".join(
        orjson.dumps(start(f"many-{number}", f"user-{number}", "FARM", at=number - 365 * DAY))
        + b"\n"
        for number in range(count)
    )


def whole_screen(app: App[None]) -> list[str]:
    """The text of every line of the screen, from its first cell to its last."""
    # Textual tells what it draws to a driver or as a picture, and to nobody as lines.
    strips = app.screen._compositor.render_strips()  # noqa: SLF001
    return [strip.text for strip in strips]


def in_cells(text: str) -> list[str]:
    """What stands in each cell; behind a character of two cells an empty string."""
    cells = []
    for begin, stop, width in split_graphemes(text)[0]:
        cells += [text[begin:stop], *[""] * (width - 1)]
    assert len(cells) == cell_len(text)
    return cells
