"""`--wait` in a real terminal: what is waited for is said, until it is there."""

from pathlib import Path

from tests.contract.examples import STARTED
from tests.terminal.terminal import Terminal


def test_a_log_that_is_not_there_yet_is_waited_for_in_sight(tmp_path: Path) -> None:
    log = tmp_path / "log" / "events.log"
    with Terminal("--wait", log, columns=260) as terminal:
        terminal.see("desktail", f"{log}: not there yet; waiting for it", "0 events")
        log.parent.mkdir()
        log.write_text(STARTED + "\n")
        terminal.see("● LIVE", "1 event ")
        terminal.see("◇ alice")
        assert terminal.leave() == 0


def test_a_folder_without_a_log_is_waited_for_in_sight(tmp_path: Path) -> None:
    with Terminal("live", "--wait", tmp_path, columns=260) as terminal:
        terminal.see("desktail", f"{tmp_path}: not there yet; waiting for it")
        (tmp_path / "2026-11-22.00:00:00.log").write_text(STARTED + "\n")
        terminal.see("● LIVE", "1 event ")
