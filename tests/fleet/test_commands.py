"""What commands say of a stream: what they say of the files that were shipped."""

import gzip
import json
import os
import signal
import subprocess
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from socket import gethostname
from subprocess import CompletedProcess

import pytest

from tests.cli.test_check import Service
from tests.contract.examples import DENIED, ENDED, SENT, STARTED
from tests.evidence.bundles import contents, manifest, story
from tests.fleet.server import Server
from tests.fleet.shipping import Shipped, make_streams
from tests.marks.made import ON_LINE
from tests.program import program, run
from tests.tail import Tail
from tui.fleet.access import Access
from tui.fleet.address import Address
from tui.fleet.engine import Engine
from tui.marks.mark import digest_of
from tui.marks.store import Marks
from tui.source.lines import MAX_LINE

HOSTS = "auth1", "auth2", "auth3"
LAST = 5000
"""Lines of a day, its last ones."""
AT_ONCE = 400
"""Lines of a message."""
DATED = "2026-11-29.00:00:00.log"


@dataclass(frozen=True, slots=True)
class Fleet:
    """Files of some hosts, in log order, and the stream in which they are."""

    address: str
    files: list[Path]


@pytest.fixture(scope="session")
def fleet(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Fleet:
    """The story of the demo, dealt out among three hosts; sent twice, and cut differently then."""
    root, files = tmp_path_factory.mktemp("fleet"), []
    with closing(Engine.open(Address.parse(server.address), Access(), name="test")) as engine:
        make_streams(engine)
        for file in story(root / "story"):
            lines = file.read_bytes().splitlines()[-LAST:]
            for number, host in enumerate(HOSTS):
                path = f"/var/lib/teleport/log/{file.name}"
                shipped = Shipped(engine, host, path, lines[number :: len(HOSTS)])
                files.append(shipped.write(root))
                shipped.announce()
                _send(shipped, 0, AT_ONCE)
                _send(shipped, AT_ONCE // 3, AT_ONCE // 2)
    return Fleet(server.address, files)


def _send(shipped: Shipped, begin: int, many: int) -> None:
    for first in range(begin, len(shipped.lines), many):
        shipped.send(first, min(first + many, len(shipped.lines)))


def shipped(engine: Engine, host: str, *lines: bytes) -> Shipped:
    """A file of a host, of these lines."""
    path = f"/var/lib/teleport/log/{DATED}"
    return Shipped(engine, host, path, lines)


EVENTS = [*map(str.encode, (STARTED, SENT, ENDED))]
DENIALS = [DENIED.encode()] * 3

# -- number for number -----------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        ("summary", "--json"),
        ("summary", "--transfers"),
        ("summary", "--json", "--transfers", "--filter", "user=alice out>1MB"),
        ("export",),
        ("export", "--what", "transfers", "--format", "csv"),
        ("export", "--what", "events"),
        ("export", "--what", "events", "--format", "md", "--filter", "denied"),
        ("check",),
    ],
    ids=" ".join,
)
def test_a_stream_says_what_its_files_say(fleet: Fleet, asked: tuple[str, ...]) -> None:
    of_files, of_stream = run(*asked, *fleet.files), run(*asked, fleet.address)

    assert of_files.stdout
    assert of_stream.stdout == of_files.stdout
    assert (of_stream.returncode, of_stream.stderr) == (of_files.returncode, "")


def test_alerts_of_a_stream_are_those_of_its_files_and_at_their_bytes(fleet: Fleet) -> None:
    of_files, of_stream = (
        [json.loads(line) for line in run("check", "--json", *given).stdout.splitlines()]
        for given in (fleet.files, [fleet.address])
    )

    assert of_files
    assert [_without_file(alert) for alert in of_stream] == [*map(_without_file, of_files)]
    assert {alert["path"] for alert in of_stream} <= {
        f"{host}:/var/lib/teleport/log/{file.name}" for host in HOSTS for file in fleet.files
    }
    assert all(alert["sequence"] > 0 for alert in of_stream)


def _without_file(alert: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in alert.items() if name not in ("path", "sequence")}


def test_evidence_of_a_stream_holds_what_that_of_its_files_holds(
    fleet: Fleet, tmp_path: Path
) -> None:
    of_files, of_stream = tmp_path / "files", tmp_path / "stream"
    run("export", "--evidence", of_files, *fleet.files)
    run("export", "--evidence", of_stream, fleet.address)

    told = [
        {name: text for name, text in contents(each).items() if _is_of_lines(name)}
        for each in (of_files, of_stream)
    ]
    assert told[0]
    assert told[1] == told[0]
    ranges = [
        [each.ranges for each in manifest(folder).sources] for folder in (of_files, of_stream)
    ]
    assert ranges[1] == ranges[0]


def _is_of_lines(name: str) -> bool:
    return not name.startswith(("manifest", "report"))


ODD = [
    *(b"", b"   ", b"nonsense", b'{"a":', b"\xff\xfe", b"null", b"\0\0"),
    *(b'{"event":"user.login"}\r', b"x" * (MAX_LINE + 1)),
]


def test_what_was_shipped_of_damaged_files_says_what_they_say(
    engine: Engine, tmp_path: Path
) -> None:
    files = []
    for number, file in enumerate(story(tmp_path / "story")):
        lines = file.read_bytes().splitlines()[-LAST // 4 :]
        for at, odd in enumerate(ODD, 1):
            lines.insert(at * len(lines) // (len(ODD) + 1), odd)
        text = b"".join(line + b"\n" for line in lines)
        folder = tmp_path / HOSTS[number]
        folder.mkdir()
        written = folder / (file.name if number else f"{file.name}.gz")
        written.write_bytes(text if number else gzip.compress(text))
        files.append(written)
        state = str(tmp_path / "state")
        to = "--once", "--host", HOSTS[number], "--to", str(engine.address)
        assert run("ship", written, *to, XDG_STATE_HOME=state).returncode == 0
    for asked in (("summary", "--json"), ("export", "--what", "events")):
        of_files, of_stream = run(*asked, *files), run(*asked, str(engine.address))
        assert of_stream.stdout == of_files.stdout
        assert of_stream.stderr == ""


# -- evidence --------------------------------------------------------------------------


def test_evidence_tells_the_file_that_was_shipped_and_from_where_it_was_read(
    engine: Engine, tmp_path: Path
) -> None:
    shipped(engine, "auth1", *EVENTS).send()
    done = run("export", "--evidence", tmp_path / "e", str(engine.address))

    assert done.returncode == 0
    [source] = manifest(tmp_path / "e").sources
    assert (source.name, source.device, source.inode, source.stream, source.ranges) == (
        *(f"auth1:/var/lib/teleport/log/{DATED}", 1, 1, engine.address.stream),
        [(0, sum(len(line) + 1 for line in EVENTS))],
    )
    assert source.log == "log/01-2026-11-29.jsonl"
    told = (tmp_path / "e" / "report.md").read_text()
    assert f"the stream {engine.address.stream}, as a shipper had sent their lines" in told


def test_evidence_of_a_stream_with_a_gap_says_so_in_its_manifest(
    engine: Engine, tmp_path: Path
) -> None:
    file = shipped(engine, "auth1", *EVENTS)
    file.send(0, 1)
    file.send(2, 3)
    done = run("export", "--evidence", tmp_path / "e", str(engine.address))

    said = f"{len(EVENTS[1]) + 1} are not in the stream"
    assert (done.returncode, done.stderr) == (
        1,
        f"desktail: auth1:/var/lib/teleport/log/{DATED}: {said}\n",
    )
    assert [source.problem for source in manifest(tmp_path / "e").sources] == [said]


def finding(done: CompletedProcess[str]) -> str:
    """What was found of the log."""
    [line] = [line for line in done.stdout.splitlines() if " the log " in line]
    return line


def test_elsewhere_evidence_of_a_stream_is_compared_with_no_file_of_that_name(
    engine: Engine, tmp_path: Path
) -> None:
    file = shipped(engine, "auth1", *EVENTS)
    here = tmp_path / DATED
    here.write_bytes(b"another host's\n")
    file.path = str(here)
    file.send()
    run("export", "--evidence", tmp_path / "e", str(engine.address))
    done = run("verify", tmp_path / "e")

    assert done.returncode == 0
    assert finding(done) == f"not there the log auth1:{here}: it lies on auth1: verify there"


def test_on_its_host_evidence_of_a_stream_is_compared_with_the_file(
    engine: Engine, tmp_path: Path
) -> None:
    file = shipped(engine, gethostname(), *EVENTS)
    here = tmp_path / DATED
    file.path = str(here)
    file.send()
    run("export", "--evidence", tmp_path / "e", str(engine.address))
    told = []
    for content in (EVENTS, EVENTS[::-1]):
        here.write_bytes(b"".join(line + b"\n" for line in content))
        told.append(run("verify", tmp_path / "e").returncode)

    assert told == [0, 4]


def test_a_copy_of_the_file_speaks_for_evidence_of_a_stream(engine: Engine, tmp_path: Path) -> None:
    file = shipped(engine, "auth1", EVENTS[0], b'{"event":"user.login"}', *EVENTS[1:])
    file.send()
    run("export", "--evidence", tmp_path / "e", str(engine.address))
    copy = file.write(tmp_path)
    done = run("verify", tmp_path / "e", copy)

    assert done.returncode == 0
    assert finding(done).endswith(f"it is {copy}")


def test_the_stream_speaks_for_evidence_of_a_file(engine: Engine, tmp_path: Path) -> None:
    file = shipped(engine, "auth1", EVENTS[0], b'{"event":"user.login"}', *EVENTS[1:])
    file.send(2, 4)
    file.send(0, 3)
    log = file.write(tmp_path)
    run("export", "--evidence", tmp_path / "e", log)
    log.unlink()
    done = run("verify", tmp_path / "e", str(engine.address))

    assert done.returncode == 0
    assert finding(done).endswith(f"it is auth1:/var/lib/teleport/log/{DATED} in the stream")


def test_a_stream_without_the_lines_of_evidence_does_not_speak_for_it(
    engine: Engine, tmp_path: Path
) -> None:
    file = shipped(engine, "auth1", *EVENTS)
    file.send(0, 2)
    log = file.write(tmp_path)
    run("export", "--evidence", tmp_path / "e", log)
    log.unlink()
    done = run("verify", tmp_path / "e", str(engine.address))

    assert done.returncode == 4
    assert finding(done) == f"missing   the log {log}: the stream does not have these lines"


# -- what must be said -----------------------------------------------------------------


@pytest.mark.parametrize("command", [("summary",), ("export",), ("check",)], ids=" ".join)
def test_gaps_are_said_behind_the_numbers_with_status_1(
    engine: Engine, command: tuple[str, ...]
) -> None:
    file = shipped(engine, "auth1", *DENIALS, *EVENTS)
    file.send(0, 3)
    file.lose(3, 4)
    file.send(4, 6)
    done = run(*command, str(engine.address))

    name, lost = f"auth1:/var/lib/teleport/log/{DATED}", len(EVENTS[0]) + 1
    assert done.stdout
    assert done.stderr == f"desktail: {name}: {lost} lost, its shipper could not read them\n"
    assert done.returncode == 1


def test_a_beginning_that_the_stream_has_no_more_is_said_and_no_fault(engine: Engine) -> None:
    shipped(engine, "auth1", *EVENTS).send(1)
    done = run("summary", str(engine.address))

    name, gone = f"auth1:/var/lib/teleport/log/{DATED}", len(EVENTS[0]) + 1
    assert done.returncode == 0
    assert done.stderr == (f"desktail: {name}: its first {gone} are not in the stream any more\n")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("summary", "nats://a", "nats://b"), "nats://a/DESKTAIL: one stream, or files"),
        (("check", "nats://a", "/var/log"), "nats://a/DESKTAIL: one stream, or files"),
        (("verify", "e", "nats://a", "/var/log"), "nats://a/DESKTAIL: one stream, or files"),
        (("replay", "nats://a"), "replay: nats://a/DESKTAIL cannot be played"),
        (("export", "nats://u:secret@a"), "nats://…@a: no user and no password"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_asked_of_a_stream_is_wrong_usage(asked: tuple[str, ...], said: str) -> None:
    done = run(*asked)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"desktail: {said}")
    assert "secret" not in done.stderr


def test_a_stream_that_is_not_there_is_a_line_and_status_1(server: Server) -> None:
    done = run("summary", f"{server.address}/NONE")

    assert done.returncode == 1
    assert done.stderr == (
        f"desktail: {server.address}/NONE: there is no stream NONE; "
        f"make it: desktail nats init {server.address}/NONE\n"
    )


# -- marks -----------------------------------------------------------------------------


def test_marks_on_lines_are_found_by_their_bytes_in_the_file_that_was_shipped(
    engine: Engine, tmp_path: Path
) -> None:
    bad = b"nonsense"
    file = shipped(engine, "auth1", EVENTS[0], b'{"event":"user.login"}', bad)
    file.send()
    offset = len(EVENTS[0]) + len(b'{"event":"user.login"}') + 2
    marks = Marks(tmp_path / "desktail" / "marks.jsonl")
    for at, note in ((offset, "here"), (len(EVENTS[0]) + 1, "where the mirror has it")):
        marks.put(replace(ON_LINE, digest=digest_of(bad), offset=at, sid="", note=note))
    done = run("export", "--what", "marks", str(engine.address), XDG_STATE_HOME=str(tmp_path))

    assert [json.loads(line)["note"] for line in done.stdout.splitlines()] == ["here"]


# -- as it comes -----------------------------------------------------------------------


def test_tail_prints_what_is_there_and_what_comes(engine: Engine) -> None:
    file = shipped(engine, "auth1", *EVENTS)
    file.send(0, 1)
    tail = Tail("--json", "--from-start", "--since", "all", str(engine.address))
    try:
        there = tail.line()
        file.send(1, 2)
        came = tail.line()
    finally:
        tail.process.kill()
        tail.process.communicate()

    assert (there, came) == (EVENTS[0] + b"\n", EVENTS[1] + b"\n")


def test_check_goes_on_with_what_comes_and_tells_nothing_twice(
    engine: Engine, tmp_path: Path
) -> None:
    file = shipped(engine, "auth1", *DENIALS)
    file.send(0, 2)
    service = Service(tmp_path, "--json", str(engine.address))
    file.send(2, 3)
    told = json.loads(service.line())
    assert service.end(signal.SIGTERM) == (0, b"", b"")
    again = Service(tmp_path, "--json", str(engine.address))
    file.send(0, 3)
    other = shipped(engine, "auth2", *(_of_bob(line) for line in DENIALS))
    other.send()
    next_told = json.loads(again.line())
    again.end()

    assert (told["path"], told["offset"], told["sequence"]) == (
        f"auth1:/var/lib/teleport/log/{DATED}",
        2 * (len(DENIALS[0]) + 1),
        2,
    )
    assert next_told["path"] == f"auth2:/var/lib/teleport/log/{DATED}"


def test_what_is_not_there_yet_is_waited_for(server: Server) -> None:
    address = Address.parse(f"{server.address}/LATER")
    tail = Tail("--json", "--from-start", "--since", "all", "--wait", str(address))
    try:
        said = tail.complaint()
        with closing(Engine.open(address, Access(), name="test")) as engine:
            make_streams(engine)
            shipped(engine, "auth1", *EVENTS).send(0, 1)
            line = tail.line()
    finally:
        tail.process.kill()
        tail.process.communicate()

    assert said.startswith(f"{address}: there is no stream {address.stream}")
    assert said.endswith("; waiting for it")
    assert line == EVENTS[0] + b"\n"


def test_who_waits_for_a_stream_can_be_told_to_stop(server: Server, tmp_path: Path) -> None:
    service = Service(tmp_path, "--wait", f"{server.address}/NEVER")
    assert service.process.stderr is not None
    service.process.stderr.readline()

    assert service.end(signal.SIGTERM) == (0, b"", b"")


def test_on_a_terminal_it_is_told_how_far_it_is_and_nothing_of_that_is_left(engine: Engine) -> None:
    file = shipped(engine, "auth1", *EVENTS)
    file.send(0, 1)
    file.send(1, 3)
    reading, terminal = os.openpty()
    try:
        done = subprocess.run(
            [program(), "summary", str(engine.address)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=terminal,
            timeout=60,
            check=False,
        )
        said = os.read(reading, 1 << 12)
    finally:
        os.close(reading)
        os.close(terminal)

    assert done.returncode == 0
    assert said == b"\rdesktail: 50 % of the stream read\r\x1b[K"


def _of_bob(line: bytes) -> bytes:
    """The same in a session of another user."""
    return line.replace(b"4a0ed655", b"00000000").replace(b"alice", b"bob")
