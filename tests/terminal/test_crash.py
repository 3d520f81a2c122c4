"""A fault of the program: the terminal is given back, and a report left that tells no log."""

import re
import stat
import termios
from pathlib import Path

from tests.program import run
from tests.terminal.terminal import Terminal

BROKEN_STATUS_LINE = """\
import tui.widgets.status

def broken(*_, **__):
    secret = "customers.bak"
    raise KeyError(secret)

tui.widgets.status.StatusLine.show = broken
"""
BROKEN_SUMMARY = """\
import tui.past.whole

def broken(*_, **__):
    try:
        raise ValueError("customers.bak")
    except ValueError as error:
        raise KeyError("customers.bak") from error

tui.past.whole.whole_table = broken
"""


def breaking(folder: Path, code: str) -> dict[str, str]:
    """Variables with which the program runs this code before its own."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code)
    return {"PYTHONPATH": str(folder), "XDG_STATE_HOME": str(folder / "state")}


def report_named_by(line: str) -> Path:
    """The report of which a line on stderr says where it is."""
    found = re.fullmatch(
        r"desktail: this should not happen: KeyError at .*\.py:\d+; .* is (.*)", line
    )
    assert found, line
    return Path(found[1])


def test_the_terminal_is_as_it_was_and_one_line_says_where_the_report_is(
    log: Path, tmp_path: Path
) -> None:
    environment = breaking(tmp_path / "broken", BROKEN_STATUS_LINE)
    with Terminal(log, columns=120, rows=40, environment=environment) as terminal:
        terminal.wait_for_end()
        modes = termios.tcgetattr(terminal.child.child_fd)[3]
        assert terminal.end() == 70
        written = bytes(terminal.raw)
    assert modes & termios.ECHO
    assert modes & termios.ICANON
    for restored in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"):
        assert restored in written
    _, _, after = written.partition(b"\x1b[?1049l")
    said = [
        line for line in re.sub(rb"\x1b\[[^a-zA-Z]*[a-zA-Z]", b"", after).split(b"\r\n") if line
    ]
    [line] = [line.decode() for line in said]
    text = report_named_by(line).read_text()
    assert "terminal of 120x40" in text
    assert "TERM=xterm-256color" in text


def test_a_report_tells_the_way_of_the_error_and_nothing_that_it_says(
    log: Path, tmp_path: Path
) -> None:
    environment = breaking(tmp_path / "broken", BROKEN_SUMMARY)
    answer = run("summary", log, **environment)
    assert (answer.returncode, answer.stdout) == (70, "")
    report = report_named_by(answer.stderr.removesuffix("\n"))
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text()
    assert re.search(r"^desktail \d", text)
    assert re.search(r"^CPython 3|^PyPy", text, re.MULTILINE)
    assert re.search(r"^textual \d", text, re.MULTILINE)
    assert "no terminal" in text
    ways = text.split("and from that")
    assert [re.findall(r"^(\w+Error)$", way, re.MULTILINE) for way in ways] == [
        ["ValueError"],
        ["KeyError"],
    ]
    assert "in summary" in ways[1]


def test_without_room_for_a_report_the_line_says_why(log: Path, tmp_path: Path) -> None:
    environment = breaking(tmp_path / "broken", BROKEN_SUMMARY)
    Path(environment["XDG_STATE_HOME"]).write_text("no folder")
    answer = run("summary", log, **environment)
    assert answer.returncode == 70
    assert re.fullmatch(
        r"desktail: this should not happen: KeyError at .*:\d+; no report could be written: .*\n",
        answer.stderr,
    )
