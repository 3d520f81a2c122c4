"""Back to an earlier moment in a real terminal, while another process writes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from tests.app.desk import end, received, start
from tests.source.reader import append
from tests.terminal.terminal import Terminal


def ago(minutes: int) -> datetime:
    """So many minutes before now."""
    return datetime.now(UTC) - timedelta(minutes=minutes)


def at(event: dict[str, object], minutes: int) -> bytes:
    """An event of so many minutes ago, as a line."""
    time = ago(minutes).isoformat().replace("+00:00", "Z")
    return orjson.dumps({**event, "time": time}) + b"\n"


def is_about(terminal: Terminal, begun: datetime) -> bool:
    """Whether the screen is that of 35 minutes ago, which were counted since `begun` was so.

    Seen from what was shown, drawn seconds before. It is looked for again and again: the first
    frame can have the new words in the old width, and " UTC" of the clock behind them.
    """
    state = terminal.line_with("AS OF ", "2 events")
    seconds = range(-5, round((ago(35) - begun).total_seconds()) + 2)
    return any(f"{begun + timedelta(seconds=after):%H:%M:%S}" in state for after in seconds)


def test_the_screen_goes_back_by_minutes_and_to_now(tmp_path: Path) -> None:
    log = tmp_path / "events.log"
    append(log, at(start("a", "alice", "ENG-1"), 50) + at(received("a", 4000), 40))
    append(log, at(start("b", "bob", "FIN-DC-02"), 30) + at(end("a", 0), 20))
    with Terminal(log) as terminal:
        terminal.see("● LIVE", "4 events")
        terminal.see("bob", "FIN-DC-02")
        terminal.press("@")
        terminal.see("as of 12:40")
        begun = ago(35)
        terminal.press("-35m\r")
        terminal.wait_for(lambda: is_about(terminal, begun), "a moment of 35 minutes ago")
        terminal.see("alice", "ENG-1", "3.9K")
        terminal.see_gone("FIN-DC-02")
        append(log, at(start("c", "carol", "HR-07"), 0))
        terminal.press("]" * 6)
        terminal.see("bob", "FIN-DC-02")
        terminal.see("AS OF ", "3 events")
        assert not terminal.line_with("carol")
        terminal.press("f")
        terminal.see("● LIVE", "5 events")
        terminal.see("carol", "HR-07")
        assert terminal.leave() == 0
