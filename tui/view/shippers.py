"""A fleet's shippers as they are shown: what is wrong, in which order, and all facts of one."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import NamedTuple

from rich.cells import cell_len

from tui.audit.rfc3339 import SECOND
from tui.picture.fleet import CLOCK_TOLD, FleetPicture, ShipperState, ShipperView
from tui.view.facts import Fact
from tui.words.telling import Sizes
from tui.words.text import (
    duration,
    fit,
    moment,
    number,
    number_in,
    plural,
    since_when,
    visible,
    zone_name,
)

GLYPHS = {
    ShipperState.SILENT: "✕",
    ShipperState.TROUBLED: "△",
    ShipperState.ALIVE: "●",
    ShipperState.LEFT: "○",
}
"""Stand before a host; without colour, too."""
TONES = {
    ShipperState.SILENT: "problem",
    ShipperState.TROUBLED: "warning",
    ShipperState.ALIVE: "active",
    ShipperState.LEFT: "quiet",
}
LATE = 2.0
"""Seconds of a lag from which on it is told: less is the way of a message."""
LEAST_NAME = 6
"""Cells of a host's name that is cut at least."""


class Concern(NamedTuple):
    """What somebody should know of a host, or of the stream: in some words, and in fewer."""

    whose: str
    what: str
    short: str


def concerns(fleet: FleetPicture) -> list[Concern]:
    """All that is wrong, the worst first; one of each host."""
    found: list[tuple[int, Concern]] = []
    for view in fleet.shippers:
        if view.lag >= LATE or not view.is_well:  # nearly all of many are well
            found += _of(view, fleet.now)[:1]
    if fleet.gone and not fleet.expected:
        found.append((0, Concern("nobody", "ships any more", "ships")))
    if fleet.consumer.lag >= LATE:
        behind = f"{number(fleet.consumer.pending)} messages behind"
        found.append((2, Concern("stream", behind, f"lag {_seconds(fleet.consumer.lag)}")))
    if abs(fleet.skew) >= CLOCK_TOLD:
        found.append((5, Concern("here", f"clock {signed(fleet.skew)}", "clock")))
    if fleet.damaged:
        found.append((6, Concern("stream", f"{number(fleet.damaged)} damaged", "damaged")))
    if fleet.unlisted:
        found.append((7, Concern("fleet", "more hosts than are listed", "too large")))
    return [concern for _, concern in sorted(found, key=lambda one: one[0])]


def _of(view: ShipperView, now: int) -> list[tuple[int, Concern]]:
    """What is wrong with one host, the worst first, and how bad it is: 0 is the worst."""
    if view.state is ShipperState.LEFT or view.is_forgotten(now):
        return []
    host = visible(view.host)
    if view.state is ShipperState.SILENT:
        return [(0, Concern(host, f"silent {since_when(view.heard, now)}", "silent"))]
    parts = []
    if view.problem:
        parts.append((1, Concern(host, visible(view.problem), "troubled")))
    if view.lag >= LATE:
        parts.append((3, Concern(host, f"lag {_seconds(view.lag)}", "lag")))
    if view.shippers > 1:
        parts.append((4, Concern(host, f"{view.shippers} shippers", "doubled")))
    if view.differs:
        parts.append((5, Concern(host, f"clock {signed(view.skew)}", "clock")))
    return parts


def in_short(fleet: FleetPicture, wrong: Sequence[Concern], cells: int) -> str:
    """How many are heard, and the worst of what is wrong, in so many cells."""
    count = f"{fleet.alive}/{fleet.expected}"
    whole = f"{count} {'shipper' if fleet.expected == 1 else 'shippers'}"
    if not wrong:
        calm = [whole, count] if fleet.shippers else ["no shippers yet", "none yet"]
        return next((text for text in calm if len(text) <= cells), "")
    worst, more = wrong[0], f" +{len(wrong) - 1}" if len(wrong) > 1 else ""
    for what in (worst.what, worst.short):
        for head in (f"{whole} · ", f"{count} · ", f"{count} "):
            text = f"{head}{worst.whose} {what}{more}"
            if cell_len(text) <= cells:
                return text
        room = cells - len(f"{count}  {more}") - cell_len(what)
        if room >= LEAST_NAME:
            return f"{count} {fit(worst.whose, room)} {what}{more}"
    told = [f"{count} {worst.short}{more}", f"{count} {worst.short}"]
    return next((text for text in told if len(text) <= cells), fit(count, cells))


def in_order(fleet: FleetPicture) -> Sequence[ShipperView]:
    """Who is silent or in trouble first, who has left or is forgotten last; by their hosts."""
    ranks = {state: rank for rank, state in enumerate(ShipperState)}
    last = len(ranks)
    return sorted(
        fleet.shippers,
        key=lambda view: last if view.is_forgotten(fleet.now) else ranks[view.state],
    )


def counted(fleet: FleetPicture) -> str:
    """How many there are of each state; of what is known, while nothing can come."""
    silent = fleet.expected - fleet.alive
    troubled = sum(view.state is ShipperState.TROUBLED for view in fleet.shippers)
    known = "last known: " if fleet.consumer.problem else ""
    parts = [f"{known}{number(fleet.alive)} of {plural(fleet.expected, 'shipper')} alive"]
    parts += [f"{number(silent)} silent"] if silent else []
    parts += [f"{number(troubled)} troubled"] if troubled else []
    parts += [f"{number(fleet.gone)} gone"] if fleet.gone else []
    return " · ".join(parts)


def about_stream(fleet: FleetPicture) -> str:
    """How far the stream is read, and what is wrong with it."""
    consumer = fleet.consumer
    if consumer.problem:
        return visible(consumer.problem)
    if consumer.pending:
        behind = plural(consumer.pending, "message")
        parts = [f"{behind} behind, lag {_seconds(consumer.lag)}"]
    else:
        parts = ["all of the stream is read"]
    if fleet.damaged:
        parts.append(plural(fleet.damaged, "damaged message"))
    if abs(fleet.skew) >= CLOCK_TOLD:
        parts.append(f"the clock here differs by {signed(fleet.skew)}")
    if fleet.unlisted:
        parts.append(f"{plural(fleet.unlisted, 'beat')} of more hosts than can be listed")
    return " · ".join(parts)


def state_in_words(view: ShipperView, now: int) -> str:
    """Its state, and since when nothing was heard."""
    if view.state in (ShipperState.SILENT, ShipperState.LEFT):
        return f"{view.state} {since_when(view.heard, now)}"
    return f"{view.state} ×{view.shippers}" if view.shippers > 1 else view.state.value


def signed(nanoseconds: int) -> str:
    """By how much a clock is ahead."""
    return f"{'+' if nanoseconds >= 0 else ''}{duration(nanoseconds)}"


def facts_of(view: ShipperView, now: int, zone: tzinfo, sizes: Sizes) -> Iterator[Fact]:
    """All that is known of one, always the same facts in the same order."""
    heard = view.state not in (ShipperState.SILENT, ShipperState.LEFT)
    for label, text in (
        ("Host", visible(view.host)),
        ("State", state_in_words(view, now)),
        ("Heard", _moment(view.heard, zone)),
        ("Started", _moment(view.started, zone)),
        ("Lag", _seconds(view.lag) if heard else "not known since then"),
        ("Behind", f"{sizes.told(view.behind)} not shipped"),
        ("Lost", sizes.told(view.lost)),
        ("Clock", f"{signed(view.skew)} off" if view.differs else "agrees with the stream's"),
        ("Last line", _moment(view.last_line, zone)),
        ("Sequence", number(view.sequence) if view.sequence else "-"),
        ("Read here", f"{plural(view.events, 'event')}, {sizes.told(view.bytes)}"),
        ("Pace", f"{pace(view.pace)} lines/s" if heard and view.pace is not None else "-"),
        ("Files", number(view.files)),
        ("Version", visible(view.version) or "-"),
        ("Process", _process(view)),
        ("Problem", visible(view.problem) or "none"),
    ):
        yield Fact(label, (text,))


def pace(lines: float) -> str:
    """Lines per second in at most 5 cells: `0.4`, `12`, `1.2k`."""
    if lines < 9.95:
        return f"{lines:.1f}"
    return number_in(round(lines), 5)


def _process(view: ShipperView) -> str:
    told = visible(view.instance) or "-"
    if view.shippers > 1:
        return f"{told} and {view.shippers - 1} more under this name: give each its own --host"
    return told


def _seconds(seconds: float) -> str:
    return duration(round(seconds * SECOND))


def _moment(nanoseconds: int | None, zone: tzinfo) -> str:
    if nanoseconds is None:
        return "-"
    return f"{moment(nanoseconds, zone)} {zone_name(nanoseconds, zone)}"
