"""The graphs of a report as SVG within the page: coloured by its style, drawn by integers."""

from collections.abc import Iterator, Sequence
from html import escape

from tui.evidence.report.document import Bar, Curve
from tui.evidence.report.words import amount
from tui.words.text import fit

WIDTH, TOP, HALF, FOOT = 720, 22, 74, 20
"""Of the curve, in units of its own: width, room for the scale, each half's height, the times."""
ROW, LABEL, VALUE = 26, 200, 140
"""Of the bars: a row's height, room for names and for amounts."""
LABEL_CELLS = 30


def curve(told: Curve) -> str:
    """Bytes out above a line, bytes in below it, marks on it where something went wrong."""
    return "\n".join(_curve(told))


def _curve(told: Curve) -> Iterator[str]:
    count = len(told.bins)
    most_out = max((each.bytes_out for each in told.bins), default=0)
    most_in = max((each.bytes_in for each in told.bins), default=0)
    axis, height = TOP + HALF, TOP + 2 * HALF + FOOT
    step = WIDTH // count
    yield f'<svg class="curve" viewBox="0 0 {WIDTH} {height}" role="img">'
    yield "<title>Bytes out of desktops and into them, over time</title>"
    for part in range(5):
        x = part * WIDTH // 4
        yield f'<path class="grid" d="M{x} {TOP}V{TOP + 2 * HALF}"/>'
    out = "".join(
        f"M{index * step} {axis}v{-_height(each.bytes_out, most_out)}h{step - 1}V{axis}z"
        for index, each in enumerate(told.bins)
        if each.bytes_out
    )
    into = "".join(
        f"M{index * step} {axis}v{_height(each.bytes_in, most_in)}h{step - 1}V{axis}z"
        for index, each in enumerate(told.bins)
        if each.bytes_in
    )
    wrong = "".join(
        f"M{index * step - 1} {axis - 3}h{step + 1}v6h{-step - 1}z"
        for index, each in enumerate(told.bins)
        if each.problems
    )
    yield f'<path class="out" d="{out}"/>'
    yield f'<path class="in" d="{into}"/>'
    yield f'<path class="axis" d="M0 {axis}H{WIDTH}"/>'
    yield f'<path class="bad" d="{wrong}"/>'
    yield _text(0, TOP - 10, f"▲ out, up to {amount(most_out)} a bar", "out")
    yield _text(WIDTH // 2, TOP - 10, f"▼ in, up to {amount(most_in)} a bar", "in middle")
    if wrong:
        yield _text(WIDTH, TOP - 10, "■ denied, failed, incomplete", "bad end")
    last = len(told.ticks) - 1
    for part, tick in enumerate(told.ticks):
        place = "start" if part == 0 else "end" if part == last else "middle"
        yield _text(part * WIDTH // last, height - 5, tick, f"tick {place}")
    yield "</svg>"


def bars(told: Sequence[Bar]) -> str:
    """A row for each session: bytes out above, bytes in below it, on one scale."""
    return "\n".join(_bars(told))


def _bars(told: Sequence[Bar]) -> Iterator[str]:
    most = max(max(bar.bytes_out, bar.bytes_in) for bar in told)
    room = WIDTH - LABEL - VALUE
    yield f'<svg class="bars" viewBox="0 0 {WIDTH} {ROW * len(told)}" role="img">'
    yield "<title>Bytes out and in by session</title>"
    for index, bar in enumerate(told):
        y = index * ROW
        yield _text(0, y + 16, fit(bar.label, LABEL_CELLS), "label")
        for way, moved, top, high in (("out", bar.bytes_out, 5, 9), ("in", bar.bytes_in, 15, 5)):
            if moved:
                length = max(1, moved * room // most)
                yield (
                    f'<rect class="{way}" x="{LABEL}" y="{y + top}" width="{length}" '
                    f'height="{high}"/>'
                )
        amounts = f"{amount(bar.bytes_out)} out · {amount(bar.bytes_in)} in"
        yield _text(WIDTH, y + 16, amounts, "amount end")
    yield "</svg>"


def _height(moved: int, most: int) -> int:
    return max(1, moved * HALF // most)


def _text(x: int, y: int, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(text)}</text>'
