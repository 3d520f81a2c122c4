"""What a hostile log makes the program write, byte by byte: nothing that a terminal obeys.

Whoever may name a file or a desktop writes into the log. Each string of it is hostile here, every
screen is visited and every key pressed; then all bytes that reached the terminal are taken apart.
"""

import json
import re
import signal
import subprocess
import time
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.patience import until
from tests.program import program
from tests.terminal.terminal import Terminal
from tui.view.narrowing import WINDOWS

README = Path(__file__).parents[2] / "README.md"

# -- the log -------------------------------------------------------------------------------

BLANKS = "\u034f\u115f\u1160\u17b4\u180b\u180e\u2800\u3164\ufe0f\uffa0\U000e0100"
"""Printable by their category, and yet nothing to see."""
STRANGE = (
    [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
    + list("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\u2064\ufeff\ufff9")
    + [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
    + [chr(code) for code in (0xE0001, 0xE0041, 0xE007F, 0xE000, 0xF8FF, 0x10FFFD, 0xFFFE)]
    + list(BLANKS)
)
SEQUENCES = (
    "\x1b]0;7331\x07\x1b]2;7331\x1b\\\x9d0;7331\x9c",
    "\x1b]8;;http://7331\x07x\x1b]8;;\x07",
    "\x1b]52;c;NzMzMQ==\x07\x1b]22;7331\x07",
    "\x1b[7331m\x1b[7331;7331H\x1b[?7331h\x9b7331m\x9b6n",
    "\x1bP7331\x1b\\\x1b_7331\x1b\\\x1b^7331\x1b\\\x1bX7331\x1b\\\x907331\x9c\x1bc",
    "[b]7331[/x][@click=app.exit]7331[/][link=http://7331]",
)
"""What terminals and Textual's markup obey; 7331 is not a number that Textual ever writes."""
CHUNKS = [*("".join(STRANGE[at : at + 24]) for at in range(0, len(STRANGE), 24)), *SEQUENCES]
LONGEST = 60_000
NOW = datetime.now(UTC).replace(microsecond=0, tzinfo=None)


def line(code: str, name: str, sid: str, time: str, **fields: object) -> bytes:
    """One line as Teleport writes it: raw, but for the controls that JSON escapes."""
    told = {"ei": 0, "event": name, "code": code, "sid": sid, "time": time, **fields}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def people(text: str) -> dict[str, object]:
    """A hostile text in every field that says who and where."""
    names = ("user", "desktop_name", "desktop_addr", "windows_domain", "cluster_name")
    told: dict[str, object] = {name: text + name for name in (*names, "addr.local", "with_mfa")}
    return told | {
        "login": text + "login",
        "desktop_labels": {f"teleport.dev/{text}key": f"{text}label", text: text},
        "certificate": {f"{text}subject": f"{text}certificate"},
        "windows_desktop_service": text + "service",
    }


def session(text: str, number: int) -> Iterator[bytes]:
    """A session of 30 days with all its kinds of events; the text stands in all their strings."""
    sid = f"{text}sid{number}"
    start, end = NOW - timedelta(days=30, seconds=number), NOW - timedelta(seconds=number)
    first, now = f"{start.isoformat()}Z", f"{end.isoformat()}Z"
    who, file = people(text), {"directory_name": f"{text}dir", "file_path": f"{text}/{text}path"}
    most = {"length": 2**63 - 1, "offset": 2**64 - 1}
    yield line("TDP00I", f"{text}event", sid, first, **who, success=True, message=text)
    yield line("TDP04I", "desktop.directory.share", sid, now, **who, **file)
    yield line("TDP04W", f"{text}event", sid, now, **who, **file, success=False, error=text)
    yield line("TDP05W", "desktop.directory.read", sid, now, **who, **file, error=f"{text}error")
    yield line("TDP06W", "desktop.directory.write", sid, now, **file, **most, success=True)
    for stamp in (now, "0001-01-02T00:00:00Z", "9999-12-31T23:59:59.999999999Z", first):
        yield line("TDP06I", "desktop.directory.write", sid, stamp, **who, **file, **most)
    yield line(f"{text}code", "desktop.clipboard.send", sid, first, **who, length=2**63 - 1)
    # A short write, and the next event glued to it: the fragment is raw, invalid bytes as well.
    glued = line("TDP03I", f"{text}event", sid, now, length=4).replace(b'"event"', b'"event" ')
    yield b"\x1b]0;7331\x07\x1b[7331m\x9b7331m\xff" + text.encode() + glued
    if number % 3 == 0:
        yield line("TDP01I", f"{text}event", sid, now, session_start=first, session_stop=now)


def hostile_log() -> Iterator[bytes]:
    """All of it: a denied session for each character, full ones for what stands together."""
    for number, character in enumerate(STRANGE):
        stamp = ("0001-01-01T00:00:01Z", "9999-12-31T23:59:59Z")[number % 2]
        sid, who = f"{character}{number}", people(character)
        yield line("TDP00W", "windows.desktop.session.start", sid, stamp, **who, error=character)
    for number, text in enumerate(("\u202e" * LONGEST, "\x1b[7331m" * 8000, "Ж" * LONGEST)):
        stamp = f"{(NOW - timedelta(days=90 + number)).isoformat()}Z"
        told = {"user": text, "desktop_name": text, "success": True}
        yield line("TDP00I", "windows.desktop.session.start", f"long{number}", stamp, **told)
        told = {"directory_name": text, "file_path": "a", "length": 1}
        yield line("TDP06I", "desktop.directory.write", f"long{number}", stamp, **told)
    for number, text in enumerate(CHUNKS):
        yield from session(text, number)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)  # where an export goes that a key pressed too soon has written
    path = tmp_path / "events.log"
    path.write_bytes(b"".join(one.replace(b"\n", b"") + b"\n" for one in hostile_log()))
    return path


# -- what was written ----------------------------------------------------------------------

SEQUENCE = re.compile(
    rb"\x1b(?:"
    rb"\[[0-9;]*m"  # colours
    rb"|\[[0-9]+;[0-9]+H"  # where to write
    rb"|\[\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"  # modes
    rb"|\[\?(?:2026|2048)\$p"  # which modes there are
    rb"|\[>[0-9]+u|\[<u"  # how keys are told
    rb"|\]22;default\x07"  # the pointer's shape
    rb"|\]52;c;[0-9A-Za-z+/]+=*\x07"  # what is copied
    rb")"
)
"""All that Textual writes of its own; whatever else has an ESC in it came from the log."""


def without_sequences(raw: bytes) -> str:
    """The text that was written, when the terminal's own sequences are taken out."""
    assert not [sequence for sequence in SEQUENCE.findall(raw) if b"7331" in sequence]
    return SEQUENCE.sub(b"", raw).decode()


def obeyed_or_unseen(text: str) -> set[str]:
    """The characters of a text that do something to a terminal, or that nobody can see."""
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    found = {one for one in set(text) - {"\n"} if unicodedata.category(one) in hidden}
    return found | set(text) & set(STRANGE) - {"\n"}


def mark(character: str) -> str:
    """What stands for a strange character."""
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else f"‹{code:X}›"


# -- keys ----------------------------------------------------------------------------------

NAMED = {
    "↓": "\x1b[B",
    "↑": "\x1b[A",
    "PgUp": "\x1b[5~",
    "PgDn": "\x1b[6~",
    "Home": "\x1b[H",
    "End": "\x1b[F",
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "tab": "\t",
    "enter": "\r",
    "space": " ",
}
OVER_IT = ("?", "F1", ":", "ctrl+p", "!", "'", "x")
"""Keys that open something over the screen."""
ASKING = ("\\", "/", "@", "ctrl+g", "M", "ctrl+e")
"""Keys that ask for something, and are left again."""
LEAVING = ("q", "esc", "ctrl+c")


def readme_keys() -> list[str]:
    """The names of all keys in README's table of them."""
    table = README.read_text().split("| key | |\n|---|---|\n")[1].split("\n\n")[0]
    cells = [row.split(" | ")[0] for row in table.splitlines()]
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def typed(name: str) -> str:
    """What a terminal sends for a key."""
    if name.startswith("ctrl+"):
        return chr(ord(name[-1]) & 0x1F)
    return NAMED.get(name, name)


def press_each(terminal: Terminal, names: Iterable[str]) -> None:
    """Press keys one by one; what opens over the screen is looked at, paged, and closed."""
    for name in names:
        terminal.press(typed(name))
        terminal.drain(0.1)
        if name == "0":
            terminal.press("0" * (len(WINDOWS) - 1))  # back to all
        if name in ASKING:
            terminal.drain(0.2)
            terminal.press("\x1b")
            terminal.drain(0.2)
        if name in OVER_IT:
            terminal.drain(0.4)
            terminal.press(NAMED["PgDn"])
            terminal.drain(0.2)
            terminal.press("\x1b")
            terminal.drain(0.4)


def visit(terminal: Terminal) -> None:
    """Open the session under the cursor, and go through its feed and its panes."""
    terminal.press("\r")
    terminal.see("Back")
    for keys in ("kg", "jjjjjjjj", "2", NAMED["PgDn"], NAMED["PgDn"] + "3", "41"):
        terminal.press(keys)
        terminal.drain(0.03)
    terminal.press("\x1b")
    terminal.see("a Ended")


# -- the tests -----------------------------------------------------------------------------


def test_every_key_of_the_readme_can_be_typed() -> None:
    names = readme_keys()
    assert {*LEAVING, *OVER_IT, "j", "space", "enter"} <= set(names)
    assert [name for name in names if name not in LEAVING and len(typed(name)) > 4] == []


SIZES = pytest.mark.parametrize(("columns", "rows"), [(160, 45), (80, 24)])


@SIZES
def test_nothing_that_came_from_the_log_is_obeyed_by_the_terminal(
    log: Path, columns: int, rows: int
) -> None:
    with Terminal(log, columns=columns, rows=rows, environment={"TZ": "Asia/Kolkata"}) as terminal:
        terminal.see("● LIVE")
        # The active ones stand on top, the ended ones below all others.
        for first, onward, count in (("ag", "j", len(CHUNKS)), ("G", "k", len(CHUNKS) // 3)):
            terminal.press(first)
            for _ in range(count):
                visit(terminal)
                terminal.press(onward)
        terminal.press("g")
        for _ in range(len(STRANGE) * 2 // rows):
            terminal.press(NAMED["PgDn"])
            terminal.drain(0.2)
        text = without_sequences(bytes(terminal.raw))
    assert obeyed_or_unseen(text.replace("\r", "")) == set()
    # And it was shown, not left out; a page that is left before it was painted shows nothing.
    assert sum(mark(one) in text for one in STRANGE) > len(STRANGE) * 3 // 4
    assert "[/x][@click" in text


@SIZES
def test_no_key_has_the_terminal_obey_the_log(log: Path, columns: int, rows: int) -> None:
    with Terminal(log, columns=columns, rows=rows) as terminal:
        terminal.see("● LIVE")
        keys = [name for name in readme_keys() if name not in LEAVING]
        press_each(terminal, [name for name in keys if name != "enter"])
        terminal.press("\\\x15\r")  # whatever a cell's filter left out
        terminal.drain(0.4)
        terminal.press("1g\r")
        terminal.see("Back")
        press_each(terminal, keys)
        terminal.press("\x1b")
        terminal.drain(0.4)  # what follows an escape at once is one key with it
        terminal.see("a Ended")
        terminal.press("\x03")
        terminal.see("Press ctrl+c again")
        assert terminal.leave() == 0
        text = without_sequences(bytes(terminal.raw))
    assert obeyed_or_unseen(text.replace("\r", "")) == set()


@pytest.mark.parametrize("options", [(), ("--transfers",), ("--json",), ("--json", "--transfers")])
def test_a_summary_has_nothing_in_it_that_a_terminal_obeys(
    log: Path, options: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [program(), "summary", *options, str(log)], capture_output=True, timeout=60, check=True
    )
    assert obeyed_or_unseen(done.stdout.decode()) == set()
    assert done.stderr == b""


def test_a_tail_has_nothing_in_it_that_a_terminal_obeys(log: Path, tmp_path: Path) -> None:
    summary = subprocess.run(
        [program(), "summary", "--json", str(log)], capture_output=True, timeout=60, check=True
    )
    events = json.loads(summary.stdout)["desktop_events"]
    told = tmp_path / "told"
    with (
        told.open("wb") as out,
        subprocess.Popen(
            [program(), "tail", "--from-start", str(log)], stdout=out, stderr=subprocess.PIPE
        ) as tail,
    ):
        until(lambda: told.read_bytes().count(b"\n") >= events)
        time.sleep(0.2)
        tail.send_signal(signal.SIGINT)
        _, complaints = tail.communicate(timeout=60)
    text = told.read_bytes().decode()
    assert (tail.returncode, complaints) == (130, b"")
    assert obeyed_or_unseen(text) == set()
    assert text.count("\n") == events
    assert mark("\x1b") + "[7331m" in text
