"""Completions and manual page: what is committed is what the command line says, and works."""

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pexpect
import pytest

from share.make import files
from share.model import whole
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
SHARE = ROOT / "share"
BASH = SHARE / "bash-completion/completions/desktail"
FISH = SHARE / "fish/vendor_completions.d/desktail.fish"
ZSH = SHARE / "zsh/site-functions"
MANUAL = SHARE / "man/man1/desktail.1"
COMMANDS = [command.name for command in whole().commands]
OPTIONS = {
    command.name: [name for option in command.options for name in option.names]
    for command in whole().commands
}
ASK_BASH = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(( $# - 1 ))
_desktail
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a file and two folders lie, one of them with a space in its name."""
    (tmp_path / "server.log").touch()
    (tmp_path / "old").mkdir()
    (tmp_path / "two words").mkdir()
    return tmp_path


def tool(name: str) -> str:
    """Where a program is; skips the test where it is not."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def by_bash(folder: Path, *words: str) -> set[str]:
    done = subprocess.run(
        [tool("bash"), "-c", ASK_BASH, "bash", BASH, "desktail", *words],
        cwd=folder, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return set(done.stdout.split("\n")) - {""}


def by_fish(folder: Path, *words: str) -> set[str]:
    typed = " ".join(("desktail", *words))
    done = subprocess.run(
        [tool("fish"), "--no-config", "-c", f"source {FISH}; complete -C '{typed}'"],
        cwd=folder, capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    assert done.stderr == ""
    return {line.split("\t")[0].rstrip("/") for line in done.stdout.splitlines()}


SHELLS = {"bash": by_bash, "fish": by_fish}


@pytest.mark.parametrize("name", files())
def test_what_is_committed_is_what_the_command_line_says(name: str) -> None:
    assert (SHARE / name).read_text() == files()[name], "python -m share.make writes it anew"


def test_each_of_them_is_installed_where_it_is_looked_for() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    told: Mapping[str, str] = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert {name.split("/")[0] for name in files()} == {Path(path).name for path in told}
    assert all(source == target for source, target in told.items())


@pytest.mark.parametrize("shell", SHELLS)
def test_the_first_word_is_a_command_or_a_path(folder: Path, shell: str) -> None:
    assert by(shell, folder, "") == {*COMMANDS, "server.log", "old", "two words"}
    assert by(shell, folder, "su") == {"summary"}
    assert by(shell, folder, "se") == {"server.log"}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_its_own_options(folder: Path, shell: str, command: str) -> None:
    long = {name for name in OPTIONS[command] if name.startswith("--")}
    assert by(shell, folder, command, "--") - {"-h"} == long


@pytest.mark.parametrize("shell", SHELLS)
def test_without_a_command_options_are_those_of_the_live_view(folder: Path, shell: str) -> None:
    live = {name for name in OPTIONS["live"] if name.startswith("--")}
    assert by(shell, folder, "--") == {*live, "--version"}
    assert by(shell, folder, "server.log", "--") == live
    assert by(shell, folder, "--since", "24h", "se") == {"server.log"}


WHATS = {"sessions", "transfers", "events", "marks"}


@pytest.mark.parametrize("shell", SHELLS)
def test_what_an_option_takes_is_offered(folder: Path, shell: str) -> None:
    assert by(shell, folder, "export", "--what", "") == WHATS
    assert by(shell, folder, "export", "--format", "c") == {"csv"}
    assert by(shell, folder, "export", "--output", "se") == {"server.log"}
    assert by(shell, folder, "summary", "--since", "y") == {"yesterday"}
    assert by(shell, folder, "demo", "--write", "") == {"old", "two words"}
    assert by(shell, folder, "demo", "--seed", "") == set()


@pytest.mark.parametrize("shell", SHELLS)
def test_paths_are_offered_where_a_command_takes_them(folder: Path, shell: str) -> None:
    assert by(shell, folder, "summary", "--json", "s") == {"server.log"}
    assert by(shell, folder, "demo", "s") == set()


def by(shell: str, folder: Path, *words: str) -> set[str]:
    """What a shell offers for the last of some words."""
    return SHELLS[shell](folder, *words)


def test_bash_knows_an_option_with_an_equals_sign(folder: Path) -> None:
    assert by_bash(folder, "export", "--what", "=", "e") == {"events"}
    assert "yesterday" in by_bash(folder, "--since", "=")


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("desktail su", "desktail summary "),
        ("desktail se", "desktail server.log "),
        ("desktail --si", "desktail --since="),
        ("desktail --ver", "desktail --version "),
        ("desktail export --what e", "desktail export --what events "),
        ("desktail summary --js", "desktail summary --json "),
        ("desktail summary se", "desktail summary server.log "),
        ("desktail demo --write o", "desktail demo --write old/"),
    ],
)
def test_zsh_completes_what_is_typed(zsh: "pexpect.spawn[str]", typed: str, completed: str) -> None:
    zsh.send(f"{typed}\t{SHOW}")
    zsh.expect("<([^>]*)>", timeout=PATIENCE)
    assert isinstance(zsh.match, re.Match)
    assert zsh.match[1] == completed


SHOW = "\x07"
"""The key under which zsh shows, in <>, what it has on its line."""
PREPARE = f"""\
fpath=({ZSH} $fpath); autoload -Uz compinit; compinit -u -D
show() {{ print -r -- "<$BUFFER>"; BUFFER=; zle reset-prompt }}; zle -N show; bindkey '^G' show
print rea''dy
"""


@pytest.fixture
def zsh(folder: Path) -> Iterator["pexpect.spawn[str]"]:
    settings = {"HOME": str(folder), "TERM": "dumb", "PS1": "> "}
    child = pexpect.spawn(
        tool("zsh"), ["-f"], cwd=folder, env={**os.environ, **settings}, encoding="utf-8"
    )
    child.send(PREPARE)
    child.expect("\nready", timeout=PATIENCE)
    yield child
    child.close(force=True)


@pytest.mark.parametrize(
    "check",
    [["mandoc", "-Tlint", "-Wwarning"], ["groff", "-man", "-ww", "-z"]],
    ids=lambda it: it[0],
)
def test_the_manual_page_is_warned_of_by_nobody(check: Sequence[str]) -> None:
    done = subprocess.run(
        [tool(check[0]), *check[1:], MANUAL], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_manual_page_names_every_command_option_and_exit_status() -> None:
    done = subprocess.run(
        [tool("mandoc"), "-Tutf8", "-O", "width=200", MANUAL],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    text = subprocess.run(
        [tool("col"), "-b"], input=done.stdout, capture_output=True, text=True, check=True
    ).stdout
    for name in (*COMMANDS, *(name for names in OPTIONS.values() for name in names)):
        assert name in text
    assert [line.split()[0] for line in _section(text, "EXIT STATUS")] == [
        "0",
        "1",
        "2",
        "3",
        "4",
        "70",
        "129",
        "130",
        "143",
    ]


def _section(text: str, title: str) -> list[str]:
    """The lines of a section that say something."""
    behind = text.split(f"\n{title}\n")[1].splitlines()
    until = next(n for n, line in enumerate(behind) if line and not line.startswith(" "))
    return [line for line in behind[:until] if line.strip()]
