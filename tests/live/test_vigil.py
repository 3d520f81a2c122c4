"""The rules in the live view: what is told is what `desktail check` tells of the same files."""

import gzip
import os
import signal
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from tests.contract.examples import event
from tests.patience import until
from tests.readings import Reading
from tests.source.reader import append
from tui.audit.rfc3339 import SECOND, format_time, parse_time
from tui.live.vigil import Vigil
from tui.rules import Alert, Evaluation, Measure, Per, Rule, read_rules
from tui.rules.evaluator import Evaluator
from tui.source.file import read_finished

NOON = parse_time("2026-11-20T12:00:00Z") or 0
RULES = (
    *read_rules(),
    Rule("each", "failed", quiet=0),
    Rule("few", "kind=write", Measure.COUNT, 3, 5 * SECOND, Per.SESSION, quiet=2 * SECOND),
    Rule("bytes", "kind=write", Measure.BYTES_OUT, 200, 9 * SECOND, Per.DESKTOP, quiet=SECOND),
)


def lines(seed: int, count: int) -> list[bytes]:
    """A log of several sessions, whose times go back and forth a little; other lines among it."""
    random, found = Random(seed), []
    for number in range(count):
        sid = random.choice("abc")
        code = random.choice(["TDP00I", "TDP00W", "TDP01I", "TDP03I", "TDP06I", "TDP06I", "TDP06W"])
        moment = NOON + int((number + random.uniform(-8, 0)) * SECOND)
        found.append(
            event(
                code,
                sid=sid,
                user=f"user-{sid}",
                desktop_name=f"D-{sid}",
                time=None if number % 17 == 0 else format_time(moment),
                length=random.randrange(90),
                file_path=random.choice("xyz"),
                success=code[-1] != "W",
            )
        )
        if number % 5 == 0:
            found.append(random.choice([b"{}", b"no json", b""]))
    return found


def padded(some: list[bytes], size: int) -> bytes:
    """A log of some lines that is at least so long, by a line in its middle that says nothing."""
    half = len(some) // 2
    filling = [b'{"event":"x","pad":"' + b"x" * 60_000 + b'"}'] * (size // 60_000 + 1)
    return b"".join(line + b"\n" for line in (*some[:half], *filling, *some[half:]))


def checked(*logs: Path) -> list[Alert]:
    """What a check of some files says."""
    evaluation = Evaluation(RULES)
    return [
        alert
        for number, log in enumerate(logs)
        for batch in read_finished(number, log)
        for alert in evaluation.see_block(batch.source, batch.offset, batch.block)
    ]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "events.log"
    file.touch()
    return file


@pytest.fixture
def evaluator() -> Iterator[Evaluator]:
    """A process that is asked the rules."""
    evaluator = Evaluator.begin(RULES)
    yield evaluator
    evaluator.close()


def caught_up(running: Reading) -> None:
    """Wait until what arrives is evaluated as it comes."""
    until(lambda: running.monitor.live and running.monitor.vigil.progress is None)


@pytest.mark.parametrize("seed", range(6))
def test_a_log_that_is_written_meanwhile_gives_the_alerts_of_its_check(
    log: Path, seed: int
) -> None:
    whole = b"".join(line + b"\n" for line in lines(seed, 120))
    random = Random(seed)
    cuts = sorted({0, len(whole), *(random.randrange(len(whole)) for _ in range(9))})
    with Reading(log, vigil=Vigil(RULES)) as running:
        for number, (begin, end) in enumerate(pairwise(cuts)):
            if number == 3:
                running.monitor.freeze()
            append(log, whole[begin:end])
            if number % 2:
                running.settle()
        expected = checked(log)
        until(lambda: len(running.monitor.alerts()) >= len(expected))
        assert running.monitor.alerts() == expected
    assert len(expected) > 20


def test_what_was_there_is_evaluated_by_a_process_and_what_comes_meanwhile_behind_it(
    log: Path, evaluator: Evaluator
) -> None:
    some = lines(7, 300)
    append(log, padded(some[:200], 3 << 20))
    os.kill(evaluator.pid, signal.SIGSTOP)
    with Reading(log, vigil=Vigil(RULES, evaluator)) as running:
        running.settle()
        append(log, b"".join(line + b"\n" for line in some[200:]))
        until(lambda: len(running.arrived) > 80)
        progress = running.monitor.vigil.progress
        assert (running.monitor.alerts(), progress and progress.read) == ([], 0)
        os.kill(evaluator.pid, signal.SIGCONT)
        caught_up(running)
        append(log, event("TDP06W", time=format_time(NOON + 999 * SECOND)) + b"\n")
        expected = checked(log)
        until(lambda: len(running.monitor.alerts()) >= len(expected))
        assert running.monitor.alerts() == expected
        assert running.monitor.alerts(5) == expected[5:]
        assert running.monitor.vigil.raised == len(expected)
    assert expected[-1].time == NOON + 999 * SECOND


def test_a_process_that_is_killed_is_done_without(log: Path, evaluator: Evaluator) -> None:
    append(log, padded(lines(8, 200), 3 << 20))
    os.kill(evaluator.pid, signal.SIGKILL)
    with Reading(log, vigil=Vigil(RULES, evaluator)) as running:
        caught_up(running)
        assert running.monitor.alerts() == checked(log)


def test_an_archive_and_a_removed_file_are_evaluated_as_well(
    tmp_path: Path, evaluator: Evaluator
) -> None:
    archive, log = tmp_path / "1.log.gz", tmp_path / "2.log"
    archive.write_bytes(gzip.compress(padded(lines(1, 100), 1 << 20).rstrip(b"\n")))
    log.write_bytes(padded(lines(2, 100), 3 << 20))
    os.kill(evaluator.pid, signal.SIGSTOP)
    with Reading(archive, log, vigil=Vigil(RULES, evaluator)) as running:
        running.settle()
        expected = checked(archive, log)
        until(lambda: running.monitor.vigil.progress is not None)
        log.unlink()
        os.kill(evaluator.pid, signal.SIGCONT)
        caught_up(running)
        assert running.monitor.alerts() == expected
        assert running.monitor.vigil.missed == 0


def test_without_rules_nothing_is_said_and_nothing_is_to_be_done(log: Path) -> None:
    append(log, padded(lines(3, 50), 1 << 20))
    with Reading(log, vigil=Vigil()) as running:
        running.settle()
        assert (running.monitor.alerts(), running.monitor.vigil.progress) == ([], None)


def test_a_bell_rings_for_alerts_of_the_past(log: Path, evaluator: Evaluator) -> None:
    append(log, padded(lines(4, 50), 1 << 20))
    os.kill(evaluator.pid, signal.SIGSTOP)
    with Reading(log, vigil=Vigil(RULES, evaluator)) as running:
        running.settle()
        until(lambda: running.picture().past is None)
        rung: list[int] = []

        def bell() -> None:
            if running.monitor.alerts():
                rung.append(len(running.monitor.alerts()))
            else:  # it was for something else
                running.monitor.ring_once(bell)

        running.monitor.ring_once(bell)
        os.kill(evaluator.pid, signal.SIGCONT)
        until(lambda: rung)
