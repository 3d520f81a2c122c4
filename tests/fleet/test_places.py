"""Where a line of a stream stands: as its shipper's host has it, wherever it is mirrored here."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.evidence.bundles import manifest
from tests.fleet.shipping import Shipped
from tests.fleet.test_follow import OTHER, settled, watching
from tests.patience import until
from tests.readings import NOW, Reading, chunk, end, out, start
from tui.evidence.shown import EvidenceOrder, Shown, save_evidence
from tui.fleet.engine import Engine
from tui.fleet.follow import FleetFollow
from tui.live.monitor import Monitor
from tui.marks.mark import Mark
from tui.marks.store import Marks
from tui.picture.picture import FeedLine
from tui.source.provenance import Spot
from tui.view.marked import Marked

PATH = "/var/lib/teleport/log/2026-11-29.00:00:00.log"
LINES = [start("s"), OTHER, chunk("s", 0), chunk("s", 1), chunk("s", 2), out("s", 5), end("s")]
EVENTS = len(LINES) - 1
CLIPBOARD = sum(len(line) + 1 for line in LINES[:5])
"""The byte at which the line of the clipboard stands in its file."""


@pytest.fixture
def file(engine: Engine) -> Shipped:
    """A file of a host, which was sent."""
    shipped = Shipped(engine, "auth1", PATH, LINES)
    shipped.announce()
    shipped.send(0, 4)
    shipped.send(4)
    return shipped


def row(monitor: Monitor, number: int) -> FeedLine:
    """A row of the session's feed."""
    with monitor.feeds() as feeds:
        [told] = feeds.lines("s", number, 1, feeds.end("s"))
    return told


def mark_on(monitor: Monitor, number: int) -> Mark:
    """A mark on a row of it."""
    mark = Marked(monitor, Marks()).new_on_row(row(monitor, number))
    assert mark is not None
    return mark


def test_a_line_stands_in_the_file_of_its_host_and_in_a_message(
    engine: Engine, file: Shipped
) -> None:
    with watching(FleetFollow(engine)) as monitor:
        until(lambda: settled(monitor, EVENTS))
        place = row(monitor, 2).row.first
        assert monitor.where(place) == Spot(f"auth1:{PATH}", CLIPBOARD, file.origin.inode, 2)


def test_a_mark_made_in_the_file_itself_is_found_in_the_stream(
    engine: Engine, file: Shipped, tmp_path: Path
) -> None:
    with Reading(file.write(tmp_path)) as reading:
        reading.wait(EVENTS)
        made = mark_on(reading.monitor, 2)
    mark = replace(made, inode=file.origin.inode)  # which its host would tell, too
    marks = Marks()
    marks.put(mark)
    with watching(FleetFollow(engine)) as monitor:
        until(lambda: settled(monitor, EVENTS))
        marked = Marked(monitor, marks)
        assert marked.of_row(row(monitor, 2)) == mark
        assert marked.line(mark) == LINES[5]
        assert marked.of_row(row(monitor, 3)) is None


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("now", [1, 1 << 22], ids=["as past", "as now"])
def test_a_mark_made_by_another_watcher_is_found_wherever_the_mirror_has_its_line(
    engine: Engine, now: int
) -> None:
    with watching(FleetFollow(engine)) as monitor:
        until(lambda: settled(monitor, EVENTS))
        mark = mark_on(monitor, 2)
    assert (mark.path, mark.offset) == (f"auth1:{PATH}", CLIPBOARD)
    marks = Marks()
    marks.put(mark)
    with watching(FleetFollow(engine, now=now)) as monitor:
        until(lambda: settled(monitor, EVENTS))
        marked = Marked(monitor, marks)
        place = marked.place(mark)
        assert place is not None
        assert monitor.line_at(place) == LINES[5]
        assert marked.missing(mark) == ""


@pytest.mark.usefixtures("file")
def test_a_mark_on_a_line_within_a_run_stands_on_the_run(engine: Engine) -> None:
    with watching(FleetFollow(engine)) as monitor:
        until(lambda: settled(monitor, EVENTS))
        run = row(monitor, 1)
        with monitor.feeds() as feeds:
            [second] = feeds.events(run, 1, 1)
        marks = Marks()
        marked = Marked(monitor, marks)
        mark = marked.new_on_row(second)
        assert mark is not None
        marks.put(mark)
        assert run.row.events == 3
        assert marked.of_row(run) == mark


@pytest.mark.usefixtures("file")
def test_a_mark_is_not_read_before_its_line_came(engine: Engine) -> None:
    with watching(FleetFollow(engine)) as monitor:
        until(lambda: settled(monitor, EVENTS))
        mark = mark_on(monitor, 2)
    marks = Marks()
    marks.put(mark)
    with watching(FleetFollow(engine, from_end=True)) as monitor:
        until(lambda: monitor.live)
        assert Marked(monitor, marks).place(mark) is None


@pytest.mark.usefixtures("file")
def test_evidence_of_what_is_watched_tells_the_file_of_the_host(
    engine: Engine, tmp_path: Path
) -> None:
    with watching(FleetFollow(engine)) as monitor:
        until(lambda: settled(monitor, EVENTS))
        shown = Shown(monitor.sources, ["s"], whole=monitor.is_there)
        said = save_evidence(shown, NOW, EvidenceOrder(tmp_path / "e"))
    [source] = manifest(tmp_path / "e").sources
    assert (source.name, source.problem) == (f"auth1:{PATH}", "")
    assert source.ranges[-1][1] == sum(len(line) + 1 for line in LINES)
    assert "cannot be found" not in said


@pytest.mark.usefixtures("file")
def test_evidence_of_a_stream_that_is_not_read_to_its_beginning_says_so(
    engine: Engine, tmp_path: Path
) -> None:
    with watching(FleetFollow(engine)) as monitor:
        until(lambda: settled(monitor, EVENTS))
        shown = Shown(monitor.sources, ["s"], whole=False)
        said = save_evidence(shown, NOW, EvidenceOrder(tmp_path / "e"))
    [source] = manifest(tmp_path / "e").sources
    assert source.problem == "what was sent before is not all here yet"
    assert f"auth1:{PATH}: what was sent before is not all here yet" in said
