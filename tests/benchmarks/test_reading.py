"""The short benchmark: reading a log against the plainest loop over it, as ratios of one run.

Seconds differ from machine to machine; the ratio does so little that only a gross fall-back
reaches these bounds. `pytest -s tests/benchmarks` prints what was measured.
"""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median

import orjson
import pytest

from tui.audit.table import SessionTable
from tui.demo.writer import write_story
from tui.past.pieces import Extent, Wanted, cut
from tui.past.reading import read
from tui.source.file import Source, read_finished

RUNS = 5
HOUR = 3600 * 10**9
BEGINS = 20_000 * 24 * HOUR + 12 * HOUR


@pytest.fixture(scope="module")
def mix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of the demo: about one line in four is a desktop event."""
    folder = tmp_path_factory.mktemp("mix")
    write_story(folder, seed=1, begins=BEGINS, until=BEGINS + HOUR)
    return next((folder / "log").glob("*/*.log"))


@pytest.fixture(scope="module")
def desk(mix: Path) -> Path:
    """Its desktop events alone."""
    path = mix.with_suffix(".desk")
    lines = mix.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b'"code":"TDP0' in line))
    return path


def plainly(path: Path) -> Counter[str]:
    """Every line parsed, bytes counted by session: what a script of ten lines does."""
    moved: Counter[str] = Counter()
    with path.open("rb") as file:
        for line in file:
            event = orjson.loads(line)
            if event.get("code", "").startswith("TDP"):
                moved[event["sid"]] += event.get("length", 0)
    return moved


def folded(path: Path) -> SessionTable:
    """The same log in the session table."""
    table = SessionTable()
    for batch in read_finished(0, path):
        table.fold(batch.source, batch.offset, batch.lines)
    return table


def at_once(path: Path) -> SessionTable:
    """The same, as the past is read, by this process alone; feeds and transfers are kept."""
    extent = Extent.of(Source.open(0, path), path.stat().st_size, whole=True)
    table = SessionTable()
    for piece in read(cut(extent, 0, extent.end), Wanted(), workers=[]):
        table.merge(piece.table)
    return table


def ratio(ours: Callable[[Path], object], theirs: Callable[[Path], object], path: Path) -> float:
    """How much longer ours takes than theirs: the median of pairs run in turn."""
    ratios = []
    for _ in range(RUNS):
        begun = time.process_time()
        ours(path)
        between = time.process_time()
        theirs(path)
        ratios.append((between - begun) / (time.process_time() - between))
    print(f"\n{path.suffix}: {median(ratios):.2f} × the plain loop")  # noqa: T201
    return median(ratios)


def test_a_mixed_log_costs_about_as_much_as_the_plain_loop(mix: Path) -> None:
    assert ratio(folded, plainly, mix) < 4


def test_desktop_events_alone_cost_a_few_plain_parses_each(desk: Path) -> None:
    assert ratio(folded, plainly, desk) < 10


def test_the_past_of_a_mixed_log_costs_no_more_than_the_plain_loop(mix: Path) -> None:
    assert ratio(at_once, plainly, mix) < 2


def test_the_past_of_desktop_events_alone_costs_little_more_than_the_plain_loop(desk: Path) -> None:
    assert ratio(at_once, plainly, desk) < 3
