"""The commands as they are typed: what they print, where, and with which exit status."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.contract.examples import DENIED, ENDED, SENT, STARTED
from tests.program import program, run
from tests.tail import Tail
from tui import __version__
from tui.commands import screen
from tui.config import Configuration
from tui.demo.writer import write_story
from tui.source.locate import SourceError


def lines(*written: str) -> bytes:
    """A log of these lines."""
    return "".join(f"{line}\n" for line in written).encode()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "events.log"
    path.write_bytes(lines(STARTED, SENT, ENDED))
    return path


def test_version_is_the_packages() -> None:
    assert run("--version").stdout == f"desktail {__version__}\n"


def test_help_names_every_command_and_the_exit_statuses() -> None:
    told = run("--help").stdout
    assert all(word in told for word in ("summary", "tail", "demo", "PATH", "exit status"))


def test_summary_prints_the_contracts_object_on_one_line(log: Path) -> None:
    answer = run("summary", "--json", log)
    assert (answer.returncode, answer.stderr, answer.stdout.count("\n")) == (0, "", 1)
    told = json.loads(answer.stdout)
    assert (told["schema"], told["lines"], told["desktop_events"]) == (1, 3, 3)
    assert told["sessions"][0]["state"] == "ended"
    assert "transfers" not in told["sessions"][0]


def test_summary_takes_files_in_the_order_given(tmp_path: Path) -> None:
    first, second = tmp_path / "b.log", tmp_path / "a.log"
    first.write_bytes(lines(DENIED))
    second.write_bytes(lines(STARTED))
    for order in ((first, second), (second, first)):
        told = json.loads(run("summary", "--json", *order).stdout)
        assert told["sessions"][0]["state"] == "active"
        assert told["sessions"][0]["events"] == 2


def test_summary_of_a_folder_is_the_summary_of_its_files(tmp_path: Path) -> None:
    hour = 3600 * 10**9
    write_story(tmp_path, seed=3, begins=20_000 * 24 * hour, until=20_000 * 24 * hour + hour)
    files = sorted((tmp_path / "log").glob("*/*.log"))
    assert len(files) == 2
    assert (
        run("summary", "--json", tmp_path / "log").stdout == run("summary", "--json", *files).stdout
    )


def test_summary_without_json_is_a_table_without_colour_in_a_pipe(log: Path) -> None:
    told = run("summary", "--transfers", log).stdout
    assert "\x1b" not in told
    assert "alice" in told
    assert "3 desktop events" in told


def test_summary_of_an_empty_log_is_nothing_at_all(tmp_path: Path) -> None:
    (tmp_path / "events.log").touch()
    told = json.loads(run("summary", "--json", tmp_path / "events.log").stdout)
    assert (told["lines"], told["sessions"]) == (0, [])


@pytest.mark.parametrize("command", [["summary"], ["summary", "--json"], ["tail"], []])
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing", None, "no such file or folder"),
        ("empty folder", "folder", "no audit log in this folder"),
        ("passwd", b"root:x:0:0:root:/root:/bin/bash\n", "not an audit log"),
        ("picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 64, "not an audit log"),
        ("pipe", "fifo", "no regular file"),
    ],
)
def test_a_path_without_a_log_is_one_line_and_status_1(
    tmp_path: Path, command: list[str], name: str, content: bytes | str | None, words: str
) -> None:
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif content == "fifo":
        os.mkfifo(path)
    elif isinstance(content, bytes):
        path.write_bytes(content)
    answer = run(*command, path)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith(f"desktail: {path}: ")
    assert words in answer.stderr
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["summary"],
        ["tail"],
        ["summary", "--nonsense", "x"],
        ["demo", "--speed", "0"],
        ["--nonsense"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    answer = run(*arguments)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


def test_the_live_view_without_a_terminal_says_what_does_without(log: Path) -> None:
    answer = run(log)
    assert answer.returncode == 1
    assert "desktail tail" in answer.stderr


def test_without_a_path_it_says_how_to_give_one_and_names_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "DEFAULT_PATH", tmp_path / "teleport")
    with pytest.raises(SourceError) as error:
        screen.live([], Configuration.built_in(Path()), wait=False)
    told = str(error.value)
    assert f"{tmp_path / 'teleport'}: no such file or folder" in told
    assert "desktail PATH" in told
    assert "desktail demo" in told


@pytest.mark.parametrize(
    ("word", "meant"), [("sumary", "; did you mean summary?"), ("chek", "; did you mean check?")]
)
def test_a_word_that_may_be_a_command_is_asked_about(word: str, meant: str) -> None:
    answer = run(word)
    assert (answer.returncode, answer.stderr.endswith(f"{meant}\n")) == (1, True)


def test_demo_writes_teleports_layout_and_never_into_a_log(tmp_path: Path) -> None:
    answer = run("demo", "--write", tmp_path / "out", "--seed", "5")
    assert answer.stdout == f"{tmp_path / 'out' / 'log'}\n"
    assert (tmp_path / "out" / "log" / "events.log").is_symlink()
    told = json.loads(run("summary", "--json", tmp_path / "out" / "log").stdout)
    assert told["totals"]["bytes_out"] > 2 * 2**30
    assert told["malformed_lines"] == 0
    again = run("demo", "--write", tmp_path / "out")
    assert again.returncode == 1
    assert "already" in again.stderr


@pytest.mark.parametrize(
    ("phrase", "events"), [("all", 3), ("2026-03-04", 2), ("2026-03-05T12:00:00Z", 1), ("1m", 1)]
)
def test_since_leaves_a_folders_older_files_alone_but_never_the_newest(
    tmp_path: Path, phrase: str, events: int
) -> None:
    for day in ("03", "04", "05"):
        (tmp_path / f"2026-03-{day}.00:00:00.log").write_bytes(lines(SENT))
    told = json.loads(run("summary", "--json", "--since", phrase, tmp_path).stdout)
    assert told["desktop_events"] == events


def test_a_link_brings_the_files_of_the_days_before_it(tmp_path: Path) -> None:
    for day in ("03", "04", "05"):
        (tmp_path / f"2026-03-{day}.00:00:00.log").write_bytes(lines(SENT))
    link = tmp_path / "events.log"
    link.symlink_to("2026-03-04.00:00:00.log")
    for since, events in (("all", 1), ("2026-03-04", 1), ("2026-03-01", 2)):
        told = json.loads(run("summary", "--json", "--since", since, link).stdout)
        assert told["desktop_events"] == events
    tail = Tail("--json", "--from-start", "--since", "2026-03-01", link)
    assert [tail.line(), tail.line()] == [lines(SENT)] * 2
    assert tail.interrupt() == (130, b"")


@pytest.mark.parametrize("phrase", ["", "soon", "3x", "-1h", "2026-13-01", "12:40"])
def test_a_time_phrase_that_says_nothing_is_told_what_is_accepted(log: Path, phrase: str) -> None:
    answer = run("summary", f"--since={phrase}", log)
    assert answer.returncode == 2
    assert "accepted are 15m, 24h, 2d, today, yesterday, 2026-11-20" in answer.stderr


@pytest.mark.parametrize("command", [["summary", "--json"], ["tail", "--json"], ["tail"]])
def test_dash_is_standard_input_to_its_end(log: Path, command: list[str]) -> None:
    with log.open("rb") as piped:
        feed = subprocess.run(
            [program(), *command, "-"], stdin=piped, capture_output=True, timeout=60, check=False
        )
    assert (feed.returncode, feed.stderr) == (0, b"")
    if command[0] == "summary":
        assert feed.stdout.decode() == run("summary", "--json", log).stdout
    else:
        assert feed.stdout.count(b"\n") == 3


def test_tail_of_a_pipe_takes_the_last_line_without_its_end_when_the_pipe_ends() -> None:
    answer = subprocess.run(
        [program(), "tail", "--json", "-"],
        input=lines(STARTED) + SENT.encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert answer.stdout == lines(STARTED, SENT)


def test_tail_prints_what_is_there_and_what_comes_until_it_is_interrupted(log: Path) -> None:
    tail = Tail("--from-start", log)
    first = [tail.line().split()[:4] for _ in range(3)]
    assert [row[1] for row in first] == [b"alice"] * 3
    with log.open("ab") as file:
        file.write(lines(SENT))
    assert b"clip in" in tail.line()
    assert tail.interrupt() == (130, b"")


def test_tail_json_is_the_logs_own_line_byte_for_byte(log: Path) -> None:
    odd = b'{ "event":"desktop.clipboard.send", "sid":"s" ,"user":"\xc2\x9b\\u001b", "length" :1}'
    log.write_bytes(lines(STARTED) + b'{"event":"other"}\n' + odd + b"\n")
    tail = Tail("--json", "--from-start", log)
    assert tail.line() == lines(STARTED)
    assert tail.line() == odd + b"\n"
    assert tail.interrupt() == (130, b"")


def test_tail_starts_at_the_end_unless_told_otherwise(log: Path) -> None:
    tail = Tail("--json", log)
    # It cannot be seen from outside when it is ready; so lines come until one is printed.
    marked = lines(SENT).replace(b'"alice"', b'"after"')
    writer = subprocess.Popen(
        ["/bin/sh", "-c", 'while :; do printf "%s" "$LINE" >> "$LOG"; sleep 0.1; done'],
        env={**os.environ, "LINE": marked.decode(), "LOG": str(log)},
    )
    try:
        assert tail.line() == marked
    finally:
        writer.kill()
        writer.wait()
        tail.interrupt()


def test_tail_says_on_stderr_what_was_truncated_before_it_was_read(log: Path) -> None:
    tail = Tail("--json", "--from-start", log)
    with log.open("ab") as file:
        file.write(lines(DENIED) + b'{"ei":0,"never":"ended')
    while tail.line() != lines(DENIED):
        continue
    # What was written at once was read at once: so far, and the beginning of what never ends.
    marked = lines(SENT).replace(b'"alice"', b'"after"')
    log.write_bytes(marked)
    assert tail.complaint().startswith(f"{log}: 22 lost, truncated before read, ")
    assert tail.line() == marked
    assert tail.interrupt()[0] == 130


def test_tail_says_on_stderr_when_its_file_is_gone_though_nothing_arrives(log: Path) -> None:
    tail = Tail("--from-start", log)
    tail.line()
    log.unlink()
    assert tail.complaint() == f"{log}: no such file or folder; give the path of an audit log"
    assert tail.interrupt()[0] == 130


def test_tail_shows_nothing_of_a_log_that_a_terminal_would_obey(log: Path) -> None:
    log.write_bytes(lines(SENT).replace(b"alice", b"\\u001b]0;x\\u0007\xe2\x80\xae"))
    tail = Tail("--from-start", log)
    assert "␛]0;x␇‹202E›".encode() in tail.line()
    tail.interrupt()


@pytest.mark.parametrize("command", ["summary --json", "summary", "tail --from-start"])
def test_a_closed_pipe_ends_quietly(log: Path, command: str) -> None:
    log.write_bytes(lines(*[STARTED] * 20_000))
    shell = f"{program()} {command} {log} | head -c 1; echo ${{PIPESTATUS[0]}}"
    answer = subprocess.run(
        ["/bin/bash", "-c", shell], capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.stderr == ""
    assert answer.stdout[1:] == "0\n"
