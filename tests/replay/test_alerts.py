"""The demo's incident, played: the built-in rules say what `desktail check` says of its log."""

from pathlib import Path
from random import Random

import pytest

from tui.audit.rfc3339 import SECOND
from tui.demo.writer import write_story
from tui.replay.clock import ReplayClock
from tui.replay.follow import Replay
from tui.rules import Alert, Evaluation, read_rules
from tui.source.file import read_finished
from tui.source.locate import locate

NOON = 1_772_625_600 * SECOND


@pytest.fixture
def log(tmp_path: Path) -> Path:
    write_story(tmp_path, seed=7, begins=NOON - 400 * SECOND, until=NOON)
    return tmp_path / "log"


def checked(log: Path) -> list[Alert]:
    evaluation = Evaluation(read_rules())
    return [
        alert
        for number, file in enumerate(locate([log]))
        for batch in read_finished(number, file)
        for alert in evaluation.see_block(batch.source, batch.offset, batch.block)
    ]


@pytest.mark.parametrize("seed", range(2))
def test_played_in_any_steps_it_gives_the_alerts_of_a_check(log: Path, seed: int) -> None:
    clock = ReplayClock(0, 60, steady=lambda: 0)
    follow, evaluation, found = Replay([log], played=clock), Evaluation(read_rules()), []
    random, now = Random(seed), NOON - 3 * 86_400 * SECOND
    while not clock.at_end:
        now += int(random.choice([1, 20, 600, 7200]) * SECOND)
        clock.go_to(now)
        for batch in follow.look():
            found += evaluation.see(batch.source, batch.offset, batch.lines)
    follow.close()
    assert found == checked(log)
    assert {"audit-gap", "large-copy-out"} <= {alert.rule for alert in found}
