"""The quick form of the benchmarks: small logs, few rounds, and ratios in place of seconds.

A ratio fails only when something has become several times as dear; `pytest -s tests/benchmarks`
prints what was measured.
"""

from pathlib import Path
from statistics import median

import orjson
import pytest

from tests.benchmarks import files, live, now, peers, table

SIZE = 8_000_000
SEED = 7
ROUNDS = 3
PLAIN = "plain loop, orjson"


@pytest.fixture(scope="module", params=files.KINDS)
def log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("logs") / f"{request.param}.log"
    files.write(path, path.stem, SIZE, SEED)
    return path


def test_a_log_is_made_of_its_kind(log: Path) -> None:
    events = [orjson.loads(line) for line in log.read_bytes().splitlines()]
    desktop = [event for event in events if event["code"].startswith("TDP0")]
    share = {"desk": 1, "mix": 0.1}[log.stem]
    assert len(desktop) / len(events) == pytest.approx(share, rel=0.01)
    assert now.events(log) == len(desktop)
    assert all(list(event)[:5] == ["ei", "event", "uid", "code", "time"] for event in events)
    assert log.stat().st_size == pytest.approx(SIZE, rel=0.01)
    assert [event.get("desktop_name") for event in events].count(files.LAST) == 1
    assert events[-1]["desktop_name"] == files.LAST


def test_a_seed_makes_one_log(log: Path, tmp_path: Path) -> None:
    files.write(tmp_path / "again", log.stem, SIZE, SEED)
    assert (tmp_path / "again").read_bytes() == log.read_bytes()


def test_a_summary_takes_a_few_times_what_the_plain_loop_takes(log: Path, tmp_path: Path) -> None:
    both = [each for each in peers.everyone("", tmp_path) if each.name in {peers.OURS, PLAIN}]
    taken = peers.measure(log, both, ROUNDS)
    pairs = zip(taken[peers.OURS], taken[PLAIN], strict=True)
    ratio = median(ours.cpu / plain.cpu for ours, plain in pairs)
    table.show(f"\n{log.stem}: {ratio:.2f} × the plain loop, with the start of the process")
    assert ratio < {"desk": 10, "mix": 6}[log.stem]


def test_peers_that_are_missing_are_named(tmp_path: Path) -> None:
    files.write(tmp_path / "mix.log", "mix", 100_000, SEED)
    said = peers.report([tmp_path / "mix.log"], "no-such-python", 1)
    rows = [row.split(" | ") for row in said.splitlines() if row.startswith("| ")]
    missing = {row[0].strip("| ") for row in rows if row[1] == "not installed"}
    assert missing >= {"DuckDB, 2 threads", "Polars", "toolong, breaks"}


def test_the_screen_costs_by_the_frame_and_not_by_the_event(tmp_path: Path) -> None:
    few = live.on_screen(tmp_path / "few.log", 200, 2)
    many = live.on_screen(tmp_path / "many.log", 4_000, 2)
    assert few.missing == many.missing == 0
    table.show(f"\ntwenty times the events: {many.bytes / few.bytes:.2f} × the bytes")
    assert many.bytes < 10 * few.bytes


def test_tail_keeps_up(tmp_path: Path) -> None:
    assert live.in_a_pipe(tmp_path / "live.log", 2_000, 2).missing == 0
