"""The installed program in a real terminal: another process writes, a person reads and types."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.examples import SENT, STARTED
from tests.terminal.terminal import Terminal

WRITER = """
import sys, time
path, count, pause = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
line = sys.stdin.buffer.read()
with open(path, "ab", buffering=0) as log:
    for _ in range(count):
        log.write(line)
        time.sleep(pause)
"""


def write(log: Path, line: str, count: int = 1, pause: float = 0.0) -> subprocess.Popen[bytes]:
    """Have another process append a line so many times."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(log), str(count), str(pause)], stdin=subprocess.PIPE
    )
    assert writer.stdin is not None
    writer.stdin.write(line.encode() + b"\n")
    writer.stdin.close()
    return writer


def test_what_another_process_writes_is_seen_and_counted(log: Path) -> None:
    with Terminal(log) as terminal:
        assert "● LIVE" in terminal.see("desktail", "1 event ")
        terminal.see("◇ alice", "192.168.1.206:3389")
        writer = write(log, SENT, count=300, pause=0.001)
        assert "0 lost" in terminal.see("desktail", "301 events")
        assert writer.wait() == 0
        assert terminal.see("Clipboard", "300 ·  1.2K")
        assert terminal.leave() == 0


def test_a_line_is_taken_when_its_end_is_there(log: Path) -> None:
    with Terminal(log) as terminal:
        terminal.see("desktail", "1 event ")
        with log.open("ab", buffering=0) as file:
            file.write(SENT[:200].encode())
            terminal.drain(1.5)
            assert terminal.line_with("desktail", "1 event ", "0 bad lines")
            file.write(SENT[200:].encode() + b"\n")
        terminal.see("desktail", "2 events", "0 bad lines")


def test_a_rotation_is_followed_in_sight(log: Path) -> None:
    with Terminal(log) as terminal:
        terminal.see("desktail", "1 event ")
        log.rename(log.with_suffix(".1"))
        terminal.drain(0.3)
        log.write_text(SENT + "\n")
        terminal.see("desktail", "2 events")
        terminal.see("● LIVE")


def test_the_keys_lead_through_every_screen_and_back(log: Path) -> None:
    write(log, SENT).wait()
    with Terminal(log) as terminal:
        terminal.see("desktail", "2 events")
        terminal.press("\r")
        terminal.see("Labels", "computer_name=WIN-I44F9TN11M3")
        terminal.see('"code": "TDP02I"')
        terminal.press("k")
        terminal.see('"code": "TDP00I"')
        terminal.press("\x1b")
        terminal.see_gone("Labels")
        terminal.press("?")
        terminal.see("Keys that work here")
        terminal.press("\x1b")
        terminal.see_gone("Keys that work here")
        terminal.press(" ")
        terminal.see("FROZEN +0")
        write(log, SENT, count=5).wait()
        terminal.see("FROZEN +5", "2 events")
        terminal.press(" ")
        terminal.see("● LIVE", "7 events")
        assert terminal.leave() == 0


@pytest.mark.parametrize(("columns", "rows"), [(160, 45), (120, 40), (80, 24)])
def test_every_size_is_filled_and_nothing_stands_outside(
    log: Path, columns: int, rows: int
) -> None:
    with Terminal(log, columns=columns, rows=rows) as terminal:
        terminal.see("desktail", "1 event ")
        terminal.see("◇ alice")
        terminal.see("? Help")
        assert terminal.lines[0].startswith(" desktail")
        assert terminal.lines[-1].strip().startswith("⏎ Open")


def test_a_resize_is_followed(log: Path) -> None:
    with Terminal(log) as terminal:
        terminal.see("Transfers")
        terminal.resize(80, 24)
        terminal.see_gone("Transfers")
        terminal.see("◇ alice")
        terminal.resize(160, 45)
        terminal.see("Transfers")


def test_the_terminal_is_as_it_was_after_quitting(log: Path) -> None:
    with Terminal(log) as terminal:
        terminal.see("● LIVE")
        terminal.insist("\x03", "Press ctrl+c again")
        assert terminal.end() == 0
        # Out of the alternate screen, the cursor shown, the mouse let go.
        for restored in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"):
            assert bytes(terminal.raw).rfind(restored) > bytes(terminal.raw).rfind(
                restored[:-1] + (b"l" if restored.endswith(b"h") else b"h")
            )


def test_at_rest_only_the_clock_is_written(log: Path) -> None:
    with Terminal(log) as terminal:
        terminal.see("◇ alice")
        terminal.see("? Help")
        terminal.settle()
        before = terminal.screen.display
        at_rest = terminal.drain(4)
        # Four seconds of clock against one whole picture.
        assert at_rest < len(terminal.raw) / 10
        changed = [y for y, row in enumerate(terminal.screen.display) if row != before[y]]
        assert changed == [0]


def test_a_log_on_standard_input_is_shown_live_and_the_keyboard_works(
    log: Path, tmp_path: Path
) -> None:
    spools = tmp_path / "spools"
    spools.mkdir()
    feed = f"tail -n +1 -f {log}"
    with Terminal("-", piped_from=feed, environment={"TMPDIR": str(spools)}) as terminal:
        terminal.see("● LIVE", "1 event ")
        write(log, SENT, count=3).wait()
        terminal.see("● LIVE", "4 events")
        terminal.press("\r")
        terminal.see('"code": "TDP02I"')
        terminal.press("qq")
        terminal.wait_for(lambda: not any(spools.iterdir()), "nothing left behind")


def test_the_end_of_standard_input_is_said_and_all_of_it_shown(log: Path) -> None:
    log.write_text(f"{STARTED}\n{SENT}")
    with Terminal("-", piped_from=f"cat {log}") as terminal:
        terminal.see("○ ENDED", "2 events")
        assert terminal.leave() == 0


def test_the_demo_shows_its_incident_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with Terminal("demo", "--speed", "20", environment={"TMPDIR": str(tmp_path)}) as terminal:
        terminal.see("✕", "mallory", "HR-07")
        terminal.see("● bob", "FIN-DC-02", "▲")
        assert list(tmp_path.iterdir())
        assert terminal.leave() == 0
    assert list(tmp_path.iterdir()) == []
