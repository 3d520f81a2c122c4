"""What is copied arrives at the terminal: bare, and through a real tmux and a real screen."""

import base64
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from tests.patience import PATIENCE

APP = Path(__file__).with_name("copies.py")
ROOT = Path(__file__).parents[2]
LINE = b'{"ei":0,"user":"\x1b[31m \xc3\xbc","path":"' + b"x" * 3000 + b'"}'
"""More than screen passes on at once."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "line"
    path.write_bytes(LINE)
    return path


class Outer:
    """A terminal in which a command runs: all the bytes that it is given."""

    def __init__(self, *command: str, **environment: str) -> None:
        plain = {k: v for k, v in os.environ.items() if k not in ("TMUX", "STY")}
        self.raw = b""
        self.child = pexpect.spawn(
            command[0],
            list(command[1:]),
            dimensions=(24, 80),
            env={**plain, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), **environment},
            timeout=None,
        )

    def wait_for(self, words: bytes) -> None:
        """Take what comes until these bytes are among it."""
        end = time.monotonic() + PATIENCE
        while words not in self.raw:
            assert time.monotonic() < end, f"never came: {words!r}\n{self.raw!r}"
            try:
                self.raw += self.child.read_nonblocking(1 << 16, timeout=0.1)  # type: ignore[operator]
            except pexpect.TIMEOUT:
                continue

    def close(self) -> None:
        """End the command."""
        self.child.close(force=True)


@pytest.fixture
def outer() -> Iterator[Callable[..., Outer]]:
    opened: list[Outer] = []

    def begin(*command: str, **environment: str) -> Outer:
        opened.append(Outer(*command, **environment))
        return opened[-1]

    yield begin
    for each in opened:
        each.close()


def osc52(content: bytes) -> bytes:
    """The sequence as a terminal takes it, up to its end."""
    return b"\x1b]52;c;" + base64.b64encode(content)


def test_a_terminal_is_given_what_is_copied_and_the_user_is_told(
    outer: Callable[..., Outer], file: Path
) -> None:
    terminal = outer(sys.executable, str(APP), str(file))
    terminal.wait_for(b"ready")
    terminal.child.send("y")
    terminal.wait_for(osc52(LINE) + b"\x07")
    terminal.wait_for(f"copied the file, {len(LINE):,} bytes".encode())
    assert b"\x1b[31m \xc3" not in terminal.raw


def test_what_is_too_large_is_refused_in_words(outer: Callable[..., Outer], file: Path) -> None:
    file.write_bytes(bytes(80_000))
    terminal = outer(sys.executable, str(APP), str(file))
    terminal.wait_for(b"ready")
    terminal.child.send("y")
    terminal.wait_for(b"not copied: 80,000 bytes")
    assert b"]52;" not in terminal.raw


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Runs a command of a tmux server of the test's own, and gives what it says."""
    found = shutil.which("tmux")
    if found is None:
        pytest.skip("tmux is not installed")
    socket = str(tmp_path / "tmux")

    def command(*words: str) -> str:
        done = subprocess.run(
            [found, "-S", socket, "-f", "/dev/null", *words],
            capture_output=True,
            check=True,
            timeout=60,
        )
        return done.stdout.decode()

    yield command
    subprocess.run([found, "-S", socket, "kill-server"], capture_output=True, check=False)


@pytest.mark.parametrize(
    ("clipboard", "passthrough"), [("on", "off"), ("external", "on"), ("on", "on")]
)
def test_it_arrives_through_tmux_by_whichever_way_that_lets_it(
    outer: Callable[..., Outer],
    tmux: Callable[..., str],
    tmp_path: Path,
    file: Path,
    clipboard: str,
    passthrough: str,
) -> None:
    app = f"PYTHONPATH={ROOT} {sys.executable} {APP} {file}"
    tmux("new-session", "-d", "-x", "80", "-y", "24", "sleep 600")
    tmux("set", "-g", "set-clipboard", clipboard)
    tmux("set", "-g", "allow-passthrough", passthrough)
    terminal = outer(str(shutil.which("tmux")), "-S", str(tmp_path / "tmux"), "attach")
    terminal.wait_for(b"[0]")
    tmux("respawn-pane", "-k", app)
    terminal.wait_for(b"ready")
    terminal.child.send("y")
    terminal.wait_for(b"copied the file")
    terminal.wait_for(base64.b64encode(LINE))
    if clipboard == "on":
        assert tmux("show-buffer").encode() == LINE


def test_it_arrives_through_screen(outer: Callable[..., Outer], file: Path, tmp_path: Path) -> None:
    found = shutil.which("screen")
    if found is None:
        pytest.skip("screen is not installed")
    folder = tmp_path / "screens"
    folder.mkdir(mode=0o700)
    command = (found, "-c", "/dev/null", sys.executable, str(APP), str(file))
    terminal = outer(*command, SCREENDIR=str(folder))
    terminal.wait_for(b"ready")
    terminal.child.send("y")
    terminal.wait_for(osc52(LINE) + b"\x07")
    terminal.child.send("q")
