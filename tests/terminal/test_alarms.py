"""Alarms in a real terminal: seen, heard, and in the way of who leaves without having seen them."""

from pathlib import Path

import pytest

from tests.contract.examples import DENIED
from tests.terminal.terminal import Terminal

WORDS = "denied · alice on 192.168.1.206:3389 · access to desktop denied · 2022-02-16 16:43:30 UTC"


def deny(log: Path, times: int = 1) -> None:
    """Have somebody be denied so many times."""
    with log.open("a") as file:
        file.write(f"{DENIED}\n" * times)


def test_an_alarm_that_nobody_saw_is_told_before_the_end(log: Path) -> None:
    with Terminal(log) as terminal:
        terminal.see("● LIVE", "1 event ")
        deny(log)
        terminal.see(WORDS)
        terminal.see_gone(WORDS)
        terminal.insist("q", "Press q again to quit: 1 alarm not seen, the last: denied ·")
        assert terminal.end() == 0


def test_a_thousand_denials_are_one_line_that_goes_away(log: Path) -> None:
    with Terminal(log, columns=80, rows=24) as terminal:
        terminal.see("● LIVE", "1 event ")
        deny(log, 1000)
        terminal.see("denied ×1,000 · alice on")
        terminal.see_gone("denied ×1,000 · alice on")


@pytest.mark.parametrize(("bell", "rings"), [("true", 1), ("false", 0)])
def test_the_bell_rings_once_for_what_recurs_if_it_is_set(log: Path, bell: str, rings: int) -> None:
    with Terminal(log, environment={"DESKTAIL_BELL": bell}) as terminal:
        terminal.see("● LIVE", "1 event ")
        before = bytes(terminal.raw).count(b"\x07")
        for times in (1, 2, 3):
            deny(log)
            terminal.see("denied" if times == 1 else f"denied ×{times}", "alice on")
        assert bytes(terminal.raw).count(b"\x07") - before == rings
